#!/usr/bin/env python3
"""Makes one compressed WARC of labelled pages, as a crawler would store them.

    warc.py PAGES OUTPUT FOLDER...

PAGES responses that are pages are taken from the FOLDERs in turn, with another coding of the body each time; between them
stand records that are no article: what describes the crawl, requests, revisits, failures, pictures and style sheets. Prints
how many of each there are.
"""

import collections
import gzip
import itertools
import json
import os
import sys
import zlib

try:
    import brotli
except ImportError:
    brotli = None
    print("SKIPPED: no Brotli responses, Python's module brotli is not installed", file=sys.stderr)

CODINGS = {
    "identity": lambda body: body,
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "deflate": zlib.compress,
    **({"br": lambda body: brotli.compress(body, quality=4)} if brotli else {}),
}
# The second half of them is wrong.
TYPES = ["text/html; charset=utf-8", "text/html", "application/xhtml+xml", "text/plain", "application/json", "text/xml"]


def chunked(body, size=4096):
    parts = [body[at:at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def record(kind, url, block, content_type):
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-14T09:00:00Z\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n")
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def response(status, headers, body):
    lines = [f"HTTP/1.1 {status}"] + [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def pages(folders):
    for folder in folders:
        with open(os.path.join(folder, "ground-truth.json"), encoding="utf8") as file:
            truth = json.load(file)
        for name, facts in truth.items():
            with gzip.open(os.path.join(folder, "html", name + ".html.gz")) as file:
                yield facts.get("url") or f"https://crawl.example/{name}", file.read()


def main():
    wanted, output, folders = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    found = list(pages(folders))
    if not found:
        sys.exit("no pages")
    counts = collections.Counter()
    http = "application/http; msgtype=response"
    with open(output, "wb") as out:
        out.write(record("warcinfo", "", b"software: example\r\n", "application/warc-fields"))
        for number, (url, page) in zip(range(wanted), itertools.cycle(found)):
            again = number // len(found)
            url += ("&" if "?" in url else "?") + f"crawled={again}" if again else ""
            # Moved on by one for each round, so that a page comes in another coding the next time.
            coding = list(CODINGS)[(number + again) % len(CODINGS)]
            kind = TYPES[number // len(CODINGS) % len(TYPES)]
            body = CODINGS[coding](page)
            headers = {"Content-Type": kind}
            if coding != "identity":
                headers["Content-Encoding"] = coding
            if number % 3 == 0:
                headers["Transfer-Encoding"] = "chunked"
                body = chunked(body)
                counts["chunked"] += 1
            counts[coding] += 1
            counts["wrong type"] += TYPES.index(kind) >= len(TYPES) // 2
            out.write(record("request", url, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"))
            out.write(record("response", url, response("200 OK", headers, body), http))
            for every, name, of, block in [
                (5, "revisits", "revisit", response("200 OK", headers, b"")),
                (7, "failures", "response", response("404 Not Found", {"Content-Type": "text/html"}, page)),
                (11, "pictures", "response", response("200 OK", {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n")),
                (13, "style sheets", "response", response("200 OK", {"Content-Type": "text/css"}, b"p {}")),
            ]:
                if number % every == 0:
                    counts[name] += 1
                    out.write(record(of, url, block, http))
    for name, count in sorted(counts.items()):
        print(f"{name}: {count}")
    print(f"messages: {wanted}")


if __name__ == "__main__":
    main()
