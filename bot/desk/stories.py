"""Which story a report belongs to, and by what sign.

A story is one turn of events, however many outlets tell it. Wrongly joined, a turn goes unheard; wrongly apart, a
reader is rung twice. The first is worse, so a sign must be strong where two reports are at odds about event or track.

The thresholds were measured on 65 labelled reports of 2015 to 2026 that no two outlets worded alike, the hard case: of
the pairs within one story and language 62% share 0.09 of their wording or more, of the pairs of two Korean stories with
one event 1.5%; at 0.12 it is 1% of the pairs of any two Korean stories, and none at 0.15.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model import Entry, Event, Figure, Kind, Reading, Role, StorySketch
from bot.reading import similarity

from .amounts import amount

WINDOW = timedelta(days=4)
"""Between a report and the newest one of its story, by the dates that they carry, either way."""
NEAR = timedelta(hours=36)
"""The same, where the wording alone does not tell."""
SAME_DAY = timedelta(hours=18)

COPY = 0.3
WORDING = 0.12
WORDING_AND_EVENT = 0.09
WORDING_SAME_DAY = 0.05
WORDING_AND_FIGURE = 0.05

MILESTONES = frozenset(
    {Event.TALKS_BREAK_OFF, Event.AGREEMENT_IN_PRINCIPLE, Event.SIGNED, Event.RATIFIED, Event.IN_FORCE}
)
"""What happens once in a round of talks: two reports of it near in time are of one story."""
ONCE_A_DAY = MILESTONES | {Event.TALKS_START, Event.TALKS_RESUME, Event.FURLOUGH, Event.TROOP_CUT}
"""What happens once a day at the most. A round of talks is not among it: it opens and may end on one day."""
UNTOLD = frozenset({Event.OTHER, Event.NONE})
VAGUE = UNTOLD | {Event.STATEMENT, Event.REPORT, Event.ANALYSIS}
"""What happens every day and tells no story by itself."""

NEWS_KINDS = frozenset({Kind.MONEY, Kind.PERCENT, Kind.MULTIPLE})
NEWS_ROLES = frozenset({Role.DEMANDED, Role.OFFERED, Role.AGREED, Role.BUDGET})
"""Troops, workers and last year's payment are in the background of every report, and are no sign of anything."""
CLAIMS = frozenset({Role.DEMANDED, Role.OFFERED})

FigureKey = tuple[str, str, str | None, float]


@dataclass(frozen=True, slots=True)
class Joined:
    story: StorySketch
    why: str
    """The sign: ``the same link``, ``31% of the wording`` ..."""


@dataclass(frozen=True, slots=True)
class _Sign:
    strength: float
    why: str


def join(entry: Entry, reading: Reading, published: datetime, stories: Iterable[StorySketch]) -> Joined | None:
    """The story that a report belongs to, by the strongest sign; None where it begins one of its own."""
    found: list[tuple[float, timedelta, int, Joined]] = []
    for story in stories:
        gap = abs(published - story.last_published)
        sign = _sign(entry, reading, story, gap)
        if sign is not None:
            found.append((-sign.strength, gap, story.id, Joined(story, sign.why)))
    return min(found, key=lambda one: one[:3])[3] if found else None


def _sign(entry: Entry, reading: Reading, story: StorySketch, gap: timedelta) -> _Sign | None:
    if entry.link and entry.link in story.links:
        return _Sign(3, "the same link")
    if gap > WINDOW:
        return None
    alike = max((similarity(reading.fingerprint, other) for other in story.fingerprints), default=0.0)
    if alike >= (COPY if _at_odds(reading, story) else WORDING):
        return _Sign(2 + alike, f"{alike:.0%} of the wording")
    same_track = reading.track is not None and reading.track == story.track
    if gap > NEAR or not same_track or reading.event not in _events(story) - UNTOLD:
        return None
    return _sign_of_event(reading, story, alike, gap)


def _sign_of_event(reading: Reading, story: StorySketch, alike: float, gap: timedelta) -> _Sign | None:
    """Signs between two reports of one event on one track, near in time."""
    vague, milestone, same_day = reading.event in VAGUE, reading.event in MILESTONES, gap <= SAME_DAY
    foreign = same_day and bool(story.languages) and reading.language not in story.languages
    event = f"the same event ({reading.event.value.replace('_', ' ')})"
    if alike >= (WORDING_SAME_DAY if same_day and not vague else WORDING_AND_EVENT):
        return _Sign(1 + alike, f"{event} and {alike:.0%} of the wording")
    shared = _shared(reading, story)
    claim = shared is not None and shared.role in CLAIMS
    tells = alike >= WORDING_AND_FIGURE or milestone or (same_day and not vague) or (foreign and claim)
    if shared is not None and tells:
        return _Sign(0.5 + alike, f"{event} and figure ({amount(shared)})")
    if milestone or (same_day and reading.event in ONCE_A_DAY):
        return _Sign(alike, f"{event} at nearly the same time")
    if foreign and not vague:
        return _Sign(alike, f"{event} on the same day in another language")
    return None


def _shared(reading: Reading, story: StorySketch) -> Figure | None:
    """A figure that both have as news; a demand or an offer first."""
    both = [figure for figure in news(reading.figures) if _is_in(figure, story.figures, any_role=True)]
    return min(both, key=lambda figure: figure.role not in CLAIMS, default=None)


def _at_odds(reading: Reading, story: StorySketch) -> bool:
    """About another track, or telling another event: a turn in the talks is told over the same background."""
    told = _events(story) - VAGUE
    other_event = bool(told) and reading.event not in VAGUE and reading.event not in told
    other_track = None not in (reading.track, story.track) and reading.track != story.track
    return other_event or other_track


def _events(story: StorySketch) -> frozenset[Event]:
    return story.events | {story.event}


def news(figures: Iterable[Figure]) -> list[Figure]:
    """The figures that can be the news of a report."""
    return [f for f in figures if f.on_topic and f.kind in NEWS_KINDS and f.role in NEWS_ROLES]


def new_figures(reading: Reading, story: StorySketch) -> list[Figure]:
    """The figures of a report that its story did not have."""
    return [f for f in news(reading.figures) if not _is_in(f, story.figures, any_role=False)]


def _is_in(figure: Figure, known: Iterable[FigureKey], *, any_role: bool) -> bool:
    """Within half a percent: one outlet's 1.04 trillion is another's 1.0389."""
    return any(
        kind == figure.kind
        and (role == figure.role or (any_role and role in NEWS_ROLES))
        and currency == figure.currency
        and abs(value - figure.value) <= 0.005 * abs(figure.value)
        for kind, role, currency, value in known
    )


def opening(number: int, entry: Entry, reading: Reading, published: datetime) -> StorySketch:
    """The sketch of a story that this report begins; ``grow`` puts the report in."""
    return StorySketch(
        id=number,
        title=entry.title,
        track=reading.track,
        event=reading.event,
        last_published=published,
        fingerprints=(),
        figures=frozenset(),
        links=frozenset(),
        alerted=False,
    )


def grow(story: StorySketch, entry: Entry, reading: Reading, published: datetime, *, rang: bool) -> StorySketch:
    """The story with one more report in it."""
    keys = {(f.kind.value, f.role.value, f.currency, f.value) for f in reading.figures if f.on_topic}
    return replace(
        story,
        track=story.track or reading.track,
        event=reading.event if story.event in UNTOLD else story.event,
        last_published=max(story.last_published, published),
        fingerprints=(*story.fingerprints, reading.fingerprint),
        figures=story.figures | keys,
        links=story.links | ({entry.link} - {""}),
        events=story.events | {reading.event},
        languages=story.languages | {reading.language},
        alerted=story.alerted or rang,
    )


def horizon(entries: Sequence[Entry], now: datetime) -> datetime:
    """How far back the stories matter that these entries may join: what ``Store.stories_since`` is to be asked for."""
    return min((entry.published or now for entry in entries), default=now) - WINDOW
