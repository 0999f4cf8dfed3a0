"""What a table of a language's numbers has in it, and the signs that all languages share.

All words are in lower case. Words of several parts are written with single blanks.
"""

from collections.abc import Mapping

from msgspec import Struct, field

_DOLLARS = {
    "AUD": ("a$", "au$", "au $", "aud$", "aud $", "australian $"),
    "CAD": ("c$", "c $", "ca$", "ca $", "can$", "cad$", "cad $", "canadian $"),
    "HKD": ("hk$", "hk $", "hkd$", "hkd $", "hong kong $"),
    "NZD": ("nz$", "nz $", "nzd$", "nzd $", "new zealand $"),
    "SGD": ("s$", "sg$", "sgd$", "sgd $", "singapore $"),
    "TWD": ("nt$", "nt $", "twd$", "twd $", "taiwan $", "new taiwan $"),
    "MXN": ("mx$", "mx $", "mxn$", "mxn $"), "BRL": ("r$", "r $", "brl$"), "JMD": ("j$",), "TTD": ("tt$",),
    "FJD": ("fj$",), "NAD": ("n$",), "DOP": ("rd$",), "BZD": ("bz$",), "XCD": ("ec$",), "MOP": ("mop$",),
}  # fmt: skip
"""How dollars and pesos are told from the American dollar before a number."""

_ISO = ("aed", "aud", "brl", "cad", "chf", "cny", "czk", "dkk", "egp", "eur", "gbp", "hkd", "huf", "idr", "inr", "jod",
        "jpy", "krw", "kwd", "mxn", "myr", "nok", "nzd", "omr", "pln", "qar", "rub", "sar", "sek", "sgd", "thb",
        "twd", "uah", "usd", "vnd", "zar")  # fmt: skip
"""Codes of ISO 4217 that are no words of any language here, as ALL, TRY and ILS are."""

_EITHER_SIDE = {
    **{code: code.upper() for code in _ISO}, "rmb": "CNY", "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP",
    "¥": "JPY", "₩": "KRW", "₱": "PHP", "₹": "INR", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₪": "ILS", "฿": "THB",
    "₫": "VND", "tl": "TRY", "kč": "CZK", "zł": "PLN",
}  # fmt: skip

SIGNS: Mapping[str, str] = {
    **_EITHER_SIDE, **{sign: code for code, signs in _DOLLARS.items() for sign in signs},
    "us $": "USD", "u.s.$": "USD", "u.s. $": "USD", "usd$": "USD", "usd $": "USD", "u$d": "USD", "u$s": "USD",
    "jp¥": "JPY", "\\": "JPY", "cn¥": "CNY", "won": "KRW", "w": "KRW", "rp": "IDR", "rp.": "IDR", "rm": "MYR",
    "rs": "INR", "rs.": "INR", "php": "PHP", "try": "TRY",
}  # fmt: skip
"""Signs and codes before a number."""

CODES: Mapping[str, str] = {
    **_EITHER_SIDE,
    **{sign: code for code, signs in _DOLLARS.items() for sign in signs if sign[-2:-1].isalpha() and len(sign) < 4},
    **dict.fromkeys(("zloty", "złoty", "zlotys", "złotys"), "PLN"),
}
"""Signs and codes behind a number, and the name that all languages in Latin letters take over from Polish."""


class Locale(Struct, frozen=True):
    """The number grammar of one language."""

    name: str
    """In English, as answers say it."""

    # --- how numbers are written
    decimal: str = "."
    """The decimal mark; with a comma, dots part thousands."""
    more_decimals: str = ""
    """Other decimal marks between digits: ８・２％."""
    turned: str = ""
    """A letter that stands for the decimal mark, with the decimals before it: 05ر111 is 111.05."""
    spaced: bool = False
    """Thousands may stand apart by a space: 28 500."""
    glued: bool = False
    """Units and particles follow without a space, and a rest may follow the last unit: 2만8천500."""
    compound: bool = False
    """Number words and units are written as one word: siebenhundert."""
    words: Mapping[str, float] = field(default_factory=dict)
    """Number words that may start an amount."""
    syllables: Mapping[str, float] = field(default_factory=dict)
    """Digits that are syllables of many words: a number begins with one only right before a unit, as 오십억 does."""
    letters_before: str = ""
    """Letters, as a range, behind which a word of one syllable is part of another word: 필요한 배 is not 한 배."""
    vague: str = ""
    """Characters that make the unit behind them no number: 수십억, 数億."""
    unlike: tuple[str, ...] = ()
    """Words that begin like a number: 구조."""
    joints: tuple[str, ...] = ()
    """Words between a number word of tens or hundreds and the rest: treinta y cinco."""
    hundred_joints: tuple[str, ...] = ()
    """Words between hundreds and the rest only: two hundred and fifty."""
    tens_joints: tuple[str, ...] = ()
    """Words between ones and the tens that follow them: خمسة وعشرون."""
    point: tuple[str, ...] = ()
    """Words before decimals that are read out: one point zero four."""
    point_of_shares: tuple[str, ...] = ()
    """The same, of words that mean more than this and so count before percent only: uno con veinticuatro por ciento."""
    articles: frozenset[str] = frozenset()
    """Words that count as one before a unit only: a billion."""
    small: Mapping[str, float] = field(default_factory=dict)
    """Units within a group: hundred, 천, 千."""
    large: Mapping[str, float] = field(default_factory=dict)
    """Units that close a group: thousand, million, 만, 억, 億."""
    unsaid: frozenset[str] = frozenset()
    """Large units that need no one before them: mil 200 millones.

    Of those that ``words`` has as well, with another worth, they are one where a rest follows.
    """
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
    countries: Mapping[str, str] = field(default_factory=dict)
    """Words behind a sum in plain dollars that tell whose they are: $5 billion Canadian."""
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
