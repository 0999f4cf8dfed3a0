"""What operators corrected of reports that are read again: from the labelled reports under DATA_DIR, by their words."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from bot.desk.corrections.applying import corrected
from bot.desk.corrections.labelled import FILE
from bot.desk.corrections.wording import BY_THE_OPERATOR, change_in_words, countries_of
from bot.model import Correction, Reading, Report, Topic
from bot.phrases.wording import day


class CorrectedReports:
    """Reads the file when it is first asked; there may be none."""

    def __init__(self, folder: Path, complain: Callable[[str], None]) -> None:
        """``complain`` hears why the file cannot be used, once."""
        self._path = folder / FILE
        self._complain = complain
        self._known: dict[str, tuple[Correction, ...]] | None = None

    def of(self, report: Report) -> tuple[Correction, ...]:
        """The corrections of a report with these words, the first one first."""
        if self._known is None:
            self._known = self._read()
        return self._known.get(_words(report.title, report.text), ())

    def _read(self) -> dict[str, tuple[Correction, ...]]:
        try:
            lines = [json.loads(line) for line in self._path.read_text("utf-8").splitlines() if line.strip()]
            return {
                _words(line["title"], line["text"]): msgspec.convert(line["corrected"], tuple[Correction, ...])
                for line in lines
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as problem:
            self._complain(f"{self._path} cannot be read, so no correction shows: {problem}")
            return {}


def as_corrected(report: Report, read: Reading, made: Sequence[Correction]) -> tuple[Reading, tuple[Correction, ...]]:
    """The reading as operators have corrected it, and the corrections with the figures that they hold at."""
    came = corrected(read, report.title, report.text, made)
    return came.reading, tuple(replace(one, holds_at=came.holds_at.get(one.id, ())) for one in made)


def in_words(one: Correction, topic: Topic) -> str:
    """``corrected by the operator: demanded → offered, 24 Nov 2026``; the day is in UTC."""
    words = " ".join(change_in_words(one, countries_of(topic.vocabulary.tracks)).split())
    return f"{BY_THE_OPERATOR}: {' '.join(words.split())}, {day(one.made)}"


def _words(title: str, text: str) -> str:
    return " ".join(f"{title} {text}".split())
