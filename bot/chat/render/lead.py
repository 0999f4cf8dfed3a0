"""What happened, in one line made of the reading alone: the first line of an alert."""

import re
from collections.abc import Sequence

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Text, bold, joined, said, text
from bot.chat.render.words import ToldFigure, role_words, sized, told_figures, total_years, track_name, track_of
from bot.desk.ledger.denials import corrects, denies
from bot.desk.ledger.states import UNTOLD, ends_now, is_near, is_wished, tells_halt
from bot.model import Article, Event, Kind, Measure, Role, Stance, Topic, Track
from bot.phrases.amounts import Base
from bot.phrases.context import tells_of_notices
from bot.reading.text import sentences

_OF_NEWS, _OF_TURNS = 2, 4
"""Sentences of a text."""
_WHOLE = frozenset({None, Measure.LEVEL, Measure.TOTAL})
"""Of a sum: no part of it, and nothing that comes on top."""


_BACK_TO_WORK = re.compile(
    r"\b(?:furlough|unpaid leave|leave)\b.*\b(?:comes? to an end|ends|ended|over|lifted|called off)\b"
    r"|\b(?:go|goes|going|called|come|coming|brought|allowed) back(?: to work)?\b|\breturn(?:s|ed|ing)? to work\b"
    r"|zurück an (?:die|ihre) Arbeit"
    r"|무급휴직.{0,12}(?:종료|끝)|업무 ?복귀|복직|無給休職.{0,12}(?:終了|解除)|職場に?復帰",
    re.IGNORECASE,
)
"""That those who were sent home work again."""
_RETURN = "workers to return"
_SAID = frozenset({Event.STATEMENT, Event.REPORT})
_AHEAD = re.compile(
    r"\b(?:furlough|unpaid leave)\b[^.;]{0,20}\bnext (?:month|week)\b"
    r"|\b(?:looming|impending) (?:furlough|unpaid leave)\b"
    r"|\b(?:to|will|would|could|may|might) be (?:sent home|furloughed|(?:put|placed) on (?:unpaid )?leave)\b"
    r"|무급휴직[^.]{0,6}(?:앞두고|예고)|다음 ?달[^.]{0,6}무급휴직|無給休職[^。]{0,6}予告|来月[^。]{0,6}無給休職",
    re.IGNORECASE,
)
"""That a furlough has not begun."""


def about(article: Article, topic: Topic, t: Translator = ENGLISH) -> Text:
    """``🇰🇷 South Korea · talks broken off``."""
    track = track_of(topic, article.reading.track)
    name = track_name(track, t, topic.vocabulary.parties) if track else ""
    return joined(" · ", [name, t.word("event", _happened(article))])


HAPPENED = (
    "deal said to be near", "troop cut weighed", "furlough ends", "furlough notices", "furlough ahead",
    "troop cut halted", "agreement runs out", "troops to come", _RETURN,
)  # fmt: skip
"""What is told beside the events' own words."""


def _happened(article: Article) -> str:
    """The event, but what is only near, weighed or halted as that."""
    event = article.reading.event
    if event is Event.AGREEMENT_IN_PRINCIPLE and is_near(article.title, _first_sentence(article)):
        return "deal said to be near"
    if event is Event.TROOP_CUT and is_wished(article.title):
        return "troop cut weighed"
    if event is Event.FURLOUGH and _BACK_TO_WORK.search(article.title):
        return "furlough ends"
    if event is Event.FURLOUGH and tells_of_notices(article):
        return "furlough notices"
    if event is Event.FURLOUGH and _AHEAD.search(f"{article.title}\n{_first_sentence(article)}"):
        return "furlough ahead"
    if event in UNTOLD and (untold := _without_event(article)):
        return untold
    # "Denied · statement" would read as if the statement were what is denied.
    return "" if event in _SAID and taken_back(article) else event.traits.words


def _without_event(article: Article) -> str:
    """What happened that is no event of a report; else ""."""
    if _halts_troop_cut(article):
        return "troop cut halted"
    if ends_now(article):
        return "agreement runs out"
    if any(row.troops == "to come" and row.figure.surface in article.title for row in told_figures(article)):
        return "troops to come"
    return _RETURN if _brings_staff_back(article) else ""


def _brings_staff_back(article: Article) -> bool:
    staff = any(figure.kind is Kind.COUNT for figure in article.reading.figures)
    return staff and bool(_BACK_TO_WORK.search(_beginning(article)))


def tells_of_staff(article: Article) -> bool:
    """Whether the first line says what becomes of the workers that the report counts."""
    return article.reading.event is Event.FURLOUGH or _happened(article) == _RETURN


def _beginning(article: Article) -> str:
    ends = [end for _, end in sentences(article.text)]
    return f"{article.title}\n{article.text[: ends[min(_OF_NEWS, len(ends)) - 1] if ends else 0]}"


def _halts_troop_cut(article: Article) -> bool:
    leaving = [one for one in article.reading.figures if one.kind is Kind.TROOPS]
    return tells_halt(article) and bool(leaving)


def _first_sentence(article: Article) -> str:
    return next((article.text[start:end] for start, end in sentences(article.text)), "")


def lead(article: Article, topic: Topic, t: Translator = ENGLISH) -> Text:
    """``🇰🇷 South Korea · signing reported: ₩1.52tn a year for 2026, a rise of 8.3%``; without a figure as ``about``.

    What takes back begins with that, and tells of the sum that it denies.
    """
    sums = _main(told_figures(article), article, track_of(topic, article.reading.track), t)
    back = t.word("report", taken_back(article))
    return joined(": ", [joined(" · ", [bold(back) if back else "", about(article, topic, t)]), sums])


def taken_back(article: Article) -> str:
    """``Corrected`` or ``Denied``, of a report that does so; else ""."""
    if corrects(article.title, article.text):
        return "Corrected"
    return "Denied" if denies(article.title) else ""


def _main(rows: Sequence[ToldFigure], article: Article, track: Track | None, t: Translator) -> Text:
    """The figure that the event is about; nothing where the report has none, or leaves open what it is."""
    event = article.reading.event
    stance = Stance.DENIED if denies(article.title) else Stance.ASSERTED
    lead_end = _end_of_lead(article)
    own = [
        row
        for row in rows
        if row.figure.stance is stance
        and _is_of(row, track)
        and _stands_in(row, lead_end)
        and not (row.around.is_earlier or row.around.is_of_some or row.around.would_have_done or row.around.is_purchase)
    ]
    if event is Event.FURLOUGH:
        return text("")  # how many work, are told, and stay at home stands in one sentence
    if event is Event.TROOP_CUT:
        leaving = [row for row in own if row.figure.kind is Kind.TROOPS and row.troops == "to leave"]
        return bold(sized(leaving[0], t)) if len(leaving) == 1 else text("")
    if event.traits.stage == "deal":
        return joined(", ", [_sum(own, Role.AGREED, t), _rise(own, t)])
    demanded = _sum(own, Role.DEMANDED, t)
    return demanded if demanded.plain else _sum(own, Role.OFFERED, t)


def _end_of_lead(article: Article) -> int:
    """Where in the text the sentences end that tell the news; a deal's terms may stand in any."""
    event = article.reading.event.traits
    if event.stage == "deal":
        return len(article.text)
    ends = [end for _, end in sentences(article.text)]
    return ends[min(_OF_TURNS if event.is_turn else _OF_NEWS, len(ends)) - 1] if ends else 0


def _stands_in(row: ToldFigure, lead_end: int) -> bool:
    return row.figure.where == "title" or row.figure.start < lead_end


def _is_of(row: ToldFigure, track: Track | None) -> bool:
    return track is None or row.figure.payer in {None, track.payer}


def _sum(rows: Sequence[ToldFigure], role: Role, t: Translator) -> Text:
    """The weightiest whole sum in a role, or share of GDP; that a deal's is agreed goes without saying."""
    for row in rows:
        figure = row.figure
        is_sum = figure.kind is Kind.MONEY and figure.measure in _WHOLE
        if figure.role is role and not row.is_first and (is_sum or row.base is Base.GDP):
            year = figure.year if is_sum else None
            words = role_words(role if role is not Role.AGREED else Role.OTHER, year, t)
            return said(
                t, "{amount}[ {role}][ {total}]", amount=bold(sized(row, t)), role=text(words),
                total=text(total_years(row, t)),
            )  # fmt: skip
    return text("")


def _rise(rows: Sequence[ToldFigure], t: Translator) -> Text:
    """By how much the deal's sum goes up, where one percentage says so."""
    rises = [row for row in rows if row.figure.role is Role.AGREED and _is_rise(row)]
    return bold(sized(rises[0], t)) if len(rises) == 1 else text("")


def _is_rise(row: ToldFigure) -> bool:
    is_change = row.base is None and row.figure.measure is Measure.INCREASE and row.change == "up"
    return row.figure.kind is Kind.PERCENT and (row.base is Base.RISE or is_change)
