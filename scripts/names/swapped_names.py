#!/usr/bin/env python3
"""Writes sentences of the labelled corpora with their names swapped for others, for the teacher to label.

The fast tier knows of a word what its training text shows of it. Here names that the text never shows stand in its
contexts: names of the gazetteers, and the whole words of the teacher's vocabulary that the corpora write with a capital
or not at all, so that what the teacher's pretraining knows of a word reaches the linear model. The labels are not kept:
relabel.py asks the teacher, since a swapped name may change the type of what it stands in for. Standard library only;
the same seed gives the same lines.

usage: swapped_names.py SHARED_DIR COUNT SEED > swapped.jsonl
"""

import gzip
import json
import pathlib
import random
import sys

from corpus import TYPE_OF, read_lines
from sport_results import tsv

# Files whose names are swapped: news and encyclopedia text.
SOURCES = ["relabelled/gmb.jsonl.gz", "relabelled/pos_masc.jsonl.gz", "gum.train.jsonl", "redocred.train.jsonl", "wikigold.train.jsonl"]

# {W} any name, {S} surname, {C} city, {N} country, {A} nationality.
ORGANIZATIONS = """
{W} Group|{W} Corp.|{W} Inc.|{W} Bank|Bank of {N}|University of {C}|{C} University|{W} Party|{A} {W} Party|{W} Airlines
{W} Foundation|{W} Institute|{C} Police Department|{C} City Council|Ministry of {W}|{W} FC|{C} United|{C} {W}|{W} & {S}
{W} Times|{C} Daily News|{N} Football Association|{S} Brothers|{S} & Sons|{W} Energy|{W} Motors|{W} Records|{W} Media
{A} Air Force|{A} Red Cross|{W} Liberation Front|{W} Technologies|{W} Hospital|{W} High School|{W} Commission|{W} Union
""".strip().replace("\n", "|").split("|")


class Names:
    """Names to swap in, by type, drawn evenly."""

    def __init__(self, shared, draw):
        folder = shared / "gazetteers"
        self.draw = draw
        places = tsv(folder / "places.tsv.gz")
        self.cities = [row[0] for row in places if row[1] == "city" and float(row[5] or 0) > 50_000]
        self.regions = [row[0] for row in places if row[1] == "admin1"]
        self.nations = [row[2] for row in tsv(folder / "countries.tsv") if "," not in row[2] and "(" not in row[2]]
        self.demonyms = [row[3].split("|")[0] for row in tsv(folder / "demonyms_odbl.tsv") if row[3]]
        self.first = [row[0] for row in tsv(folder / "first_names.tsv")]
        self.surnames = [row[0] for row in tsv(folder / "surnames.tsv")]
        self.companies = [row[0] for row in tsv(folder / "companies.tsv")]
        self.bodies = [name for row in tsv(folder / "orgs_common.tsv") for name in row[:2] if name]
        self.outlets = [row[0] for row in tsv(folder / "news_outlets.tsv")]
        self.leaders = [row[0] for file in ("world_leaders.tsv", "us_politicians.tsv") for row in tsv(folder / file)]
        self.vocabulary = vocabulary(shared)
        self.decks = {}

    def next(self, name):
        """The next of a shuffled list, so that each comes up before any comes again."""
        if not self.decks.get(name):
            self.decks[name] = list(getattr(self, name))
            self.draw.shuffle(self.decks[name])
        return self.decks[name].pop()

    def of_type(self, kind, length):
        chance = self.draw.random()
        if chance < 0.35:
            return self.next("vocabulary")
        if kind == "PER":
            if length == 1:
                return self.next("surnames")
            return self.next("leaders") if chance < 0.45 else f"{self.next('first')} {self.next('surnames')}"
        if kind == "LOC":
            return self.next("cities") if chance < 0.75 else self.next("regions") if chance < 0.85 else self.next("nations")
        if chance < 0.5:
            return self.next("companies")
        if chance < 0.6:
            return self.next("bodies") if chance < 0.55 else self.next("outlets")
        slots = {"{W}": "vocabulary", "{S}": "surnames", "{C}": "cities", "{N}": "nations", "{A}": "demonyms"}
        text = self.draw.choice(ORGANIZATIONS)
        for slot, deck in slots.items():
            if slot in text:
                text = text.replace(slot, self.next(deck))
        return text


def vocabulary(shared):
    """Whole words of the teacher's vocabulary that the corpora do not use as common words, with a capital."""
    lower, upper = {}, {}
    for source in SOURCES:
        for line in read_lines(shared / "corpora" / "ner" / source):
            for word in line["tokens"][1:]:
                counts = lower if word.islower() else upper
                counts[word.lower()] = counts.get(word.lower(), 0) + 1
    pieces = json.loads((shared / "models/names-teacher/tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    words = [p for p in pieces if p.isalpha() and p.isascii() and len(p) > 2]
    return [w.capitalize() for w in words if lower.get(w, 0) <= upper.get(w, 0) / 2]


def names_in(tags):
    """Runs of one name: first word, one past the last, type."""
    found = []
    for i, tag in enumerate(tags):
        kind = TYPE_OF.get(tag[2:])
        if kind in ("PER", "ORG", "LOC"):
            if tag[0] == "I" and found and found[-1][1] == i and found[-1][2] == kind:
                found[-1][1] = i + 1
            else:
                found.append([i, i + 1, kind])
    return found


def swapped(line, names, draw):
    tokens, end = [], 0
    for start, stop, kind in names_in(line["ner"]):
        tokens += line["tokens"][end:start]
        other = names.of_type(kind, stop - start).replace(",", " ,").split()
        tokens += other if draw.random() < 0.8 else line["tokens"][start:stop]
        end = stop
    return tokens + line["tokens"][end:]


def main():
    shared, count, seed = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    draw = random.Random(seed)
    names = Names(shared, draw)
    lines = [
        line
        for source in SOURCES
        for line in read_lines(shared / "corpora" / "ner" / source)
        if 5 <= len(line["tokens"]) <= 45 and names_in(line["ner"])
    ]
    for number in range(count):
        tokens = swapped(draw.choice(lines), names, draw)
        print(json.dumps({"id": f"swapped-{number}", "tokens": tokens}, ensure_ascii=False))


if __name__ == "__main__":
    main()
