"""Which of the stories at hand a report joins, if any."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.intake.stories.parting import parting
from bot.desk.intake.stories.rarity import Rarity
from bot.desk.intake.stories.signs import WINDOW, FigureSign, signs_of, signs_of_figure
from bot.desk.intake.stories.weights import UNTOLD, Comparer
from bot.model import Entry, Figure, Kind, Reading, Signs, StorySketch
from bot.phrases.amounts import amount

NEWEST = 30
"""Reports of a story that a new one is compared with; a story that everybody carries has hundreds."""
NEVER = datetime(1, 1, 1, tzinfo=UTC)
"""The date of a story whose reports have none."""

NEWS_KINDS = frozenset({Kind.MONEY, Kind.PERCENT, Kind.MULTIPLE})
"""Troops and workers are in the background of every report, and are no news of it."""

FigureKey = tuple[str, str, str | None, float]


class Joined(Struct, frozen=True):
    story: StorySketch
    why: str
    """The signs: ``the same link``, ``the same figure (₩1.039tn); the same event (signed); the same day`` ..."""
    leaving: tuple[int, ...] = ()
    """By their places in ``story.reports``, those that it turns out to be of one story with, apart from ``story``; it
    joins ``story`` where there are none. See ``parting``."""


def join(
    entry: Entry,
    reading: Reading,
    published: datetime | None,
    stories: Iterable[StorySketch],
    rarity: Rarity | None = None,
    *,
    until: datetime | None = None,
) -> Joined | None:
    """The story that a report belongs to; None where it begins one of its own.

    A story is as near as its nearest report and all of them on average: the nearest alone would chain turn to turn.
    Hand in the stories that ``horizon`` reaches back to, and how rare signs are among all that is known; without it
    rarity is that of the stories handed in. ``until`` is the latest date, where ``published`` is coarse.
    """
    stories = tuple(stories)
    if entry.link and (linked := next((story for story in stories if entry.link in story.links), None)) is not None:
        return Joined(linked, "the same link")
    known = rarity if rarity is not None else Rarity(chain.from_iterable(story.reports for story in stories))
    signs = signs_of(reading, published, until)
    compare = Comparer(signs, known, lambda sign: _named(sign, reading))
    best: tuple[float, int, StorySketch, _Near] | None = None
    for story in stories:
        near = _nearest(compare, story)
        if near is not None and near.score >= 0 and (best is None or (near.score, story.id) > best[:2]):
            best = near.score, story.id, story, near
    if best is None:
        return None
    _, _, found, near = best
    family = [story for story in stories if _origin(story) == _origin(found)]
    if len(family) > 1:
        return _set_apart(family, compare)
    is_divided = near.mean < 0 and found.split_from is None and not found.merged
    return Joined(found, compare.why(near.report), parting(signs, found.reports, known) if is_divided else ())


def _set_apart(family: Iterable[StorySketch], compare: Comparer) -> Joined:
    """Of stories that the operator split, the one with the nearest report.

    By all of its reports a new one may look like the story that was split, as those looked that were split off.
    """
    scored = [(compare.score(told), story.id, story, told) for story in family for told in story.reports]
    _, _, story, told = max((one for one in scored if one[0] is not None), key=lambda one: (one[0], one[1]))
    return Joined(story, compare.why(told))


def _origin(story: StorySketch) -> int:
    return story.id if story.split_from is None else story.split_from


class _Near(NamedTuple):
    """How near a report is to a story."""

    most: float
    mean: float
    """Over its reports."""
    report: Signs
    """The one that is nearest."""

    @property
    def score(self) -> float:
        return (self.most + self.mean) / 2


def _nearest(compare: Comparer, story: StorySketch) -> _Near | None:
    """How near a story is, and its report that is nearest; None where all of its reports are far or too far back."""
    if compare.are_far(story.reports):
        return None
    most, total, compared = 0.0, 0.0, 0
    nearest: Signs | None = None
    for told in story.reports:
        score = compare.score(told)
        if score is not None:
            total += score
            compared += 1
            if nearest is None or score > most:
                most, nearest = score, told
    return _Near(most, total / compared, nearest) if nearest is not None else None


def _named(sign: FigureSign, reading: Reading) -> str:
    return next((amount(figure) for figure in reading.figures if sign in signs_of_figure(figure)), str(sign[2]))


def news_figures(figures: Iterable[Figure]) -> list[Figure]:
    """The figures that can be the news of a report."""
    return [f for f in figures if f.on_topic and f.kind in NEWS_KINDS and f.role.traits.is_news]


def new_figures(reading: Reading, story: StorySketch) -> list[Figure]:
    """The figures of a report that its story did not have."""
    return [f for f in news_figures(reading.figures) if not _is_in(f, story.figures)]


def _is_in(figure: Figure, known: Iterable[FigureKey]) -> bool:
    """Within half a percent: one outlet's 1.04 trillion is another's 1.0389; by either end of a range."""
    ends = [end for end in (figure.value, figure.value_max) if end is not None]
    return any(
        kind == figure.kind
        and role == figure.role
        and currency == figure.currency
        and any(abs(value - end) <= 0.005 * abs(end) for end in ends)
        for kind, role, currency, value in known
    )


def new_story(number: int, entry: Entry, reading: Reading, published: datetime | None) -> StorySketch:
    """The sketch of a story that this report begins; ``grow`` puts the report in."""
    return StorySketch(
        id=number,
        title=entry.title,
        track=reading.track,
        event=reading.event,
        last_published=published or NEVER,
        reports=(),
        figures=frozenset(),
        links=frozenset(),
        alerted=False,
    )


def grow(
    story: StorySketch,
    entry: Entry,
    reading: Reading,
    published: datetime | None,
    *,
    rang: bool,
    until: datetime | None = None,
) -> StorySketch:
    """The story with one more report in it."""
    keys = {(f.kind.value, f.role.value, f.currency, f.value) for f in reading.figures if f.on_topic}
    return replace(
        story,
        track=story.track or reading.track,
        event=reading.event if story.event in UNTOLD else story.event,
        last_published=max(story.last_published, published or NEVER),
        reports=(*story.reports, signs_of(reading, published, until))[-NEWEST:],
        figures=story.figures | keys,
        links=story.links | ({entry.link} - {""}),
        alerted=story.alerted or rang,
    )


def horizon(entries: Sequence[Entry], now: datetime) -> datetime:
    """How far back stories matter to these entries."""
    return min((entry.published or now for entry in entries), default=now) - WINDOW
