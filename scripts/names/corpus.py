"""Labelled sentences for the accurate name tagger: which labels each word of a corpus may have.

A `Sentence` holds the words and, per word, either the set of labels that the corpus leaves possible (hand-annotated
files: types that it does not annotate stay open behind an O) or one label with its probability (relabelled files).
"""

import gzip
import json
import pathlib
import random
from dataclasses import dataclass

TYPES = ["PER", "ORG", "LOC", "NORP", "MISC"]
LABELS = ["O"] + [f"{position}-{kind}" for kind in TYPES for position in "BI"]
INDEX = {label: index for index, label in enumerate(LABELS)}

TYPE_OF = {
    **{tag: "PER" for tag in "PER person politician writer scientist musicalartist researcher Person per".split()},
    **{
        tag: "ORG"
        for tag in "ORG organisation politicalparty university band Organisation org corporation group".split()
    },
    **{tag: "LOC" for tag in "LOC country location Location geo gpe".split()},
    **{tag: "NORP" for tag in "NORP Nationality".split()},
}
EXPRESSIONS = {"DATE", "TIME", "NUM", "Temporal", "Quantity", "Money", "tim"}

# Types that a corpus does not annotate: its O may hide them.
OPEN_TYPES = {
    "uner_ewt": {"NORP", "MISC"},
    "btc": {"NORP", "MISC"},
    "wnut17": {"NORP", "MISC"},
    "multiner_gov": {"NORP", "MISC"},
}
# Corpora whose MISC includes nationalities.
NATIONALITY_IN_MISC = {"wikigold", "crossner"}


@dataclass
class Sentence:
    words: list
    # Per word: a set of label indexes (gold), or (label index, probability) (relabelled).
    gold: list | None
    silver: list | None


def read_lines(path):
    opener = gzip.open if path.name.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def demonyms(folder):
    words = set()
    for line in open(folder / "demonyms_odbl.tsv", encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(fields) > 3:
            words.update(part.strip() for part in fields[3].split("|") if part.strip())
    return words


def allowed_labels(corpus, words, tags, nationalities):
    """The labels that a hand-annotated corpus leaves possible for each word."""
    hidden = OPEN_TYPES.get(corpus, set())
    outside = {INDEX["O"]} | {INDEX[f"{p}-{t}"] for t in hidden for p in "BI"}
    result = []
    for word, tag in zip(words, tags):
        position, _, kind = tag.partition("-")
        if position == "O" or kind in EXPRESSIONS:
            result.append(outside)
            continue
        name = TYPE_OF.get(kind, "MISC")
        if name in hidden:
            result.append(outside)
        elif name == "MISC" and corpus in NATIONALITY_IN_MISC:
            single = word in nationalities or word.rstrip("s") in nationalities
            result.append({INDEX[f"{position}-NORP"]} if single else {INDEX[f"{position}-MISC"], INDEX[f"{position}-NORP"]})
        else:
            result.append({INDEX[f"{position}-{name}"]})
    return result


def read_gold(shared, corpus, split, nationalities):
    path = pathlib.Path(shared) / "corpora" / "ner" / f"{corpus}.{split}.jsonl"
    for line in read_lines(path):
        yield Sentence(line["tokens"], allowed_labels(corpus, line["tokens"], line["ner"], nationalities), None)


def read_relabelled(shared, corpus, share, seed, excluded):
    """The teacher's labels; a label without a stated probability is above 0.9."""
    path = pathlib.Path(shared) / "corpora" / "ner" / "relabelled" / f"{corpus}.jsonl.gz"
    draw = random.Random(seed)
    for line in read_lines(path):
        if draw.random() >= share or tuple(line["tokens"]) in excluded:
            continue
        unsure = dict(map(tuple, line["unsure"]))
        yield Sentence(
            line["tokens"],
            None,
            [(INDEX[tag], unsure.get(i, 0.98)) for i, tag in enumerate(line["ner"])],
        )


def in_capitals(sentence):
    return Sentence([word.upper() for word in sentence.words], sentence.gold, sentence.silver)
