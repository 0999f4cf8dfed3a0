"""Where each line of talks stands: the state, what happened in a period, the figures that stand, and the baseline.

Nothing here is worded anew: a development is the title of one report, a state is the event of one report, a figure is a
row of the ledger, and each carries the report that it comes from.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import Article, Baseline, Convert

from .compare import baseline_sentence
from .ledger import TRACKS, LedgerRow, Source, by_date, ledger, source
from .standing import STANDING, standing
from .states import STATES, Cues, State, settled_on, state_of
from .wording import count, since_label


@dataclass(frozen=True, slots=True)
class Development:
    """One story of the period."""

    story_id: int
    sentence: str
    """The title of one report, word for word."""
    source: Source
    """That report."""
    published: datetime
    """When the newest report of the story within the period came."""
    reports: int
    outlets: int


@dataclass(frozen=True, slots=True)
class TrackSummary:
    track: str | None
    """None for reports about no track in particular."""
    state: State | None
    """The newest that holds, be it from before the period."""
    developments: tuple[Development, ...]
    """Of the period, the newest first."""
    more: int
    """Further stories of the period that were left out."""
    figures: tuple[LedgerRow, ...]
    """The latest sum demanded, offered and agreed, be it from before the period."""


@dataclass(frozen=True, slots=True)
class Summary:
    period: str
    """``the last 7 days``."""
    track: str | None
    """The track that was asked for; None for all."""
    tracks: tuple[TrackSummary, ...]
    reports: int
    outlets: int
    stories: int
    counts: str
    """``12 reports of 5 stories, from 7 outlets``."""
    empty: bool
    """No report in the period."""
    newest: Source | None
    """The newest report at all, to say in an empty period how long ago that is; None for an empty archive."""
    baseline: str
    """The yardstick in one line; "" where the baseline has no sums of the track."""
    baseline_source: Source


@dataclass(frozen=True, slots=True)
class _Archive:
    """What every track's summary is made from."""

    known: Sequence[Article]
    period: Sequence[Article]
    rows: Sequence[LedgerRow]
    baseline: Baseline
    convert: Convert
    cues: Cues


def summarise(
    articles: Sequence[Article],
    baseline: Baseline,
    convert: Convert,
    *,
    now: datetime,
    since: datetime | None = None,
    track: str | None = None,
    tracks: Sequence[str] = TRACKS,
    most: int = 5,
    cues: Cues | None = None,
) -> Summary:
    """How things stand at ``now``, and what came ``since`` (None: since ever), at most ``most`` stories a track.

    Hand in the archive from before the period too: states and figures stand until something newer is reported. With
    ``cues`` (event -> language -> words) a headline can bear out a state that a single outlet reports.
    """
    known = [a for a in by_date(articles) if a.published <= now and track in (None, a.reading.track)]
    period = [article for article in known if since is None or article.published >= since]
    rows = ledger(
        [article for article in articles if article.published <= now], baseline, convert, track=track, tracks=tracks
    )
    archive = _Archive(known, period, rows, baseline, convert, cues or {})
    found = [_track_summary(key, archive, most) for key in _keys(known, rows, tracks)]
    stories, outlets = len({a.story_id for a in period}), len({a.outlet for a in period})
    return Summary(
        period=since_label(since, now),
        track=track,
        tracks=tuple(one for one in found if one.state or one.developments or one.figures),
        reports=len(period),
        outlets=outlets,
        stories=stories,
        counts=_counts(len(period), stories, outlets),
        empty=not period,
        newest=source(known[-1]) if known else None,
        baseline=baseline_sentence(baseline, [f for f in baseline.figures if track in (None, f.track)]),
        baseline_source=Source(None, baseline.outlet, baseline.url, baseline.title, baseline.date),
    )


def _counts(reports: int, stories: int, outlets: int) -> str:
    if not reports:
        return "no reports"
    told = f"{count(reports, 'report')} of {count(stories, 'story', 'stories')}"
    return f"{told}, from {count(outlets, 'outlet')}"


def _keys(known: Iterable[Article], rows: Iterable[LedgerRow], tracks: Sequence[str]) -> list[str | None]:
    """The tracks that there is anything to say of: the known ones in their order, then others, no track last."""
    there = {article.reading.track for article in known} | {row.track for row in rows if row.role in STANDING}
    others = sorted(key for key in there if key is not None and key not in tracks)
    none: list[str | None] = [None] if None in there else []
    return [*(key for key in tracks if key in there), *others, *none]


def _track_summary(key: str | None, archive: _Archive, most: int) -> TrackSummary:
    known = [article for article in archive.known if article.reading.track == key]
    rows = [row for row in archive.rows if row.track == key]
    developments = _developments(article for article in archive.period if article.reading.track == key)
    settled = settled_on(known, archive.cues)
    return TrackSummary(
        track=key,
        state=state_of(known, archive.cues),
        developments=developments[:most],
        more=max(0, len(developments) - most),
        figures=standing(rows, key, archive.baseline, archive.convert, settled=settled),
    )


def _developments(articles: Iterable[Article]) -> tuple[Development, ...]:
    """One of each story, the story with the newest report first."""
    stories: defaultdict[int, list[Article]] = defaultdict(list)
    for article in articles:
        stories[article.story_id].append(article)
    found = [_development(of_one) for of_one in stories.values()]
    return tuple(sorted(found, key=lambda one: (one.published, one.story_id), reverse=True))


def _development(articles: Sequence[Article]) -> Development:
    """The best report speaks for the story: in English, which the answer is in; one that tells a state; of figures."""
    best = min(
        articles,
        key=lambda a: (
            a.language != "en",
            a.reading.event not in STATES,
            -len(a.reading.figures),
            a.published,
            a.id,
        ),
    )
    return Development(
        story_id=best.story_id,
        sentence=best.title,
        source=source(best),
        published=articles[-1].published,
        reports=len(articles),
        outlets=len({article.outlet for article in articles}),
    )
