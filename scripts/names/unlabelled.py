#!/usr/bin/env python3
"""Writes the sentences of MASC that have no labels by the teacher yet, for relabel.py. Standard library only.

usage: unlabelled.py SHARED_DIR > unlabelled.jsonl
"""

import json
import pathlib
import sys

from corpus import read_lines


def main():
    folder = pathlib.Path(sys.argv[1]) / "corpora" / "ner"
    labelled = {line["id"] for line in read_lines(folder / "relabelled" / "pos_masc.jsonl.gz")}
    for line in read_lines(folder / "pos_masc.train.jsonl.gz"):
        if line["id"] not in labelled:
            print(json.dumps({"id": line["id"], "tokens": line["tokens"]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
