"""Reads of edited articles: as they are, and the versions before, each until when it stood."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import ARRAY, Connection, Integer, String, any_, bindparam, func, select

from bot.desk.corrections.applying import corrected
from bot.model import Article, Correction, Level, Version
from bot.store.archive import corrections
from bot.store.archive.articles import to_article
from bot.store.archive.readings import decode_reading
from bot.store.database.statements import chunks, listed
from bot.store.database.tables import article_versions, articles

_v, _a = article_versions.c, articles.c
_LISTED = func.json_each(bindparam("ids", type_=String())).table_valued("value").alias("listed")
_LATER = select(_v.article_id).where(_v.until > bindparam("moment", type_=_v.until.type)).distinct()
_EDITED = {
    "sqlite": _LATER.where(_v.article_id == _LISTED.c.value),
    "postgresql": _LATER.where(_v.article_id == any_(bindparam("ids", type_=ARRAY(Integer)))),
}


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
    """The versions before the present one, the first one first, of those of the articles that have any.

    What operators have corrected goes over each.
    """
    found: dict[int, list[Version]] = {}
    for chunk in chunks(sorted(article_ids)):
        query = select(article_versions).where(_v.article_id.in_(chunk)).order_by(_v.article_id, _v.number)
        for row in connection.execute(query):
            version = Version(
                row.article_id, row.number, row.title, row.text, decode_reading(row.reading), row.until, row.change,
                Level(row.level),
            )  # fmt: skip
            found.setdefault(row.article_id, []).append(version)
    ruled = corrections.of_articles(connection, found) if found else {}
    return {number: tuple(_corrected(one, ruled.get(number, ())) for one in those) for number, those in found.items()}


def _corrected(version: Version, ruled: Sequence[Correction]) -> Version:
    if not ruled:
        return version
    return replace(version, reading=corrected(version.reading, version.title, version.text, ruled).reading)


def edited_since(connection: Connection, article_ids: Collection[int], moment: datetime) -> list[int]:
    """Those of the articles that were another version at a moment."""
    asked = {"ids": listed(connection, sorted(article_ids)), "moment": moment}
    return list(connection.scalars(_EDITED[connection.dialect.name], asked))
