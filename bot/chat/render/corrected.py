"""That an operator has corrected something, wherever it is shown."""

from collections.abc import Iterable, Mapping, Sequence

from bot.chat.render.html import Line, clip, tidy
from bot.desk.corrections.wording import BY_THE_OPERATOR, change_in_words, countries_of, net
from bot.model import Aspect, Correction, Spot, Topic
from bot.phrases.wording import day

CorrectedFigures = Mapping[tuple[int, Spot], Sequence[Correction]]
"""Corrections by the article and place of their figure."""
NOTHING: CorrectedFigures = {}


def by_article_and_spot(corrections: Iterable[Correction]) -> CorrectedFigures:
    found: dict[tuple[int, Spot], list[Correction]] = {}
    for one in sorted(corrections, key=lambda one: one.id):
        for spot in one.holds_at:
            found.setdefault((one.article_id, spot), []).append(one)
    return found


def marks(corrections: Iterable[Correction], topic: Topic, indent: str = "   ") -> list[Line]:
    """``✎ corrected by the operator: demanded → offered, 24 Nov 2026``, a line for each aspect; the day is in UTC."""
    countries = countries_of(topic.vocabulary.tracks)
    return [
        f"{indent}✎ {BY_THE_OPERATOR}: {clip(tidy(change_in_words(one, countries)), 200)}, {day(one.made)}"
        for one in net(corrections)
    ]


def marks_of_report(corrections: Iterable[Correction], topic: Topic) -> list[Line]:
    """The same of what happened, and of the story."""
    return marks((one for one in corrections if not one.aspect.is_of_figure), topic, "")


def marks_of_event(corrections: Iterable[Correction], topic: Topic) -> list[Line]:
    return marks((one for one in corrections if one.aspect is Aspect.EVENT), topic, "")


def marks_of_missing(corrections: Iterable[Correction], topic: Topic) -> list[Line]:
    """Those whose figures are in the report no more, as its outlet edited it."""
    found: list[Line] = []
    for one in corrections:
        if one.spot is not None and not one.holds_at:
            found += [f"“{clip(tidy(one.spot[2]), 60)}”, which is in it no more, was", *marks([one], topic)]
    return found
