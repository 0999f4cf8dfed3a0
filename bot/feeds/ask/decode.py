"""Content codings undone piece by piece, so that a bomb is noticed at the cap and never held in memory."""

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]  # it ships no types

ACCEPT_ENCODING = "gzip, deflate, br"

PIECE = 64 * 1024
"""The most that one step puts out, in bytes (brotli may exceed it by a block)."""

MOST_MEMBERS = 64
"""Of a gzip body. Real ones have one; thousands of empty ones would only cost time."""


class CodingError(Exception):
    """The body's coding is unknown, stacked, or broken; the text says which."""


class Decoder(Protocol):
    """Undoes one content coding."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decoded pieces of at most about PIECE bytes. Raises CodingError for broken data."""

    def finish(self) -> None:
        """Raises CodingError where the body ended too early."""


def decoder_for(coding: str) -> Decoder:
    """The decoder for a Content-Encoding header (RFC 9110, section 8.4). Raises CodingError."""
    name = coding.strip().lower()
    if name in {"", "identity"}:
        return _Identity()
    if name in {"gzip", "x-gzip", "deflate"}:
        return _Zlib(gzip=name != "deflate")
    if name == "br":
        return _Brotli()
    shown = "".join(char for char in name[:40] if char.isprintable())
    raise CodingError(f"sends its body in the coding {shown!r}, which was not asked for")


class _Identity:
    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def finish(self) -> None:
        return


class _Zlib:
    """gzip (RFC 1952, several members too) and deflate, which servers send with and without its zlib frame."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._inner: zlib._Decompress | None = None
        self._members = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._inner is None or self._inner.eof:
                if self._is_padding(data):
                    return
                self._inner = self._next_member(data)
            try:
                piece = self._inner.decompress(data, PIECE)
            except zlib.error:
                raise CodingError("sends a compressed body that does not decode") from None
            if piece:
                yield piece
            data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail

    def finish(self) -> None:
        if self._inner is not None and not self._inner.eof:
            raise CodingError("breaks off in the middle of a compressed body")

    def _is_padding(self, data: bytes) -> bool:
        """After the first member only another gzip header counts; some servers pad."""
        return self._members > 0 and not (self._gzip and data[:1] == b"\x1f")

    def _next_member(self, data: bytes) -> "zlib._Decompress":
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise CodingError(f"sends a gzip body of more than {MOST_MEMBERS} parts")
        if self._gzip:
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        framed = data[0] & 0x0F == zlib.DEFLATED
        return zlib.decompressobj(zlib.MAX_WBITS if framed else -zlib.MAX_WBITS)


class _Brotli:
    """Brotli (RFC 7932)."""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inner.is_finished():
            return
        self._begun = True
        while True:
            try:
                piece = self._inner.process(data, output_buffer_limit=PIECE)
            except brotli.error:
                raise CodingError("sends a compressed body that does not decode") from None
            if piece:
                yield piece
            data = b""
            if self._inner.is_finished() or self._inner.can_accept_more_data():
                return

    def finish(self) -> None:
        if self._begun and not self._inner.is_finished():
            raise CodingError("breaks off in the middle of a compressed body")
