"""Where each line of talks stands: the state, what happened in a period, the figures that stand, and the baseline.

Nothing here is worded anew: a development is the title of one report, a state is the event of one report, what a side
says is a sentence of one report, a figure is a row of the ledger, and each carries the report that it comes from.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from msgspec import Struct

from bot.desk.answers.course import Course, course, course_of
from bot.desk.answers.quotes import Texts, Voice, unseen, voice_reports, voices
from bot.desk.answers.stances import stances
from bot.desk.answers.terms import with_terms
from bot.desk.answers.timeline import Development, by_story, by_weight, development
from bot.desk.ledger.compare import baseline_sentence
from bot.desk.ledger.disputes import Dispute, Odds, at_odds, disputes
from bot.desk.ledger.gist import ArticleOrGist
from bot.desk.ledger.holding import remark_on
from bot.desk.ledger.rows import ALLIANCE, TRACKS, LedgerRow, Source, by_date, ledger, source, with_titles
from bot.desk.ledger.standing import retold, standing_rows
from bot.desk.ledger.states import Cues, State, settled_day, timed_states
from bot.model import Article, Baseline, Convert, FeedTroubles, Party
from bot.phrases.wording import count, since_label

K = TypeVar("K", bound=ArticleOrGist)
DISPUTES = 3
"""The most disputes shown of a track."""


class TrackSummary(Struct, frozen=True):
    track: str | None
    """None for reports about no track in particular."""
    course: Course
    """Where the talks stand, be it from before the period."""
    before: Course | None
    """Where they stood at the baseline; None where nothing of that time is on record."""
    newest: Development | None
    """The newest report of the period, be it mostly about another track, if its headline names this host."""
    developments: tuple[Development, ...]
    """Of the period, the weightier first, and of equals the newer; without a period the newest first."""
    more: int
    """Further stories of the period that were left out."""
    figures: tuple[LedgerRow, ...]
    """The latest sum demanded, offered and agreed, be it from before the period."""
    remarks: tuple[str, ...]
    """Of each of them what must be said of one that is none of today; see ``holding``."""
    moved: tuple[LedgerRow, ...]
    """Those of them that came within the period."""
    stances: tuple[Voice, ...]
    """What each side holds now, by the headlines of reports."""
    voices: tuple[Voice, ...]
    """What each side says in the period, where that is asked for."""
    disputes: tuple[Dispute, ...]
    """What is denied in the period, where that is asked for."""
    odds: tuple[Odds, ...]
    """Sums agreed for one year that cannot both hold, of which one at the least was told in the period."""

    @property
    def state(self) -> State | None:
        """The newest turn of the talks."""
        return self.course.state


class Summary(Struct, frozen=True):
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
    unseen: tuple[str, ...]
    """What could not be seen, each in a few words."""


class _Archive(Struct, frozen=True):
    """What every track's summary is made from."""

    known: Mapping[str | None, Sequence[ArticleOrGist]]
    period: Mapping[str | None, Sequence[ArticleOrGist]]
    rows: Sequence[LedgerRow]
    baseline: Baseline
    convert: Convert
    cues: Cues
    parties: Sequence[Party]
    now: datetime
    since: datetime | None
    texts: Texts | None
    titles: Mapping[int, str]
    with_voices: bool
    full_row: Callable[[LedgerRow], LedgerRow]
    everything: Sequence[ArticleOrGist]
    """The reports of the period, of whatever track."""
    tracks_named: Callable[[str, str], Collection[str]]

    def shown(self, row: LedgerRow) -> LedgerRow:
        return with_titles(self.full_row(row), self.titles)


def same_row(row: LedgerRow) -> LedgerRow:
    """Returns a row that is whole already."""
    return row


def no_tracks(title: str, language: str) -> Collection[str]:
    """Names no track of a headline."""
    return ()


def summarise(
    articles: Sequence[ArticleOrGist],
    baseline: Baseline,
    convert: Convert,
    *,
    now: datetime,
    since: datetime | None = None,
    track: str | None = None,
    tracks: Sequence[str] = TRACKS,
    most: int = 5,
    cues: Cues | None = None,
    parties: Sequence[Party] = (),
    troubles: FeedTroubles | None = None,
    rows: Sequence[LedgerRow] | None = None,
    texts: Texts | None = None,
    with_voices: bool = True,
    full_row: Callable[[LedgerRow], LedgerRow] = same_row,
    tracks_named: Callable[[str, str], Collection[str]] = no_tracks,
) -> Summary:
    """How things stand at ``now``, and what came ``since`` (None: since ever), at most ``most`` stories a track.

    Hand in the archive from before the period too: states and figures stand until something newer is reported. With
    ``cues`` (event -> language -> words) a headline can bear out a state that a single outlet reports; with ``parties``
    sentences of the sides are found; ``troubles`` tell what could not be seen. ``rows`` is the ledger until ``now``, of
    the track where one is asked for, with positions shown; without it it is made of the articles, as far as they are
    whole ones. Of gists, ``texts`` has those in which voices are looked for (see ``voice_reports_of_period``). Without
    ``with_voices`` nobody looks for what the sides say and what is denied. ``full_row`` completes the rows that are
    shown, where they are bare ones (see ``past``). ``tracks_named`` tells which tracks a headline in a language names.
    """
    told = [a for a in by_date(articles) if a.published <= now]
    known = [article for article in told if track in (None, article.reading.track)]
    period = [article for article in known if since is None or article.published >= since]
    if rows is None:
        until = [article for article in articles if isinstance(article, Article) and article.published <= now]
        rows = ledger(until, baseline, convert, track=track, tracks=tracks)
    titles = {article.id: article.title for article in articles}
    archive = _Archive(
        _by_track(known), _by_track(period), rows, baseline, convert, cues or {}, parties,
        now, since, texts, titles, with_voices, full_row,
        [article for article in told if since is None or article.published >= since], tracks_named,
    )  # fmt: skip
    found = [_track_summary(key, archive, most) for key in _keys(archive, tracks)]
    return _summary(found, archive, known, period, track, troubles)


def _summary(
    found: Iterable[TrackSummary],
    archive: _Archive,
    known: Sequence[ArticleOrGist],
    period: Sequence[ArticleOrGist],
    track: str | None,
    troubles: FeedTroubles | None,
) -> Summary:
    """The tracks' summaries under what all of them have in common."""
    baseline = archive.baseline
    stories, outlets = len({one.story_id for one in period}), len({one.outlet for one in period})
    return Summary(
        period=since_label(archive.since, archive.now),
        track=track,
        tracks=tuple(one for one in found if _is_told(one)),
        reports=len(period),
        outlets=outlets,
        stories=stories,
        counts=_counts(len(period), stories, outlets),
        empty=not period,
        newest=source(known[-1]) if known else None,
        baseline=baseline_sentence(baseline, [f for f in baseline.figures if track in (None, f.track)]),
        baseline_source=Source(None, baseline.outlet, baseline.url, baseline.title, baseline.date),
        unseen=unseen(troubles, period) if troubles else (),
    )


def voice_reports_of_period(articles: Iterable[K], now: datetime, since: datetime | None = None) -> list[K]:
    """The reports of a period in which the summary looks for what the sides say; of no others does it need texts."""
    told = (one for one in by_date(articles) if one.published <= now and (since is None or one.published >= since))
    return [one for of_track in _by_track(told).values() for one in voice_reports(of_track)]


def _is_told(one: TrackSummary) -> bool:
    return bool(one.course.state or one.course.agreement or one.course.troops or one.developments or one.figures)


def _counts(reports: int, stories: int, outlets: int) -> str:
    if not reports:
        return "no reports"
    told = f"{count(reports, 'report')} of {count(stories, 'story', 'stories')}"
    return f"{told}, from {count(outlets, 'outlet')}"


def _by_track(articles: Iterable[K]) -> defaultdict[str | None, list[K]]:
    found: defaultdict[str | None, list[K]] = defaultdict(list)
    for article in articles:
        found[article.reading.track].append(article)
    return found


def _keys(archive: _Archive, tracks: Sequence[str]) -> list[str | None]:
    """The tracks that there is anything to say of: the known ones in their order, then others, no track last."""
    there = {*archive.known, *(row.track for row in archive.rows if row.role.traits.is_position)}
    others = sorted(key for key in there if key is not None and key not in tracks)
    none: list[str | None] = [None] if None in there else []
    return [*(key for key in tracks if key in there), *others, *none]


def _track_summary(key: str | None, archive: _Archive, most: int) -> TrackSummary:
    known, period = archive.known.get(key, ()), archive.period.get(key, ())
    rows = [row for row in archive.rows if row.track == key]
    stories = by_story(period)
    # Where the newest are shown, what thousands of others tell is not looked at.
    newest = [development(one, archive.cues) for one in stories[: most if archive.since is None else None]]
    found = tuple(newest) if archive.since is None else by_weight(newest)
    held = timed_states(known, archive.cues)
    today, parties = archive.now.date(), archive.parties
    stand = standing_rows(
        rows, key, archive.baseline, archive.convert, settled=settled_day(held), today=today, parties=parties
    )
    figures = tuple(retold(archive.shown(row), rows) for row in stand)
    told = with_terms(course_of(known, held, archive.cues, today), known, held, rows, today)
    turned = max((state.since for state in (told.state, told.troops) if state is not None), default=date.min)
    return TrackSummary(
        track=key,
        course=told,
        before=_before(known, archive),
        newest=_newest_report(key, archive),
        developments=found[:most],
        more=max(0, len(stories) - most),
        figures=figures,
        remarks=tuple(remark_on(row, parties, today) for row in figures),
        moved=tuple(row for row in figures if archive.since is not None and row.first_seen >= archive.since),
        stances=stances(known, parties, key, turned, today),
        voices=voices(period, archive.parties, archive.cues, archive.texts) if archive.with_voices else (),
        disputes=disputes(period, DISPUTES) if archive.with_voices else (),
        odds=tuple(
            Odds(archive.shown(one.one), archive.shown(one.other))
            for one in at_odds(rows)
            if archive.since is None or max(one.one.last_seen, one.other.last_seen) >= archive.since
        ),
    )


def _newest_report(key: str | None, archive: _Archive) -> Development | None:
    """The newest report of a track by its day, of one day one in English; with how many outlets tell its story.

    A host's may be about another track, if its headline names the host. An alliance's may not: headlines on its members
    name it by the way.
    """
    named = archive.tracks_named if key != ALLIANCE else no_tracks
    last: list[ArticleOrGist] = []
    for article in reversed(archive.everything):
        if last and article.published.date() < last[0].published.date():
            break
        if article.reading.track == key or key in named(article.title, article.language):
            last.append(article)
    if not last:
        return None
    best = max(last, key=lambda one: (one.language == "en", one.reading.track == key, one.published, one.id))
    story = [one for one in archive.everything if one.story_id == best.story_id]
    outlets = len({one.outlet for one in story})
    return Development(best.story_id, best.reading.track, best.title, source(best), best.published, len(story), outlets)


def _before(known: Sequence[ArticleOrGist], archive: _Archive) -> Course | None:
    """Where talks stood at the end of the baseline's day; None before that day and without reports until then."""
    day = archive.baseline.date
    if archive.now.date() < day or not any(article.published.date() <= day for article in known):
        return None
    return course(known, archive.cues, day)
