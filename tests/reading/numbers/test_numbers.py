"""Strings as agencies print them, and what they are worth."""

import pytest

from bot.model import Kind
from bot.reading.languages import LOCALES, locale_of
from bot.reading.numbers.amounts import Amount
from bot.reading.numbers.grammar import grammar_of, money
from bot.reading.words.folding import fold
from tests.reading.spellings import BARE, NOTHING, SPELLINGS, Row

GRAMMARS = {language: grammar_of(language) for language in LOCALES}

MONEY = [
    ("en", "US$5 billion", 5e9, "USD"),
    ("en", "$2bn", 2e9, "USD"),
    ("en", "$ 2 bn", 2e9, "USD"),
    ("en", "$8.72B", 8.72e9, "USD"),
    ("en", "$500m", 500e6, "USD"),
    ("en", "$100k", 100e3, "USD"),
    ("en", "5 bln dollars", 5e9, "USD"),
    ("en", "five billion dollars", 5e9, "USD"),
    ("en", "a billion dollars", 1e9, "USD"),
    ("en", "860 million U.S. dollars", 860e6, "USD"),
    ("en", "USD 5 billion", 5e9, "USD"),
    ("en", "U.S. $5 billion", 5e9, "USD"),
    ("en", "1.04 trillion won", 1.04e12, "KRW"),
    ("en", "1.04 trillion-won", 1.04e12, "KRW"),
    ("en", "one-point-04 trillion won", 1.04e12, "KRW"),
    ("en", "one point zero four trillion won", 1.04e12, "KRW"),
    ("en", "1 trillion 40 billion won", 1.04e12, "KRW"),
    ("en", "W1.04 trillion", 1.04e12, "KRW"),
    ("en", "₩1.04 trillion", 1.04e12, "KRW"),
    ("en", "1,038.9 billion Korean won", 1.0389e12, "KRW"),
    ("en", "S$6.81 billion", 6.81e9, "SGD"),
    ("en", "A$7.3 billion", 7.3e9, "AUD"),
    ("en", "C$6.6 billion", 6.6e9, "CAD"),
    ("en", "¥974 billion", 974e9, "JPY"),
    ("en", "211 billion yen", 211e9, "JPY"),
    ("en", "€1.2 billion", 1.2e9, "EUR"),
    ("en", "1.2 billion euros", 1.2e9, "EUR"),
    ("en", "£900 million", 900e6, "GBP"),
    ("en", "two hundred million dollars", 200e6, "USD"),
    ("en", "twenty-five million dollars", 25e6, "USD"),
    ("en", "$1,000,000", 1e6, "USD"),
    ("ko", "1조389억원", 1.0389e12, "KRW"),
    ("ko", "1조 389억 원", 1.0389e12, "KRW"),
    ("ko", "1조5천192억원", 1.5192e12, "KRW"),
    ("ko", "1조 1500억 원", 1.15e12, "KRW"),
    ("ko", "9천602억원", 960.2e9, "KRW"),
    ("ko", "9602억 원", 960.2e9, "KRW"),
    ("ko", "1조1천833억원", 1.1833e12, "KRW"),
    ("ko", "13억달러", 1.3e9, "USD"),
    ("ko", "47억 달러", 4.7e9, "USD"),
    ("ko", "10억5천만 달러", 1.05e9, "USD"),
    ("ja", "約1974億円", 197.4e9, "JPY"),
    ("ja", "１９７４億円", 197.4e9, "JPY"),
    ("ja", "1兆551億円", 1.0551e12, "JPY"),
    ("ja", "80億ドル", 8e9, "USD"),
    ("ja", "年2110億円", 211e9, "JPY"),
    ("ja", "1兆389億ウォン", 1.0389e12, "KRW"),
    ("ja", "二千百十億円", 211e9, "JPY"),
    ("ja", "十億ドル", 1e9, "USD"),
    ("ko", "천억원", 100e9, "KRW"),
    ("en", "Won1.04tn", 1.04e12, "KRW"),
    ("es", "5 mil millones de dólares", 5e9, "USD"),
    ("ar", "5 مليارات دولار", 5e9, "USD"),
    ("de", "1,3 Milliarden Euro", 1.3e9, "EUR"),
    ("de", "2,5 Mrd. Euro", 2.5e9, "EUR"),
    ("de", "648,5 Millionen Euro", 648.5e6, "EUR"),
    ("de", "eine Milliarde US-Dollar", 1e9, "USD"),
    ("de", "1.500 Milliarden Won", 1.5e12, "KRW"),
    ("fr", "1.500 milliards de wons", 1.5e12, "KRW"),
    ("fr", "1,3 milliard de dollars", 1.3e9, "USD"),
    ("es", "890 millones de dólares", 890e6, "USD"),
    ("id", "USD990.000.000", 990e6, "USD"),
    ("id", "Rp 14 triliun", 14e12, "IDR"),
    ("id", "1 triliun 183,3 miliar won", 1.1833e12, "KRW"),
    ("ar", "830 مليون دولار", 830e6, "USD"),
    ("ar", "٨٣٠ مليون دولار", 830e6, "USD"),
    ("cs", "5 miliard dolarů", 5e9, "USD"),
]

RANGES = [
    ("en", "$4.7-5 billion", Kind.MONEY, 4.7e9, 5e9),
    ("en", "$4.7 billion to $5 billion", Kind.MONEY, 4.7e9, 5e9),
    ("en", "$4.7 billion-$5 billion", Kind.MONEY, 4.7e9, 5e9),
    ("en", "4.7 billion to 5 billion dollars", Kind.MONEY, 4.7e9, 5e9),
    ("en", "$4.7 to 5 billion", Kind.MONEY, 4.7e9, 5e9),
    ("en", "five to six times", Kind.MULTIPLE, 5, 6),
    ("en", "five or six times", Kind.MULTIPLE, 5, 6),
    ("en", "8-10 percent", Kind.PERCENT, 8, 10),
    ("ko", "47억~50억 달러", Kind.MONEY, 4.7e9, 5e9),
    ("ko", "47억달러~50억달러", Kind.MONEY, 4.7e9, 5e9),
    ("ko", "8~10%", Kind.PERCENT, 8, 10),
    ("ja", "4～5倍", Kind.MULTIPLE, 4, 5),
    ("de", "12 bis 15 Milliarden Euro", Kind.MONEY, 12e9, 15e9),
    ("de", "fünf bis sechs Prozent", Kind.PERCENT, 5, 6),
    ("cs", "dva nebo třikrát", Kind.MULTIPLE, 2, 3),
]

SHARES = [
    ("en", "8.2 percent", Kind.PERCENT, 8.2),
    ("en", "8.2 per cent", Kind.PERCENT, 8.2),
    ("en", "13.9%", Kind.PERCENT, 13.9),
    ("en", "half", Kind.PERCENT, 50),
    ("en", "three-quarters", Kind.PERCENT, 75),
    ("en", "fivefold", Kind.MULTIPLE, 5),
    ("en", "five-fold", Kind.MULTIPLE, 5),
    ("en", "5-fold", Kind.MULTIPLE, 5),
    ("en", "5x", Kind.MULTIPLE, 5),
    ("en", "five times", Kind.MULTIPLE, 5),
    ("en", "doubling", Kind.MULTIPLE, 2),
    ("ko", "8.2%", Kind.PERCENT, 8.2),
    ("ko", "절반", Kind.PERCENT, 50),
    ("ko", "5배", Kind.MULTIPLE, 5),
    ("ko", "두 배", Kind.MULTIPLE, 2),
    ("ja", "4.5倍", Kind.MULTIPLE, 4.5),
    ("ja", "五倍", Kind.MULTIPLE, 5),
    ("ja", "5割", Kind.PERCENT, 50),
    ("ja", "２％", Kind.PERCENT, 2),
    ("de", "28 Prozent", Kind.PERCENT, 28),
    ("de", "1,5 Prozent", Kind.PERCENT, 1.5),
    ("de", "die Hälfte", Kind.PERCENT, 50),
    ("id", "lima kali lipat", Kind.MULTIPLE, 5),
]

PEOPLE = [
    ("en", "28,500", 28_500),
    ("en", "nine-thousand", 9_000),
    ("en", "twenty-eight thousand five hundred", 28_500),
    ("ko", "2만8천500", 28_500),
    ("ko", "2만8500", 28_500),
    ("ko", "2만 8500", 28_500),
    ("ja", "5万4000", 54_000),
    ("ja", "５万４０００", 54_000),
    ("de", "4.500", 4_500),
    ("de", "35 000", 35_000),
    ("fr", "28\u202f500", 28_500),
    ("es", "28.500", 28_500),
    ("es", "28,500", 28_500),
    ("en", "28-thousand-500", 28_500),
    ("id", "32 ribu", 32_000),
]


def _only(language: str, text: str) -> Amount:
    found = GRAMMARS[language].scan(fold(text))
    assert len(found) == 1, [text[amount.start : amount.end] for amount in found]
    return found[0]


@pytest.mark.parametrize(("language", "text", "value", "currency"), MONEY)
def test_money(language: str, text: str, value: float, currency: str) -> None:
    amount = _only(language, text)
    assert (amount.kind, amount.currency, amount.high) == (Kind.MONEY, currency, None)
    assert amount.value == pytest.approx(value, rel=1e-9)
    assert amount.end == len(text)


@pytest.mark.parametrize(("language", "text", "kind", "low", "high"), RANGES)
def test_ranges(language: str, text: str, kind: Kind, low: float, high: float) -> None:
    amount = _only(language, text)
    assert amount.kind is kind
    assert [amount.value, amount.high] == pytest.approx([low, high])
    assert (amount.start, amount.end) == (0, len(text))


@pytest.mark.parametrize(("language", "text", "kind", "value"), SHARES)
def test_shares_and_multiples(language: str, text: str, kind: Kind, value: float) -> None:
    amount = _only(language, text)
    assert amount.kind is kind
    assert amount.value == pytest.approx(value)


@pytest.mark.parametrize(("language", "text", "value"), PEOPLE)
def test_bare_numbers(language: str, text: str, value: float) -> None:
    amount = _only(language, text)
    assert (amount.kind, amount.value, amount.currency) == (None, value, None)


@pytest.mark.parametrize(
    "text", ["from 870 million dollars to five billion dollars", "from $870 million to $5 billion"]
)
def test_from_and_to_are_two_figures(text: str) -> None:
    assert [amount.value for amount in GRAMMARS["en"].scan(text)] == [870e6, 5e9]


def test_between_makes_a_range_and_a_bare_and_does_not() -> None:
    between = _only("en", "between $4.7 billion and $5 billion")
    assert (between.value, between.high) == (4.7e9, 5e9)
    assert [a.high for a in GRAMMARS["en"].scan("$4.7 billion and $5 billion")] == [None, None]


@pytest.mark.parametrize(
    ("language", "text", "values", "kind"),
    [
        ("de", "15 und 22 Prozent", [15, 22], Kind.PERCENT),
        ("de", "fünf statt zwei Prozent", [5, 2], Kind.PERCENT),
        ("en", "the $8 and $5 billion", [8e9, 5e9], Kind.MONEY),
        ("fr", "passer de 870 à 924 millions de dollars", [870e6, 924e6], Kind.MONEY),
        ("en", "in 2019 and 8 percent", [2019, 8], None),
        ("es", "de 4.700 a 5.000 millones de dólares", [4.7e9, 5e9], Kind.MONEY),
        ("fr", "23,4 milliards en 2022 à 13,3 milliards en 2026", [23.4e9, 2022, 13.3e9, 2026], None),
        ("es", "de 23,4 millones en 2022 a 13,3 millones", [23.4e6, 2022, 13.3e6], None),
        ("cs", "v roce 2021 miliardu dolarů", [2021, 1e9], None),
        ("ko", "1조389억원에서 1조1천833억원으로", [1.0389e12, 1.1833e12], Kind.MONEY),
        ("en", "from 10 to 20 dollars", [10, 20], Kind.MONEY),
        ("en", "from 20 to 10 dollars", [20, 10], Kind.MONEY),
        ("en", "from 2019 to 20 dollars", [2019, 20], None),
        ("en", "chapters 3 and 20 dollars", [3, 20], None),
        ("de", "von 10 auf 20 Dollar", [10, 20], Kind.MONEY),
        ("de", "von 10 bis 20 Dollar", [10, 20], Kind.MONEY),
        ("fr", "de 10 à 20 dollars", [10, 20], Kind.MONEY),
        ("es", "de 10 a 20 dólares", [10, 20], Kind.MONEY),
        ("id", "dari 10 hingga 20 dolar", [10, 20], Kind.MONEY),
        ("ar", "من 10 إلى 20 دولار", [10, 20], Kind.MONEY),
        ("cs", "od 10 do 20 dolarů", [10, 20], Kind.MONEY),
        ("lv", "no 10 līdz 20 eiro", [10, 20], Kind.MONEY),
    ],
)
def test_a_unit_said_once_counts_for_both(language: str, text: str, values: list[float], kind: Kind | None) -> None:
    found = GRAMMARS[language].scan(fold(text))
    assert [amount.value for amount in found] == pytest.approx(values)
    assert found[0].kind is kind


@pytest.mark.parametrize(("text", "value"), [("1조 이상", 1e12), ("삼천억이 넘는", 300e9), ("1조가 이 사업", 1e12)])
def test_a_syllable_behind_a_number_is_no_digit_of_it(text: str, value: float) -> None:
    assert _only("ko", text).value == value


@pytest.mark.parametrize(("text", "people"), [("두 명", 2), ("스물다섯 명", 25), ("이만팔천오백 명", 28_500)])
def test_spelled_people(text: str, people: float) -> None:
    amount = _only("ko", text)
    assert (amount.kind, amount.value, amount.counts_people) == (None, people, True)


@pytest.mark.parametrize(("language", "text"), [("en", "1.0389 trillion won"), ("ar", "1,0389 تريليون وون")])
def test_sums_are_exact(language: str, text: str) -> None:
    assert _only(language, text).value == 1_038_900_000_000


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("cada uno con veinticuatro millones de dólares", [1, 24e6]),
        ("en 2024 con 500 millones de dólares", [2024, 500e6]),
    ],
)
def test_with_is_no_point_before_sums(text: str, values: list[float]) -> None:
    assert [amount.value for amount in GRAMMARS["es"].scan(fold(text))] == values


def test_a_comma_before_a_year_is_no_decimal_mark() -> None:
    assert [amount.value for amount in GRAMMARS["en"].scan("on march 3,2020 won the bid")] == [3, 2020]


def test_two_currencies_are_no_range() -> None:
    assert [a.currency for a in GRAMMARS["en"].scan("50 billion yen or $450 million")] == ["JPY", "USD"]


@pytest.mark.parametrize(("language", "row"), [(language, row) for language, rows in SPELLINGS.items() for row in rows])
def test_spellings(language: str, row: Row) -> None:
    text, kind, value, high, currency = row
    amount = _only(language, text)
    assert (amount.kind, amount.currency) == (kind, currency)
    assert [amount.value, amount.high] == [pytest.approx(value), pytest.approx(high)]
    assert amount.end == len(text)


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_what_is_no_number(language: str, text: str) -> None:
    assert GRAMMARS[language].scan(fold(text)) == []


@pytest.mark.parametrize(("language", "text"), BARE)
def test_numbers_of_nothing_known(language: str, text: str) -> None:
    assert {amount.kind for amount in GRAMMARS[language].scan(fold(text))} == {None}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from $1 billion to $1.3 billion", ["$1 billion", "$1.3 billion"]),
        ("$20,000.00 $37,305.97", ["$20,000.00", "$37,305.97"]),
        ("10 rmb 20 usd", ["10 rmb", "20 usd"]),
        ("$4.7bn (£3.6bn)", ["$4.7bn", "£3.6bn"]),
        ("half of the 9,000 workers", []),
        ("$5 billion on 2 million doses", ["$5 billion"]),
        ("from $1 billion to 2 billion", ["$1 billion", "2 billion"]),
        ("sums of $1.04 trillion-plus", ["$1.04 trillion"]),
        ("is paying us $10 billion", ["$10 billion"]),
        ("Pays Us $10 Billion", ["$10 Billion"]),
        ("a sum of US $10 billion", ["US $10 billion"]),
        ("$5 billion Canadian ($3.6 billion US)", ["$5 billion Canadian", "$3.6 billion"]),
        ("$5 billion Canadian for the bridge", ["$5 billion Canadian"]),
        ("a $5 billion Canadian pipeline", ["$5 billion"]),
        ("can $5 billion buy it", ["$5 billion"]),
        ("$20 pounds of flesh", ["$20"]),
        ("12,96 €, 1,20 € and 5,10 each", ["12,96 €", "1,20 €"]),
    ],
)
def test_money_alone(text: str, found: list[str]) -> None:
    assert [text[sum_.start : sum_.end] for sum_ in money(text, "en")] == found


def test_a_language_without_a_table_is_read_as_english() -> None:
    assert locale_of("sw") is locale_of("en")
