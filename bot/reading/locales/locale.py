"""What a table of a language's numbers has in it, and the signs that all languages share.

All words are in lower case. Words of several parts are written with single blanks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SIGNS: Mapping[str, str] = {
    "us$": "USD", "us $": "USD", "u.s.$": "USD", "u.s. $": "USD", "usd$": "USD", "u$d": "USD", "u$s": "USD",
    "$": "USD", "usd": "USD",
    "s$": "SGD", "sgd": "SGD", "c$": "CAD", "c $": "CAD", "ca$": "CAD", "cad$": "CAD", "cad": "CAD",
    "a$": "AUD", "au$": "AUD", "aud$": "AUD", "aud": "AUD", "hk$": "HKD", "hk $": "HKD", "hkd": "HKD", "nt$": "TWD",
    "twd": "TWD",
    "nz$": "NZD", "nzd$": "NZD", "nzd": "NZD", "mx$": "MXN", "mxn$": "MXN", "mxn": "MXN", "r$": "BRL", "brl": "BRL",
    "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "¥": "JPY", "jpy": "JPY", "jp¥": "JPY", "\\": "JPY",
    "cn¥": "CNY",
    "₩": "KRW", "krw": "KRW", "won": "KRW", "w": "KRW", "rp": "IDR", "rp.": "IDR", "idr": "IDR",
    "rm": "MYR", "myr": "MYR", "₱": "PHP", "php": "PHP", "₹": "INR", "inr": "INR", "chf": "CHF", "pln": "PLN",
    "cny": "CNY", "rmb": "CNY", "₺": "TRY", "try": "TRY", "₽": "RUB", "rub": "RUB", "czk": "CZK", "kč": "CZK",
}  # fmt: skip
"""Signs and codes before a number."""

CODES: Mapping[str, str] = {
    "usd": "USD", "eur": "EUR", "krw": "KRW", "jpy": "JPY", "sgd": "SGD", "gbp": "GBP", "cad": "CAD", "aud": "AUD",
    "chf": "CHF", "cny": "CNY", "rmb": "CNY", "pln": "PLN", "czk": "CZK", "idr": "IDR", "us$": "USD", "$": "USD",
    "€": "EUR",
    "₩": "KRW", "¥": "JPY", "£": "GBP",
}  # fmt: skip
"""Signs and codes behind a number."""


@dataclass(frozen=True, slots=True)
class Locale:
    """The number grammar of one language."""

    # --- how numbers are written
    decimal: str = "."
    """The decimal mark; with a comma, dots part thousands."""
    more_decimals: str = ""
    """Other decimal marks between digits: ８・２％."""
    spaced: bool = False
    """Thousands may stand apart by a space: 28 500."""
    glued: bool = False
    """Units and particles follow without a space, and a rest may follow the last unit: 2만8천500."""
    compound: bool = False
    """Number words and units are written as one word: siebenhundert."""
    words: Mapping[str, float] = field(default_factory=dict)
    """Number words that may start an amount."""
    vague: str = ""
    """Characters that make the unit behind them no number: 수십억, 数億."""
    joints: tuple[str, ...] = ()
    """Words between a number word of tens or hundreds and the rest: treinta y cinco."""
    hundred_joints: tuple[str, ...] = ()
    """Words between hundreds and the rest only: two hundred and fifty."""
    point: tuple[str, ...] = ()
    """Words before decimals that are read out: one point zero four."""
    articles: frozenset[str] = frozenset()
    """Words that count as one before a unit only: a billion."""
    small: Mapping[str, float] = field(default_factory=dict)
    """Units within a group: hundred, 천, 千."""
    large: Mapping[str, float] = field(default_factory=dict)
    """Units that close a group: thousand, million, 만, 억, 億."""
    unsaid: frozenset[str] = frozenset()
    """Large units that need no one before them: mil 200 millones."""
    short: Mapping[str, float] = field(default_factory=dict)
    """Units that only the sign of a currency makes clear: $8.72B, 5 M€."""
    portions: Mapping[str, float] = field(default_factory=dict)
    """Words for a part of the large unit that follows: half a billion."""
    large_joints: tuple[str, ...] = ()
    """What stands between a large unit and a smaller rest, with its blanks: 28 ألفا و500."""
    and_half: tuple[str, ...] = ()
    """Words that add a half to a number or its unit: two and a half billion, deux milliards et demi."""

    # --- money
    about: tuple[str, ...] = ()
    """Syllables for "some" between a number and what it counts: 50억여 달러."""
    currencies: Mapping[str, str] = field(default_factory=lambda: CODES)
    """Names behind a number, each with its ISO 4217 code."""
    default: str | None = None
    """The currency of a large sum that names none: 방위비 1조389억."""
    weak: frozenset[str] = frozenset()
    """Names of currencies that other words begin with as well; they do not count after a few: 3불 정책, 세 원칙."""
    of: tuple[str, ...] = ()
    """Words between a unit and a currency: millions de dollars."""
    coin_joints: tuple[str, ...] = ()
    """Words before coins, besides those of ``lists``."""
    coins: tuple[str, ...] = ()
    """Hundredths of a currency: 3 dollars and 50 cents."""

    # --- ranges and lists
    ranges: tuple[str, ...] = ("-", "–", "—", "~")
    turns: tuple[str, ...] = ()
    """Of the range words, those that after a whole sum lead to another sum: 1兆ウォンから2兆ウォンへ."""
    lists: tuple[str, ...] = ()
    """Words between two amounts of which only the second has its unit: 15 and 22 percent."""
    between: tuple[tuple[str, str], ...] = ()
    """Words that make a range only together: between 4 and 5."""
    apart: tuple[str, ...] = ()
    """Words before the first number after which "to" leads to a second figure: from 4 to 5."""
    ranging: tuple[str, ...] = ()
    """Words before those that make it a range all the same: ranging from 4 to 5."""

    # --- shares, multiples, times, people
    percent: tuple[str, ...] = ("%",)
    percent_before: tuple[str, ...] = ()
    """Words and signs for percent before a number: %8.2, yüzde 8."""
    fractions: Mapping[str, float] = field(default_factory=dict)
    """Share words, each with its percentage."""
    ordinals: frozenset[str] = frozenset()
    """Of the share words, those that number things as well, a tenth round, and so need one of ``shared`` behind."""
    shared: tuple[str, ...] = ()
    """Words after a share: a tenth of the cost, a fifth more."""
    tenths: tuple[str, ...] = ()
    """Words after a number that count in tens of percent: 5割."""
    hundredths: tuple[str, ...] = ()
    """Words after a number that add single percents to tenths: 2割5分."""
    times: tuple[str, ...] = ()
    """Words after a number that make it a multiple."""
    times_before: tuple[str, ...] = ()
    """Words before a number that make it a multiple: multiplié par cinq."""
    folds: Mapping[str, float] = field(default_factory=dict)
    """Words that are a multiple by themselves."""
    terms: Mapping[str, float] = field(default_factory=dict)
    """Words that are a number of years by themselves: quinquennal."""
    years: tuple[str, ...] = ()
    """Words after a number of years."""
    people: tuple[str, ...] = ()
    """Counters of people: 명, 人."""

    unless: Mapping[str, str] = field(default_factory=dict)
    """Characters that may not follow a word that is glued to its number: 배 in 배치, 프로 in 프로그램."""

    # --- telling the language
    common: str = ""
    """Its commonest words of grammar, parted by blanks; none are needed where the script tells the language."""
    telling: str = ""
    """Other words that titles in it have."""
    letters: str = ""
    """Letters that texts of few other languages have."""
    endings: tuple[str, ...] = ()
    """Endings of three or four letters that many of its words have and few of others."""
