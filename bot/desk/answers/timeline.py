"""Stories over time, a line each, and one story report by report.

Nothing is worded anew: a story speaks through the headline of one of its reports, word for word, and opens to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from bot.desk.intake.stories.origins import origins
from bot.desk.ledger.gist import ArticleOrGist, figures_in
from bot.desk.ledger.rows import Source, by_date, source
from bot.desk.ledger.states import DONE, STATES, Cues, State, state_told_by, timed_states
from bot.model import Article, Event, Kind, Role, Version

TURNING = DONE | {Event.TALKS_BREAK_OFF}
"""What changes where talks stand for good."""
STIRRING = frozenset(STATES) | {Event.FURLOUGH, Event.TROOP_CUT}
TRACED = 400
"""Reports of a story that are held against each other to tell whose they are."""
NO_VERSIONS: Mapping[int, Sequence[Version]] = {}
_ROLELESS = frozenset({Role.OTHER, Role.CONVERSION})
WIDELY = 3
"""Outlets that make a story one of weight, whatever it tells."""


class Development(Struct, frozen=True):
    """One story, by the report that speaks for it."""

    story_id: int
    track: str | None
    sentence: str
    """The title of one report, word for word."""
    source: Source
    """That report."""
    published: datetime
    """When the newest report of the story within the period came."""
    reports: int
    outlets: int
    state: State | None = None
    """What the story tells of where talks stand, if that holds."""
    weight: int = 0
    """2 for a turn of the talks, 1 for what stirs them or is widely told, else 0."""


class Edition(Struct, frozen=True):
    """A change that an outlet made to a report after it came."""

    seen: datetime
    words: str


class StoryReport(Struct, frozen=True):
    """A report of a story."""

    source: Source
    published: datetime
    language: str
    event: Event
    new: tuple[str, ...]
    """Surfaces of its sums and percentages with a role, that no earlier report of the story had."""
    unclear: tuple[str, ...] = ()
    """Surfaces of those whose role is unclear, that no earlier report had in any role."""
    edits: tuple[Edition, ...] = ()
    """What its outlet changed in it since it came, the first change first."""


class Story(Struct, frozen=True):
    """A story, its reports first to last."""

    story_id: int
    track: str | None
    title: str
    """That of the report that speaks for it, word for word."""
    state: State | None
    reports: tuple[StoryReport, ...]
    outlets: int
    origins: str = ""
    """``2 origins, 20 republications``: of the first reports, as far as whose they are was looked at."""


def developments(articles: Iterable[ArticleOrGist], cues: Cues) -> tuple[Development, ...]:
    """Makes one development of each story, the story with the newest report first."""
    return tuple(development(of_one, cues) for of_one in by_story(articles))


def by_story(articles: Iterable[ArticleOrGist]) -> list[list[ArticleOrGist]]:
    """The reports of each story, the oldest first; the story with the newest report first."""
    stories: defaultdict[int, list[ArticleOrGist]] = defaultdict(list)
    for article in by_date(articles):
        stories[article.story_id].append(article)
    return sorted(stories.values(), key=lambda of_one: (of_one[-1].published, of_one[-1].story_id), reverse=True)


def by_weight(found: Iterable[Development]) -> tuple[Development, ...]:
    """Sorts developments by weight, the heavier first, and of equals the newer first."""
    return tuple(sorted(found, key=lambda one: (one.weight, one.published, one.story_id), reverse=True))


def timeline(
    articles: Sequence[ArticleOrGist],
    cues: Cues,
    *,
    now: datetime,
    since: datetime | None = None,
    track: str | None = None,
) -> tuple[Development, ...]:
    """The stories of a period that ends ``now``, the newest first; of one track where asked."""
    return developments(
        (
            article
            for article in articles
            if article.published <= now
            and (since is None or article.published >= since)
            and track in (None, article.reading.track)
        ),
        cues,
    )


def story(
    articles: Sequence[Article], cues: Cues, versions: Mapping[int, Sequence[Version]] = NO_VERSIONS
) -> Story | None:
    """One story, made of its reports; None without any. ``versions``: of those that were edited, by their ids."""
    reports = by_date(articles)
    if not reports:
        return None
    whole = development(reports, cues)
    whose = origins(reports[:TRACED]).in_words()
    seen: set[_Seen] = set()
    told: list[StoryReport] = []
    for article in reports:
        new, unclear = _first_with(article, seen)
        edits = tuple(Edition(one.until, one.change) for one in versions.get(article.id, ()))
        of = source(article)
        told.append(StoryReport(of, article.published, article.language, article.reading.event, new, unclear, edits))
    return Story(whole.story_id, whole.track, whole.sentence, whole.state, tuple(told), whole.outlets, whose)


_Seen = tuple[Kind, Role | None, str | None, float]
"""Without a role: seen in whatever role."""


def _first_with(article: Article, seen: set[_Seen]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The report's surfaces that are in none of the ``seen``, and the unclear ones; they are seen then."""
    figures = [one for one in article.reading.figures if one.on_topic and one.role not in _ROLELESS]
    found: dict[bool, dict[str, None]] = {False: {}, True: {}}
    for figure in sorted(figures, key=lambda one: one.role is Role.UNCLEAR):
        is_unclear = figure.role is Role.UNCLEAR
        anywhere: _Seen = figure.kind, None, figure.currency, figure.value
        own: _Seen = anywhere if is_unclear else (figure.kind, figure.role, figure.currency, figure.value)
        if own not in seen:
            found[is_unclear][figure.surface] = None
        seen |= {own, anywhere}
    return tuple(found[False]), tuple(found[True])


def development(articles: Sequence[ArticleOrGist], cues: Cues) -> Development:
    """The development that a story is, made of its reports, the oldest first.

    The best report speaks for the story: in English, which the answer is in; one that tells a state; of figures.
    """
    held = timed_states(articles, cues)
    state = max(held, key=lambda one: (one[1].outlets, one[0]), default=(None, None))[1]
    best = min(
        articles,
        key=lambda a: (
            a.language != "en",
            state is not None and state_told_by(a) is not state.event,
            a.reading.event not in STATES,
            -figures_in(a),
            a.published,
            a.id,
        ),
    )
    outlets = len({article.outlet for article in articles})
    return Development(
        story_id=best.story_id,
        track=best.reading.track,
        sentence=best.title,
        source=source(best),
        published=articles[-1].published,
        reports=len(articles),
        outlets=outlets,
        state=state,
        weight=_weight(state, articles, outlets),
    )


def _weight(state: State | None, articles: Iterable[ArticleOrGist], outlets: int) -> int:
    if state is not None and state.event in TURNING:
        return 2
    stirs = any(article.reading.event in STIRRING for article in articles)
    return int(stirs or outlets >= WIDELY)
