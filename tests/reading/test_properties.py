"""What holds for any report: spaces, digits, quotes, case and unrelated paragraphs change no figure."""

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Figure, Kind, PastReport, Report
from bot.reading import Reader, money
from bot.reading.languages import LOCALES
from bot.reading.numbers.grammar import grammar_of
from bot.reading.words.folding import fold
from tests.reading.spellings import SPELLINGS

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
STRAIGHT = str.maketrans("“”„«»‘’", '"""""' + "''")
WEATHER = "\nThe weekend stays mild, with a little rain along the coast and light winds from the west."


@pytest.fixture(scope="module")
def reports(archive: Sequence[PastReport]) -> list[Report]:
    """Some of the past reports, of every language."""
    return [Report(r.id, r.title, r.text, r.language, r.date) for r in archive[::11]]


def _curly(text: str) -> str:
    return re.sub(r'"([^"]*)"', "“\\1”", text).replace("'", "’")


SAME_LENGTH: dict[str, Callable[[str], str]] = {
    "full-width digits": lambda text: text.translate(FULL_WIDTH),
    "non-breaking spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin spaces": lambda text: text.replace(" ", "\u2009"),
    "hair spaces": lambda text: text.replace(" ", "\u200a"),
    "narrow non-breaking spaces": lambda text: text.replace(" ", "\u202f"),
    "curly quotes": _curly,
    "straight quotes": lambda text: text.translate(STRAIGHT),
}


def _facts(figure: Figure) -> tuple[object, ...]:
    """All that is told of a figure but the spelling of words."""
    return tuple(
        getattr(figure, name)
        for name in ("where", "start", "kind", "value", "value_max", "currency", "year", "role", "hedge",
                     "on_topic")
    )  # fmt: skip


@pytest.mark.parametrize("change", SAME_LENGTH.values(), ids=SAME_LENGTH.keys())
def test_spelling_changes_nothing(reader: Reader, reports: list[Report], change: Callable[[str], str]) -> None:
    for report in reports:
        changed = Report(report.id, change(report.title), change(report.text), report.language, report.date)
        before, after = reader.read(report), reader.read(changed)
        assert [_facts(figure) for figure in after.figures] == [_facts(figure) for figure in before.figures], report.id
        assert (after.relevance.on_topic, after.event) == (before.relevance.on_topic, before.event)


def test_an_unrelated_paragraph_changes_nothing(reader: Reader, reports: list[Report]) -> None:
    for report in reports:
        longer = Report(report.id, report.title, report.text + WEATHER, report.language, report.date)
        before, after = reader.read(report), reader.read(longer)
        assert after.figures == before.figures, report.id
        assert (after.relevance.on_topic, after.event, after.track) == (
            before.relevance.on_topic,
            before.event,
            before.track,
        )


def test_case_changes_no_number() -> None:
    for language, rows in SPELLINGS.items():
        grammar = grammar_of(language)
        for text, *_ in rows:
            found = grammar.scan(fold(text))
            assert grammar.scan(fold(text.lower())) == found, text
            assert grammar.scan(fold(text.upper())) == found, text


def test_figures_in_capitals_are_the_same(reader: Reader, reports: list[Report]) -> None:
    """But for German, where capitals tell nouns."""
    for report in reports:
        if report.language == "de" or len(report.text.upper()) != len(report.text):
            continue
        loud = Report(report.id, report.title.upper(), report.text.upper(), report.language, report.date)
        before, after = reader.read(report), reader.read(loud)
        assert [(f.start, f.kind, f.value, f.value_max, f.currency) for f in after.figures] == [
            (f.start, f.kind, f.value, f.value_max, f.currency) for f in before.figures
        ], report.id


pieces = st.sampled_from(
    ["$", "US$", "5", "1,234", "1.5", "１２", "billion", "억", "조", "원", "億円", "half", "a ", " ", "-", "~", "to",
     "and", "between", "from", "%", "½", ",", ".", "(", ")", "mil", "von", "bis", "Milliarden", "Euro", "مليار", "و",
     "ein", "hundert", "one", "point", "five", "year", "times", "cents", "\u2009", "\n", "İ", "ß"]
)  # fmt: skip


@settings(max_examples=60)
@given(
    text=st.lists(pieces, max_size=12).map("".join) | st.text(max_size=40), language=st.sampled_from(sorted(LOCALES))
)
def test_no_text_raises_and_sums_lie_in_order(text: str, language: str) -> None:
    end = 0
    for sum_ in money(text, language):
        assert end <= sum_.start < sum_.end <= len(text)
        assert sum_.kind is Kind.MONEY
        assert sum_.currency
        assert sum_.high is None or sum_.high > sum_.value
        end = sum_.end


@settings(max_examples=40)
@given(text=st.lists(pieces, max_size=10).map("".join), language=st.sampled_from(sorted(LOCALES)))
def test_what_follows_a_paragraph_changes_no_sum(text: str, language: str) -> None:
    assert money(f"{text}\n{WEATHER}", language) == money(f"{text}\n", language)
