"""What operators correct: kept, put over what the program reads, and followed by all that tells of the report.

Ledger, gists, the story, its alerts and the chats that reported something wrong follow in the same transaction.
"""

from datetime import datetime

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, func, insert, select, update

from bot.desk.corrections.applying import sentence_of
from bot.desk.corrections.values import figure_value, report_value
from bot.desk.intake.merge_split import Refused
from bot.model import Article, Aspect, ComplaintState, Correction, Ruling, Spot
from bot.store.archive import corrections as reads
from bot.store.archive.articles import article
from bot.store.archive.readings import decode_reading
from bot.store.database.engine import take_turns
from bot.store.database.marks import reread
from bot.store.database.tables import articles, corrections, stories
from bot.store.database.types import storable
from bot.store.intake import complaints, merge_split, versions
from bot.store.intake.filing import key_of
from bot.store.outbox import edits

NEW = "new"
"""In place of a story's number: one of its own."""

_c, _a, _s = corrections.c, articles.c, stories.c


def correct(
    connection: Connection, article_id: int, ruling: Ruling, spot: Spot | None, operator: int, now: datetime
) -> Correction | Refused:
    """Keeps what an operator says of a report, or of its figure at ``spot``, and puts it in force."""
    take_turns(connection)
    found = article(connection, article_id)
    if found is None:
        return Refused(f"There is no report {article_id}.")
    figure = next((one for one in found.reading.figures if one.spot == spot), None)
    if ruling.aspect.is_of_figure and figure is None:
        return Refused(f"Report {article_id} has no such figure any more.")
    of_report = report_value(found.reading, found.story_id, ruling.aspect)
    was = figure_value(figure, ruling.aspect) if figure is not None else of_report
    if was == ruling.value:
        return Refused("That is what it says already.")
    value = ruling.value
    if ruling.aspect is Aspect.STORY:
        moved = _move(connection, found, None if value == NEW else int(value), now)
        if isinstance(moved, Refused):
            return moved
        value = str(moved)
    values = {
        "article_id": article_id,
        "aspect": ruling.aspect.value,
        "value": value,
        "was": was,
        "spot": msgspec.json.encode(spot).decode() if figure is not None else None,
        "sentence": sentence_of(figure, found.title, found.text) if figure is not None else "",
        "holds_at": "[]",
        "operator": operator,
        "made": now,
    }
    number = key_of(connection.execute(insert(corrections).values(**values)))
    _follow(connection, found, now)
    made = reads.one(connection, number)
    assert made is not None  # noqa: S101  # it was just stored
    complaints.settle(connection, made.article_id, subjects_of(made), ComplaintState.CORRECTED, operator, now)
    return made


def undo(connection: Connection, number: int | None, operator: int, now: datetime) -> Correction | Refused:
    """Takes a correction back: the last one of the operator, or the one with a number."""
    take_turns(connection)
    last = reads.last_of(connection, operator) if number is None else reads.one(connection, number)
    if last is None:
        return Refused(
            "You have corrected nothing that could be taken back."
            if number is None
            else f"There is no correction {number}, or it was taken back already."
        )
    found = article(connection, last.article_id)
    assert found is not None  # noqa: S101  # articles stay
    if last.aspect is Aspect.STORY and (moved := _move_back(connection, found, int(last.was), now)) is not None:
        return moved
    connection.execute(update(corrections).where(_c.id == last.id).values(undone=now, undone_by=operator))
    _follow(connection, found, now)
    return last


def subjects_of(correction: Correction) -> list[str]:
    """What chats have reported that a correction is about."""
    if not correction.aspect.is_of_figure:
        return [correction.aspect.value]
    spots = (*correction.holds_at, *([correction.spot] if correction.spot else []))
    return [complaints.subject_of(spot) for spot in dict.fromkeys(spots)]


# --- What follows -------------------------------------------------------------------------------------------------


def _follow(connection: Connection, before: Article, now: datetime) -> None:
    """Makes the article, and all that tells of it, what the corrections that stand make of it."""
    there = article(connection, before.id)
    assert there is not None  # noqa: S101  # articles stay
    machine = reads.machine_reading(connection, before.id)
    read = there if machine is None else replace(there, reading=decode_reading(machine))
    new = versions.over(connection, read)
    versions.put(connection, there, new)
    _story_follows(connection, there, new)
    reread(connection)
    edits.owe(connection, sorted({before.story_id, there.story_id}), now)
    edits.owe_turns(connection, new.id, now)


def _story_follows(connection: Connection, old: Article, new: Article) -> None:
    """A story is of its first report's event; what no report tells any more may ring again, and what this one tells
    now has been told by the alert that is edited."""
    was, now = old.reading.event, new.reading.event
    if was is now:
        return
    own = _a.story_id == new.story_id
    if connection.scalar(select(func.min(_a.id)).where(own)) == new.id:
        connection.execute(update(stories).where(_s.id == new.story_id).values(event=now.value))
    rang = set((connection.scalar(select(_s.rang).where(_s.id == new.story_id)) or "").split())
    others = [one.reading.event for one in merge_split.reports_of(connection, new.story_id) if one.id != new.id]
    if was.value in rang and was not in others:
        told = {now.value} if now.traits.is_turn else set[str]()
        rang = (rang - {was.value}) | told
        connection.execute(update(stories).where(_s.id == new.story_id).values(rang=storable(" ".join(sorted(rang)))))


# --- Stories ------------------------------------------------------------------------------------------------------


def _move(connection: Connection, moving: Article, target: int | None, now: datetime) -> int | Refused:
    """Makes a report one of another story, or of one of its own (None); returns that story's number."""
    if target is not None:
        leads = merge_split.leads_to(connection, target)
        if leads is None:
            return Refused(f"There is no story {target}.")
        if leads == moving.story_id:
            return Refused(f"Report {moving.id} is in story {leads} already.")
    alone = [one.id for one in merge_split.reports_of(connection, moving.story_id)] == [moving.id]
    own = moving.story_id
    if target is None or not alone:
        parted = merge_split.split(connection, moving.story_id, [moving.id], now)
        if isinstance(parted, Refused):
            return Refused(f"Report {moving.id} is the only one of story {moving.story_id} already.")
        own = parted.goes.id
    if target is None:
        return own
    joined = merge_split.merge(connection, own, target, now)
    return joined if isinstance(joined, Refused) else joined.kept.id


def _move_back(connection: Connection, moved: Article, before: int, now: datetime) -> Refused | None:
    """Back to its story of before; where that became part of the present one, to one of its own."""
    back = merge_split.leads_to(connection, before)
    came = _move(connection, moved, None if back == moved.story_id else back, now)
    return came if isinstance(came, Refused) else None
