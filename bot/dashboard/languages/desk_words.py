"""The closed lists of the desk's words, said in a language: states, items, occasions, gaps, moves, remarks.

Whoever adds a word to a list of the desk's finds it missing in ``tests/dashboard/languages``.
"""

import re
from collections.abc import Sequence

from bot.chat.languages.amounts import amount
from bot.chat.languages.names import source_name, track_label
from bot.chat.render.answers.calendar import OUTCOMES
from bot.chat.render.answers.positions import ITEMS
from bot.chat.render.html import tidy
from bot.chat.render.words import account, flag, role_words
from bot.dashboard.languages.speaker import Speaker
from bot.desk.answers.calendar import NAMES, CalendarEntry, Outcome
from bot.desk.answers.positions import Comparable, Gap, Incomparable, Item, Move, Position
from bot.desk.answers.troops import Turn
from bot.desk.ledger.rows import LedgerRow
from bot.desk.ledger.states import AGREED, EXPIRED, State
from bot.model import Baseline, BaselineFigure, Event, Figure, Kind, Party, Period, Role, Topic, Track
from bot.reading.dates.date_words import Occasion

STATES = tuple(
    dict.fromkeys(
        (*(one.traits.state for one in Event if one.traits.state), AGREED, EXPIRED,
         *Turn, "troop cut ordered", "troop cut announced")
    )
)  # fmt: skip
"""What a state may say."""
FISCAL = "fiscal "
OF_FISCAL = "fiscal {years}"
OF_ROUND, OF_TERM = "{state}[, round {round}]", "{state}[ ({term})]"
KINDS = {
    Kind.MONEY: "money",
    Kind.PERCENT: "percentages",
    Kind.MULTIPLE: "multiples",
    Kind.TROOPS: "troops",
    Kind.COUNT: "workers",
    Kind.YEARS: "years",
}
GENERAL = "In general"
GAPS = (
    "no gap: what is demanded is no more than {other}",
    "{apart}; what is demanded is {times} times {other}",
    "{apart}; what is demanded is {percent}% more than {other}",
)
APART = ("{amount} a year", "{number} percentage points")
MOVES = {
    Move.SAME: "as in the baseline",
    Move.UP: "{percent}% above the baseline, {amount}",
    Move.DOWN: "{percent}% below the baseline, {amount}",
    "times": "{times} times the baseline, {amount}",
    Move.NEW: "no such figure in the baseline",
}
OUT_OF_OFFICE, LAST_TOLD = "said out of office", re.compile(r"last reported (\d+) (day|month|year)s? ago")
AGES = {
    "day": ("last reported {number} day ago", "last reported {number} days ago"),
    "month": ("last reported {number} month ago", "last reported {number} months ago"),
    "year": ("last reported {number} year ago", "last reported {number} years ago"),
}
WHEN = {
    "by": "by {day}",
    "month": "in {month}",
    "year": "in {year}",
    "by year": "by {year}",
    "years": "{first} to {last}",
    "between": "between {first} and {last}",
}
SEASONS = {(1, 3, 5): "in spring {year}", (1, 6, 8): "in summer {year}", (1, 9, 11): "in autumn {year}"}
"""By their first day, their first month and their last."""


def state_words(state: State, s: Speaker) -> str:
    """``talks broken off, round 3``, ``agreement in force (2026–2030)``."""
    words = s.say(state.words)
    if state.term:
        years = state.term.removeprefix(FISCAL)
        return s.say(OF_TERM, state=words, term=years if years == state.term else s.say(OF_FISCAL, years=years))
    return s.say(OF_ROUND, state=words, round=str(state.round) if state.round is not None else "")


def event_words(event: Event, s: Speaker) -> str:
    """What a report tells; "" for nothing in particular."""
    return s.chat.word("event", event.traits.words)


def track_words(key: str | None, topic: Topic, s: Speaker) -> str:
    """``🇰🇷 South Korea``."""
    track = next((one for one in topic.vocabulary.tracks if one.key == key), None)
    return label_of(track, topic, s) if track is not None else key or s.say(GENERAL)


def label_of(track: Track, topic: Topic, s: Speaker) -> str:
    """A track with its flag."""
    return f"{flag(track.payer)} {track_label(track, s.chat, topic.vocabulary.parties)}".strip()


def item_words(item: Item, s: Speaker) -> str:
    return s.say(ITEMS.get(item, ""))


def kind_words(kind: Kind, s: Speaker) -> str:
    return s.say(KINDS[kind])


def role_word(role: Role, s: Speaker) -> str:
    """A role alone, as a filter has it."""
    return role_words(role, None, s.chat) or s.say("other figures")


def remark_words(remark: str, s: Speaker) -> str:
    """What must be said of a figure that is none of today, see ``holding``."""
    found = LAST_TOLD.search(remark)
    aged = s.plural(*AGES[found[2]], int(found[1])) if found else ""
    office = s.say(OUT_OF_OFFICE) if OUT_OF_OFFICE in remark else ""
    return ", ".join(filter(None, [office, aged])) or remark


def actors_words(row: LedgerRow, parties: Sequence[Party], s: Speaker, *, most: int = 3) -> str:
    """``according to John Bolton and 2 others``; "" where nobody is named, or an outlet gives it as a fact.

    A country that asks or offers is not who says so.
    """
    is_claim = row.role.traits.is_claim
    countries = {party.name for party in parties if party.role == "country"} if is_claim else set()
    actors = [one for one in row.actors if one not in countries]
    if not actors or (row.stated and not is_claim):
        return ""
    named = [source_name(tidy(one), parties, s.chat) for one in actors[:most]]
    if len(actors) > most:
        named.append(s.plural("{number} other", "{number} others", len(actors) - most))
    return account(s.listed(named), row.role, s.chat)


def money_words(value: float, currency: str | None, s: Speaker) -> str:
    """A reckoned sum in print."""
    return amount(Figure("", Kind.MONEY, value, Role.OTHER, "text", 0, currency=currency), s.chat)


def gap_words(gap: Gap, s: Speaker) -> str:
    """How far apart the sides are, in money and as a multiple."""
    other = s.say(gap.to.traits.side.words if gap.to.traits.side else gap.to.traits.word)
    if gap.amount <= 0:
        return s.say(GAPS[0], other=other)
    apart = (
        s.say(APART[0], amount=money_words(gap.amount, gap.currency, s))
        if gap.currency
        else s.say(APART[1], number=s.number(round(gap.amount, 2)))
    )
    if gap.ratio >= 2:
        return s.say(GAPS[1], apart=apart, times=s.number(round(gap.ratio, 1)), other=other)
    percent = str(max(1, round((gap.ratio - 1) * 100)))
    return s.say(GAPS[2], apart=apart, percent=percent, other=other)


def move_words(position: Position, s: Speaker) -> str:
    """How a position stands to the baseline's; "" where that has nothing of the kind."""
    if isinstance(position.like, Incomparable) or position.move is None:
        return ""
    if position.since is None:
        return s.say(MOVES[Move.NEW]) if position.move is Move.NEW and position.role.traits.side else ""
    return "" if position.ratio is None else compared_words(position.since, position.ratio, position.move, s)


def compared_words(since: BaselineFigure, ratio: float, move: Move | None, s: Speaker) -> str:
    """``46% above the baseline, ₩1.04tn``."""
    if move is Move.SAME:
        return s.say(MOVES[Move.SAME])
    was = amount(since, s.chat)
    if ratio >= 2:
        return s.say(MOVES["times"], times=s.number(round(ratio, 1)), amount=was)
    percent = str(max(1, round(abs(ratio - 1) * 100)))
    return s.say(MOVES[Move.UP if ratio > 1 else Move.DOWN], percent=percent, amount=was)


def standing_words(row: LedgerRow, s: Speaker) -> str:
    """How a row of the ledger stands to the baseline; "" for what is unlike it, or refuted."""
    known = row.comparison
    if known is None or known.ratio is None or row.is_refuted:
        return ""
    words = compared_words(known.baseline, known.ratio, Move.SAME if known.relation == "same" else None, s)
    is_guess = row.kind is Kind.MONEY and row.period is None
    return s.say("{words}, if it is a year's", words=words) if is_guess else words


def reckoned_words(position: Position, s: Speaker) -> str:
    """``≈ US$1.13bn`` of a deal in another currency than the common one; of a rise the sum that it makes; else ""."""
    like = position.like if position.row.kind is not Kind.MONEY else position.common
    return f"≈ {money_words(like.value, like.currency, s)}" if isinstance(like, Comparable) and like.currency else ""


def baseline_words(baseline: Baseline, track: str | None, s: Speaker) -> str:
    """``up to US$5bn a year demanded; ₩1.04tn a year agreed for 2019``, of a track or all."""
    found = [
        next((one for one in baseline.figures if one.role is role and track in {None, one.track}), None)
        for role in (Role.DEMANDED, Role.AGREED)
    ]
    return "; ".join(_baseline_figure(one, s) for one in found if one is not None)


def _baseline_figure(figure: BaselineFigure, s: Speaker) -> str:
    told = amount(figure, s.chat)
    if figure.period is Period.YEAR:
        told = s.chat.say("{amount} a year", amount=told)
    year = f" ({figure.year})" if figure.year else ""
    return f"{role_word(figure.role, s)}: {told}{year}"


def when_words(entry: CalendarEntry, s: Speaker) -> str:
    """``3 Dec 2019``, ``3 Dec 2019 – 4 Dec 2019``, ``in Mar 2027``, ``in autumn 2026``, ``by 2035``."""
    first, last = entry.first, entry.last
    if first == last:
        return s.say(WHEN["by"], day=s.day(first)) if entry.occasion is Occasion.DEAL else s.day(first)
    if entry.exact:
        return f"{s.day(first)} – {s.day(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return s.say(WHEN["month"], month=s.month(first))
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        if first.year != last.year:
            return s.say(WHEN["years"], first=str(first.year), last=str(last.year))
        return s.say(WHEN["by year" if entry.occasion is Occasion.GOAL else "year"], year=str(first.year))
    if first.year == last.year and (first.day, first.month, last.month) in SEASONS:
        return s.say(SEASONS[first.day, first.month, last.month], year=str(first.year))
    return s.say(WHEN["between"], first=s.day(first), last=s.day(last))


def occasion_words(entry: CalendarEntry, s: Speaker) -> str:
    is_vague = entry.occasion is Occasion.ROUND and not entry.exact
    return s.say("talks" if is_vague else NAMES[entry.occasion])


def became_words(entry: CalendarEntry, s: Speaker) -> str:
    """What became of a date that passed; "" of one ahead."""
    if entry.outcome is Outcome.AHEAD or (entry.occasion is Occasion.EXPIRY and entry.outcome is Outcome.PASSED):
        return ""
    return s.chat.word("event", entry.became) or s.say(OUTCOMES[entry.outcome])
