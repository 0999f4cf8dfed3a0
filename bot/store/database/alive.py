"""Whether a pooled connection to PostgreSQL still has its server, told without asking the server each time.

SQLAlchemy's ``pool_pre_ping`` has every transaction wait for one more answer. A server that ends a connection says so,
or closes it, and then there is something to read where an idle connection has nothing.
"""

import select
from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

RESTED = 5.0
"""Seconds without use after which the server is asked all the same: a firewall that forgets a connection is silent."""


def hand_out_live_ones(engine: Engine) -> None:
    """Has the engine's pool replace connections that are dead before anybody gets them."""

    def used(connection: Any, record: Any) -> None:
        record.info["used"] = monotonic()

    def check(connection: Any, record: Any, _: Any) -> None:
        try:
            if monotonic() - record.info["used"] >= RESTED or _has_news(connection):
                engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as problem:
            raise DisconnectionError("the server ended the connection") from problem

    event.listen(engine, "connect", used)
    event.listen(engine, "checkin", used)
    event.listen(engine, "checkout", check)


def _has_news(connection: Any) -> bool:
    poller = select.poll()
    poller.register(connection.fileno(), select.POLLIN)
    return bool(poller.poll(0))
