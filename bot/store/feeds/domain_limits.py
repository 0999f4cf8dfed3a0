"""What holds for a whole domain: that a server asked to be left alone, and that one worker at a time asks it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import BindParameter, ColumnElement, Connection, Select, Subquery, func, or_, select, update

from bot.store.database.statements import chunks, insert_new
from bot.store.database.tables import domains, feeds

MOST_CLAIMED = 8
"""Feeds of one domain that a worker has at once while there is a gap to keep: more would only wait."""
WAITING = 60.0
"""Seconds that the last of them may have to wait for the others' gaps."""

Moment = datetime | BindParameter[datetime]
"""A time, or the place of one in a statement that is put together once."""


class DomainLimits(Struct, frozen=True):
    """How feeds of one domain are shared out."""

    domain_of: Callable[[str], str]
    """The registrable domain of a feed's address."""
    gap: float = 0.0
    """Seconds between two requests to a domain; 0 for none, and then several workers may ask one domain at once."""

    @property
    def share(self) -> int:
        """Feeds of one domain that a worker has at once."""
        return max(1, min(MOST_CLAIMED, int(WAITING // self.gap))) if self.gap > 0 else MOST_CLAIMED


NO_LIMITS = DomainLimits(lambda url: "")


def not_held(now: Moment) -> ColumnElement[bool]:
    """Whether no other feed of the domain was told to stay away."""
    return feeds.c.domain.not_in(select(domains.c.name).where(domains.c.hold_until > now))


def hold(connection: Connection, domain: str, until: datetime) -> None:
    """Keeps everybody away from a domain; a longer hold stays."""
    if not domain:
        return
    connection.execute(insert_new(connection, domains).values(name=domain))
    shorter = or_(domains.c.hold_until.is_(None), domains.c.hold_until < until)
    connection.execute(update(domains).where(domains.c.name == domain, shorter).values(hold_until=until))


def held(connection: Connection, now: datetime) -> dict[str, datetime]:
    """Domains on hold, and until when."""
    query = select(domains.c.name, domains.c.hold_until).where(domains.c.hold_until > now).order_by(domains.c.name)
    return {name: until for name, until in connection.execute(query) if until is not None}


def shared_out(free: ColumnElement[bool], now: Moment, worker: BindParameter[str], share: int) -> Select[Any]:
    """The ids of the feeds that this worker may have of those that are free: a share of each domain, and none of a
    domain that another worker is busy with, or was less than a gap ago."""
    c = feeds.c
    elsewhere = select(c.domain).where(c.lease_until > now, c.leased_by != worker, c.domain != "")
    resting = select(domains.c.name).where(domains.c.next_allowed > now, domains.c.worker != worker)
    ranked = _ranked(free & c.domain.not_in(elsewhere) & c.domain.not_in(resting))
    busy = (
        select(c.domain, func.count().label("number"))
        .where(c.lease_until > now, c.domain != "")
        .group_by(c.domain)
        .subquery()
    )
    place = ranked.c.place + func.coalesce(busy.c.number, 0)
    return (
        select(ranked.c.id)
        .join_from(ranked, busy, ranked.c.domain == busy.c.domain, isouter=True)
        .where(or_(ranked.c.domain == "", place <= share))
    )


def _ranked(free: ColumnElement[bool]) -> Subquery:
    order = feeds.c.next_due.asc().nulls_first(), feeds.c.id
    place = func.row_number().over(partition_by=feeds.c.domain, order_by=order).label("place")
    return select(feeds.c.id, feeds.c.domain, place).where(free).subquery()


def domains_of(connection: Connection, feed_ids: Sequence[int]) -> set[str]:
    """The domains of feeds."""
    found = (connection.scalars(select(feeds.c.domain).where(feeds.c.id.in_(chunk))) for chunk in chunks(feed_ids))
    return {domain for some in found for domain in some}


def asked(connection: Connection, names: set[str], now: datetime, worker: str, gap: float) -> None:
    """Notes that this worker asks these domains now, for whoever takes over from it."""
    for name in sorted(names - {""}):
        connection.execute(insert_new(connection, domains).values(name=name))
        mine = {"next_allowed": now + timedelta(seconds=gap), "worker": worker}
        connection.execute(update(domains).where(domains.c.name == name).values(**mine))


def reserve(connection: Connection, name: str, now: datetime, worker: str, gap: float) -> float:
    """Takes a domain for a worker and returns 0.0; or the seconds for which another one's request rests."""
    connection.execute(insert_new(connection, domains).values(name=name))
    row = connection.execute(
        select(domains.c.next_allowed, domains.c.worker).where(domains.c.name == name).with_for_update()
    ).one()
    if row.worker != worker and row.next_allowed is not None and row.next_allowed > now:
        return float((row.next_allowed - now).total_seconds())
    mine = {"next_allowed": now + timedelta(seconds=gap), "worker": worker}
    connection.execute(update(domains).where(domains.c.name == name).values(**mine))
    return 0.0
