"""The term of an agreement: the years that it is for, by its length and its end, as reports of its making give them.

Nothing is told of an agreement of which only one of the two is reported.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from bot.desk.answers.course import MAKING, Agreement, Course, last_end
from bot.desk.ledger.gist import ArticleOrGist
from bot.desk.ledger.rows import LedgerRow
from bot.desk.ledger.states import BINDING, DONE, State, TimedState
from bot.model import Event, Kind, Period, Role

EARLY = timedelta(days=14)
"""How long before two outlets tell a deal its sum may be told first."""


def with_terms(
    found: Course, articles: Sequence[ArticleOrGist], held: Sequence[TimedState], rows: Iterable[LedgerRow], today: date
) -> Course:
    """A course whose deal and agreement have their terms, as far as the articles and rows of its track tell them."""
    sums = [row for row in rows if _tells_length(row)]
    state, agreement = found.state, found.agreement
    if state is not None and state.event in DONE:
        binds = state.event in BINDING and agreement is not None and agreement.state == state
        until = _next_deal(held, state) if binds else today + timedelta(days=1)
        state = replace(state, term=_term(articles, sums, _begun(held, state), until))
    if agreement is not None:
        agreement = _with_term(agreement, articles, held, sums)
    return replace(found, state=state, agreement=agreement)


def _with_term(
    agreement: Agreement, articles: Sequence[ArticleOrGist], held: Sequence[TimedState], sums: Sequence[LedgerRow]
) -> Agreement:
    if agreement.state is None:
        return agreement
    term = _term(articles, sums, _begun(held, agreement.state), _next_deal(held, agreement.state))
    return replace(agreement, state=replace(agreement.state, term=term))


def _tells_length(row: LedgerRow) -> bool:
    is_sum = row.kind is Kind.MONEY and row.period is Period.YEAR and row.role is Role.AGREED
    return is_sum and row.outlets > 1 and row.years is not None and row.years == int(row.years) and not row.is_refuted


def _begun(held: Iterable[TimedState], state: State) -> date:
    """The day when the deal was first told that the state is a step of; what was in force before is another."""
    came = state.since
    before = [when.date() for when, one in held if one.event is Event.IN_FORCE and when.date() < came]
    reached = (when.date() for when, one in held if one.event is Event.AGREEMENT_IN_PRINCIPLE)
    floor = max([came - MAKING, *before])
    return min((day for day in reached if floor < day <= came), default=came)


def _next_deal(held: Iterable[TimedState], state: State) -> date:
    reached = (when.date() for when, one in held if one.event is Event.AGREEMENT_IN_PRINCIPLE)
    return min((day for day in reached if day > state.since), default=date.max)


def _term(articles: Sequence[ArticleOrGist], sums: Iterable[LedgerRow], first: date, until: date) -> str:
    """``2026–2030``, ``fiscal 2022–2026`` for years from April to March; "" where the length or the end is not told."""
    ends = last_end(articles, first, until)
    told = [row for row in sums if first - EARLY <= row.first_seen.date() < until]
    last = max(told, key=lambda row: (row.first_seen, row.outlets), default=None)
    if ends is None or last is None or last.years is None:
        return ""
    fiscal = (ends.month, ends.day) == (3, 31)
    if not (fiscal or (ends.month, ends.day) == (12, 31)):
        return ""
    last_year = ends.year - fiscal
    first_year = last_year - int(last.years) + 1
    years = f"{first_year}–{last_year}" if first_year < last_year else f"{last_year}"
    return f"fiscal {years}" if fiscal else years
