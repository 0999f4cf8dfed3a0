"""Stories merged and split by the operator: two become one, or reports of one become another. Pure.

A merged story keeps the older number. An alert goes with the report that it was about, so that nobody is rung again for
what was told, and what nobody was told of may still ring.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.intake.stories.weights import UNTOLD
from bot.model import Event
from bot.phrases.wording import count, list_in_words


class StoryHead(Struct, frozen=True):
    """What is kept of a story beside its reports."""

    id: int
    title: str
    track: str | None
    event: Event
    last_published: datetime
    alerted: bool
    rang: frozenset[str] = frozenset()
    """As in StorySketch."""
    split_from: int | None = None
    """The story that it was part of before the operator split it."""


class FiledReport(Struct, frozen=True):
    """A report of a story."""

    id: int
    title: str
    track: str | None
    event: Event
    published: datetime
    alerted: bool = False
    """Chats had an alert about it."""


class Refused(Struct, frozen=True):
    """Why a merge or split cannot be done, in a sentence."""

    why: str


class Merged(Struct, frozen=True):
    """Two stories that are one now."""

    kept: StoryHead
    gone: int
    """The number that leads to the other one from now on."""
    came: tuple[int, ...] = ()
    """The reports that came into it."""


class Split(Struct, frozen=True):
    """Reports of a story that are one of their own now."""

    stays: StoryHead
    goes: StoryHead
    """Its number is 0 until it is stored."""
    reports: tuple[int, ...]


def merging(one: StoryHead | None, other: StoryHead | None, typed: tuple[int, int]) -> Merged | Refused:
    """``one`` and ``other`` are what the ``typed`` numbers lead to; None where there is no such story."""
    if one is None or other is None:
        return Refused(f"There is no story {typed[0] if one is None else typed[1]}.")
    if one.id == other.id:
        told = f"Stories {typed[0]} and {typed[1]} are" if typed[0] != typed[1] else f"Story {typed[0]} is"
        return Refused(f"{told} one story already.")
    older, newer = sorted((one, other), key=lambda story: story.id)
    apart = {older.split_from, newer.split_from} - {None, older.id, newer.id}
    kept = replace(
        older,
        track=older.track or newer.track,
        event=newer.event if older.event in UNTOLD else older.event,
        last_published=max(older.last_published, newer.last_published),
        alerted=older.alerted or newer.alerted,
        rang=older.rang | newer.rang,
        split_from=older.split_from if older.split_from in apart else min(filter(None, apart), default=None),
    )
    return Merged(kept, newer.id)


def splitting(
    story: StoryHead | None, reports: Sequence[FiledReport], wanted: Collection[int], typed: int
) -> Split | Refused:
    """The ``wanted`` reports leave a story; ``reports`` are all that it has."""
    if story is None:
        return Refused(f"There is no story {typed}.")
    if strange := sorted(set(wanted) - {report.id for report in reports}):
        named = list_in_words([str(number) for number in strange])
        return Refused(
            f"{'Reports' if len(strange) > 1 else 'Report'} {named} {_are(strange)} not in story {story.id}."
        )
    going = [report for report in reports if report.id in wanted]
    staying = [report for report in reports if report.id not in wanted]
    if not going:
        return Refused(f"Say which of the {count(len(reports), 'report')} of story {story.id} are to leave it.")
    if not staying:
        return Refused(f"These are all reports of story {story.id}: at least one must stay.")
    moved = any(report.alerted for report in going)
    remains = any(report.alerted for report in staying)
    stays = replace(_named(story, staying), alerted=story.alerted and (remains or not moved))
    goes = replace(
        _named(story, going),
        id=0,
        alerted=moved,
        rang=story.rang if moved else frozenset(),
        split_from=story.split_from or story.id,
    )
    return Split(stays, goes, tuple(report.id for report in going))


def _are(numbers: Sequence[int]) -> str:
    return "are" if len(numbers) > 1 else "is"


def _named(story: StoryHead, reports: Sequence[FiledReport]) -> StoryHead:
    """The head that the first of the reports would have begun."""
    order = sorted(reports, key=lambda report: report.id)
    return replace(
        story,
        title=order[0].title,
        track=next((report.track for report in order if report.track), None),
        event=order[0].event,
        last_published=max(report.published for report in reports),
    )
