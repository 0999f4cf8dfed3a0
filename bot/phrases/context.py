"""What the words around a figure tell of it: of what it is a share, which way it goes, what becomes of soldiers.

The words are of the languages and of no topic.
"""

import re
from typing import Literal, Protocol

from bot.model import Figure, Kind
from bot.phrases.amounts import Base

_GDP = re.compile(
    r"GDP|\b(?:BIP|PIB)\b|gross domestic product|economic output|국내총생산|国内総生産|Bruttoinlandsprodukt"
    r"|Wirtschaftsleistung",
    re.IGNORECASE,
)
_COST = re.compile(
    r"\b(?:plus|add|aufschlag von) %|% on top|% ?の?上乗せ|% ?以上を上乗せ|in addition to the (?:full )?cost",
    re.IGNORECASE,
)
_RISE_BEFORE = re.compile(
    r"\b(?:increas|rais|rise|rising|rose|hike|jump|erhöh|anstieg|steiger|angehoben)|\bup %"
    r"|증가율|인상|증액|増加|引き上げ",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"(?<!up )\b(?:to|from|auf)(?: (?:about|around|some|nearly|at least|rund|etwa))? %", re.IGNORECASE)
_RISE_AFTER = re.compile(
    r"% ?(?:가량 |안팎의 ?|more|above|higher|extra|increase|raise|rise|hike|mehr|höher"
    r"|많|늘|올|오른|인상|증액|多|増|引き上げ)",
    re.IGNORECASE,
)
_GOES_UP = re.compile(
    r"augment|hausse|aument|increment|subi|naik|menaik|bertambah|زيادة|ارتفاع|رفع|늘|올|오른|인상|증|増|重く|引き上げ"
    r"|\bup\b|% (?:more|mehr)\b"
    r"|\b(?:increas|rais|rise|rising|rose|hike|jump|extra|additional|more(?! than)|mehr(?! als)|zusätzlich"
    r"|erhöh|anstieg|steiger|höher)",
    re.IGNORECASE,
)
_GOES_DOWN = re.compile(
    r"baisse|rédui|reduc|reduj|diminu|dismin|recort|turun|mengurang|pemotong|تخفيض|خفض|감액|감소|줄|삭감|削減|減|引き下げ"
    r"|% (?:less|fewer|weniger)\b"
    r"|\b(?:cut|lower|less(?! than)|fewer(?! than)|decreas|sav(?:e|ing)|weniger|spar|entlast|sink|senk|kürz)",
    re.IGNORECASE,
)
_LEAVING = re.compile(
    r"\b(?:order|tak|want|get|pull)\w*(?: (?:about|around|some|up to))* # (?:\S+ ){0,3}out\b"
    r"|\b(?:withdraw\w*|sink\w*|shrink\w*|pull(?:ing|s)?\b|pullout|leav(?:e|ing)|cut\w*|reduc\w*|remov\w*|mov(?:e|ing)|relocat\w*|bring\w*|shift\w*"
    r"|(?:go|goes|going|come|coming|sent) home"
    r"|\w*abzug|abzuziehen|abgezogen|abziehen|verlassen|verlegt|verringer\w*|reduzier\w*|gehen|heimgeholt|heimgebracht"
    r"|zurückgeholt|geschickt)|철수|감축|빼|撤収|撤退|削減|移転",
    re.IGNORECASE,
)
_ABOUT = (
    r"(?: (?:about|around|roughly|some|more than|nearly|between|the|a total of|its|now|current|present|rund|etwa"
    r"|derzeit))* #"
)
_TO_STAY = re.compile(rf"(?<!\bup )\b(?:to|leaving|remain\w*|keep\w*|below|auf|nur noch){_ABOUT}", re.IGNORECASE)
"""What they are cut to."""
_OF_ALL = re.compile(
    r"(?:\b(?:from|among|current\w*|now|has|have|host\w*|station\w*|ihrer|(?<!Abzug )von|derzeit)"
    rf"|\bof the|(?<!removal )(?<!withdrawal )(?<!reduction )(?<!pullout )(?<!cut )(?<!brigade )\bof){_ABOUT}",
    re.IGNORECASE,
)
"""What they are cut from."""
_STATIONED = re.compile(
    r"# ?(?:\S+ ){0,3}?(?:(?:are |is |now |currently )*(?:stationed|based|deployed|assigned|strong)\b|stationiert)"
    r"|\b(?:host(?:s|ing)?|station(?:s|ed|ing)?|home to|presence of|has|numbers)(?: \S+){0,2}? #|# ?-strong"
    r"|# (?:\S+ ){0,5}(?:are|is) in\b|# (?:\S+ ){0,3}(?:im Land|in the country)\b"
    r"|# (?:\S+ ){0,2}(?:troops|soldiers|Soldaten) in\b"
    r"|\b(?:present|current|bislang|derzeit|üblicherweise sind es(?: etwa)?) #"
    r"|주둔[^.]{0,12}#|#[^.]{0,16}(?:이|가) 주둔|駐留[^。]{0,10}#|#[^。]{0,10}(?:が|の)駐留",
    re.IGNORECASE,
)
STOPPED = (
    r"\b(?:stop\w*|halt\w*|fr(?:eez|oz)\w+|on hold|on ice|suspend\w*|scrap(?:s|ped)|drops?|dropped"
    r"|Eis|ausgesetzt|gestoppt)\b|중단|보류|凍結|停止"
)
"""That something is stopped or put on hold; to be matched in any case."""
_UNDONE = re.compile(STOPPED + r"|\b(?:never|nie|not carried out)\b", re.IGNORECASE)
"""In the sentence or the headline: what was to leave does not."""
_COMING = re.compile(
    r"\b(?:extra|additional|zusätzlich\w*|(?:grow|rise|increase)s? by)"
    r"(?: (?:about|around|some|up to|rund|etwa))* #"
    r"|# (?:extra|additional|more|zusätzlich\w*)\b|# (?:\S+ ){0,3}(?:are|were|is) (?:coming|arriving|sent)\b"
    r"|추가로 #|# ?명?을? ?(?:추가|증원)|# ?人の?増派",
    re.IGNORECASE,
)
_MAY_STAY = re.compile(
    r"# (?:\S+ ){0,3}(?:may|can|are (?:allowed|permitted) to|dürfen|sollen)(?: \S+){0,2} (?:be|stay|remain|bleiben)\b"
    r"|# (?:\S+ ){0,4}(?:sein|bleiben) (?:dürfen|sollen)\b"
    r"|\b(?:cap|ceiling|limit)\w*(?: \S+){0,3} (?:at|to|of) #",
    re.IGNORECASE,
)
"""A ceiling: so many are left at the most."""
_LEAVING_NEAR = 45
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|[。！？\n]")
_CLAUSE_END = re.compile(r"[,;:–—、] ?")
_RUNNING = re.compile(
    r"\b(?:expir\w*|runs? (?:out|until|through)|lapses?|ends?|last day|current|previous|present|existing|auslauf\w*"
    r"|läuft|bisherig\w*|derzeitig\w*|actuel\w*|vigente|actual|saat ini|berakhir)\b"
    r"|현행|기존|이전|만료|現行|期限|切れ|これまで",
    re.IGNORECASE,
)
_DOWN_FROM = re.compile(
    r"\b(?:down|lower\w*|cut|reduced?|fell|dropped|softened|retreated|scaled back|herunter|gesenkt|zurückgegangen)\b"
    r"[^#]*\b(?:from|von)(?: (?:about|around|some|nearly|up to|an initial|the initial|rund|etwa))* #"
    r"|\bfrom(?: (?:about|around|some|nearly|up to|an initial|the initial))* #(?: a year)? (?:down )?to\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:(?<!for the )first(?! time)|initial(?:ly)?|original(?:ly)?|at first|opened with"
    r"|started (?:out )?(?:with|at|from)|anfangs|ursprünglich\w*|zunächst|zuerst|initialement|d'abord|au départ"
    r"|inicialmente|al principio|awalnya|semula)\b"
    r"[^#]*#"
    r"|(?:애초|당초|처음|처음에)[^#]*#|(?:当初|最初)[^#]*#|(?:في البداية|بداية)[^#]*#",
    re.IGNORECASE,
)
_SECOND = re.compile(
    r"(?:\b(?:came|come|comes) back\b[^#]*\bwith|\bthen (?:asked for|demanded|wanted|proposed|offered)"
    r"|\b(?:lowered|cut|reduced|softened)\b[^#]*\b(?:demand|request|bill|offer)\b[^#]*\bto)"
    r"(?: (?:about|around|some|nearly|rund|etwa))* #",
    re.IGNORECASE,
)
_FIRST_NEAR = 60
_IN_ALL = re.compile(
    r"\b(?:of|among) (?:its|the|their)(?: (?:some|about|around|nearly|roughly|more than|over))* #"
    r"|\b(?:half|most|third|quarter|percent) of(?: (?:some|about|around|nearly|roughly))* #|\bder (?:rund |etwa )?#",
    re.IGNORECASE,
)
"""Of people: a whole that others are a part of."""
_IN_ALL_NEAR = 30
_SECOND_NEAR = 90
_GDP_NEAR, _RISE_NEAR, _CHANGE_NEAR, _SENTENCE = 70, 28, 70, 240
"""Characters on either side."""


_NOTICE = re.compile(r"\bnotices?\b|\bnotif(?:y|ies|ied)\b|통보|通知|\b(?:kündigt|angekündigt)\b", re.IGNORECASE)
"""Of workers, that they are told what is to come."""


class Texts(Protocol):
    """What figures stand in: a report, be it stored or not."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...


def tells_of_gdp(article: Texts) -> bool:
    """Whether a report names the share of economic output anywhere."""
    return bool(_GDP.search(f"{article.title}\n{article.text}"))


def tells_of_notices(article: Texts) -> bool:
    """Whether a headline tells that people are given notice."""
    return bool(_NOTICE.search(article.title))


def base_of(text: str, start: int, end: int) -> Base | None:
    """Of what a percentage at ``text[start:end]`` is, by the words around it in its sentence; None where none tells."""
    before, after = _beside(text, start, end, _GDP_NEAR)
    if _GDP.search(f"{before}%{after}"):
        return Base.GDP
    around = f"{before[-_RISE_NEAR:]}%{after[:_RISE_NEAR]}"
    if _COST.search(around):
        return Base.COST
    rises = _RISE_BEFORE.search(around) and not _LEVEL.search(around)
    return Base.RISE if rises or _RISE_AFTER.search(around) else None


def base_in(article: Texts, figure: Figure) -> Base | None:
    """Of what a percentage of an article is, and whether its troops are to leave; None for other kinds."""
    if figure.kind is Kind.TROOPS:
        return Base.LEAVING if _leaves(article, figure) else None
    return base_of(*_place(article, figure)) if figure.kind is Kind.PERCENT else None


def change_in(article: Texts, figure: Figure) -> Literal["up", "down", ""]:
    """Which way a change goes, by the words of its clause, else of its sentence, else of the report; "" where those say
    both, or nothing.
    """
    before, after = _around(article, figure, _CHANGE_NEAR)
    clause = f"{_CLAUSE_END.split(before)[-1]}%{_CLAUSE_END.split(after, maxsplit=1)[0]}"
    for said in (clause, f"{before}%{after}", article.text):
        up, down = bool(_GOES_UP.search(said)), bool(_GOES_DOWN.search(said))
        if up is not down:
            return "up" if up else "down"
        if up:
            return ""
    return ""


def is_first_position(article: Texts, figure: Figure) -> bool:
    """Whether a sum is told as what a side began with and came away from, by the words before it in its clause."""
    before, after = _around(article, figure, _FIRST_NEAR)
    return bool(_DOWN_FROM.search(f"{before}#{after}") or _FIRST.search(f"{_CLAUSE_END.split(before)[-1]}#"))


def is_second_position(article: Texts, figure: Figure) -> bool:
    """Whether a sum is told as what a side came to, after another one before it in the text."""
    before, _ = _around(article, figure, _SECOND_NEAR)
    return bool(_SECOND.search(f"{before}#"))


def is_whole_staff(article: Texts, figure: Figure) -> bool:
    """Whether so many people are all that there are: ``some of its 9,000 employees``."""
    before, _ = _around(article, figure, _IN_ALL_NEAR)
    return bool(_IN_ALL.search(f"{before}#"))


def _place(article: Texts, figure: Figure) -> tuple[str, int, int]:
    """The part of the report that has a figure, and where it begins and ends there."""
    return article.title if figure.where == "title" else article.text, figure.start, figure.start + len(figure.surface)


def _around(article: Texts, figure: Figure, near: int) -> tuple[str, str]:
    return _beside(*_place(article, figure), near)


def _beside(text: str, start: int, end: int, near: int) -> tuple[str, str]:
    """What stands before and after a place in its sentence, so many characters at the most."""
    before = _SENTENCE_END.split(text[max(0, start - near) : start])[-1]
    return before, _SENTENCE_END.split(text[end : end + near], maxsplit=1)[0]


Fate = Literal["to leave", "to come", "to stay", "not withdrawn", "stationed", ""]
"""What becomes of soldiers."""


def troops_in(article: Texts, figure: Figure) -> Fate:
    """What becomes of so many soldiers, by the words right beside the number; "" where those do not say."""
    around = "#".join(_around(article, figure, _LEAVING_NEAR))
    if _COMING.search(around):
        return "to come"
    if _MAY_STAY.search(around):
        return "to stay"
    if _LEAVING.search(around):
        if _TO_STAY.search(around):
            return "to stay"
        if _OF_ALL.search(around):
            return "stationed"
        is_undone = _UNDONE.search("#".join([article.title, *_around(article, figure, _SENTENCE)]))
        return "not withdrawn" if is_undone else "to leave"
    return "stationed" if _STATIONED.search(around) else ""


def is_running_deal(article: Texts, figure: Figure) -> bool:
    """Whether a length is that of a deal that runs or ran, and not of the one that the report is about."""
    return bool(_RUNNING.search("#".join(_around(article, figure, _SENTENCE))))


def _leaves(article: Texts, figure: Figure) -> bool:
    """By the words around a number of troops in its sentence; what they are cut from or to stays, more of them come."""
    around = "#".join(_around(article, figure, _LEAVING_NEAR))
    stays = any(words.search(around) for words in (_COMING, _TO_STAY, _OF_ALL))
    return bool(_LEAVING.search(around)) and not stays
