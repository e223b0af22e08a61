#!/usr/bin/env python3
"""Keeps the rows of a parser's most frequent features (src/annotate/parser/network.rs has the file's sections).

    fewer_rows.py PARSER.bin ROWS SMALLER.bin
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "names"))
from model_file import model_file, sections  # noqa: E402

ROW = 64


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
