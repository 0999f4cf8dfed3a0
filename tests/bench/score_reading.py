"""Score the reading on labelled reports: what is on the topic, the figures with their roles, the events.

    python -m tests.bench.score_reading seeds/labelled/blind-4.jsonl [MORE.jsonl ...] [--errors]

Files as ``seeds/labelled/README.md`` has them. A figure is found where its kind, its currency and its value (to half
a percent) are; ``figure F1`` counts also what was found and is no figure of the gold. Its role is the likeliest one:
``role of all`` counts figures that were not found as wrong, ``role of found`` leaves them out. Of the found ones
``stated`` is the share whose role is not unclear, ``right of stated`` how many of these are right; period, payer,
source and actor (names compared loosely) are judged on all found ones; ``source spelt`` and ``actor spelt`` take also a
name in the report's own script for the one that the gold has in Latin letters, where the gold says how it is spelt. A
report on the topic that is not let in has no figures and no event. One row a language and one for all; ``--errors``
lists what was not found or given another role.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from bot import topic
from bot.model import Event, Figure, Kind, Report, Role
from bot.reading import Reader, reader_for

COLUMNS = (
    "on topic F1", "look-alikes let in", "figure F1", "found", "role of all", "role of found", "stated",
    "right of stated", "event", "period", "payer", "source", "actor", "source spelt", "actor spelt",
)  # fmt: skip
_CLOSE = 0.005


class Label(msgspec.Struct, frozen=True):
    """A figure of the gold."""

    surface: str
    kind: Kind
    value: float
    role: Role
    where: str
    start: int
    currency: str | None = None
    period: str | None = None
    """``year``, ``total``, or ``month``, which the reading does not know."""
    payer: str | None = None
    attributed_to: str | None = None
    actor: str | None = None
    source_surface: str | None = None
    """As the report spells ``attributed_to``."""
    actor_surface: str | None = None


class Labelled(msgspec.Struct, frozen=True):
    """A report of the gold."""

    id: str
    date: date
    lang: str
    on_topic: bool
    event: Event
    title: str
    text: str
    figures: tuple[Label, ...]


class Tally:
    """Hits and misses by what is judged."""

    def __init__(self) -> None:
        self._judged: dict[str, list[bool]] = defaultdict(list)

    def note(self, what: str, right: bool) -> None:
        self._judged[what].append(right)

    def share(self, what: str) -> str:
        hits = self._judged[what]
        return f"{sum(hits) / len(hits):.3f}" if hits else "-"

    def f1(self) -> str:
        found, let_in = self._judged["on topic"], self._judged["look-alikes"]
        if not found:
            return "-"
        return f"{2 * sum(found) / (sum(found) + sum(let_in) + len(found)):.3f}"

    def figure_f1(self) -> str:
        found, extra = self._judged["found"], self._judged["extra"]
        return f"{2 * sum(found) / (sum(found) + len(extra) + len(found)):.3f}" if found else "-"

    def row(self) -> list[str]:
        let_in = self._judged["look-alikes"]
        cells = [self.f1(), f"{sum(let_in)} of {len(let_in)}", self.figure_f1()]
        return [*cells, *(self.share(what) for what in COLUMNS[3:])]


def read_gold(paths: Iterable[Path]) -> Iterator[Labelled]:
    """Every report of the files. Raises msgspec.ValidationError for what is none."""
    for path in paths:
        for line in path.read_bytes().splitlines():
            yield msgspec.json.decode(line, type=Labelled)


def pairs(gold: Iterable[Label], found: Iterable[Figure]) -> Iterator[tuple[Label, Figure | None]]:
    """Each label with the figure that it is: one with its role before another one, and none twice."""
    left = list(found)
    for label in sorted(gold, key=lambda label: (label.where == "text", label.start)):
        alike = [figure for figure in left if _same(label, figure)]
        match = next((figure for figure in alike if _role(figure) is label.role), alike[0] if alike else None)
        if match is not None:
            left.remove(match)
        yield label, match


def _same(label: Label, figure: Figure) -> bool:
    close = abs(figure.value - label.value) <= _CLOSE * abs(label.value)
    return close and figure.kind is label.kind and (figure.currency or None) == (label.currency or None)


def judge(reader: Reader, gold: Labelled, tallies: list[Tally], by_role: Tally) -> list[str]:
    """Adds one report; what was not found in it or given another role, in words."""
    reading = reader.read(Report(gold.id, gold.title, gold.text, gold.lang, gold.date))
    let_in, wrong = reading.relevance.on_topic, []
    for tally in tallies:
        tally.note("on topic" if gold.on_topic else "look-alikes", let_in)
        if gold.on_topic:
            tally.note("event", let_in and reading.event is gold.event)
    found = [figure for figure in reading.figures if figure.on_topic]
    matches = list(pairs(gold.figures, found))
    extra = len(found) - sum(match is not None for _, match in matches)
    for tally in tallies:
        for _ in range(extra):
            tally.note("extra", right=False)
    for label, match in matches:
        right = match is not None and _role(match) is label.role
        by_role.note(label.role.value, right)
        if not right:
            wrong.append(
                f"{gold.id}\t{label.surface}\t{label.role.value}\t{_role(match).value if match else 'not found'}"
            )
        for tally in tallies:
            _note(tally, label, match)
    return wrong


def _note(tally: Tally, label: Label, match: Figure | None) -> None:
    tally.note("found", match is not None)
    tally.note("role of all", match is not None and _role(match) is label.role)
    if match is not None:
        tally.note("role of found", _role(match) is label.role)
        tally.note("stated", match.role is not Role.UNCLEAR)
        if match.role is not Role.UNCLEAR:
            tally.note("right of stated", match.role is label.role)
        tally.note("period", (match.period.value if match.period else None) == label.period)
        tally.note("payer", match.payer == label.payer)
        for what, one, other, spelt in (
            ("source", match.attributed_to, label.attributed_to, label.source_surface),
            ("actor", match.actor, label.actor, label.actor_surface),
        ):
            same = _same_name(one, other)
            tally.note(what, same)
            tally.note(f"{what} spelt", same or _is_spelt(one, spelt))


def _role(figure: Figure) -> Role:
    return figure.likely or figure.role


def _same_name(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    words, others = set(one.casefold().split()), set(other.casefold().split())
    return bool((words & others) - {"the", "of", "and", "for", "ministry"})


def _is_spelt(name: str | None, spelt: str | None) -> bool:
    return bool(name and spelt) and (str(name) in str(spelt) or str(spelt) in str(name))


def main() -> None:
    options = argparse.ArgumentParser(description="Score the reading on labelled reports.")
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--errors", action="store_true", help="list what is wrong, on standard error")
    chosen = options.parse_args()
    subject = topic.load()
    reader = reader_for(subject, encoder=True)
    languages: dict[str, Tally] = defaultdict(Tally)
    whole, by_role = Tally(), Tally()
    for report in read_gold(chosen.files):
        for line in judge(reader, report, [languages[report.lang], whole], by_role):
            if chosen.errors:
                print(line, file=sys.stderr)  # noqa: T201  # a script
    print("language", *COLUMNS, sep="\t")  # noqa: T201  # a script
    for name, tally in (*sorted(languages.items()), ("all", whole)):
        print(name, *tally.row(), sep="\t")  # noqa: T201  # a script
    print(", ".join(f"{role.value} {by_role.share(role.value)}" for role in Role))  # noqa: T201  # a script


if __name__ == "__main__":
    main()
