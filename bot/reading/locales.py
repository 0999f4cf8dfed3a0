"""How each language writes numbers: small tables that one engine (``numbers``) reads.

What belongs here: number words, units, currencies, the words for percent, shares and multiples. What does not: anything
about the topic, which is data under ``config/``. All words are in lower case. Units that a currency sign alone makes
clear ("$8.72B") are ``short``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SIGNS: Mapping[str, str] = {
    "us$": "USD", "u.s.$": "USD", "u.s. $": "USD", "s$": "SGD", "c$": "CAD", "a$": "AUD", "hk$": "HKD", "nt$": "TWD",
    "nz$": "NZD", "r$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "usd": "USD", "eur": "EUR",
    "krw": "KRW", "won": "KRW", "jpy": "JPY", "sgd": "SGD", "gbp": "GBP", "aud": "AUD", "cad": "CAD", "rp": "IDR",
    "idr": "IDR", "w": "KRW", "rm": "MYR", "myr": "MYR", "₱": "PHP", "php": "PHP", "₹": "INR", "chf": "CHF",
    "pln": "PLN", "cny": "CNY", "rmb": "CNY",
}  # fmt: skip
"""Signs and codes before a number."""

_CODES = {"usd": "USD", "eur": "EUR", "krw": "KRW", "jpy": "JPY", "sgd": "SGD", "gbp": "GBP", "€": "EUR", "$": "USD",
          "us$": "USD", "₩": "KRW", "¥": "JPY", "£": "GBP"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Locale:
    """The number grammar of one language."""

    large: Mapping[str, float]
    """Units that close a group: thousand, million, 만, 억, 億."""
    currencies: Mapping[str, str]
    percent: tuple[str, ...]
    words: Mapping[str, float] = field(default_factory=dict)
    """Number words that may start an amount."""
    small: Mapping[str, float] = field(default_factory=dict)
    """Units within a group: hundred, 천, 千."""
    articles: frozenset[str] = frozenset()
    """Words that count as one before a unit only: a billion."""
    short: Mapping[str, float] = field(default_factory=dict)
    point: tuple[str, ...] = ()
    decimal: str = "."
    spaced: bool = False
    """Thousands may stand apart by a space: 28 500."""
    glued: bool = False
    """Units and particles follow without a space, and a rest may follow the last unit: 2만8천500."""
    ranges: tuple[str, ...] = ("-", "–", "—", "~", "to", "or")
    turns: tuple[str, ...] = ()
    """Of the range words, those that after a whole sum lead to another sum: 1兆ウォンから2兆ウォンへ."""
    lists: tuple[str, ...] = (
        "and", "und", "et", "y", "dan", "a", "statt", "instead of", "or", "to", "auf", "à", "menjadi", "na",
    )  # fmt: skip
    """Words between two amounts of which only the second has its unit: 15 and 22 percent."""
    between: tuple[tuple[str, str], ...] = ()
    """Words that make a range only together: between 4 and 5."""
    apart: tuple[str, ...] = ()
    """Words before the first number after which "to" leads to a second figure: from 4 to 5."""
    fractions: Mapping[str, float] = field(default_factory=dict)
    """Share words -> percent."""
    times: tuple[str, ...] = ()
    """Words after a number that make it a multiple."""
    times_before: tuple[str, ...] = ()
    """Words before a number that make it a multiple: multiplié par cinq."""
    folds: Mapping[str, float] = field(default_factory=dict)
    """Words that are a multiple by themselves."""
    terms: Mapping[str, float] = field(default_factory=dict)
    """Words that are a number of years by themselves: quinquennal."""
    tenths: tuple[str, ...] = ()
    """Words after a number that count in tens of percent: 5割."""
    years: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    """Counters of people: 명, 人."""


_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip

ENGLISH = Locale(
    words={w: float(n) for n, w in enumerate(_ONES)} | {w: 20.0 + 10 * n for n, w in enumerate(_TENS)},
    articles=frozenset({"a", "an"}),
    small={"hundred": 1e2},
    large={"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mln": 1e6, "bln": 1e9, "trln": 1e12,
           "mn": 1e6, "bn": 1e9, "tn": 1e12, "millions": 1e6, "billions": 1e9},
    short={"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "tr": 1e12},
    point=("point",),
    currencies=_CODES | {
        "dollars": "USD", "dollar": "USD", "us dollars": "USD", "u.s. dollars": "USD", "us dollar": "USD",
        "u.s. dollar": "USD", "american dollars": "USD", "singapore dollars": "SGD", "canadian dollars": "CAD",
        "australian dollars": "AUD", "won": "KRW", "korean won": "KRW", "south korean won": "KRW", "yen": "JPY",
        "japanese yen": "JPY", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "yuan": "CNY", "rupiah": "IDR",
        "zlotys": "PLN", "zloty": "PLN",
    },
    percent=("%", "percent", "per cent", "pct", "pc", "percentage points", "percentage point"),
    between=(("between", "and"),),
    apart=("from",),
    fractions={"half": 50.0, "one half": 50.0, "a third": 100 / 3, "one third": 100 / 3, "two thirds": 200 / 3,
               "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0, "one fifth": 20.0, "a fifth": 20.0,
               "two fifths": 40.0, "three fourths": 75.0, "one tenth": 10.0, "a tenth": 10.0},
    times=("times", "fold", "x"),
    folds={"twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "tenfold": 10,
           "double": 2, "doubling": 2, "doubled": 2, "doubles": 2, "twice": 2, "triple": 3, "tripling": 3,
           "tripled": 3, "quadruple": 4, "quadrupling": 4, "quadrupled": 4, "quintuple": 5, "quintupling": 5,
           "quintupled": 5},
    terms={"single year": 1, "a single year": 1, "yearlong": 1, "year long": 1},
    years=("year", "years"),
)  # fmt: skip

KOREAN = Locale(
    glued=True,
    words={"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10},
    small={"십": 1e1, "백": 1e2, "천": 1e3},
    large={"만": 1e4, "억": 1e8, "조": 1e12},
    currencies=_CODES | {"원": "KRW", "달러": "USD", "미달러": "USD", "미국 달러": "USD", "엔": "JPY", "엔화": "JPY",
                         "유로": "EUR", "위안": "CNY", "싱가포르달러": "SGD"},
    percent=("%", "퍼센트", "프로", "%포인트"),
    ranges=("-", "–", "~", "∼", "에서", "내지"),
    turns=("에서",),
    lists=("와", "과", "이나", "또는", "대신"),
    fractions={"절반": 50.0, "3분의 2": 200 / 3, "3분의 1": 100 / 3, "4분의 1": 25.0, "5분의 1": 20.0,
               "10분의 1": 10.0, "4분의 3": 75.0},
    times=("배",),
    years=("년",),
    people=("명", "여명", "여 명"),
)  # fmt: skip

JAPANESE = Locale(
    glued=True,
    words={"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9},
    small={"十": 1e1, "百": 1e2, "千": 1e3},
    large={"万": 1e4, "億": 1e8, "兆": 1e12},
    currencies=_CODES | {"円": "JPY", "米ドル": "USD", "ドル": "USD", "ウォン": "KRW", "ユーロ": "EUR",
                         "シンガポールドル": "SGD", "元": "CNY", "韓国ウォン": "KRW", "ポンド": "GBP"},
    percent=("%", "パーセント"),
    ranges=("-", "–", "~", "から", "ないし"),
    turns=("から",),
    lists=("と", "や", "または"),
    fractions={"半分": 50.0, "半額": 50.0, "3分の2": 200 / 3, "3分の1": 100 / 3, "三分の一": 100 / 3, "4分の1": 25.0,
               "5分の1": 20.0, "4分の3": 75.0},
    times=("倍",),
    folds={"倍増": 2},
    tenths=("割",),
    years=("年間", "カ年", "年"),
    people=("人",),
)  # fmt: skip

_GERMAN_YEARS = {"ein": 1.0, "zwei": 2.0, "drei": 3.0, "vier": 4.0, "fünf": 5.0, "sechs": 6.0, "zehn": 10.0}

GERMAN = Locale(
    decimal=",",
    spaced=True,
    words={"ein": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1, "zwei": 2,
           "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
           "neun": 9, "zehn": 10,
           "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17,
           "achtzehn": 18, "neunzehn": 19, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60,
           "siebzig": 70, "achtzig": 80, "neunzig": 90, "eineinhalb": 1.5, "anderthalb": 1.5, "zweieinhalb": 2.5},
    small={"hundert": 1e2},
    large={"tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio.": 1e6, "mio": 1e6, "milliarde": 1e9,
           "milliarden": 1e9, "mrd.": 1e9, "mrd": 1e9, "billion": 1e12, "billionen": 1e12},
    currencies=_CODES | {"us-dollar": "USD", "us dollar": "USD", "dollar": "USD", "euro": "EUR", "won": "KRW",
                         "yen": "JPY", "singapur-dollar": "SGD", "zloty": "PLN", "pfund": "GBP"},
    percent=("%", "prozent", "prozentpunkte"),
    ranges=("-", "–", "bis", "oder", "bis zu"),
    between=(("zwischen", "und"),),
    apart=("von",),
    fractions={"die hälfte": 50.0, "hälfte": 50.0, "ein drittel": 100 / 3, "zwei drittel": 200 / 3,
               "ein viertel": 25.0, "drei viertel": 75.0},
    times=("mal", "fache", "fachen", "-mal"),
    folds={"verdoppeln": 2, "verdoppelung": 2, "verdopplung": 2, "verdoppelt": 2, "verdreifachen": 3,
           "verfünffachen": 5, "verfünffachung": 5, "verfünffacht": 5, "doppelte": 2, "fünffache": 5,
           "fünffachen": 5, "dreifache": 3, "dreifachen": 3, "vierfache": 4, "vierfachen": 4, "sechsfache": 6,
           "sechsfachen": 6, "doppelten": 2, "vervierfachen": 4, "vervierfachung": 4, "verdreifachung": 3,
           "vervierfacht": 4, "doppelt": 2, "zweimal": 2, "dreimal": 3, "viermal": 4, "fünfmal": 5, "sechsmal": 6},
    terms={f"{word}jährig{end}": years for word, years in _GERMAN_YEARS.items() for end in ("e", "en", "er", "es")},
    years=("jahre", "jahren", "jahr", "jährige", "jährigen", "jähriger", "jähriges"),
)  # fmt: skip

FRENCH = Locale(
    decimal=",",
    spaced=True,
    words={"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
           "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "vingt": 20, "trente": 30,
           "quarante": 40, "cinquante": 50, "soixante": 60},
    small={"cent": 1e2},
    large={"mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9, "billion": 1e12,
           "billions": 1e12},
    currencies=_CODES | {"de dollars": "USD", "dollars": "USD", "dollar": "USD", "de dollars américains": "USD",
                         "dollars américains": "USD", "de dollars us": "USD", "d'euros": "EUR", "euros": "EUR",
                         "de wons": "KRW", "wons": "KRW", "de won": "KRW", "won": "KRW", "de wons sud-coréens": "KRW",
                         "de wons coréens": "KRW", "de yens": "JPY", "yens": "JPY", "de yen": "JPY"},
    percent=("%", "pour cent"),
    ranges=("-", "–", "à", "ou"),
    between=(("entre", "et"),),
    apart=("de", "passer de"),
    fractions={"la moitié": 50.0, "moitié": 50.0, "un tiers": 100 / 3, "deux tiers": 200 / 3, "un quart": 25.0},
    times=("fois",),
    times_before=("multiplier par", "multiplié par", "multipliée par", "multiplie par", "multipliant par",
                  "multiplication par", "multiplierait par", "multipliés par", "multipliées par", "facteur"),
    folds={"doubler": 2, "doublement": 2, "tripler": 3, "quintupler": 5, "quintuple": 5, "quintuplement": 5,
           "quintuplé": 5, "quintuplée": 5, "quadrupler": 4, "quadruple": 4, "quadruplement": 4, "quadruplé": 4,
           "doublé": 2, "doublée": 2, "le double": 2, "le triple": 3, "triple": 3, "double": 2, "triplement": 3},
    terms={"quinquennal": 5, "quinquennale": 5, "triennal": 3, "triennale": 3, "biennal": 2},
    years=("ans", "an", "années"),
)  # fmt: skip

SPANISH = Locale(
    decimal=",",
    words={"un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
           "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "quince": 15, "veinte": 20,
           "treinta": 30, "cuarenta": 40, "cincuenta": 50},
    small={"cien": 1e2},
    large={"mil": 1e3, "mil millones": 1e9, "millón": 1e6, "millones": 1e6, "billón": 1e12, "billones": 1e12},
    currencies=_CODES | {"de dólares": "USD", "dólares": "USD", "dólar": "USD", "de euros": "EUR", "euros": "EUR",
                         "de wones": "KRW", "wones": "KRW", "de wons": "KRW", "wons": "KRW", "de won": "KRW",
                         "won": "KRW", "wons surcoreanos": "KRW", "de wons surcoreanos": "KRW",
                         "de dólares estadounidenses": "USD", "dólares estadounidenses": "USD", "de yenes": "JPY",
                         "yenes": "JPY"},
    percent=("%", "por ciento"),
    ranges=("-", "–", "a", "o"),
    between=(("entre", "y"),),
    apart=("de",),
    fractions={"la mitad": 50.0, "mitad": 50.0, "un tercio": 100 / 3, "dos tercios": 200 / 3},
    times=("veces",),
    times_before=("multiplicar por", "multiplica por", "multiplicado por", "multiplicaría por", "por un factor de"),
    folds={"duplicar": 2, "duplicación": 2, "doble": 2, "triplicar": 3, "quintuplicar": 5, "quintuplica": 5,
           "quintuplicaría": 5, "quintuplicado": 5, "quintuplicara": 5, "quíntuple": 5, "cuadruplicar": 4,
           "cuadruplica": 4, "cuádruple": 4, "cuadruplicara": 4, "cuadruplicación": 4, "quintuplicación": 5,
           "el doble": 2, "el triple": 3, "triple": 3, "duplicara": 2, "duplicaría": 2},
    terms={"quinquenal": 5, "trienal": 3, "bienal": 2, "sexenal": 6},
    years=("años", "año"),
)  # fmt: skip

INDONESIAN = Locale(
    decimal=",",
    words={"dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
           "sepuluh": 10, "satu": 1},
    small={"ratus": 1e2},
    large={"ribu": 1e3, "juta": 1e6, "miliar": 1e9, "milyar": 1e9, "triliun": 1e12, "trilyun": 1e12},
    currencies=_CODES | {"dolar as": "USD", "dollar as": "USD", "dolar amerika": "USD", "dolar amerika serikat": "USD",
                         "dollar amerika": "USD", "dolar": "USD", "dollar": "USD", "won": "KRW", "yen": "JPY",
                         "euro": "EUR", "rupiah": "IDR"},
    percent=("%", "persen"),
    ranges=("-", "–", "hingga", "sampai", "atau"),
    between=(("antara", "dan"),),
    apart=("dari",),
    fractions={"setengah": 50.0, "separuh": 50.0, "dua pertiga": 200 / 3, "sepertiga": 100 / 3},
    times=("kali lipat", "kali"),
    folds={"dua kali lipat": 2, "berlipat ganda": 2, "melipatgandakan": 2},
    years=("tahun",),
)  # fmt: skip

ARABIC = Locale(
    large={"ألف": 1e3, "ألفا": 1e3, "ألفاً": 1e3, "آلاف": 1e3, "الف": 1e3, "مليون": 1e6, "مليونا": 1e6, "ملايين": 1e6,
           "مليار": 1e9, "مليارا": 1e9, "ملياراً": 1e9, "مليارات": 1e9, "بليون": 1e9, "بلايين": 1e9, "تريليون": 1e12,
           "ترليون": 1e12, "تريليونات": 1e12},
    words={"خمسة": 5, "خمس": 5, "لخمس": 5, "بخمس": 5, "ستة": 6, "ست": 6, "لست": 6, "أربعة": 4, "أربع": 4, "ثلاثة": 3,
           "ثلاث": 3, "عشرة": 10, "عشر": 10, "سبعة": 7, "سبع": 7, "ثمانية": 8, "ثماني": 8, "تسعة": 9, "تسع": 9},
    currencies=_CODES | {"دولار": "USD", "دولارا": "USD", "دولارات": "USD", "دولار أميركي": "USD",
                         "دولار أمريكي": "USD", "وون": "KRW", "وون كوري": "KRW", "ين": "JPY", "ين ياباني": "JPY",
                         "يورو": "EUR"},
    percent=("%", "في المئة", "في المائة", "بالمئة", "بالمائة", "فى المئة", "فى المائة"),
    ranges=("-", "–", "إلى", "أو"),
    fractions={"نصف": 50.0},
    folds={"مضاعفة": 2, "بمضاعفة": 2, "ضعفي": 2, "ضعفين": 2, "الضعف": 2},
    times=("أضعاف", "مرات", "ضعف", "ضعفا"),
    terms={"عام واحد": 1, "سنة واحدة": 1, "عاما واحدا": 1, "عامين": 2, "سنتين": 2},
    years=("سنوات", "أعوام", "سنة", "عاما"),
)  # fmt: skip

CZECH = Locale(
    decimal=",",
    spaced=True,
    words={"jeden": 1, "jedna": 1, "jednu": 1, "dva": 2, "dvě": 2, "tři": 3, "čtyři": 4, "pět": 5, "šest": 6,
           "sedm": 7, "osm": 8, "devět": 9, "deset": 10},
    large={"tisíc": 1e3, "tisíce": 1e3, "milion": 1e6, "milionu": 1e6, "miliony": 1e6, "milionů": 1e6,
           "miliarda": 1e9, "miliardy": 1e9, "miliardu": 1e9, "miliard": 1e9, "bilion": 1e12, "bilionu": 1e12,
           "bilionů": 1e12},
    currencies=_CODES | {"dolarů": "USD", "dolary": "USD", "dolaru": "USD", "amerických dolarů": "USD",
                         "eur": "EUR", "wonů": "KRW", "jenů": "JPY", "korun": "CZK"},
    percent=("%", "procent", "procenta", "procento"),
    ranges=("-", "–", "až", "nebo"),
    fractions={"polovinu": 50.0, "polovina": 50.0, "polovinou": 50.0},
    times=("krát", "násobek"),
    folds={"pětkrát": 5, "šestkrát": 6, "dvakrát": 2, "třikrát": 3, "pětinásobek": 5, "dvojnásobek": 2,
           "čtyřikrát": 4, "čtyřnásobek": 4, "trojnásobek": 3, "zdvojnásobit": 2},
    terms={f"{word}let{ending}": years for word, years in (("dvou", 2.0), ("tří", 3.0), ("pěti", 5.0), ("šesti", 6.0))
           for ending in ("á", "é", "ý", "ou", "ého")},
    years=("let", "roky", "rok", "letá", "leté"),
)  # fmt: skip

LOCALES: Mapping[str, Locale] = {
    "en": ENGLISH, "ko": KOREAN, "ja": JAPANESE, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "id": INDONESIAN,
    "ms": INDONESIAN, "ar": ARABIC, "cs": CZECH,
}  # fmt: skip


def locale_of(language: str) -> Locale:
    """The number grammar of a language; English where there is none of its own."""
    return LOCALES.get(language, ENGLISH)
