"""``burdenwatch stories``: what the operators' commands do, on a terminal."""

from bot.store import Store
from tests.cli.conftest import Program


def test_stories_are_split_and_merged_again(program: Program, seeded: Store) -> None:
    assert program("stories").out.startswith("Timeline\n1 story, the newest first\n")
    shown = program("stories", "split", "1")
    assert shown.out.startswith("Story 1 has 2 reports. Which are to leave it?\nTry burdenwatch stories split 1 2\n")
    split = program("stories", "split", "1", "2")
    assert split.out.startswith("Split: 1 report of story 1 is story 2 now.\n")
    assert "burdenwatch story 2" in split.out
    assert {one.id: one.story_id for one in seeded.archive.articles()} == {1: 1, 2: 2}
    assert program("stories", "merge", "2", "1").out.startswith("Merged: story 2 is part of story 1 now.\n")
    assert program("story", "2").out.startswith("Story 1 · ")
    refused = program("stories", "merge", "1", "2")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "error: Stories 1 and 2 are one story already. Try: burdenwatch timeline\n"
    assert program("stories", "split", "1", "7").err == (
        "error: Report 7 is not in story 1. Try: burdenwatch stories split 1\n"
    )
