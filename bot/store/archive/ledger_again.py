"""The ledger made again from the articles: what was stored before there was one, or by another version; or what one
article tells, where it was edited."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from bot.desk.ledger.entries import BOUNDS, Entries, Key, LedgerTally
from bot.desk.ledger.mentions import entries_of_report
from bot.desk.ledger.revisions import OtherReports, tally_without, tell_the_same
from bot.model import Article, Kind, Stance
from bot.store.archive import ledger
from bot.store.archive.articles import to_article
from bot.store.archive.derived import LEDGER, OnProgress, is_made, no_progress, note_made, on_topic
from bot.store.database.marks import reread
from bot.store.database.statements import chunks
from bot.store.database.tables import articles, figures, gists

FEW = 100
"""Reports with a figure that are counted again as fast as one is told from the others."""

_NO_COLUMN = frozenset({"track", "bound", "is_denied"})
"""What of a key no column of a figure has as it is."""
_a, _f = articles.c, figures.c


def refresh(connection: Connection, on_progress: OnProgress = no_progress) -> bool:
    """Makes the rows again where they were never made, or by another version; whether it did.

    Call while holding the intake lock: it takes some 0.2 ms an article.
    """
    if is_made(connection, LEDGER):
        return False
    ledger.clear(connection)
    entries: Entries = {}
    for chunk in on_topic(connection, "ledger", on_progress):
        for row in connection.execute(select(articles).where(articles.c.id.in_(chunk))):
            for key, told in entries_of_report(to_article(row)).items():
                entries.setdefault(key, LedgerTally()).add(told)
    ledger.add(connection, entries)
    note_made(connection, LEDGER)
    reread(connection)
    return True


def replace(connection: Connection, old: Article, new: Article) -> None:
    """Brings the rows of an article up to date that has a new version, which is stored already but for them.

    Each is what a count of all articles would make it: where both versions tell the same of a figure only its place
    moves; else the old version is taken out, and the new one added.
    """
    before, after = entries_of_report(old), entries_of_report(new)
    for key in dict.fromkeys((*before, *after)):
        if key in before and key in after and tell_the_same(before[key], after[key]):
            ledger.move(connection, key, after[key], old.id)
        elif key not in before:
            ledger.add(connection, {key: after[key]})
        elif (rest := _without(connection, key, before[key], old)) is None:
            _count(connection, key)
        else:
            if key in after:
                rest.add(after[key])
            ledger.change(connection, key, rest)


def _without(connection: Connection, key: Key, its: LedgerTally, old: Article) -> LedgerTally | None:
    """The tally of a figure without one report; None where it takes a count of the other articles."""
    total = ledger.get(connection, key)
    if total is None or total.reports <= FEW or _is_denied_by_some(connection, key):
        return None
    if ledger.is_counted_otherwise(connection, key):
        return None
    telling = and_(_same(key), _f.article_id != old.id)
    own = exists().where(_f.article_id == _a.id, _same(key, among_few=True))
    on_track = select(_a.published).join_from(articles, gists).where(_a.on_topic, _on(key), _a.id != old.id)
    last = connection.scalar(on_track.where(own).order_by(_a.published.desc()).limit(1))
    if last is None:
        return None
    told = select(_f.attributed_to, func.min(_a.published)).join_from(figures, articles).join(gists)
    # Of soldiers whoever claims them is named, also where it is denied.
    asserted = or_(_f.stance != Stance.DENIED.value, _f.kind == Kind.TROOPS.value)
    named = told.where(telling, asserted, _on(key), _f.attributed_to.in_(its.actors)).group_by(_f.attributed_to)
    actors = {str(row[0]): row[1] for row in connection.execute(named)} if its.actors else {}
    of_outlet = select(_a.id).join_from(figures, articles).join(gists).where(telling, _on(key), _a.outlet == old.outlet)
    has_outlet = connection.scalar(of_outlet.limit(1)) is not None
    return tally_without(total, its, old.id, OtherReports(last, has_outlet, actors))


def _is_denied_by_some(connection: Connection, key: Key) -> bool:
    """Whether some have it only to deny it: who those are, no column of a figure tells."""
    return key.is_denied or ledger.get(connection, key._replace(is_denied=True)) is not None


def _count(connection: Connection, key: Key) -> None:
    """Makes a row again from the articles that tell of its figure."""
    ledger.drop(connection, key)
    total = LedgerTally()
    for article in _telling(connection, key):
        if (told := entries_of_report(article).get(key)) is not None:
            total.add(told)
    if total.reports:
        ledger.add(connection, {key: total})


def _telling(connection: Connection, key: Key) -> Iterable[Article]:
    """Yields the articles with a figure in pieces, as some figures are in all articles."""
    own = select(_f.article_id).distinct().join_from(figures, gists, gists.c.article_id == _f.article_id)
    for chunk in chunks(sorted(connection.scalars(own.where(_on(key), _same(key))))):
        yield from map(to_article, connection.execute(select(articles).where(_a.id.in_(chunk))))


def _same(key: Key, *, among_few: bool = False) -> ColumnElement[bool]:
    """Of a figure's row: it is this one, whatever the track of its report, told or denied. What becomes of soldiers no
    row has.

    ``among_few``: in the place of an article's few figures SQLite would look through the index of kinds and roles.
    """
    out = {*_NO_COLUMN, "measure"} if key.kind is Kind.TROOPS else _NO_COLUMN
    plain = {name: getattr(value, "value", value) for name, value in key._asdict().items() if name not in out}
    kind = _f.kind.concat("") if among_few else _f.kind
    same = (_f[name].is_not_distinct_from(value) for name, value in plain.items() if name != "kind")
    unbounded = or_(_f.hedge.is_(None), _f.hedge.not_in([one.value for one in BOUNDS]))
    bound = unbounded if key.bound is None else _f.hedge == key.bound.value
    return and_(_f.on_topic, kind == plain["kind"], bound, *same)


def _on(key: Key) -> ColumnElement[bool]:
    """Of a report: it is on the figure's track. Its gist tells, without its text being passed over."""
    return gists.c.track.is_not_distinct_from(key.track)
