"""The operator's word on stories: what is left of each, what cannot be done, and that joining heeds it."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.desk.intake.merge_split import FiledReport, Merged, Refused, Split, StoryHead, merging, splitting
from bot.desk.intake.stories import join
from bot.model import Event
from tests.desk.make import TALKS, entry, reading, told

HOUR = timedelta(hours=1)


def head(number: int, **more: Any) -> StoryHead:
    defaults: dict[str, Any] = {
        "title": f"Story {number}",
        "track": "KR",
        "event": Event.STATEMENT,
        "last_published": TALKS,
        "alerted": False,
    }
    return StoryHead(number, **defaults | more)


def filed(number: int, **more: Any) -> FiledReport:
    return FiledReport(
        number, f"Report {number}", more.pop("track", "KR"), more.pop("event", Event.SIGNED), TALKS, **more
    )


def test_a_merged_story_keeps_the_older_number_and_what_both_were_told_for() -> None:
    newer = head(9, event=Event.SIGNED, alerted=True, rang=frozenset({"signed"}), last_published=TALKS + HOUR)
    older = head(4, event=Event.OTHER, track=None, rang=frozenset({"story"}))
    merged = merging(newer, older, (9, 4))
    assert isinstance(merged, Merged)
    assert (merged.kept.id, merged.gone, merged.kept.title) == (4, 9, "Story 4")
    assert (merged.kept.track, merged.kept.event, merged.kept.last_published) == ("KR", Event.SIGNED, TALKS + HOUR)
    assert merged.kept.alerted
    assert merged.kept.rang == {"story", "signed"}


def test_a_story_that_goes_back_to_what_it_was_split_from_is_apart_from_nothing() -> None:
    merged = merging(head(4), head(9, split_from=4), (4, 9))
    assert isinstance(merged, Merged)
    assert merged.kept.split_from is None
    elsewhere = merging(head(2), head(9, split_from=4), (2, 9))
    assert isinstance(elsewhere, Merged)
    assert elsewhere.kept.split_from == 4


@pytest.mark.parametrize(
    ("one", "other", "typed", "why"),
    [
        (None, head(2), (1, 2), "There is no story 1."),
        (head(1), None, (1, 2), "There is no story 2."),
        (head(1), head(1), (1, 1), "Story 1 is one story already."),
        (head(1), head(1), (1, 7), "Stories 1 and 7 are one story already."),
    ],
)
def test_what_cannot_be_merged(
    one: StoryHead | None, other: StoryHead | None, typed: tuple[int, int], why: str
) -> None:
    assert merging(one, other, typed) == Refused(why)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({7, 8, 30}, "Reports 8 and 30 are not in story 4."),
        ({8}, "Report 8 is not in story 4."),
        (set(), "Say which of the 2 reports of story 4 are to leave it."),
        ({5, 7}, "These are all reports of story 4: at least one must stay."),
    ],
)
def test_what_cannot_be_split(wanted: set[int], why: str) -> None:
    assert splitting(head(4), [filed(5), filed(7)], wanted, 4) == Refused(why)
    assert splitting(None, [], wanted, 9) == Refused("There is no story 9.")


def test_an_alert_goes_with_the_report_that_it_was_about() -> None:
    story = head(4, alerted=True, rang=frozenset({"story"}))
    first, second = filed(5, alerted=True, track=None), filed(7, event=Event.FURLOUGH)
    quiet = splitting(story, [first, second], {7}, 4)
    assert isinstance(quiet, Split)
    assert (quiet.stays.alerted, quiet.goes.alerted, quiet.goes.rang) == (True, False, frozenset())
    assert (quiet.goes.title, quiet.goes.event, quiet.goes.split_from) == ("Report 7", Event.FURLOUGH, 4)
    loud = splitting(story, [first, second], {5}, 4)
    assert isinstance(loud, Split)
    assert (loud.stays.alerted, loud.goes.alerted, loud.goes.rang) == (False, True, frozenset({"story"}))
    assert (loud.stays.title, loud.stays.track) == ("Report 7", "KR")


def test_of_stories_that_were_split_the_nearest_report_decides() -> None:
    """By its many reports the story that was split would draw the new one, as it drew the one that was split off."""
    talks = reading(names=frozenset({"seoul", "minister"}), fingerprint=frozenset(range(40)), event=Event.TALKS_ROUND)
    base = replace(talks, names=frozenset({"seoul", "minister", "osan"}), fingerprint=frozenset(range(20, 60)))
    many = told(1, *[talks] * 4)
    apart = replace(told(2, base, *[reading(fingerprint=frozenset({900, 901}), event=Event.PROTEST)] * 3), split_from=1)
    new = replace(base, fingerprint=frozenset(range(22, 62)))
    before = join(entry("new"), new, TALKS + HOUR, [many, replace(apart, split_from=None)])
    assert before is not None
    assert before.story.id == 1
    joined = join(entry("new"), new, TALKS + HOUR, [many, apart])
    assert joined is not None
    assert joined.story.id == 2
    assert join(entry("other"), replace(talks), TALKS + HOUR, [many, apart]).story.id == 1  # type: ignore[union-attr]
