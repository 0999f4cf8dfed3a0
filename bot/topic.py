"""A topic: the folder ``config/`` and ``seeds/`` read and checked into a ``Topic``; another topic is another folder.

The files are TOML. What is wrong in them is reported all at once, each line with file, key and value, so that an editor
of data never sees a traceback.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, get_args
from urllib.parse import urlsplit

import msgspec

from bot.model import (
    Baseline,
    BaselineFigure,
    Concept,
    FeedKind,
    FeedSource,
    Party,
    PastReport,
    Position,
    Rule,
    Topic,
    Track,
    Vocabulary,
)

MODEL_FILES = ("layers.onnx", "words.npy", "tables.npz", "pieces.json")
"""What a model consists of at the least; see ``bot.reading.encoder.model``."""
LONGEST_KEY = 24
"""Bytes of a track's key, which the buttons of a chat carry beside a period and a page."""

_SOME_DAY = date(1970, 1, 1)  # stands in while faults are collected; never leaves load()

T = TypeVar("T", bound=msgspec.Struct)
Table = Mapping[str, Any]


class TopicError(Exception):
    """The topic's files cannot be used; ``problems`` has a line for each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def default_folder() -> Path:
    """The topic that comes with the program: a checkout's own folders, or the copy that a wheel carries."""
    package = Path(str(files("bot")))
    return package.parent if (package.parent / "config").is_dir() else package / "_topic"


@dataclass(slots=True)
class _Folder:
    """Reads a topic's files and collects what is wrong with them."""

    root: Path
    problems: list[str]

    def table(self, name: str, known: Iterable[str] = ()) -> Table:
        """The file's tables and keys, of which it may have those that are ``known``; any where none are given."""
        path = self.root / name
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.problems.append(f"{name}: missing")
        except OSError as problem:
            self.problems.append(f"{name}: cannot be read: {problem.strerror}")
        except UnicodeDecodeError as problem:
            self.problems.append(f"{name}: is not UTF-8 (byte {problem.start + 1}); save it as UTF-8")
        except tomllib.TOMLDecodeError as problem:
            self.problems.append(f"{name}: {problem}")
        else:
            self._note_unknown(name, table, set(known) or set(table))
            self.problems += [f"{name}: {where} has a NUL in it: {_shown(value)}" for where, value in _nuls(table)]
            return table
        return {}

    def _note_unknown(self, place: str, table: Table, known: Iterable[str]) -> None:
        told = ", ".join(sorted(known))
        self.problems += [f"{place}: unknown key {key!r}; known are {told}" for key in table if key not in set(known)]

    def one(self, name: str, where: str, table: Any, kind: type[T]) -> T | None:
        """The table as a value, or None after noting what does not fit."""
        place = f"{name}: {where}" if where else name
        if not isinstance(table, Mapping):
            self.problems.append(f"{place}: is not a table")
            return None
        self._note_unknown(place, table, kind.__struct_fields__)
        empty = [key for key, value in table.items() if isinstance(value, str) and not value.strip()]
        needed = {field.name for field in msgspec.structs.fields(kind) if field.required}
        self.problems += [f"{place}: {key} is empty; write it, as it is needed" for key in empty if key in needed]
        try:
            return msgspec.convert(dict(table), kind)
        except msgspec.ValidationError as problem:
            self.problems.append(f"{place}: {problem}{_given(str(problem), table, kind)}")
            return None

    def many(self, name: str, table: Table, key: str, kind: type[T]) -> tuple[T, ...]:
        rows = table.get(key, [])
        if not isinstance(rows, list):
            self.problems.append(f"{name}: {key} is not a list of tables ([[{key}]])")
            return ()
        found = (self.one(name, f"{key} {n}", row, kind) for n, row in enumerate(rows, start=1))
        return tuple(row for row in found if row is not None)

    def text(self, name: str, table: Table, key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or not value.strip():
            self.problems.append(f"{name}: {key} is missing or no text: {value!r}")
            return ""
        return value


def _shown(value: Any) -> str:
    """A value of a file as messages may show it: of a long one the beginning."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _nuls(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Each text with a NUL, which no database takes, and where it stands: ``feed.2.outlet``."""
    if isinstance(value, str) and "\0" in value:
        yield where.removeprefix("."), value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _nuls(one, f"{where}.{key}")
    elif isinstance(value, list):
        for n, one in enumerate(value, start=1):
            yield from _nuls(one, f"{where}.{n}")


def _given(problem: str, table: Table, kind: type[msgspec.Struct]) -> str:
    """What stands at the key that msgspec names in a ValidationError, and of a choice what may stand there."""
    named = re.search(r"at `\$\.(\w+)", problem)
    if named is None or named[1] not in table:
        return ""
    hint = next(field.type for field in msgspec.structs.fields(kind) if field.name == named[1])
    choices = _choices(hint)
    one_of = f"; one of {', '.join(choices)}" if choices else ""
    return f", where {named[1]} = {_shown(table[named[1]])}{one_of}"


def _choices(hint: Any) -> list[str]:
    """What a key of this type may be where that is a choice: a Literal or an Enum, be it optional."""
    told: list[str] = []
    for one in (hint, *get_args(hint)):
        if isinstance(one, type) and issubclass(one, Enum):
            told += [str(member.value) for member in one]
        elif isinstance(one, str):
            told.append(one)
    return told


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, half an IPv6 address
        return False


def load(root: Path | None = None) -> Topic:
    """The topic in a folder, or the default one.

    Raises TopicError with every fault found, not only the first.
    """
    folder = _Folder(root or default_folder(), [])
    about = folder.table("config/topic.toml", ("key", "name", "about", "track"))
    topic = Topic(
        key=folder.text("config/topic.toml", about, "key"),
        name=folder.text("config/topic.toml", about, "name"),
        about=folder.text("config/topic.toml", about, "about"),
        feeds=_feeds(folder),
        vocabulary=_vocabulary(folder, about),
        baseline=_baseline(folder),
        archive=_archive(folder),
        encoder=_encoder(folder),
        sentences=_sentences(folder),
    )
    _check_references(folder, topic)
    if folder.problems:
        raise TopicError(folder.problems)
    return topic


def _sentences(folder: _Folder) -> Mapping[str, Mapping[str, str]]:
    """The topic's own sentences in other languages, where it has any."""
    name = "config/sentences.toml"
    table = folder.table(name) if (folder.root / name).is_file() else {}
    try:
        return msgspec.convert(dict(table), dict[str, dict[str, str]])
    except msgspec.ValidationError:
        folder.problems += _misfits(name, table, dict[str, dict[str, str]])
        return {}


def _encoder(folder: _Folder) -> Path | None:
    """The topic's own model, where there is one; what is missing of it is noted."""
    place = folder.root / "config" / "encoder"
    if not place.is_dir():
        return None
    missing = [name for name in MODEL_FILES if not (place / name).is_file()]
    folder.problems += [
        f"config/encoder: {name} is missing; python -m bot.reading.training makes it" for name in missing
    ]
    return place


def load_feeds(root: Path | None = None) -> tuple[FeedSource, ...]:
    """The list of feeds alone, a small part of what ``load`` reads.

    Raises TopicError as ``load`` does where the list cannot be used; other files are looked at only then.
    """
    folder = _Folder(root or default_folder(), [])
    feeds = _feeds(folder)
    return load(root).feeds if folder.problems else feeds


def vocabulary_fault(problem: Exception) -> str:
    """What is wrong with the topic's words, as the reader raised it."""
    return f"the topic's words under config/ cannot be used: {problem}"


def _feeds(folder: _Folder) -> tuple[FeedSource, ...]:
    name = "config/feeds.toml"
    feeds = folder.many(name, folder.table(name, ("feed",)), "feed", FeedSource)
    for feed in feeds:
        if not _is_web_address(feed.url):
            folder.problems.append(f"{name}: url {feed.url!r} is no http or https address")
        if feed.kind is FeedKind.REPLAY:
            folder.problems.append(f"{name}: kind 'replay' of {feed.url!r} is the sandbox's own")
    _no_repeats(folder, name, "url", (feed.url for feed in feeds))
    return feeds


def _vocabulary(folder: _Folder, about: Table) -> Vocabulary:
    queries = folder.table("config/queries.toml", ("threshold", "concept", "rule"))
    words = _cues(folder, folder.table("config/vocabulary.toml", ("cues",)))
    if folder.root != default_folder():
        words = _general_cues() | words
    threshold = queries.get("threshold", 0)
    if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not 0 < threshold < math.inf:
        folder.problems.append(f"config/queries.toml: threshold must be a number above 0: {threshold!r}")
        threshold = 1
    parties = folder.table("config/parties.toml", ("party",))
    return Vocabulary(
        concepts=folder.many("config/queries.toml", queries, "concept", Concept),
        rules=folder.many("config/queries.toml", queries, "rule", Rule),
        threshold=float(threshold),
        tracks=folder.many("config/topic.toml", about, "track", Track),
        parties=folder.many("config/parties.toml", parties, "party", Party),
        cues=words,
    )


Cues = dict[str, dict[str, tuple[str, ...]]]


def _general_cues() -> Cues:
    """The lists of words of the topic that comes with the program.

    "Last year" and "up to" mean the same in any negotiation: another topic writes only what it wants otherwise.
    """
    folder = _Folder(default_folder(), [])
    return _cues(folder, folder.table("config/vocabulary.toml"))


def _cues(folder: _Folder, words: Table) -> Cues:
    cues = words.get("cues", {})
    try:
        return msgspec.convert(cues, Cues)
    except msgspec.ValidationError as problem:
        place = "config/vocabulary.toml: cues"
        folder.problems += _misfits(place, cues, Cues) or [f"{place}: {problem}: {_shown(cues)}"]
        return {}


def _misfits(place: str, table: Any, kind: Any) -> list[str]:
    """A line for each key whose value does not fit into a table of tables, for msgspec names no key of these."""
    told = []
    for key, value in table.items() if isinstance(table, Mapping) else ():
        rows = value.items() if isinstance(value, Mapping) else ((None, value),)
        for inner, one in rows:
            try:
                msgspec.convert({key: value if inner is None else {inner: one}}, kind)
            except msgspec.ValidationError as problem:
                named = key if inner is None else f"{key}.{inner}"
                told.append(f"{place}: {named} = {_shown(one)}: {str(problem).partition(' - at ')[0]}")
    return told


def _baseline(folder: _Folder) -> Baseline:
    name = "seeds/baseline.toml"
    table = dict(folder.table(name))
    table["figures"] = folder.many(name, table, "figure", BaselineFigure)
    table["positions"] = folder.many(name, table, "position", Position)
    table.pop("figure", None)
    table.pop("position", None)
    found = folder.one(name, "", table, Baseline)
    return found or Baseline("", _SOME_DAY, "", "", "", (), (), ())


def _archive(folder: _Folder) -> tuple[PastReport, ...]:
    reports: list[PastReport] = []
    for path in sorted((folder.root / "seeds" / "archive").glob("*.toml")):
        name = f"seeds/archive/{path.name}"
        reports += folder.many(name, folder.table(name, ("report",)), "report", PastReport)
    _no_repeats(folder, "seeds/archive", "id", (report.id for report in reports))
    for report in reports:
        if not _is_web_address(report.url):
            folder.problems.append(f"seeds/archive: url {report.url!r} of {report.id} is no address")
    return tuple(sorted(reports, key=lambda report: (report.date, report.id)))


def _check_references(folder: _Folder, topic: Topic) -> None:
    """Keys that one file takes from another exist there."""
    tracks = {track.key for track in topic.vocabulary.tracks}
    for key in tracks:
        if len(key.encode()) > LONGEST_KEY:
            folder.problems.append(f"config/topic.toml: track key {key!r} is longer than {LONGEST_KEY} bytes")
    for figure in topic.baseline.figures:
        if figure.track not in tracks:
            folder.problems.append(f"seeds/baseline.toml: track {figure.track!r} of {figure.id} is not in topic.toml")
    for report in topic.archive:
        if report.track is not None and report.track not in tracks:
            folder.problems.append(f"seeds/archive: track {report.track!r} of {report.id} is not in topic.toml")


def _no_repeats(folder: _Folder, name: str, key: str, values: Iterable[str]) -> None:
    folder.problems += [f"{name}: {key} {value!r} is there {n} times" for value, n in Counter(values).items() if n > 1]
