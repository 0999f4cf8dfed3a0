"""A figure in words: what it is, whose, since when, by whom it is told, how it stands, and its sentence."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.chat.render.answers.figures import source_of
from bot.chat.render.words import role_of, sized_row
from bot.dashboard.languages.desk_words import (
    actors_words,
    money_words,
    move_words,
    reckoned_words,
    remark_words,
    standing_words,
    track_words,
)
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.views.links import ReportLink, page_of_source, report_link
from bot.dashboard.views.quotes import Quote, quote_of
from bot.desk.answers.positions import Position
from bot.desk.ledger.rows import Doubt, LedgerRow, Source
from bot.model import Article, Topic

NAMED = 4
"""Outlets of a figure that are linked, the first ones."""
CONVERSIONS = 2

Articles = Mapping[int, Article]
"""The reports whose sentences are shown, by their ids."""


class DoubtView(Struct, frozen=True):
    """That a figure is taken back, and by whom."""

    words: str
    source: ReportLink
    more: int


class FigureView(Struct, frozen=True):
    amount: str
    page: str
    """Where its sentence is; "" for none."""
    role: str
    role_key: str
    """Colours it."""
    track: str
    conversions: tuple[str, ...]
    whose: str
    days: str
    outlets: tuple[ReportLink, ...]
    more: int
    """Further outlets."""
    reports: int
    doubt: DoubtView | None
    standing: str
    quote: Quote | None
    quoted: ReportLink
    """The report with the sentence."""


def shown_sources(rows: Sequence[LedgerRow]) -> set[int]:
    """The reports whose sentences the rows show."""
    return {one for row in rows if row.sources and (one := source_of(row).article_id) is not None}


def figure_view(row: LedgerRow, topic: Topic, s: Speaker, articles: Articles, *, standing: bool = True) -> FigureView:
    """A row of the ledger; its sentence where its report is among the articles. It has a source."""
    first = source_of(row)
    outlets = _by_outlet(row)
    amounts = dict.fromkeys(money_words(one.value, one.currency, s) for one in row.conversions)
    return FigureView(
        amount=sized_row(row, s.chat),
        page=page_of_source(first),
        role=role_of(row, t=s.chat),
        role_key=row.role.value,
        track=track_words(row.track, topic, s),
        conversions=tuple(amounts)[:CONVERSIONS],
        whose=actors_words(row, topic.vocabulary.parties, s),
        days=_days(first, row, s),
        outlets=tuple(report_link(one, s) for one in outlets[:NAMED]),
        more=max(0, row.outlets - min(NAMED, len(outlets))),
        reports=row.reports,
        doubt=_doubt(row, s),
        standing=standing_words(row, s) if standing else "",
        quote=quote_of(articles.get(first.article_id or 0), first),
        quoted=report_link(first, s),
    )


class PositionView(Struct, frozen=True):
    """What a side holds, or what was agreed or paid."""

    figure: FigureView
    reckoned: str
    moved: str
    remark: str


def position_view(position: Position, topic: Topic, s: Speaker, articles: Articles) -> PositionView:
    return PositionView(
        figure_view(position.row, topic, s, articles, standing=False),
        reckoned_words(position, s),
        move_words(position, s),
        remark_words(position.remark, s) if position.remark else "",
    )


def _by_outlet(row: LedgerRow) -> list[Source]:
    """The first report of each outlet, the one that the figure opens to first."""
    found: dict[str, Source] = {}
    for one in (source_of(row), *row.sources):
        found.setdefault(one.outlet, one)
    return list(found.values())


def _days(first: Source, row: LedgerRow, s: Speaker) -> str:
    last = row.last_seen.date()
    return s.day(first.date) if first.date >= last else f"{s.day(first.date)} – {s.day(last)}"


def _doubt(row: LedgerRow, s: Speaker) -> DoubtView | None:
    if row.doubt is None:
        return None
    those = row.corrections or row.denials
    verb = "corrected" if row.corrections else "denied"
    if not row.corrections and row.is_refuted_by_outlets:
        verb = "refuted by the outlets" if len(those) > 1 else "refuted by the outlet"
    told = s.chat.say(verb)
    words = s.chat.say("disputed: {doubt}", doubt=told) if row.doubt is Doubt.DISPUTED else told
    return DoubtView(words, report_link(those[0], s), len(those) - 1)
