#!/usr/bin/env python3
"""Writes labelled lines in the style of sport results, made from templates of our own and the gazetteers.

Free corpora hardly contain results pages, where a city is a club ("Leeds 2 Derby 0") and a country stands behind an
athlete's name. Standard library only; the same seed gives the same lines.

usage: sport_results.py SHARED_DIR COUNT SEED > sport_results.jsonl
"""

import csv
import gzip
import json
import pathlib
import random
import sys

# {C} club named by city, {c} the same in capitals, {N} nation, {n} nation in capitals, {P} full name, {S} surname,
# {I} initial and surname, {V} city as venue, {K} three-letter country, {A} nationality, {D} digit, {M} number to 120.
# Everything else is literal; labels follow from the letter.
TEMPLATES = """
{C} {D} {C} {D}
{c} {D} {C} {D}
{C} {D} , {C} {D}
{C} {D} {C} {D} ( halftime {D}-{D} )
{C} {M} {c} {M}
{C} {M} , {C} {M} ( OT )
{C} {D} {D} {D} {D} {D} {D} {D}
{C} {M} {M} .{M}{D} -
{C} {M} {M} {M} {M} {M} {M} {M}
{C} v {C}
{c} AT {C}
{C} at {c}
{C} AT {c}
{N} {D} {N} {D}
{N} {D} {D} {D} {D} {D} {D} {D}
{N} v {N}
{N} {M} ( {I} {M} , {I} {M} ) v {N}
{N} beat {N} {D}-{D} ( halftime {D}-{D} )
{C} beat {C} {D}-{D} on {DAY} .
{C} beat {N} {D}-{D} in a friendly in {V} on {DAY} .
{C} drew {D}-{D} with {C} , and {S} scored twice .
{C} lost {D}-{D} at home to {C} .
{C} defeated {C} {M}-{M} as {P} scored {M} points .
In {V} , {P} scored the only goal as {C} edged {C} .
{P} scored for {C} after {S} was sent off .
{P} hit a {M}th minute winner for {C} against {C} .
{S} put {C} ahead before {P} levelled for {C} .
{C} coach {P} said {S} would miss the match against {C} .
{C} striker {P} joined {C} from {C} for an undisclosed fee .
{C} have signed {A} defender {P} from {C} .
{C} midfielder {P} was booked in the {M}th minute .
{C} goalkeeper {P} saved a penalty from {S} .
{N} captain {P} won the toss and chose to bat against {N} in {V} .
{N} were {M} for {D} at the close against {N} in {V} .
{N} beat {N} by {M} runs in {V} .
{N} coach {P} named {S} in his squad to face {N} .
{A} {P} beat {P} of {N} {D}-{D} {D}-{D} .
{P} ( {N} ) beat {P} ( {N} ) {D}-{D} {D}-{D}
{D} - {P} ( {N} ) beat {P} ( {N} ) {D}-{D} , {D}-{D}
{P} , {N} , def. {P} , {N} , {D}-{D} , {D}-{D} , {D}-{D}
{M}. {P} ( {N} ) {M}.{M} seconds
{D}. {P} ( {N} ) {M}:{M}.{M}
{D} . {P} ( {N} / {C} ) {D} hours {M} minutes {M} seconds
{M}. {P} ( {K} ) {M} points
{M} {P} {M} {M} {M}
{M} {P} ( {N} ) {M} {M} {M} , {P} {M} {M} {M}
{D}. {N} {M} points
{D}. {C} {M}
Scorers : {N} - {P} ( {M} ) , {S} ( {M} pen ) ; {N} - {P} ( {M} )
Scorers : {C} - {P} {M} , {M} , {S} {M}
{C} - {P} ( {M}th minute ) , {P} ( {M}th )
{C} : {D} - {P} ; {D} - {P} ; {D} - {P} , {D} - {P}
{I} c {S} b {S} {M}
{I} lbw b {S} {M}
{I} not out {M}
{S} {M}-{D}-{M}-{D} , {S} {M}-{D}-{M}-{D} ( nb-{D} )
Fall of wickets : {D}-{M} , {D}-{M} . Bowling : {S} {M}-{D}-{M}-{D} .
Final at {V} : {C} {D} {C} {D}
At {V} : {C} drew with {C} . {C} {M} and {M}-{D} ; {C} {M} ( {I} {M} ) .
Standings in the {A} league after {DAY} 's matches : {C} {D} {D} {D} {D} {D}
Result of a {A} first division match on {DAY} : {C} {D} {C} {D}
Results of {A} second division soccer matches : {C} {D} {C} {D} , {C} {D} {C} {D} .
( tabulate under played , won , drawn , lost ) : {C} {M} {M} {D} {D} {M}
The {C} {NICK} beat the {C} {NICK} {M}-{M} on {DAY} night .
{P} led the {C} {NICK} with {M} points in a {M}-{M} win over the {C} {NICK} .
The {NICK} traded {P} to {C} for {P} .
{C} {NICK} coach {P} praised {S} .
{c} ( {M}-{M} ) : {P} {M}-{M} {D}-{D} {M} , {S} {D}-{M} {D}-{D} {M}
SOCCER - {c} BEAT {c} TO GO TOP .
SOCCER - {n} DRAW WITH {n} .
TENNIS - {s} BEATS {s} IN {v} FINAL .
CRICKET - {n} {M}-{D} AT LUNCH AGAINST {n} .
BASKETBALL - {c} WIN AT {c} .
CYCLING - {s} WINS STAGE , {s} KEEPS LEAD .
GOLF - {s} LEADS BY {D} IN {v} .
{v} {YEAR}-{M}-{M}
{P} of {N} won the {M} metres in {V} on {DAY} .
{P} ( {A} ) won stage {D} from {V} to {V} .
Leading scores after two rounds in {V} : {M} {P} {M} {M} ; {M} {P} ( {N} ) {M} {M} ; {I} {M} {M}
{C} 's {P} and {S} of {C} shared the award .
{C} fans in {V} watched {S} score against {C} .
Halftime : {C} {D} , {C} {D} . Attendance : {M},{M}{D}{D}
{C} City {D} {C} United {D}
{C} United lost {D}-{D} to {C} Rovers at {V} .
Real {C} {D} Sporting {C} {D}
FC {C} drew {D}-{D} at Dynamo {C} in {V} .
{C} FC coach {P} resigned on {DAY} .
""".strip().split("\n")

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NICKNAMES = (
    "Lions Tigers Eagles Hawks Bears Wolves Giants Kings Rangers Stars Pirates Sharks Bulls Rockets Saints Comets "
    "Falcons Knights Royals Rebels Chiefs Panthers Jaguars Ravens Dolphins Braves Stags Foxes Hornets Wasps"
).split()
CLUB_WORDS = {"City", "United", "Rovers", "FC", "Real", "Sporting", "Dynamo"}


def tsv(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row and not row[0].startswith("#")]


class Lists:
    def __init__(self, folder):
        places = tsv(folder / "places.tsv.gz")
        self.cities = [row[0] for row in places if row[1] == "city" and float(row[5] or 0) > 150_000]
        self.codes = [row[1] for row in tsv(folder / "countries.tsv")]
        self.nations = [row[2] for row in tsv(folder / "countries.tsv") if "," not in row[2] and "(" not in row[2]]
        self.demonyms = [row[3].split("|")[0] for row in tsv(folder / "demonyms_odbl.tsv") if row[3]]
        self.first = [row[0] for row in tsv(folder / "first_names.tsv")]
        self.surnames = [row[0] for row in tsv(folder / "surnames.tsv")]


def filled(slot, lists, draw):
    """The words for one slot and their type."""
    kind = slot.upper()
    if slot in ("C", "c", "V", "v"):
        words, name = draw.choice(lists.cities).split(), "ORG" if kind == "C" else "LOC"
    elif kind == "N" and len(slot) == 1:
        words, name = draw.choice(lists.nations).split(), "LOC"
    elif slot == "K":
        words, name = [draw.choice(lists.codes)], "LOC"
    elif slot == "A":
        words, name = draw.choice(lists.demonyms).split(), "NORP"
    elif slot == "P":
        words, name = [draw.choice(lists.first), *draw.choice(lists.surnames).split()], "PER"
    elif kind == "S":
        words, name = draw.choice(lists.surnames).split(), "PER"
    elif slot == "I":
        words, name = [draw.choice("ABCDEFGHIJKLMNPRSTVW") + ".", *draw.choice(lists.surnames).split()], "PER"
    elif slot == "NICK":
        words, name = [draw.choice(NICKNAMES)], "ORG"
    elif slot == "DAY":
        words, name = [draw.choice(DAYS)], None
    elif slot == "YEAR":
        words, name = [str(draw.randint(1990, 2026))], None
    else:
        words, name = [str(draw.randint(0, 9) if slot == "D" else draw.randint(1, 120))], None
    return ([w.upper() for w in words] if slot.islower() else words), name


def line_from(template, lists, draw):
    tokens, tags = [], []
    for part in template.split():
        if "{" not in part:
            club = part in CLUB_WORDS and len(template.split()) > 2
            tokens.append(part)
            tags.append("club" if club else "O")
            continue
        if part.startswith("{") and part.endswith("}") and part.count("{") == 1:
            words, name = filled(part[1:-1], lists, draw)
            tokens += words
            tags += [f"B-{name}", *[f"I-{name}"] * (len(words) - 1)] if name else ["O"] * len(words)
            continue
        text = part
        while "{" in text:
            before, _, rest = text.partition("{")
            slot, _, after = rest.partition("}")
            text = before + filled(slot, lists, draw)[0][0] + after
        tokens.append(text)
        tags.append("O")
    return tokens, joined_clubs(tags)


def joined_clubs(tags):
    """A club word belongs to the city beside it: "Leeds United", "Real Madrid"; a nickname to the city before it."""
    for i, tag in enumerate(tags):
        if tag == "club":
            if i > 0 and tags[i - 1][2:] == "ORG":
                tags[i] = "I-ORG"
            else:
                tags[i] = "B-ORG"
                if tags[i + 1] == "B-ORG":
                    tags[i + 1] = "I-ORG"
        elif tag == "B-ORG" and i > 0 and tags[i - 1] in ("B-ORG", "I-ORG"):
            tags[i] = "I-ORG"
    return tags


def main():
    folder, count, seed = pathlib.Path(sys.argv[1]) / "gazetteers", int(sys.argv[2]), int(sys.argv[3])
    draw, lists = random.Random(seed), Lists(folder)
    for number in range(count):
        tokens, tags = line_from(draw.choice(TEMPLATES), lists, draw)
        print(json.dumps({"id": f"sport-{number}", "tokens": tokens, "ner": tags, "genre": "sport-results"}, ensure_ascii=False))


if __name__ == "__main__":
    main()
