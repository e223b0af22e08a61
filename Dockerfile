# syntax=docker/dockerfile:1

FROM rust:1-slim-bookworm AS build
WORKDIR /build
COPY . .
# The caches outlive the build, so that a change of ours does not compile the dependencies again.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --locked --profile dist --no-default-features --features accurate --bin copydesk \
    && cp target/dist/copydesk /usr/local/bin/copydesk
# The licences of the data that the program holds ask for their notices.
RUN mkdir /notices && cp --parents LICENSE-MIT LICENSE-APACHE models/*/*.md /notices/

# Nothing but the C library and certificates: no shell, no package manager, user 65532.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /usr/local/bin/copydesk /usr/local/bin/copydesk
COPY --from=build /notices/ /usr/share/doc/copydesk/
# Inside a container loopback is the container alone; who can reach the port is decided by what is published.
ENV COPYDESK__OPS__LISTEN=0.0.0.0:9464
EXPOSE 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 CMD ["/usr/local/bin/copydesk", "health"]
ENTRYPOINT ["/usr/local/bin/copydesk"]
CMD ["run"]
