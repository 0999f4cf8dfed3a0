"""The messages to operators about stories merged and split: what was done, and what is asked first."""

from collections.abc import Sequence

from bot.chat.render.html import Line, Rendered, bold, clip, code, compose, link, text, tidy
from bot.chat.render.words import outlet
from bot.desk.intake.merge_split import Merged, Split
from bot.model import Article
from bot.phrases.wording import count, day

HEADLINE = 120
"""UTF-16 units of a headline in a list."""
UNDONE = 12
"""Reports up to which the line that undoes a merging is short enough to show."""


def stories_merged(came: Merged, reports: Sequence[Article]) -> Rendered:
    """The story that there is now, and how to undo it."""
    kept = came.kept
    outlets = len({report.outlet for report in reports})
    lines: list[Line] = [
        bold("Merged: ") + f"story {came.gone} is part of story {kept.id} now.",
        clip(tidy(kept.title), HEADLINE),
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


def choose_reports(reports: Sequence[Article]) -> Rendered:
    """A story's reports with their numbers, the newest first."""
    story = reports[0].story_id
    lines: list[Line] = [
        bold(f"Story {story}") + f" has {count(len(reports), 'report')}. Which are to leave it?",
        text("Try ") + code(f"/split {story} {reports[0].id}"),
        "",
    ]
    for report in reports:
        headline = link(clip(tidy(report.title), HEADLINE), report.url)
        lines.append(text(f"{report.id} · {day(report.published.date())} · ") + outlet(report) + " · " + headline)
    return compose(lines, more="… and {n} more reports")
