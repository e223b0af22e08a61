#!/usr/bin/env python3
"""Keeps the rows of a parser's most frequent features (src/annotate/parser/network.rs has the file's sections).

    fewer_rows.py PARSER.bin ROWS SMALLER.bin
"""
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "names"))
from model_file import model_file  # noqa: E402

HEAD, ALIGNMENT, ROW = 28, 64, 64


def sections(data):
    (count,) = struct.unpack_from("<I", data, HEAD)
    at = HEAD + 4 + 8 * count
    for number in range(count):
        name, length = struct.unpack_from("<4sI", data, HEAD + 4 + 8 * number)
        at += -at % ALIGNMENT
        yield name.rstrip(b"\0").decode(), data[at : at + length]
        at += length


def main():
    source, rows, target = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    data = pathlib.Path(source).read_bytes()
    # Features lie in order of their frequency; the row before the first is that of features without one.
    kept = {"feat": 4 * rows, "rows": ROW * (rows + 1)}
    out = model_file("parser", [(name, part[: kept.get(name)]) for name, part in sections(data)])
    pathlib.Path(target).write_bytes(out)
    print(f"{target}: {len(out)} bytes")


if __name__ == "__main__":
    main()
