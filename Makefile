# Everything a developer or CI runs. `make` alone lists it.
#
# PROFILE=dev builds the demo without optimisation of our own code, which is quicker to build and slower to run; it takes
# the fast names, since the encoder needs an optimised build to stay within the time budget.

CARGO ?= cargo
# What packages are built with: all but the trainers.
PACKAGED = --no-default-features --features accurate
PROFILE ?= release
target_folder = $(or $(CARGO_TARGET_DIR),target)
copydesk = $(target_folder)/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))/copydesk

.PHONY: help build demo test bench soak chaos fmt lint docs deny man deb sbom clean

help: ## Show this
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

build: ## Build the binary
	$(CARGO) build --locked --profile $(PROFILE) --bin copydesk

demo: build ## Publish the samples to a private RabbitMQ, with two workers, and show what comes out and is archived
	$(if $(filter dev,$(PROFILE)),COPYDESK__MODELS__NAMES=fast) COPYDESK=$(copydesk) scripts/rabbitmq.sh run \
	  $$(scripts/postgres.sh has && echo scripts/postgres.sh run) scripts/demo.sh

test: ## Run all tests, those against a private RabbitMQ and PostgreSQL included
	scripts/rabbitmq.sh install
	scripts/postgres.sh install
	$(CARGO) test --locked

bench: build ## Print articles per second of enrich, broker and worker side by side, and what a word costs
	scripts/speed.sh $(copydesk)
	scripts/rabbitmq.sh install
	scripts/postgres.sh install
	COPYDESK_BENCH=full $(CARGO) test --locked --release --test it -- bench:: growth:: bounds:: dead_letters::many --nocapture --test-threads 1

soak: ## Kill workers and broker under the full load of the shared corpora (the samples without them)
	scripts/rabbitmq.sh install
	scripts/postgres.sh install
	COPYDESK_SOAK=full $(CARGO) test --locked --release --test it -- soak:: --nocapture

chaos: ## Put workers through every fault, ours and plain ones, with an account of every article (SEED=1)
	scripts/rabbitmq.sh install
	$(CARGO) build --locked --release --example plain_lapin
	COPYDESK_CHAOS=full SEED=$(or $(SEED),1) $(CARGO) test --locked --release --test it -- chaos:: --nocapture --test-threads 1

fmt: ## Format the code
	$(CARGO) fmt

lint: ## Check format, lints and documentation as CI does
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --document-private-items

docs: ## Build the documentation of the code
	$(CARGO) doc --locked --no-deps --document-private-items

deny: ## Check licences, sources and advisories of the dependencies (cargo install cargo-deny)
	$(CARGO) deny check

man: build ## Write man pages and shell completions to target/share
	$(copydesk) generate $(target_folder)/share

deb: ## Build a Debian package (cargo install cargo-deb)
	$(CARGO) build --locked --release $(PACKAGED) --bin copydesk
	target/release/copydesk generate target/share
	$(CARGO) deb --locked --no-build --strip

sbom: ## Write a software bill of materials, CycloneDX JSON (cargo install cargo-cyclonedx)
	$(CARGO) cyclonedx --format json

clean: ## Remove everything that was built
	$(CARGO) clean
	rm -rf demo-output
