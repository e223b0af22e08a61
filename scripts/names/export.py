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

from model_file import model_file
from teacher_weights import renamed

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
    words = b""
    for piece in pieces:
        text = piece.encode()
        words += bytes([len(text)]) + text
    rows, scale = quantised(t["words.weight"][[vocabulary[p] for p in pieces]])
    head = t["out.weight"]
    stack = b""
    for i in range(layers):
        p = f"layers.{i}."
        qkv, bias = t[p + "qkv.weight"], t[p + "qkv.bias"]
        stack += matrix(qkv[:width], bias[:width]) + matrix(qkv[width:], bias[width:])
        stack += matrix(t[p + "attended.weight"], t[p + "attended.bias"])
        stack += floats(t[p + "attended_norm.weight"]) + floats(t[p + "attended_norm.bias"])
        stack += matrix(t[p + "inner.weight"], t[p + "inner.bias"])
        stack += matrix(t[p + "outer.weight"], t[p + "outer.bias"])
        stack += floats(t[p + "outer_norm.weight"]) + floats(t[p + "outer_norm.bias"])
    both = np.zeros((OUTPUT_ROWS, width), dtype=np.float32)
    both[:11], both[11:22] = head[:, :width], head[:, width : 2 * width]
    sections = [
        ("shap", struct.pack("<5I", width, HEADS, layers, inner, len(pieces))),
        ("voca", words),
        ("embe", rows),
        ("scal", floats(scale)),
        ("posi", floats(t["positions.weight"][:WINDOW])),
        ("case", floats(t["case.weight"])),
        ("bias", floats(t["case_out.weight"] @ head[:, 2 * width :].T + t["out.bias"])),
        ("norm", floats(t["norm.weight"]) + floats(t["norm.bias"])),
        ("layr", stack),
        ("outp", matrix(both, np.zeros(OUTPUT_ROWS))),
    ]
    out = model_file("encoder", sections)
    with open(target, "wb") as file:
        file.write(out)
    print(f"{target}: {len(out)} bytes, {len(pieces)} pieces, {layers} layers, inner {inner}")


if __name__ == "__main__":
    main()
