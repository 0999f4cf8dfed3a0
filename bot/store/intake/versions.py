"""Versions of articles: an edited article takes the place of what it was, which is kept beside it.

``articles`` has the newest version, which its link leads to, and so have ledger, figures, index and gists. The table
``article_versions`` has those before it, each until when it stood, and what changed after it. An article keeps its
story and its date.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from math import isfinite

from msgspec.structs import replace
from sqlalchemy import ARRAY, Connection, Integer, String, any_, bindparam, delete, func, insert, select, update

from bot.model import Article, Edit, Level, Version
from bot.store.archive import gists, indexing, ledger_again
from bot.store.archive.articles import to_article
from bot.store.archive.readings import decode_reading, encode_reading
from bot.store.database.direct import ask_all
from bot.store.database.marks import reread
from bot.store.database.statements import chunks, listed
from bot.store.database.tables import article_versions, articles, entries, figures
from bot.store.database.types import storable
from bot.store.intake.filing import adding_figures

_v, _a, _e = article_versions.c, articles.c, entries.c
_LISTED = func.json_each(bindparam("ids", type_=String())).table_valued("value").alias("listed")
_LATER = select(_v.article_id).where(_v.until > bindparam("moment", type_=_v.until.type)).distinct()
_EDITED = {
    "sqlite": _LATER.where(_v.article_id == _LISTED.c.value),
    "postgresql": _LATER.where(_v.article_id == any_(bindparam("ids", type_=ARRAY(Integer)))),
}


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


def kept(connection: Connection, article_ids: Collection[int]) -> dict[int, tuple[Article, int]]:
    """Articles by their ids, each with how many versions there are of it, the present one among them."""
    before = select(func.count()).where(_v.article_id == _a.id).correlate(articles).scalar_subquery()
    query = select(articles, before.label("before"))
    found: dict[int, tuple[Article, int]] = {}
    for chunk in chunks(sorted(article_ids)):
        for row in connection.execute(query.where(_a.id.in_(chunk))):
            found[row.id] = to_article(row), row.before + 1
    return found


def versions(connection: Connection, article_ids: Collection[int]) -> Mapping[int, tuple[Version, ...]]:
    """The versions before the present one, the first one first, of those of the articles that have any."""
    found: dict[int, list[Version]] = {}
    for chunk in chunks(sorted(article_ids)):
        query = select(article_versions).where(_v.article_id.in_(chunk)).order_by(_v.article_id, _v.number)
        for row in connection.execute(query):
            version = Version(
                row.article_id, row.number, row.title, row.text, decode_reading(row.reading), row.until, row.change,
                Level(row.level),
            )  # fmt: skip
            found.setdefault(row.article_id, []).append(version)
    return {article_id: tuple(those) for article_id, those in found.items()}


def edited_since(connection: Connection, article_ids: Collection[int], moment: datetime) -> list[int]:
    """Those of the articles that were another version at a moment."""
    asked = {"ids": listed(connection, sorted(article_ids)), "moment": moment}
    return list(connection.scalars(_EDITED[connection.dialect.name], asked))


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
    ask_all(connection, *adding_figures(connection, old.id, new.reading.figures))
    indexing.replace(connection, old, new)
    gists.replace(connection, new)
    ledger_again.replace(connection, old, new)


def _as_stored(old: Article, edit: Edit) -> Article:
    """The new version as it will be read again."""
    numbers = tuple(one for one in edit.reading.figures if isfinite(one.value) and isfinite(one.value_max or 0))
    reading = decode_reading(encode_reading(replace(edit.reading, figures=numbers)))
    return replace(old, title=storable(edit.title), text=storable(edit.text), reading=reading)
