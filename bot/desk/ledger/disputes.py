"""Two live claims that cannot both hold: a headline against what it denies, and two sums agreed for one year."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import combinations
from operator import attrgetter

from msgspec import Struct

from bot.desk.ledger.denials import denies
from bot.desk.ledger.gist import ArticleOrGist
from bot.desk.ledger.rows import LedgerRow, Source, source
from bot.model import Kind, Role

TOGETHER = timedelta(days=14)
"""Sums told first further apart are of two deals, or of one that was changed."""
_DATED = attrgetter("published", "id")
ONE_SUM, ANOTHER_KIND = 0.05, 2.0
"""Within the first they are one sum, rounded; beyond so many times one of them is of something else."""


class Dispute(Struct, frozen=True):
    """A headline that denies something."""

    sentence: str
    source: Source
    against: Source | None = None
    """The first report of the story that tells it, of another outlet; None where the denial came alone."""


class Odds(Struct, frozen=True):
    """Two sums agreed for one year; the one that was told first comes first."""

    one: LedgerRow
    other: LedgerRow


def disputes(articles: Iterable[ArticleOrGist], most: int) -> tuple[Dispute, ...]:
    """The newest headlines that deny, one of each story, with what they deny."""
    known = sorted(articles, key=_DATED, reverse=True)
    chosen: dict[int, ArticleOrGist] = {}
    for article in known:
        if sum(_DATED(one) >= _DATED(article) for one in chosen.values()) >= most:
            break  # nothing that is older takes the place of one of these
        if article.story_id not in chosen and denies(article.title):
            chosen[article.story_id] = _denial([one for one in known if one.story_id == article.story_id])
    kept = sorted(chosen.values(), key=_DATED, reverse=True)[:most]
    return tuple(Dispute(article.title, source(article), _against(article, known)) for article in kept)


def _denial(of_story: Iterable[ArticleOrGist]) -> ArticleOrGist:
    """The newest report that denies, one in English before others."""
    return max((one for one in of_story if denies(one.title)), key=lambda one: (one.language == "en", *_DATED(one)))


def _against(denial: ArticleOrGist, articles: Iterable[ArticleOrGist]) -> Source | None:
    told = [
        one
        for one in articles
        if one.story_id == denial.story_id
        and one.published <= denial.published
        and one.outlet != denial.outlet
        and not denies(one.title)
    ]
    first = min(told, key=lambda one: (one.published, one.id), default=None)
    return source(first) if first is not None else None


def at_odds(rows: Sequence[LedgerRow]) -> tuple[Odds, ...]:
    """The sums agreed for a year that cannot both hold: of one track, currency and period, and not taken back."""
    sums = [
        row for row in rows if row.role is Role.AGREED and row.kind is Kind.MONEY and row.year and not row.is_refuted
    ]
    pairs = (sorted(pair, key=lambda row: (row.first_seen, row.value)) for pair in combinations(sums, 2))
    return tuple(Odds(one, other) for one, other in pairs if _cannot_both_hold(one, other))


def _cannot_both_hold(one: LedgerRow, other: LedgerRow) -> bool:
    if (one.track, one.currency, one.year, one.period, one.measure) != (
        other.track,
        other.currency,
        other.year,
        other.period,
        other.measure,
    ):
        return False
    if one.hedge or other.hedge or other.first_seen - one.first_seen > TOGETHER:
        return False
    low, high = sorted((one.value, other.value))
    return low > 0 and low * (1 + ONE_SUM) < high < low * ANOTHER_KIND
