"""Numbers in Arabic: 830 مليون دولار, خمسة أضعاف, مليارا دولار; digits of both kinds (the text is folded before)."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from bot.reading.languages.locale import CODES, Locale

_T = TypeVar("_T")
_NO_HAMZA = str.maketrans("أإ", "اا")
_ONES = {
    1.0: ("واحد", "واحدة", "إحدى", "أحد"),
    2.0: ("اثنان", "اثنين", "اثنتان", "اثنتين", "اثنا", "اثني", "اثنتا", "اثنتي"),
    3.0: ("ثلاثة", "ثلاث"), 4.0: ("أربعة", "أربع"), 5.0: ("خمسة", "خمس"), 6.0: ("ستة", "ست"), 7.0: ("سبعة", "سبع"),
    8.0: ("ثمانية", "ثماني", "ثمان"), 9.0: ("تسعة", "تسع"),
}  # fmt: skip
_TENS = {
    20.0: ("عشرين", "عشرون"), 30.0: ("ثلاثين", "ثلاثون"), 40.0: ("أربعين", "أربعون"), 50.0: ("خمسين", "خمسون"),
    60.0: ("ستين", "ستون"), 70.0: ("سبعين", "سبعون"), 80.0: ("ثمانين", "ثمانون"), 90.0: ("تسعين", "تسعون"),
}  # fmt: skip
_ONE = ("مليونا", "مليارا", "تريليونا")
"""One of a unit where a rest follows: مليارا و40 مليون; without it that is two, مليارا دولار."""
_HUNDREDS = {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان", 9: "تسع"}
_TWOS = {2e2: ("مئت", "مائت"), 2e3: ("ألف",), 2e6: ("مليون",), 2e9: ("مليار", "بليون"), 2e12: ("تريليون", "ترليون")}
_PREFIXES = ("", "ب", "ل", "و")
_PREFIXED = {"بمليار": 1e9, "لمليار": 1e9, "بمليون": 1e6, "لمليون": 1e6, "بتريليون": 1e12}
_LARGE = {"ألف": 1e3, "ألفا": 1e3, "ألفاً": 1e3, "آلاف": 1e3, "مليون": 1e6, "مليونا": 1e6, "مليوناً": 1e6,
          "ملايين": 1e6, "مليار": 1e9, "مليارا": 1e9, "ملياراً": 1e9, "مليارات": 1e9, "ملايير": 1e9, "بليون": 1e9,
          "بلايين": 1e9, "تريليون": 1e12, "ترليون": 1e12, "تريليونا": 1e12, "تريليوناً": 1e12, "تريليونات": 1e12,
          **_PREFIXED}  # fmt: skip


def _numerals() -> Iterator[tuple[str, float]]:
    """The number words of one, two or three parts that are written as one: خمسة عشر, ثلاثمئة, ملياران."""
    for one, words in _ONES.items():
        yield from ((f"{word} {ten}", 10 + one) for word in words for ten in ("عشر", "عشرة"))
        yield from ((word, one) for word in words if word not in {"أحد", "إحدى"})  # by themselves, one of several
    yield from ((word, ten) for ten, words in {10.0: ("عشرة", "عشر"), **_TENS}.items() for word in words)
    yield from ((word, 100.0) for word in ("مئة", "مائة"))
    yield from ((f"{word}{hundred}", 100.0 * n) for n, word in _HUNDREDS.items() for hundred in ("مئة", "مائة"))
    yield from ((f"{word}{end}", n) for n, words in _TWOS.items() for word in words for end in ("ي", "ين", "ان"))
    yield from ((f"{word}ا", n) for n, words in _TWOS.items() for word in words if n >= 1e6)  # مليارا دولار


def _spelled(words: Mapping[str, _T]) -> dict[str, _T]:
    """The words with and without their hamza, which many leave out, and with either place of a tanwin: ألفاً, الفًا."""
    placed = {word.replace("اً", "ًا"): value for word, value in words.items()} | {**words}
    return {spelling: value for word, value in placed.items() for spelling in (word, word.translate(_NO_HAMZA))}


LOCALE = Locale(
    name="Arabic",
    words=_spelled({f"{prefix}{word}": value for word, value in _numerals() for prefix in _PREFIXES}),
    more_decimals="،",
    turned="ر",
    tens_joints=("و",),
    hundred_joints=("و",),
    point=("فاصلة", "فاصل"),
    large=_spelled(_LARGE),
    unsaid=frozenset({"ألف", "الف", "مليار", "بليون", "تريليون", "مليون", *_PREFIXED, *_ONE}),
    large_joints=(" و", " و "),
    portions={"نصف": 0.5, "ربع": 0.25},
    and_half=("ونصف", "ونصف المليار", "ونصف المليون", "ونصف مليار"),
    currencies=_spelled({
        **CODES, "دولار": "USD", "دولارا": "USD", "دولاراً": "USD", "دولارات": "USD", "دولار أميركي": "USD",
        "دولار أمريكي": "USD", "وون": "KRW", "وون كوري": "KRW", "وون كوري جنوبي": "KRW", "ين": "JPY",
        "ين ياباني": "JPY", "يورو": "EUR", "أورو": "EUR", "جنيه إسترليني": "GBP", "جنيهات إسترلينية": "GBP",
        "دولار كندي": "CAD", "دولار أسترالي": "AUD", "دولار سنغافوري": "SGD", "دولار نيوزيلندي": "NZD",
        "دولار تايواني": "TWD", "دولار هونغ كونغ": "HKD", "يوان": "CNY", "روبية": "INR", "روبل": "RUB",
        "فرنك سويسري": "CHF", "زلوتي": "PLN", "شيكل": "ILS", "شيقل": "ILS", "شواكل": "ILS", "شواقل": "ILS",
        "ريال": "SAR", "ريال سعودي": "SAR", "ريالات سعودية": "SAR", "ريال قطري": "QAR", "ريالات قطرية": "QAR",
        "ريال عماني": "OMR", "درهم": "AED", "درهما": "AED", "درهم إماراتي": "AED", "دينار كويتي": "KWD",
        "دينار أردني": "JOD", "دنانير أردنية": "JOD", "دينار عراقي": "IQD", "دينار بحريني": "BHD", "جنيه": "EGP",
        "جنيها": "EGP", "جنيهات": "EGP", "جنيه مصري": "EGP", "جنيهات مصرية": "EGP", "ليرة لبنانية": "LBP",
        "ليرات لبنانية": "LBP", "ليرة سورية": "SYP", "ليرة تركية": "TRY",
    }),
    coins=("سنتا", "سنتات", "سنت"),
    ranges=("-", "–", "إلى", "أو", "الى"),
    lists=("و", "إلى", "الى", "أو"),
    between=(("بين", "و"),),
    apart=("من",),
    percent=("%", "في المئة", "في المائة", "بالمئة", "بالمائة", "فى المئة", "فى المائة", "بالمية"),
    percent_before=("%",),
    fractions={"نصف": 50.0, "النصف": 50.0, "ثلث": 100 / 3, "ثلثي": 200 / 3, "ربع": 25.0, "ثلاثة أرباع": 75.0},
    folds={"ستتضاعف": 2, "سيتضاعف": 2, "تتضاعف": 2, "يتضاعف": 2, "تضاعفت": 2,
           "مضاعفة": 2, "بمضاعفة": 2, "ضعفي": 2, "ضعفين": 2, "الضعف": 2, "مرتين": 2},
    times=("أضعاف", "اضعاف", "أمثال", "مرات", "ضعف", "ضعفا", "ضعفاً", "ضعفًا"),
    terms={"عام واحد": 1, "سنة واحدة": 1, "عاما واحدا": 1, "عامين": 2, "سنتين": 2},
    years=("سنوات", "أعوام", "سنة", "عاما", "عاماً", "عامًا", "سنين"),
)  # fmt: skip
