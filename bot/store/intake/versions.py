"""Versions of articles: an edited article takes the place of what it was, which is kept beside it.

``articles`` has the newest version, which its link leads to, and so have ledger, figures, index and gists. The table
``article_versions`` has those before it, each until when it stood, and what changed after it. An article keeps its
story and its date.
"""

from collections.abc import Iterable
from datetime import datetime
from math import isfinite

from msgspec.structs import replace
from sqlalchemy import Connection, delete, insert, update

from bot.model import Article, Edit
from bot.store.archive import gists, indexing, ledger_again
from bot.store.archive.former_versions import kept
from bot.store.archive.readings import decode_reading, encode_reading
from bot.store.database.marks import reread
from bot.store.database.tables import article_versions, articles, entries, figures
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
    connection.execute(
        insert(article_versions).values(
            article_id=old.id,
            number=edit.versions,
            title=old.title,
            text=old.text,
            reading=encode_reading(old.reading),
            until=now,
            change=edit.change.words,
            level=edit.change.level.value,
        )
    )
    new = _as_stored(old, edit)
    values = {"title": new.title, "text": new.text, "track": new.reading.track, "reading": encode_reading(new.reading)}
    connection.execute(update(articles).where(_a.id == old.id).values(**values))
    connection.execute(delete(figures).where(figures.c.article_id == old.id))
    if numbers := [figure_row(old.id, place, one) for place, one in enumerate(new.reading.figures)]:
        connection.execute(insert(figures), numbers)
    indexing.replace(connection, old, new)
    gists.replace(connection, new)
    ledger_again.replace(connection, old, new)


def _as_stored(old: Article, edit: Edit) -> Article:
    """The new version as it will be read again."""
    numbers = tuple(one for one in edit.reading.figures if isfinite(one.value) and isfinite(one.value_max or 0))
    reading = decode_reading(encode_reading(replace(edit.reading, figures=numbers)))
    return replace(old, title=storable(edit.title), text=storable(edit.text), reading=reading)
