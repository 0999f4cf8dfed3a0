"""Reads PNG as resvg writes it: eight bits a channel with alpha, not interlaced (https://www.w3.org/TR/png-3/)."""

import struct
import zlib

Rows = list[bytes]


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack_from(">II", picture, 16)
    return width, height


def rows_of(picture: bytes) -> Rows:
    """Four bytes a pixel: red, green, blue, alpha."""
    width, height = size_of(picture)
    assert picture[24:29] == b"\x08\x06\x00\x00\x00"
    data, at = b"", 8
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        if picture[at + 4 : at + 8] == b"IDAT":
            data += picture[at + 8 : at + 8 + length]
        at += length + 12
    raw, rows, before = zlib.decompress(data), [], bytes(4 * width)
    for start in range(0, len(raw), 4 * width + 1):
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + 4 * width], before)
        rows.append(before)
    assert len(rows) == height
    return rows


def ink(rows: Rows) -> tuple[int, int]:
    """The first and the last column that is not clear."""
    columns = [place // 4 for row in rows for place in range(3, len(row), 4) if row[place]]
    return min(columns), max(columns)


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    if kind == 0:
        return line
    found = bytearray()
    for place, byte in enumerate(line):
        left = found[place - 4] if place >= 4 else 0
        up = above[place]
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            guess = _paeth(left, up, above[place - 4] if place >= 4 else 0)
        found.append((byte + guess) & 0xFF)
    return bytes(found)


def _paeth(left: int, up: int, corner: int) -> int:
    to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner
