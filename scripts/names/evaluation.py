"""Typed exact-span scores of a model on labelled sentences."""

import torch

from corpus import INDEX, LABELS, TYPE_OF, read_lines


def spans(tags):
    found, start, kind = [], None, None
    for i, tag in enumerate(list(tags) + ["O"]):
        position, _, name = tag.partition("-")
        if start is not None and (position in "OB" or name != kind):
            found.append((start, i, kind))
            start = None
        if position != "O" and start is None:
            start, kind = i, name
    return found


def legal(previous, label):
    if not LABELS[label].startswith("I"):
        return True
    return LABELS[previous][2:] == LABELS[label][2:]


NEVER = torch.tensor([[0.0 if legal(p, n) else -1e9 for n in range(len(LABELS))] for p in range(len(LABELS))])


def viterbi(scores):
    best = scores[0] + NEVER[0]
    back = []
    for row in scores[1:]:
        total = best.unsqueeze(1) + NEVER
        best, origin = total.max(0)
        best = best + row
        back.append(origin)
    path = [int(best.argmax())]
    for origin in reversed(back):
        path.append(int(origin[path[-1]]))
    return [LABELS[i] for i in reversed(path)]


def f1(gold, found, kinds):
    """Gold and found: lists of span lists; returns F1 in percent over `kinds`."""
    right = total = given = 0
    for g, f in zip(gold, found):
        g = {s for s in g if s[2] in kinds}
        f = {s for s in f if s[2] in kinds}
        right += len(g & f)
        total += len(g)
        given += len(f)
    return 200.0 * right / max(1, total + given)


def gold_spans(path):
    for line in read_lines(path):
        mapped = [t if t == "O" else f"{t[0]}-{TYPE_OF.get(t[2:], 'MISC')}" for t in line["ner"]]
        yield line["tokens"], spans(mapped)
