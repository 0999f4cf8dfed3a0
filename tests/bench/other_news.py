"""Labelled reports of other news than the topic's, read as by an operator who follows them with a topic of his own.

None of the corpora is kept here; their folders are handed in.

ECB+ (Cybulska and Vossen, LREC 2014; it stands in tommasoc80/EventStoryLine): all 982 documents with all of their
sentences but the addresses that head those of the second part. A story is one seminal event: the documents of a topic's
first part (``1_3ecb``) are one, those of its second part (``1_3ecbplus``), which tell of another event of the same
kind, another: 86 in all. The first sentence stands for the title.

FNC-1 (FakeNewsChallenge/fnc-1): the 904 bodies of its test set. Those that a headline is related to, by whatever
stance, tell one story with it: 110 in all. The first line stands for the title, as bodies have none.

BASIL (Fan and others, EMNLP 2019; marshallwhiteorg/emnlp19-media-bias): 300 articles with their titles and days, each
event told by three outlets: 100 stories.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from zlib import crc32

import msgspec
from lxml import etree
from msgspec import Struct

from bot.model import Concept, Reading, Report, Rule, Track, Vocabulary
from bot.reading import Reader
from bot.reading.encoder import encoder_of
from bot.topic import load

ARRIVAL = datetime(2020, 1, 1, tzinfo=UTC)
"""When those without a date come: at one moment, which the worker takes for the time of what tells none."""
_COMMON = (
    "the",
    "a",
    "an",
    "of",
    "in",
    "to",
    "and",
    "is",
    "was",
    "for",
    "on",
    "with",
    "by",
    "at",
    "from",
    "it",
    "he",
    "as",
)


class Labelled(Struct, frozen=True):
    name: str
    story: str
    title: str
    text: str
    day: date | None = None

    @property
    def published(self) -> datetime:
        return datetime.combine(self.day, time(0), UTC) if self.day else ARRIVAL


def ecb(folder: Path) -> Iterator[Labelled]:
    for path in sorted(folder.glob("*/*.xml"), key=_turn):
        topic, _, number = path.stem.partition("_")
        second = number.endswith("plus")
        sentences: dict[int, list[str]] = {}
        for token in etree.parse(path).getroot().iter("token"):
            sentences.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
        if second:
            sentences.pop(0, None)
        first, *others = (" ".join(words) for _, words in sorted(sentences.items()))
        yield Labelled(path.stem, f"{topic}, part {1 + second}", first, "\n".join(others))


def _turn(path: Path) -> tuple[int, bool, int]:
    topic, _, number = path.stem.partition("_")
    return int(topic), number.endswith("plus"), int("".join(filter(str.isdecimal, number)))


def fnc(folder: Path) -> Iterator[Labelled]:
    above: dict[str, str] = {}

    def root(one: str) -> str:
        while above.setdefault(one, one) != one:
            one = above[one]
        return one

    for row in _rows(folder / "competition_test_stances.csv"):
        if row["Stance"] != "unrelated":
            above[root(row["Body ID"])] = root(f"headline {row['Headline']}")
    for row in _rows(folder / "competition_test_bodies.csv"):
        if row["Body ID"] in above:
            first, _, others = row["articleBody"].partition("\n")
            yield Labelled(row["Body ID"], root(row["Body ID"]), first, others)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)
    with path.open(newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


class _Article(Struct, rename="kebab"):
    title: str
    date: date
    triplet_uuid: str
    body_paragraphs: list[list[str]]


def basil(folder: Path) -> Iterator[Labelled]:
    for path in sorted(folder.glob("data/articles/*/*.json")):
        told = msgspec.json.decode(path.read_bytes(), type=_Article)
        text = "\n".join(" ".join(paragraph) for paragraph in told.body_paragraphs)
        yield Labelled(path.stem, told.triplet_uuid, told.title, text, told.date)


def in_order(rows: list[Labelled], number: int) -> list[Labelled]:
    """By their days; order 0 leaves those of one day as they are, the others put them in one made of their names."""
    return sorted(rows, key=lambda one: (one.published, crc32(f"{number}{one.name}".encode()) if number else 0))


def reader(*, encoder: bool) -> Reader:
    """Of a topic that every English text is on and that names neither countries nor parties."""
    everything = Vocabulary(
        concepts=(Concept("any", 1.0, {"en": _COMMON}),),
        rules=(Rule("any text", "any"),),
        threshold=0.1,
        tracks=(Track("NEWS", "News", {}),),
        parties=(),
        cues=load().vocabulary.cues,
    )
    return Reader(everything, encoder_of(wanted=encoder, folder=None), knows_topic=False)


def read(row: Labelled, by: Reader) -> Reading:
    return by.read(Report(row.name, row.title, row.text, "en", row.published.date()))
