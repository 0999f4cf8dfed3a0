"""That an operator has corrected something, wherever it is shown."""

from collections.abc import Iterable, Mapping, Sequence

from bot.chat.languages.amounts import amount
from bot.chat.languages.names import country, doer, source_name
from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Line, clip, tidy
from bot.chat.render.words import role_words
from bot.desk.corrections.values import sum_of_words
from bot.desk.corrections.wording import change_in_words, countries_of, net
from bot.model import Aspect, Correction, Event, Figure, Role, Spot, Topic

CorrectedFigures = Mapping[tuple[int, Spot], Sequence[Correction]]
"""Corrections by the article and place of their figure."""
NOTHING: CorrectedFigures = {}


def by_article_and_spot(corrections: Iterable[Correction]) -> CorrectedFigures:
    found: dict[tuple[int, Spot], list[Correction]] = {}
    for one in sorted(corrections, key=lambda one: one.id):
        for spot in one.holds_at:
            found.setdefault((one.article_id, spot), []).append(one)
    return found


def marks(corrections: Iterable[Correction], topic: Topic, indent: str = "   ", t: Translator = ENGLISH) -> list[Line]:
    """``✎ corrected by the operator: demanded → offered, 24 Nov 2026``, a line for each aspect; the day is in UTC."""
    return [
        indent
        + t.say(
            "✎ corrected by the operator: {change}, {day}",
            change=clip(tidy(change(one, topic, t)), 200),
            day=day(one.made, t),
        )
        for one in net(corrections)
    ]


def change(one: Correction, topic: Topic, t: Translator = ENGLISH) -> str:
    """``demanded → offered``."""
    if t.is_english:
        return change_in_words(one, countries_of(topic.vocabulary.tracks))
    return " → ".join(_value(one.aspect, value, topic, t) for value in (one.was, one.value))


NOBODY = {
    Aspect.ACTOR: "by nobody in particular",
    Aspect.SPEAKER: "said by the outlet itself",
    Aspect.PAYER: "paid by nobody in particular",
}
SOMEBODY = {Aspect.ACTOR: "by {name}", Aspect.SPEAKER: "said by {name}", Aspect.PAYER: "paid by {name}"}


def _value(aspect: Aspect, value: str, topic: Topic, t: Translator) -> str:
    """As ``value_in_words`` of the desk has it in English."""
    match aspect:
        case Aspect.ROLE:
            words = role_words(Role(value), None, t) if value else t.say("no figure of the talks")
            return words or t.say("in no role of the talks")
        case Aspect.VALUE:
            told = sum_of_words(value)
            figure = Figure("", told.kind, told.value, Role.OTHER, "text", 0, told.value_max, told.currency)
            return amount(figure, t)
        case Aspect.EVENT:
            return t.word("event", Event(value).traits.words) or t.say("nothing of the kind")
        case Aspect.STORY:
            return t.say("story {number}", number=value)
        case Aspect.ACTOR | Aspect.SPEAKER | Aspect.PAYER:
            if not value:
                return t.say(NOBODY[aspect])
            if aspect is Aspect.PAYER:
                return t.say(SOMEBODY[aspect], name=country(value, t, value))
            named = doer if aspect is Aspect.ACTOR else source_name
            return t.say(SOMEBODY[aspect], name=named(value, topic.vocabulary.parties, t))


def marks_of_report(corrections: Iterable[Correction], topic: Topic, t: Translator = ENGLISH) -> list[Line]:
    """The same of what happened, and of the story."""
    return marks((one for one in corrections if not one.aspect.is_of_figure), topic, "", t)


def marks_of_event(corrections: Iterable[Correction], topic: Topic, t: Translator = ENGLISH) -> list[Line]:
    return marks((one for one in corrections if one.aspect is Aspect.EVENT), topic, "", t)


def marks_of_missing(corrections: Iterable[Correction], topic: Topic, t: Translator = ENGLISH) -> list[Line]:
    """Those whose figures are in the report no more, as its outlet edited it."""
    found: list[Line] = []
    for one in corrections:
        if one.spot is not None and not one.holds_at:
            gone = t.say("“{figure}”, which is in it no more, was", figure=clip(tidy(one.spot[2]), 60))
            found += [gone, *marks([one], topic, t=t)]
    return found
