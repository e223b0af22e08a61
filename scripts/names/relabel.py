#!/usr/bin/env python3
"""Labels sentences by the teacher: the labels, and for words that it is unsure of what else they may be.

usage: relabel.py SHARED_DIR < sentences.jsonl > labelled.jsonl

Lines in: {"id", "tokens"}; out: the same with "ner", "unsure" ([word, probability of its label] below 0.9) and
"possible" ([word, labels of probability 0.05 and more] for the same words).
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import load_file

from corpus import LABELS, Sentence
from distil import collate
from evaluation import viterbi
from student import WordPieces, from_teacher


def main():
    teacher = pathlib.Path(sys.argv[1]) / "models" / "names-teacher"
    word_pieces = WordPieces(teacher / "tokenizer.json")
    model = from_teacher(load_file(teacher / "model.f16.safetensors"), 6).eval()
    lines = [json.loads(line) for line in sys.stdin]
    order = sorted(range(len(lines)), key=lambda i: len(lines[i]["tokens"]))
    with torch.no_grad():
        for start in range(0, len(order), 64):
            part = [lines[i] for i in order[start : start + 64]]
            inputs, counts = collate([Sentence(line["tokens"], None, None) for line in part], word_pieces)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(inputs).float()
            for line, row, count in zip(part, scores, counts):
                label(line, row[:count])
            if start % 6400 == 0:
                print(f"{start} of {len(order)}", file=sys.stderr, flush=True)
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))


def label(line, scores):
    """Words behind the model's window are left open."""
    behind = len(line["tokens"]) - len(scores)
    probabilities = scores.softmax(-1)
    best = probabilities.max(-1)
    tags = [LABELS[i] for i in best.indices.tolist()]
    if any(t[0] == "I" and (i == 0 or tags[i - 1][2:] != t[2:]) for i, t in enumerate(tags)):
        tags = viterbi(scores)
    line["ner"] = tags + ["O"] * behind
    own = [float(row[LABELS.index(tag)]) for row, tag in zip(probabilities, tags)]
    unsure = [i for i, p in enumerate(own) if p < 0.9]
    line["unsure"] = [[i, round(own[i], 3)] for i in unsure] + [[len(own) + i, 0.0] for i in range(behind)]
    line["possible"] = [
        [i, [LABELS[j] for j, p in enumerate(probabilities[i].tolist()) if p >= 0.05]] for i in unsure
    ]


if __name__ == "__main__":
    main()
