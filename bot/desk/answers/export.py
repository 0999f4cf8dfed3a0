"""Exports: the figures, stories or reports of a period as rows, each with the report that it comes from.

No row is worded anew, and none has an article's text: titles and figures as reports print them, and where they stand.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from bot.desk.answers.export_kinds import Format as Format  # beside what is made in them
from bot.desk.answers.export_kinds import What as What
from bot.desk.answers.timeline import Development, developments
from bot.desk.ledger.rows import LedgerRow, Source, by_date, ledger, source
from bot.desk.ledger.states import Cues
from bot.model import Article, Baseline, Convert, Event, Figure, Where


class FigureRow(Struct, frozen=True):
    """A figure of the ledger; the columns from ``outlet`` on are of the first report that has it."""

    track: str | None
    kind: str
    role: str
    value: float
    """In base units of the currency; of a range the low end."""
    value_max: float | None
    currency: str | None
    period: str | None
    base: str | None
    """Of what a percentage is: ``of GDP`` and the like."""
    year: int | None
    payer: str | None
    hedge: str | None
    speakers: tuple[str, ...]
    """Whom reports name as its source."""
    stated: bool
    """At least one report gives it as a fact."""
    doubt: str | None
    """``denied``, ``corrected`` or ``disputed``, where it is."""
    first_seen: datetime
    last_seen: datetime
    reports: int
    outlets: int
    outlet: str
    date: date
    title: str
    url: str
    surface: str
    """As printed: ``text[start:start + len(surface)]``, or of the title."""
    where: Where | None
    start: int | None
    sources: tuple[Source, ...]
    actor: str | None = None
    """Whose position or payment it is, where that was told."""
    measure: str | None = None
    stance: str | None = None
    chance: float | None = None
    """How probable it is that the likeliest role is right, 0 to 1."""
    likely: str | None = None
    """Of a figure whose role is unclear: the likeliest one."""


class StoryRow(Struct, frozen=True):
    """A story; ``title`` to ``url`` are of the report that speaks for it."""

    story_id: int
    track: str | None
    state: str
    """What it tells of where talks stand, or ""."""
    title: str
    outlet: str
    date: date
    url: str
    first: datetime
    last: datetime
    """When its first and its last report within the period were published."""
    reports: int
    outlets: int
    sources: tuple[Source, ...]
    """Its reports, first to last."""


class ReportRow(Struct, frozen=True):
    """A report."""

    article_id: int
    story_id: int
    published: datetime
    outlet: str
    language: str
    track: str | None
    event: Event
    title: str
    url: str
    figures: int
    """Figures on the topic in it."""


Row = FigureRow | StoryRow | ReportRow


class Export(Struct, frozen=True):
    """Rows of one kind, and which reports they were made of."""

    what: What
    topic: str
    made: datetime
    since: datetime | None
    until: datetime | None
    """Before it."""
    track: str | None
    reports: int
    """Looked through, the newest of the period."""
    back_to: datetime | None
    """When the oldest of them was published, where older ones of the period were left out."""
    rows: tuple[Row, ...]


def figure_rows(
    articles: Sequence[Article], baseline: Baseline, convert: Convert, track: str | None, tracks: Sequence[str]
) -> tuple[FigureRow, ...]:
    """The ledger of these reports, in its order."""
    printed: dict[_Spot, Figure] = {
        (one.id, figure.where, figure.start): figure for one in articles for figure in one.reading.figures
    }
    firsts = ((row, row.sources[0]) for row in ledger(articles, baseline, convert, track=track, tracks=tracks))
    return tuple(_figure_row(row, printed.get((first.article_id, first.where, first.start))) for row, first in firsts)


_Spot = tuple[int | None, Where | None, int | None]
"""An article's id, and where in it a figure stands."""


def story_rows(articles: Iterable[Article], cues: Cues) -> tuple[StoryRow, ...]:
    """The stories of these reports, the newest first."""
    known = by_date(articles)
    told: dict[int, list[Article]] = {}
    for article in known:
        told.setdefault(article.story_id, []).append(article)
    return tuple(_story_row(one, told[one.story_id]) for one in developments(known, cues))


def report_rows(articles: Iterable[Article]) -> tuple[ReportRow, ...]:
    """These reports, the newest first."""
    return tuple(map(_report_row, reversed(by_date(articles))))


def _figure_row(row: LedgerRow, printed: Figure | None) -> FigureRow:
    """``printed``: the figure as the first report has it."""
    first = row.sources[0]
    told = {} if printed is None else read_of(printed)
    return FigureRow(
        track=row.track,
        kind=row.kind.value,
        role=row.role.value,
        value=row.value,
        value_max=row.value_max,
        currency=row.currency,
        period=row.period.value if row.period else None,
        base=row.base.value if row.base else None,
        year=row.year,
        payer=row.payer,
        hedge=row.hedge.value if row.hedge else None,
        speakers=row.actors,
        stated=row.stated,
        doubt=row.doubt.value if row.doubt else None,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        reports=row.reports,
        outlets=row.outlets,
        outlet=first.outlet,
        date=first.date,
        title=first.title,
        url=first.url,
        surface=first.surface,
        where=first.where,
        start=first.start,
        sources=row.sources,
        **told,
    )


def read_of(figure: Figure) -> dict[str, Any]:
    """What was read of a figure beside its role and value, in plain values under the names of its fields."""
    return {
        "actor": figure.actor,
        "measure": figure.measure.value if figure.measure else None,
        "stance": figure.stance.value,
        "chance": round(figure.chance, 3) if figure.chance is not None else None,
        "likely": figure.likely.value if figure.likely else None,
    }


def _story_row(one: Development, told: Sequence[Article]) -> StoryRow:
    return StoryRow(
        story_id=one.story_id,
        track=one.track,
        state=one.state.said if one.state else "",
        title=one.sentence,
        outlet=one.source.outlet,
        date=one.source.date,
        url=one.source.url,
        first=told[0].published,
        last=told[-1].published,
        reports=one.reports,
        outlets=one.outlets,
        sources=tuple(map(source, told)),
    )


def _report_row(article: Article) -> ReportRow:
    return ReportRow(
        article_id=article.id,
        story_id=article.story_id,
        published=article.published,
        outlet=article.outlet,
        language=article.language,
        track=article.reading.track,
        event=article.reading.event,
        title=article.title,
        url=article.url,
        figures=sum(figure.on_topic for figure in article.reading.figures),
    )
