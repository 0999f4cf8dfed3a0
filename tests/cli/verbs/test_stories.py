"""``burdenwatch stories``: what the operators' commands do, on a terminal."""

from sqlalchemy import select, update

from bot.store import Store
from bot.store.database.tables import articles
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


def test_stories_of_two_countries_are_merged_only_when_that_is_said(program: Program, seeded: Store) -> None:
    assert program("stories", "split", "1", "2").code == 0
    with seeded._database.write() as connection:
        connection.execute(update(articles).where(articles.c.id == 2).values(track="JP"))
        reading = connection.scalar(select(articles.c.reading).where(articles.c.id == 2)) or ""
        moved = reading.replace('"track":"KR"', '"track":"JP"')
        connection.execute(update(articles).where(articles.c.id == 2).values(reading=moved))
    refused = program("stories", "merge", "1", "2")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "error: stories 1 and 2 are of two countries; --across makes them one all the same\n"
    merged = program("stories", "merge", "1", "2", "--across")
    assert merged.out.startswith("Merged: story 2 is part of story 1 now.\n")
