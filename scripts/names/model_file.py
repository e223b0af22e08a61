"""Reads and writes model files: src/model.rs describes the format."""

import struct

BITS = (1 << 64) - 1
MULTIPLIER = 0x9E37_79B9_7F4A_7C15
VERSION = 2
# Where the number of sections stands, and what sections begin at multiples of.
HEAD, ALIGNMENT = 28, 64


def new(seed):
    return ((seed ^ 0x243F_6A88_85A3_08D3) * MULTIPLIER) & BITS


def taking(state, value):
    return ((((state << 23 | state >> 41) & BITS) ^ value) * MULTIPLIER) & BITS


def finished(state):
    return ((state ^ (state >> 29)) * MULTIPLIER) & BITS


def checksum(data):
    whole = len(data) // 32 * 32
    words = struct.unpack(f"<{whole // 8}Q", data[:whole])
    state, rest = taking(new(len(data)), len(data) - whole), data[whole:]
    for at in range(0, len(rest) // 8 * 8, 8):
        state = taking(state, int.from_bytes(rest[at : at + 8], "little"))
    state = taking(state, int.from_bytes(rest[len(rest) // 8 * 8 :], "little"))
    for number in range(4):
        lane = new(number + 1)
        for word in words[number::4]:
            lane = taking(lane, word)
        state = taking(state, finished(lane))
    return finished(state)


def model_file(kind, sections):
    """The bytes of a file of sections, given as pairs of name and bytes."""
    body = bytearray(struct.pack("<I", len(sections)))
    for name, data in sections:
        body += name.encode().ljust(4, b"\0") + struct.pack("<I", len(data))
    for _, data in sections:
        body += bytes(-(HEAD + len(body)) % ALIGNMENT) + data
    body = bytes(body)
    return b"copydesk" + struct.pack("<I", VERSION) + kind.encode().ljust(8, b"\0") + struct.pack("<Q", checksum(body)) + body


def sections(data):
    """The sections of a file's bytes, in order, as pairs of name and bytes."""
    (count,) = struct.unpack_from("<I", data, HEAD)
    at = HEAD + 4 + 8 * count
    for number in range(count):
        name, length = struct.unpack_from("<4sI", data, HEAD + 4 + 8 * number)
        at += -at % ALIGNMENT
        yield name.rstrip(b"\0").decode(), data[at : at + length]
        at += length
