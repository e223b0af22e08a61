"""Tags and parses the sentences of JSON Lines files, or of treebanks as treebank.py prints them (.tsv), with the larger tagger and parser of teacher.py, as JSON Lines of
`{"tokens", "pos", "heads", "relations"}` for `copydesk train parser --parsed` and `train pos --agreeing`.

Sentences whose greedy heads are no tree, or of whose heads it is unsure, are left out.
"""

import argparse
import gzip
import json
import pathlib
import sys

import torch
from safetensors.torch import load_file

from teacher import English, Multilingual, Parser, is_tree, predict


def lines(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        if ".tsv" in path:
            for sentence in file.read().strip("\n").split("\n\n"):
                yield [word.split("\t")[1] for word in sentence.split("\n")]
            return
        for line in file:
            yield json.loads(line)["tokens"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="+")
    arguments.add_argument("--shared", default="../shared")
    arguments.add_argument("--model", required=True)
    arguments.add_argument("--like", help="the treebank whose ways a multilingual model is to follow: de.gsd")
    arguments.add_argument("--layers", type=int, default=3)
    arguments.add_argument("--float32", action="store_true", help="no 16-bit products")
    arguments.add_argument("--longest", type=int, default=60, help="words of the longest sentence that is parsed")
    arguments.add_argument("--least", type=float, default=0.9, help="least mean probability of a sentence's heads")
    arguments.add_argument("--every", type=int, default=1, help="parse one sentence of so many")
    arguments.add_argument("--first", type=int, default=0, help="the first of them, counted from 0")
    arguments.add_argument("--out", required=True)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    names = json.loads(pathlib.Path(options.model + ".json").read_text())
    language = Multilingual(options.shared, names["treebanks"]) if options.like else English(options.shared)
    parser = Parser(language.encoder(options.layers), len(names["tags"]), len(names["relations"]))
    parser.load_state_dict(load_file(options.model))
    if options.like:
        parser.encoder.frozen = names["frozen"]
    kept = seen = 0
    with open(options.out, "w", encoding="utf-8") as out:
        for path in options.files:
            sentences = [t for t in list(lines(path))[options.first :: options.every] if 3 <= len(t) <= options.longest]
            for i, tags, heads, relations, sure, _ in predict(parser, sentences, language, options.like, float32=options.float32):
                seen += 1
                if not is_tree(heads) or sum(sure) / len(sure) < options.least:
                    continue
                kept += 1
                found = {
                    "tokens": sentences[i],
                    "pos": [names["tags"][t] for t in tags],
                    "heads": heads,
                    "relations": [names["relations"][r] for r in relations],
                }
                out.write(json.dumps(found, ensure_ascii=False) + "\n")
            out.flush()
            print(f"{path}: {kept} of {seen} sentences so far", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
