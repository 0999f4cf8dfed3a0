"""Whether what somebody asks or offers is a position of today: none of years ago, and of nobody out of office.

Who holds an office when is data: ``in_office`` of the topic's parties.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.desk.ledger.rows import LedgerRow
from bot.model import Party
from bot.phrases.wording import ago

OLD = timedelta(days=365)
"""How long after it was last told a figure has no age; a demand that nobody has told for longer is none of today."""


def remark_on(row: LedgerRow, parties: Sequence[Party], today: date) -> str:
    """What must be said of a figure shown as a side's latest: ``said out of office, last reported 2 years ago``.

    "" for one that was told lately, of a side or of somebody who speaks for it.
    """
    told = f"last reported {ago(row.last_seen.date(), today)}" if _is_old(row, today) else ""
    office = "said out of office" if row.role.traits.is_claim and _is_out_of_office(row, parties) else ""
    return ", ".join(filter(None, [office, told]))


def _is_old(row: LedgerRow, today: date) -> bool:
    """Whether nobody told it for long; what was agreed or paid for a year that is not over has no age yet."""
    is_for_now = not row.role.traits.is_claim and row.year is not None and row.year >= today.year
    return row.last_seen.date() < today - OLD and not is_for_now


def _is_out_of_office(row: LedgerRow, parties: Sequence[Party]) -> bool:
    """Whether the first who said so held no office that day, of those whose terms are known."""
    speaker = next((one for one in parties if one.in_office and row.actors[:1] == (one.name,)), None)
    day = row.first_seen.date()
    return speaker is not None and not any(
        term.since <= day and (term.until is None or day < term.until) for term in speaker.in_office
    )


def is_of_nobody_in_office(row: LedgerRow, parties: Sequence[Party], today: date | None) -> bool:
    """Whether somebody said it who holds no office: it is no side's position."""
    return today is not None and row.role.traits.is_claim and _is_out_of_office(row, parties)


def is_of_today(row: LedgerRow, parties: Sequence[Party], today: date | None) -> bool:
    """Whether a claim is one of today; without a day every one is."""
    return today is None or not remark_on(row, parties, today)
