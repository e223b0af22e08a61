#!/usr/bin/env python3
"""Rounds an encoder's table of embeddings from eight bits a weight to four (src/annotate/names/accurate.rs reads both).

A row's weights are in groups of 32. A group has a multiplier of the row's scale: the one of some that loses least.

usage: embeddings_in_four_bits.py ENCODER.bin SMALLER.bin
"""

import pathlib
import struct
import sys

import numpy as np

from model_file import model_file, sections

GROUP, LARGEST_MULTIPLIER, LARGEST_WEIGHT = 32, 255, 7


def grouped(table):
    """Groups of a multiplier and the weights' halves of bytes; the rows' scales; the share of the table that is lost."""
    rows, width = table.shape
    groups = table.reshape(rows, width // GROUP, GROUP)
    largest = np.abs(groups).max(-1)
    scale = np.maximum(largest.max(1), 1e-9) / LARGEST_WEIGHT / LARGEST_MULTIPLIER
    least = np.full(largest.shape, np.inf)
    multipliers = np.zeros_like(largest)
    weights = np.zeros(groups.shape, np.int8)
    for share in np.arange(0.70, 1.06, 0.05):
        tried = np.clip(np.round(largest / LARGEST_WEIGHT * share / scale[:, None]), 1, LARGEST_MULTIPLIER)
        step = (tried * scale[:, None])[..., None]
        rounded = np.clip(np.round(groups / step), -8, LARGEST_WEIGHT)
        error = ((rounded * step - groups) ** 2).sum(-1)
        better = error < least
        least = np.where(better, error, least)
        multipliers = np.where(better, tried, multipliers)
        weights = np.where(better[..., None], rounded, weights).astype(np.int8)
    bits = (weights + 8).astype(np.uint8)
    bits = bits[..., : GROUP // 2] | bits[..., GROUP // 2 :] << 4
    lost = np.sqrt(least.sum() / (groups**2).sum())
    return np.concatenate([multipliers[..., None].astype(np.uint8), bits], -1).tobytes(), scale, lost


def main():
    source, target = map(pathlib.Path, sys.argv[1:])
    parts = dict(sections(source.read_bytes()))
    width, *_, pieces = struct.unpack("<5I", parts["shap"])
    table = np.frombuffer(parts["embe"], np.int8).reshape(pieces, width).astype(np.float32)
    table, scale, lost = grouped(table * np.frombuffer(parts["scal"], "<f4")[:, None])
    instead = {"embe": ("emb4", table), "scal": ("scal", scale.astype("<f4").tobytes())}
    out = model_file("encoder", [instead.get(name, (name, part)) for name, part in parts.items()])
    target.write_bytes(out)
    print(f"{target}: {len(out)} bytes, {100 * lost:.1f} % of the table lost (root mean square)")


if __name__ == "__main__":
    main()
