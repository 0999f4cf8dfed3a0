"""The messages to operators about stories merged and split: what was done, and what is asked first."""

from collections.abc import Sequence

from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Button, Line, Rendered, bold, clip, code, compose, joined, link, said, text, tidy
from bot.chat.render.paging import rows_of
from bot.chat.render.words import outlet, track_name, track_of
from bot.chat.typed.pages import pages_of
from bot.desk.answers.timeline import Story
from bot.desk.intake.merge_split import Merged, Split
from bot.model import Article, Topic

HEADLINE = 120
"""UTF-16 units of a headline in a list."""
UNDONE = 12
"""Reports up to which the line that undoes a merging is short enough to show."""


PER_PAGE = 15
MERGE, LEAVE, SPLIT = "merge", "no", "split"
"""Of the buttons' data."""


def confirm_merge(one: Story, other: Story, topic: Topic, t: Translator = ENGLISH) -> Rendered:
    """Asks back before stories of two countries become one."""
    lines: list[Line] = [t.say("These are stories of two countries. Are they one all the same?"), ""]
    for head in sorted((one, other), key=lambda head: head.story_id):
        track = track_of(topic, head.track)
        name = track_name(track, t, topic.vocabulary.parties) if track else head.track or ""
        lines.append(joined(" · ", [f"{name}: {clip(tidy(head.title), HEADLINE)}", f"/story_{head.story_id}"]))
    merge = Button(t.say("Merge"), data=f"{MERGE}:{one.story_id}:{other.story_id}")
    return compose(lines, buttons=((merge, Button(t.say("Leave apart"), data=f"{MERGE}:{LEAVE}")),), t=t)


def left_apart(t: Translator = ENGLISH) -> Rendered:
    return compose([t.say("They are left apart.")], t=t)


def stories_merged(came: Merged, reports: Sequence[Article], title: str, t: Translator = ENGLISH) -> Rendered:
    """The story that there is now, by the ``title`` that lists give it, and how to undo it."""
    kept = came.kept
    outlets = len({report.outlet for report in reports})
    lines: list[Line] = [
        bold(t.say("Merged:") + " ")
        + t.say("story {gone} is part of story {kept} now.", gone=str(came.gone), kept=str(kept.id)),
        clip(tidy(title), HEADLINE),
        _reports_of_outlets(len(reports), outlets, t) + f" · /story_{kept.id}",
        t.say("What went out is not sent again; what comes later joins it."),
    ]
    if 0 < len(came.came) <= UNDONE:
        lines.append(said(t, "To undo: {command}", command=code(f"/split {kept.id} {' '.join(map(str, came.came))}")))
    return compose(lines, t=t)


def _reports_of_outlets(reports: int, outlets: int, t: Translator) -> str:
    return t.say(
        "{reports} from {outlets}",
        reports=t.plural("{number} report", "{number} reports", reports),
        outlets=t.plural("{number} outlet", "{number} outlets", outlets),
    )


def story_split(came: Split, t: Translator = ENGLISH) -> Rendered:
    """The two stories that there are now."""
    stays, goes = came.stays, came.goes
    return compose(
        [
            bold(t.say("Split:") + " ")
            + t.plural(
                "{number} report of story {stays} is story {goes} now.",
                "{number} reports of story {stays} are story {goes} now.",
                len(came.reports),
                stays=str(stays.id),
                goes=str(goes.id),
            ),
            f"{clip(tidy(goes.title), HEADLINE)} · /story_{goes.id}",
            f"{clip(tidy(stays.title), HEADLINE)} · /story_{stays.id}",
            t.say("It stays apart: what comes later joins the one with the nearest report."),
            said(t, "To undo: {command}", command=code(f"/merge {stays.id} {goes.id}")),
        ],
        t=t,
    )


def choose_reports(reports: Sequence[Article], *, page: int, t: Translator = ENGLISH) -> Rendered:
    """A page of a story's reports with their numbers, the newest first."""
    story = reports[0].story_id
    lines: list[Line] = [
        said(
            t,
            "{story} has {reports}. Which are to leave it?",
            story=bold(t.say("Story {number}", number=str(story))),
            reports=text(t.plural("{number} report", "{number} reports", len(reports))),
        ),
        said(t, "Try {line}", line=code(f"/split {story} {reports[0].id}")),
        "",
    ]
    last = pages_of(len(reports), PER_PAGE)
    for report in reports[(page - 1) * PER_PAGE : page * PER_PAGE]:
        headline = link(clip(tidy(report.title), HEADLINE), report.url)
        lines.append(text(f"{report.id} · {day(report.published.date(), t)} · ") + outlet(report) + " · " + headline)
    turning = [Button(t.say("‹ Newer"), data=f"{SPLIT}:{story} p{page - 1}")] if page > 1 else []
    turning += [Button(t.say("Older ›"), data=f"{SPLIT}:{story} p{page + 1}")] if page < last else []
    if last > 1:
        lines += ["", t.say("Page {page} of {last}", page=str(page), last=str(last))]
    return compose(lines, buttons=rows_of(tuple(turning)), t=t)
