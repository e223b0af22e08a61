"""Runs a peer written in Python over a folder of labelled pages: `python.py trafilatura|newspaper4k FOLDER`.

Prints the predictions as the scorer reads them, and the pages a second of CPU time to stderr. Newest versions, defaults,
except that trafilatura leaves comments out: they are no part of an article anywhere in the truth.
"""

import gzip
import json
import pathlib
import sys
import time


def with_trafilatura(page, url):
    from trafilatura import bare_extraction

    article = bare_extraction(page, url=url, with_metadata=True, include_comments=False)
    if article is None:
        return {"articleBody": ""}
    return {"articleBody": article.text or "", "title": article.title, "author": article.author, "date": article.date}


def with_newspaper4k(page, url):
    import newspaper

    article = newspaper.Article(url or "http://localhost/", fetch_images=False)
    article.download(input_html=page.decode("utf-8", "replace"))
    article.parse()
    date = article.publish_date
    return {
        "articleBody": article.text or "",
        "title": article.title,
        "author": article.authors,
        "date": date.strftime("%Y-%m-%d") if hasattr(date, "strftime") else date,
    }


def main():
    peer, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    extract = {"trafilatura": with_trafilatura, "newspaper4k": with_newspaper4k}[peer]
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = [
        (name, facts.get("url"), gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()))
        for name, facts in truth.items()
    ]
    # The first page loads and compiles what a worker loads once.
    extract(pages[0][2], pages[0][1])
    predictions = {}
    started = time.process_time()
    for name, url, page in pages:
        try:
            predictions[name] = extract(page, url)
        except Exception as error:  # a peer's failure on a page counts as an empty page, as it would in use
            print(f"{name}: {error!r}", file=sys.stderr)
            predictions[name] = {"articleBody": ""}
    seconds = time.process_time() - started
    megabytes = sum(len(page) for _, _, page in pages) / 1e6
    print(f"{peer}: {len(pages) / seconds:.1f} pages/s, {megabytes / seconds:.2f} MB/s", file=sys.stderr)
    json.dump(predictions, sys.stdout)


if __name__ == "__main__":
    main()
