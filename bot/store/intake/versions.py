"""Versions of articles: an edited article takes the place of what it was, which is kept beside it.

``articles`` has the newest version, which its link leads to, and so have ledger, figures, index and gists; what
operators correct goes over each version. The table ``article_versions`` has those before it, each until when it stood,
and what changed after it. An article keeps its date, and its story unless an operator moves it.
"""

from collections.abc import Iterable
from datetime import datetime
from math import isfinite

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, delete, insert, update

from bot.desk.corrections.applying import corrected
from bot.model import Article, Edit
from bot.store.archive import gists, indexing, ledger_again
from bot.store.archive.corrections import machine_reading
from bot.store.archive.corrections import of_articles as corrections_of
from bot.store.archive.former_versions import kept
from bot.store.archive.readings import decode_reading, encode_reading
from bot.store.database.marks import reread
from bot.store.database.tables import article_versions, articles, corrections, entries, figures, machine_readings
from bot.store.database.types import storable
from bot.store.intake.filing import figure_row

_a, _e = articles.c, entries.c


def apply(connection: Connection, feed_id: int, edits: Iterable[Edit], now: datetime) -> list[int]:
    """Stores new versions of a feed's articles; returns the stories of those that changed.

    A version that is there already, as another worker may have stored it, is left as it is.
    """
    stories: list[int] = []
    for edit in edits:
        own = (_e.feed_id == feed_id) & (_e.article_id == edit.article_id)
        connection.execute(update(entries).where(own).values(stamp=edit.stamp))
        if edit.change is None:
            continue
        (found,) = kept(connection, [edit.article_id]).values()
        if found[1] == edit.versions:
            _replace(connection, found[0], edit, now)
            stories.append(found[0].story_id)
    if stories:
        reread(connection)
    return stories


def _replace(connection: Connection, old: Article, edit: Edit, now: datetime) -> None:
    assert edit.change is not None  # noqa: S101  # or nothing is replaced
    machine = machine_reading(connection, old.id)
    connection.execute(
        insert(article_versions).values(
            article_id=old.id,
            number=edit.versions,
            title=old.title,
            text=old.text,
            reading=machine or encode_reading(old.reading),
            until=now,
            change=edit.change.words,
            level=edit.change.level.value,
        )
    )
    new = _as_stored(old, edit)
    put(connection, old, new if machine is None else over(connection, new))


def _as_stored(old: Article, edit: Edit) -> Article:
    """The new version as it will be read again."""
    numbers = tuple(one for one in edit.reading.figures if isfinite(one.value) and isfinite(one.value_max or 0))
    reading = decode_reading(encode_reading(replace(edit.reading, figures=numbers)))
    return replace(old, title=storable(edit.title), text=storable(edit.text), reading=reading)


def put(connection: Connection, old: Article, new: Article) -> None:
    """Puts an article in the place of what it was, with all that follows from it. Call ``reread`` after the last one.

    Call while holding the intake lock.
    """
    values = {"title": new.title, "text": new.text, "track": new.reading.track, "reading": encode_reading(new.reading)}
    connection.execute(update(articles).where(_a.id == old.id).values(**values))
    connection.execute(delete(figures).where(figures.c.article_id == old.id))
    if numbers := [figure_row(old.id, place, one) for place, one in enumerate(new.reading.figures)]:
        connection.execute(insert(figures), numbers)
    indexing.replace(connection, old, new)
    gists.replace(connection, new)
    ledger_again.replace(connection, old, new)


# --- What operators correct ---------------------------------------------------------------------------------------


def over(connection: Connection, read: Article) -> Article:
    """An article as the program reads it now, with its corrections; keeps beside it what the program reads.

    Whatever reads a stored article again calls this before ``put``.
    """
    standing = corrections_of(connection, [read.id]).get(read.id, ())
    came = corrected(read.reading, read.title, read.text, standing)
    connection.execute(delete(machine_readings).where(machine_readings.c.article_id == read.id))
    if standing:
        kept_beside = {"article_id": read.id, "reading": encode_reading(read.reading)}
        connection.execute(insert(machine_readings).values(**kept_beside))
    for one in standing:
        spots = msgspec.json.encode(came.holds_at.get(one.id, ())).decode()
        connection.execute(update(corrections).where(corrections.c.id == one.id).values(holds_at=storable(spots)))
    return replace(read, reading=came.reading)
