#!/usr/bin/env python3
"""Writes a distilled encoder as the model file that `copydesk` reads (src/annotate/names/accurate.rs has its reader).

Weights become 8-bit numbers with one scale per row. Word pieces in scripts that English news does not use are left
out; a word with such letters is unknown. The teacher itself can be given too, for `copydesk train names-labels`.

usage: export.py STUDENT.safetensors TOKENIZER.json MODEL.bin
"""

import json
import struct
import sys

import numpy as np
from safetensors.numpy import load_file

from teacher_weights import renamed

MAGIC = b"CDACCUR1"
WINDOW, OUTPUT_ROWS, HEADS = 128, 24, 12


def kept(piece):
    text = piece.removeprefix("##")
    if piece.startswith("[unused") or piece in ("[PAD]", "[MASK]", "[CLS]", "[SEP]", "[UNK]") or len(text.encode()) > 24:
        return False
    return all(ord(c) < 0x530 or 0x1E00 <= ord(c) < 0x2300 for c in text)


def floats(tensor):
    return np.ascontiguousarray(tensor, dtype="<f4").tobytes()


def quantised(matrix):
    scale = np.maximum(np.abs(matrix).max(axis=1), 1e-9) / 127
    rows = np.clip(np.round(matrix / scale[:, None]), -127, 127).astype(np.int8)
    return rows.tobytes(), scale


def matrix(weight, bias):
    rows, scale = quantised(weight)
    return rows + floats(scale) + floats(bias)


def main():
    student, tokenizer, target = sys.argv[1:]
    t = {name: tensor.astype(np.float32) for name, tensor in load_file(student).items()}
    if "words.weight" not in t:
        t = renamed(t, sum(name.endswith("intermediate.dense.bias") for name in t))
    vocabulary = json.load(open(tokenizer, encoding="utf-8"))["model"]["vocab"]
    pieces = ["[CLS]", "[SEP]", "[UNK]"] + [p for p, _ in sorted(vocabulary.items(), key=lambda item: item[1]) if kept(p)]
    width = t["words.weight"].shape[1]
    layers = 1 + max(int(name.split(".")[1]) for name in t if name.startswith("layers."))
    inner = t["layers.0.inner.bias"].shape[0]
    out = bytearray(MAGIC + struct.pack("<5I", width, HEADS, layers, inner, len(pieces)))
    for piece in pieces:
        text = piece.encode()
        out += bytes([len(text)]) + text
    rows, scale = quantised(t["words.weight"][[vocabulary[p] for p in pieces]])
    out += rows + floats(scale)
    out += floats(t["positions.weight"][:WINDOW]) + floats(t["case.weight"])
    head = t["out.weight"]
    out += floats(t["case_out.weight"] @ head[:, 2 * width :].T + t["out.bias"])
    out += floats(t["norm.weight"]) + floats(t["norm.bias"])
    for i in range(layers):
        p = f"layers.{i}."
        qkv, bias = t[p + "qkv.weight"], t[p + "qkv.bias"]
        out += matrix(qkv[:width], bias[:width]) + matrix(qkv[width:], bias[width:])
        out += matrix(t[p + "attended.weight"], t[p + "attended.bias"])
        out += floats(t[p + "attended_norm.weight"]) + floats(t[p + "attended_norm.bias"])
        out += matrix(t[p + "inner.weight"], t[p + "inner.bias"])
        out += matrix(t[p + "outer.weight"], t[p + "outer.bias"])
        out += floats(t[p + "outer_norm.weight"]) + floats(t[p + "outer_norm.bias"])
    both = np.zeros((OUTPUT_ROWS, width), dtype=np.float32)
    both[:11], both[11:22] = head[:, :width], head[:, width : 2 * width]
    out += matrix(both, np.zeros(OUTPUT_ROWS))
    with open(target, "wb") as file:
        file.write(out)
    print(f"{target}: {len(out)} bytes, {len(pieces)} pieces, {layers} layers, inner {inner}")


if __name__ == "__main__":
    main()
