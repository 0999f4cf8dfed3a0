"""A glance may be wrong about what is off the topic, but never about what is on it."""

from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Concept, PastReport, Report, Rule, Vocabulary
from bot.reading import Reader
from bot.topic import default_folder
from tests.reading.conftest import default_vocabulary
from tests.shared import code_reader as reader

VOCABULARY = default_vocabulary()
TERMS = sorted({term for concept in VOCABULARY.concepts for terms in concept.terms.values() for term in terms})


class _Archive(msgspec.Struct):
    report: list[PastReport]


def _archive() -> list[PastReport]:
    files = sorted((default_folder() / "seeds" / "archive").glob("*.toml"))
    return [report for file in files for report in msgspec.toml.decode(file.read_bytes(), type=_Archive).report]


def test_nothing_of_the_archive_is_lost() -> None:
    on_topic = [report for report in _archive() if report.on_topic]
    assert on_topic
    assert [report.id for report in on_topic if not reader().could_be_on_topic(report.title, report.text)] == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", ""),
        ("Cup final ends in draw", "The match was played in Seoul."),
        ("프로야구 개막", "관중이 경기장을 찾았다."),
        ("新型車を発表", "社長は自信を示した。"),
        ("Neues Museum eröffnet", "Der Bau in Berlin dauerte zehn Jahre."),
    ],
)
def test_news_of_the_world_is_passed_over(title: str, text: str) -> None:
    assert not reader().could_be_on_topic(title, text)
    reading = reader().read(Report("x", title, text))
    assert not reading.relevance.on_topic
    assert (reading.figures, reading.track, reading.fingerprint) == ((), None, frozenset())


def test_what_a_long_report_says_at_its_end_is_seen() -> None:
    far = "The weekend stays mild along the coast. " * 60
    told = "South Korea and the United States held cost-sharing talks over the bill for US troops."
    assert not reader().could_be_on_topic("Weather", far)
    assert reader().could_be_on_topic("Weather", far + told)


spellings = st.sampled_from(TERMS).map(lambda term: term.replace("*", "s").replace(" s ", " of its own "))
gaps = st.sampled_from([" ", "  ", "-", "\n", "\u00a0", "’", " -", ". ", ""])
texts = st.lists(st.tuples(spellings, gaps), max_size=12).map(lambda parts: "".join(a + b for a, b in parts))
cases = st.sampled_from([str, str.upper, str.title])


@settings(max_examples=400)
@given(title=texts, text=texts, case=cases, gap=gaps, language=st.sampled_from(["en", "ko", "ja", "de", "ar", None]))
def test_what_is_passed_over_is_off_the_topic(title: str, text: str, case: object, gap: str, language: str) -> None:
    assert callable(case)
    report = Report("x", case(title).replace(" ", gap or " "), case(text).replace(" ", gap or " "), language)
    if not reader().could_be_on_topic(report.title, report.text):
        assert not _read_in_full(report)


def _read_in_full(report: Report) -> bool:
    """What a reader says that never glances."""
    return _patient().read(report).relevance.on_topic


class _Patient(Reader):
    def could_be_on_topic(self, title: str, text: str) -> bool:
        return True


@cache
def _patient() -> _Patient:
    return _Patient(VOCABULARY)


@pytest.mark.parametrize(
    ("expression", "text", "possible"),
    [
        ("fish AND talks", "fish and talks", True),
        ("fish AND talks", "fish", False),
        ("fish OR talks", "talks", True),
        ("fish AND NOT talks", "fish talks", True),
        ("NOT fish", "", True),
        ("fish AND (talks OR NOT talks)", "fish", True),
        ("(fish OR talks) AND boats", "boats talk of fish", True),
        ("(fish OR talks) AND boats", "boats", False),
    ],
)
def test_a_rule_that_could_hold_is_read(expression: str, text: str, possible: bool) -> None:
    concepts = tuple(Concept(word, 1.0, {"en": (word,)}) for word in ("fish", "talks", "boats"))
    vocabulary = Vocabulary(concepts, (Rule("rule", expression),), 1.0, (), (), {})
    assert Reader(vocabulary).could_be_on_topic("", text) is possible
