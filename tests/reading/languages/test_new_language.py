"""Another language is a table and its tests: Turkish, with no line of the engine changed."""

from pathlib import Path

import pytest

from bot.model import Kind
from bot.reading.numbers.grammar import NumberGrammar
from bot.reading.words.folding import fold
from tests.reading import turkish

GRAMMAR = NumberGrammar(turkish.LOCALE)
ROWS = [
    ("5 milyar dolar", Kind.MONEY, 5e9, None, "USD"),
    ("beş milyar dolara", Kind.MONEY, 5e9, None, "USD"),
    ("1,04 trilyon won", Kind.MONEY, 1.04e12, None, "KRW"),
    ("1.040 milyar won", Kind.MONEY, 1.04e12, None, "KRW"),
    ("yarım milyar avro", Kind.MONEY, 500e6, None, "EUR"),
    ("iki buçuk milyar dolar", Kind.MONEY, 2.5e9, None, "USD"),
    ("iki yüz elli milyon dolar", Kind.MONEY, 250e6, None, "USD"),
    ("4,7 ila 5 milyar dolar", Kind.MONEY, 4.7e9, 5e9, "USD"),
    ("US$5 milyar", Kind.MONEY, 5e9, None, "USD"),
    ("yüzde 13,9", Kind.PERCENT, 13.9, None, None),
    ("%8,2", Kind.PERCENT, 8.2, None, None),
    ("üçte biri", Kind.PERCENT, 100 / 3, None, None),
    ("beş katı", Kind.MULTIPLE, 5, None, None),
    ("beş yıllık", Kind.YEARS, 5, None, None),
    ("28 bin 500", None, 28_500, None, None),
]


@pytest.mark.parametrize(("text", "kind", "value", "high", "currency"), ROWS)
def test_turkish(text: str, kind: Kind | None, value: float, high: float | None, currency: str | None) -> None:
    found = GRAMMAR.scan(fold(text))
    assert [(a.kind, a.high, a.currency, text[a.start : a.end]) for a in found] == [(kind, high, currency, text)]
    assert found[0].value == pytest.approx(value)


def test_the_guide_shows_this_very_table() -> None:
    guide = Path(__file__).parents[3] / "CONTRIBUTING.md"
    table = Path(turkish.__file__).read_text(encoding="utf-8").split('"""', 2)[2].strip()
    assert table in guide.read_text(encoding="utf-8")
