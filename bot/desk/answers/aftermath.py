"""What contradicts a report when its alert is sent, and what later reports of its story changed or added.

A denial may be there before what it denies; later reports of a story bring figures; outlets edit what they told. An
alert that goes out, and one that is brought up to date, shows all of it, each with the report that it is from.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from bot.desk.intake.article_edits import TEXT_ALONE
from bot.desk.intake.novelty.figures import NEARLY
from bot.desk.intake.stories import NEWS_KINDS
from bot.desk.ledger.denials import corrects, denies
from bot.desk.ledger.disputes import Dispute
from bot.desk.ledger.entries import Entries, Key
from bot.desk.ledger.gist import ArticleOrGist
from bot.desk.ledger.grouping import CONVERTED, NEAR, ONE_CLAIM, is_near
from bot.desk.ledger.rows import LedgerRow, Source, rows_of, source
from bot.desk.ledger.states import DENIED_WITHIN, DONE, STATES, Cues, denied_deal, state_told_by
from bot.model import Article, Baseline, BaselineFigure, Convert, Event, Figure, Kind, Level, Role, Version

BEFORE = timedelta(days=1)
"""How long before a report its denial may have come, where the claim was told elsewhere first."""

SumKey = tuple[Kind, Role, str | None, float, float | None]
"""What tells a figure of a report from its others: kind, role, currency, value and upper end."""


class OutletChange(Struct, frozen=True):
    """A report whose outlet changed a figure or the headline in it."""

    seen: datetime
    words: str
    """As ``Version.change`` has it: ``changed in silence: ...`` or ``corrected: ...``."""
    source: Source


def sum_key(figure: Figure) -> SumKey:
    return figure.kind, figure.role, figure.currency, figure.value, figure.value_max


# --- Denied -------------------------------------------------------------------------------------------------------


def denial_of(article: Article, around: Iterable[ArticleOrGist], cues: Cues) -> Dispute | None:
    """The newest headline of another story that denies the deal, signature or ratification that a report tells.

    A headline of the days after counts. One of the day before counts where it speaks of denying: that there was no
    deal yet was true then.
    """
    told = state_told_by(article)
    if told is None or told not in DONE or denies(article.title):
        return None
    against = [one for one in around if _is_against(one, article) and _reaches(denied_deal(one, cues), told)]
    last = max(against, key=lambda one: (one.published, one.outlet, one.url), default=None)
    return Dispute(last.title, source(last)) if last is not None else None


def _is_against(one: ArticleOrGist, article: Article) -> bool:
    if one.story_id == article.story_id or one.reading.track != article.reading.track:
        return False
    if article.published <= one.published <= article.published + DENIED_WITHIN:
        return True
    return article.published - BEFORE <= one.published < article.published and denies(one.title)


def _reaches(denied: Event | None, told: Event) -> bool:
    """Whether the denial of one event denies another: without a deal nothing is signed, but not the reverse."""
    steps = list(STATES)
    return denied is not None and steps.index(denied) <= steps.index(told)


def doubted_figures(article: Article, known: Entries, baseline: Baseline, convert: Convert) -> dict[SumKey, LedgerRow]:
    """The figures of a report that others deny, or take back; nothing for what denies or corrects by itself."""
    if denies(article.title) or corrects(article.title, article.text):
        return {}
    there = {key: told for key, told in known.items() if told.denied or told.corrected}
    found: dict[SumKey, LedgerRow] = {}
    for figure in article.reading.figures if there else ():
        if figure.on_topic and any(_is_one(key, figure) for key in there):
            alike = {key: told for key, told in known.items() if _is_one(key, figure)}
            rows = rows_of(alike, baseline, convert, titles={}, compared=False)
            found |= {sum_key(figure): row for row in rows if row.doubt is not None and _is_of_time(row, article)}
    return found


def _is_of_time(row: LedgerRow, article: Article) -> bool:
    """Whether a figure that all deny may be the report's: of another time it is of another claim of as much."""
    return not row.is_denied or row.first_seen - ONE_CLAIM <= article.published <= row.last_seen + ONE_CLAIM


def _is_one(key: Key, figure: Figure) -> bool:
    same = (key.kind, key.role, key.currency) == (figure.kind, figure.role, figure.currency)
    return same and is_near(key.value, figure.value) and is_near(key.value_max or 0, figure.value_max or 0)


# --- Since it was told --------------------------------------------------------------------------------------------


def added_figures(
    article: Article, rows: Iterable[LedgerRow], known: Entries, baseline: Baseline, convert: Convert, begun: datetime
) -> tuple[LedgerRow, ...]:
    """The figures that only later reports of the story have, and that nobody had before it; the newest first.

    ``rows``: of the story's reports alone. ``known``: of the archive. ``begun``: when the story's first report was
    published.
    """
    own = [figure for figure in article.reading.figures if figure.on_topic and figure.role is not Role.UNCLEAR]
    found = [
        row
        for row in rows
        if row.kind in NEWS_KINDS
        and row.role.traits.is_news
        and not row.is_refuted
        and all((one.article_id or 0) > article.id for one in row.sources)
        and not any(_is_sum(figure, row, convert) for figure in own)
        and not any(told.first_seen < begun and _tells(key, row, convert) for key, told in known.items())
        and not any(_tells(figure, row, convert) for figure in baseline.figures)
    ]
    return tuple(sorted(found, key=lambda row: (row.first_seen, row.value), reverse=True))


def _tells(one: Key | BaselineFigure, row: LedgerRow, convert: Convert) -> bool:
    """Whether a figure is the row's, rounded or in another currency."""
    return one.role is row.role and _is_sum(one, row, convert)


def _is_sum(one: Figure | Key | BaselineFigure, row: LedgerRow, convert: Convert) -> bool:
    """The same in whatever role: what one report has as demanded another may well tell, or be read, as promised."""
    if one.kind is not row.kind:
        return False
    if one.currency == row.currency:
        return is_near(_top(one), _top(row), NEAR)
    value = _exchanged(_top(one), one.currency, row.currency, row.first_seen.date(), convert)
    return value is not None and is_near(value, _top(row), NEARLY if row.hedge else CONVERTED)


def _exchanged(value: float, given: str | None, wanted: str | None, on: date, convert: Convert) -> float | None:
    return convert(value, given, wanted, on) if given and wanted else None


def _top(one: Figure | Key | BaselineFigure | LedgerRow) -> float:
    return max(one.value, one.value_max or one.value)


def outlet_changes(
    article: Article, reports: Sequence[Article], versions: Mapping[int, Sequence[Version]]
) -> tuple[OutletChange, ...]:
    """What outlets changed in a story's reports, the newest first: figures, and the headline that was told."""
    there = {report.id: report for report in (*reports, article)}
    found = [
        OutletChange(version.until, version.change, source(there[number]))
        for number, those in versions.items()
        for version in those
        if version.level is Level.MATERIAL or (number == article.id and version.change != TEXT_ALONE)
    ]
    return tuple(sorted(found, key=lambda one: (one.seen, one.source.url, one.words), reverse=True))
