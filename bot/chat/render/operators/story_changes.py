"""The messages to operators about stories merged and split: what was done, and what is asked first."""

from collections.abc import Sequence

from bot.chat.render.html import Button, Line, Rendered, bold, clip, code, compose, joined, link, text, tidy
from bot.chat.render.paging import rows_of
from bot.chat.render.words import outlet, track_name, track_of
from bot.chat.typed.pages import pages_of
from bot.desk.answers.timeline import Story
from bot.desk.intake.merge_split import Merged, Split
from bot.model import Article, Topic
from bot.phrases.wording import count, day

HEADLINE = 120
"""UTF-16 units of a headline in a list."""
UNDONE = 12
"""Reports up to which the line that undoes a merging is short enough to show."""


PER_PAGE = 15
MERGE, LEAVE, SPLIT = "merge", "no", "split"
"""Of the buttons' data."""


def confirm_merge(one: Story, other: Story, topic: Topic) -> Rendered:
    """Asks back before stories of two countries become one."""
    lines: list[Line] = ["These are stories of two countries. Are they one all the same?", ""]
    for head in sorted((one, other), key=lambda head: head.story_id):
        track = track_of(topic, head.track)
        name = track_name(track) if track else head.track or ""
        lines.append(joined(" · ", [f"{name}: {clip(tidy(head.title), HEADLINE)}", f"/story_{head.story_id}"]))
    merge = Button("Merge", data=f"{MERGE}:{one.story_id}:{other.story_id}")
    return compose(lines, buttons=((merge, Button("Leave apart", data=f"{MERGE}:{LEAVE}")),))


def left_apart() -> Rendered:
    return compose(["They are left apart."])


def stories_merged(came: Merged, reports: Sequence[Article], title: str) -> Rendered:
    """The story that there is now, by the ``title`` that lists give it, and how to undo it."""
    kept = came.kept
    outlets = len({report.outlet for report in reports})
    lines: list[Line] = [
        bold("Merged: ") + f"story {came.gone} is part of story {kept.id} now.",
        clip(tidy(title), HEADLINE),
        f"{count(len(reports), 'report')} from {count(outlets, 'outlet')} · /story_{kept.id}",
        "What went out is not sent again; what comes later joins it.",
    ]
    if 0 < len(came.came) <= UNDONE:
        lines.append(text("To undo: ") + code(f"/split {kept.id} {' '.join(map(str, came.came))}"))
    return compose(lines)


def story_split(came: Split) -> Rendered:
    """The two stories that there are now."""
    stays, goes = came.stays, came.goes
    return compose(
        [
            bold("Split: ") + f"{count(len(came.reports), 'report')} of story {stays.id} are story {goes.id} now."
            if len(came.reports) > 1
            else bold("Split: ") + f"1 report of story {stays.id} is story {goes.id} now.",
            f"{clip(tidy(goes.title), HEADLINE)} · /story_{goes.id}",
            f"{clip(tidy(stays.title), HEADLINE)} · /story_{stays.id}",
            "It stays apart: what comes later joins the one with the nearest report.",
            text("To undo: ") + code(f"/merge {stays.id} {goes.id}"),
        ]
    )


def choose_reports(reports: Sequence[Article], *, page: int) -> Rendered:
    """A page of a story's reports with their numbers, the newest first."""
    story = reports[0].story_id
    lines: list[Line] = [
        bold(f"Story {story}") + f" has {count(len(reports), 'report')}. Which are to leave it?",
        text("Try ") + code(f"/split {story} {reports[0].id}"),
        "",
    ]
    last = pages_of(len(reports), PER_PAGE)
    for report in reports[(page - 1) * PER_PAGE : page * PER_PAGE]:
        headline = link(clip(tidy(report.title), HEADLINE), report.url)
        lines.append(text(f"{report.id} · {day(report.published.date())} · ") + outlet(report) + " · " + headline)
    turning = [Button("‹ Newer", data=f"{SPLIT}:{story} p{page - 1}")] if page > 1 else []
    turning += [Button("Older ›", data=f"{SPLIT}:{story} p{page + 1}")] if page < last else []
    if last > 1:
        lines += ["", f"Page {page} of {last}"]
    return compose(lines, buttons=rows_of(tuple(turning)))
