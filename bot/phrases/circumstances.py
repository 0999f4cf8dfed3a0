"""What the sentence of a figure says of its circumstances: of when it is, of how many years, and whose it is not.

The words are of the languages and of no topic, as in ``context``.
"""

import re

from msgspec import Struct

from bot.model import Figure
from bot.phrases.context import Texts
from bot.phrases.spans import whole_year, years_of

_NEAR = 300
"""Characters on either side in which a sentence begins and ends."""
_SENTENCE_END = re.compile(r"(?<=[^A-Z.][.!?])\s|(?<=[.!?][\"'”’])\s|[。！？\n]")
"""``U.S. forces`` goes on."""
_CLAUSE_END = re.compile(r"[;、]|, (?!fiscal|FY)|，")

_TERM = (
    r"\b(?:in|during|throughout) (?:his|her|\w+'s) (?:first|previous|earlier|last) (?:term|presidency)\b"
    r"|\b(?:in|during) (?:his|her|\w+'s) (?:first )?(?:presidency|time in office|years in office)\b"
    r"|\bwhen (?:he|she) was (?:first )?president\b|\b(?:in|während) (?:seiner|ihrer) (?:ersten )?Amtszeit\b"
    r"|\b(?:premier mandat|primer mandato)\b|집권 1기|첫 임기|1기 (?:행정부|집권|때|당시)|재임 (?:시절|당시|중)"
    r"|1期目|前政権|在任中|大統領時代"
)
"""A time in office that is over."""
_SAID_EARLIER = re.compile(
    _TERM + r"|\bduring (?:the|their) (?:last|previous|earlier) (?:talks|negotiations|round)"
    r"|\b(?:in|at) the (?:last|previous) (?:talks|negotiations)\b|\bbei den letzten Verhandlungen\b"
    r"|\bhad (?:last|once|then|earlier|previously|formerly) "
    r"(?:asked|demanded|sought|wanted|called for|requested|proposed|offered|pressed)\b"
    r"|\bhad (?:asked|demanded|sought|wanted|called for|requested|pressed)\b[^.;]{0,60}\bas president\b"
    r"|\b(?:previously|formerly) (?:asked|demanded|sought|wanted|requested|offered)\b"
    r"|\b(?:recall(?:s|ed)?|remember(?:s|ed)?) (?:asking|demanding|seeking|requesting|offering)\b"
    r"|\b(?:asked(?: for)?|demanded|sought|requested|reported|made|raised|proposed) in 20\d\d\b"
    r"|\bhatten? (?:\w+ )?(?:zuletzt|einst|früher|damals|zuvor) [^.]{0,80}(?:gefordert|verlangt|angeboten)\b"
    r"|지난 협상|前回の(?:交渉|協議)",
    re.IGNORECASE,
)
"""Of what is asked or offered, that it was at another time."""
_IN_TERM = re.compile(_TERM, re.IGNORECASE)

_SOME = re.compile(
    r"\b(?:some|several|certain|a few|many|most) (?:of the )?(?:countries|allies|nations|members|hosts)\b"
    r"|\b\d+ (?:of|out of) (?:the |its )?\d+ (?:countries|allies|nations|members|states)\b"
    r"|\b(?:einige|manche|mehrere|etliche) (?:Länder|Staaten|Verbündete|Partner|Mitglieder)\b"
    r"|国も(?:出|あ)|一部の(?:国|同盟国|加盟国)|일부 (?:국가|나라|동맹국|회원국)|몇몇 (?:국가|나라|동맹국)",
    re.IGNORECASE,
)
_WOULD_HAVE_TAKEN = re.compile(
    r"\bwould(?:'ve| have) (?:been (?:content|happy|satisfied|fine) with|taken|accepted|settled for|agreed to)\b[^#]*#"
    r"|\bhätten? [^#]*# [^#]*(?:genommen|akzeptiert)|#[^#]{0,12}받아들였을|#[^#]{0,12}受け入れただろう",
    re.IGNORECASE,
)
"""What would have been enough for somebody is not what he asked for."""
_ARMS = r"(?:arms|weapons?|weaponry|jets|aircraft|missiles|military (?:equipment|hardware))"
_BUY = r"\b(?:buy\w*|bought|purchas\w+|acquir\w+|procur\w+)"
_PURCHASE = re.compile(
    rf"{_BUY} (?:[\w.,'-]+ ){{0,4}}{_ARMS}\b[^#,;]{{0,40}}#"
    rf"|{_BUY}\b[^#;]{{0,40}}#(?: worth)?(?: of| in)? (?:\w+ ){{0,2}}{_ARMS}\b"
    r"|무기[^#,.]{0,12}#[^#,.]{0,12}(?:구매|구입|사)|#[^#,.]{0,10}(?:무기|군사장비)[^#,.]{0,8}(?:구매|구입)"
    r"|#[^#、。]{0,10}(?:武器|装備品)[^#、。]{0,6}(?:購入|調達)|\bWaffen\w*[^#,;]{0,20}#[^#,;]{0,20}(?:kaufen|Kauf)",
    re.IGNORECASE,
)
_STARTS_AT = re.compile(
    r"\b(?:starts?|begins?|starting|beginning)(?: out)? (?:at|with)(?: (?:about|around|some|nearly|more than|over))* #"
    r"|\bbeginn(?:t|en)\b[^#,;]{0,10} (?:bei|mit)(?: (?:rund|etwa))? #|첫해[^#,.]{0,12}#|初年度[^#、。]{0,8}#",
    re.IGNORECASE,
)
_UNCONFIRMED = re.compile(
    r"\bunconfirmed\b|\bunbestätigt\w*|확인되지 않은|未確認|\bnon confirmé\w*|\bsin confirmar\b", re.IGNORECASE
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|den(?:y|ies|ied)|false|untrue|nicht|kein\w*|nie)\b|않|아니|부인|ない|否定|なかった",
    re.IGNORECASE,
)
_SOURCE_YEAR = re.compile(
    r"\b(20\d\d) (?:report|study|survey|review)\b|\b(?:report|study|survey)(?: \w+){0,3} (?:of|from|in) (20\d\d)\b"
    r"|(?<!\d)((?:20)?\d\d)年の?(?:報告書|調査|資料)|(20\d\d)년 ?(?:보고서|조사|자료)"
    r"|\b(?:Bericht|Studie)(?: \w+){0,3} (?:von|aus)(?: dem Jahr)? (20\d\d)\b",
    re.IGNORECASE,
)
"""Of the report or study that a figure is from."""


class Circumstances(Struct, frozen=True):
    """What the sentence of a figure says of it, where it says so."""

    is_earlier: bool = False
    """Whether it was asked or offered at an earlier time, or is of a time in office that is over."""
    is_of_some: bool = False
    """Whether it is told of some of several countries, without their names."""
    would_have_done: bool = False
    """Whether it is what somebody says would have been enough."""
    is_purchase: bool = False
    """Whether arms are bought for it."""
    is_first_year: bool = False
    """Whether a yearly sum is that of the first year, and goes on from there."""
    is_unconfirmed: bool = False
    source_year: int | None = None
    """The year of the report or study that it is from."""
    years: str = ""
    """``for 2016–2020``, ``over 5 years``: those that a total is of."""


def circumstances(article: Texts, figure: Figure) -> Circumstances:
    """What the sentence says in which a figure stands, and for what is said of others the clause."""
    sentence, clause = _around(article, figure)
    claimed = figure.role.traits.is_claim
    return Circumstances(
        is_earlier=bool((_SAID_EARLIER if claimed else _IN_TERM).search(sentence)),
        is_of_some=figure.payer is None and bool(_SOME.search(clause)),
        would_have_done=bool(_WOULD_HAVE_TAKEN.search(sentence)),
        is_purchase=bool(_PURCHASE.search(sentence)),
        is_first_year=bool(_STARTS_AT.search(sentence)),
        is_unconfirmed=bool(_UNCONFIRMED.search(sentence)),
        source_year=_source_year(sentence),
        years=years_of(sentence),
    )


def is_negated(article: Texts, figure: Figure) -> bool:
    """Whether the sentence of a figure says of anything that it is not so."""
    return bool(_NEGATION.search(_around(article, figure)[0]))


def _around(article: Texts, figure: Figure) -> tuple[str, str]:
    """The sentence and the clause of a figure, with ``#`` in its place."""
    text = article.title if figure.where == "title" else article.text
    end = figure.start + len(figure.surface)
    before = _SENTENCE_END.split(text[max(0, figure.start - _NEAR) : figure.start])[-1]
    after = _SENTENCE_END.split(text[end : end + _NEAR], maxsplit=1)[0]
    clause = f"{_CLAUSE_END.split(before)[-1]}#{_CLAUSE_END.split(after, maxsplit=1)[0]}"
    return f"{before}#{after}", clause


def _source_year(sentence: str) -> int | None:
    found = _SOURCE_YEAR.search(sentence)
    return int(whole_year(next(filter(None, found.groups())))) if found else None
