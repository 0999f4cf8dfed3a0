"""A story that two turns were put in comes apart when a report shows it."""

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.desk.intake.decide import decide
from bot.desk.intake.stories import Rarity, Shelf, join, part_story, signs_of, stories_of_reports
from bot.desk.intake.stories.parting import parting
from bot.model import Entry, NewArticle, Reading, Report, Role, Signs, StorySketch
from tests.desk.make import NOW, TALKS, entry, facts, figure, reading, story, told, yearly

FIRST = reading(fingerprint=frozenset(range(100)))
"""A turn that several outlets tell in the same words."""
LIKE = reading(figure(8e9), fingerprint=frozenset(range(40)) | frozenset(range(2000, 2060)))
"""The first report of another turn, which has much of the same background."""
OTHER = reading(fingerprint=frozenset(range(5)) | frozenset(range(2000, 2060)) | frozenset(range(3000, 3035)))
"""The next report of that other turn, without that background."""
RARITY = Rarity()


def mixed(number: int = 3, **more: Any) -> StorySketch:
    """A story of three reports of one turn and one of another, which are articles 1 to 4."""
    begun = told(number, FIRST, LIKE, FIRST, FIRST)
    reports = tuple(replace(one, article=place) for place, one in enumerate(begun.reports, 1))
    return replace(begun, reports=reports, **more)


def leaving(said: Reading, known: StorySketch) -> tuple[int, ...] | None:
    found = join(entry("new"), said, TALKS, [known], RARITY)
    return found.leaving if found is not None else None


def test_a_report_takes_along_what_was_taken_for_the_turn_before() -> None:
    assert leaving(LIKE, told(3, FIRST)) == ()
    assert leaving(OTHER, mixed()) == (1,)
    assert leaving(FIRST, mixed()) == ()


@pytest.mark.parametrize("known", [mixed(merged=True), mixed(split_from=1)])
def test_what_the_operator_ruled_on_never_comes_apart(known: StorySketch) -> None:
    assert leaving(OTHER, known) == ()


def test_in_another_language_little_in_common_shows_nothing() -> None:
    assert leaving(replace(OTHER, language="de"), mixed()) == ()
    korean = told(3, FIRST, replace(LIKE, language="ko"), FIRST, FIRST)
    assert parting(signs_of(OTHER, TALKS), korean.reports, RARITY) == ()


def test_a_report_that_stands_alone_or_with_the_most_of_them_takes_none_along() -> None:
    own, more = signs_of(OTHER, TALKS), [signs_of(one, TALKS) for one in (LIKE, OTHER, OTHER, FIRST)]
    assert parting(own, more, RARITY) == ()
    assert parting(own, [signs_of(FIRST, TALKS)] * 3, RARITY) == ()
    assert parting(own, [], RARITY) == ()


signs = st.builds(
    lambda words, day: signs_of(reading(fingerprint=words), TALKS.replace(day=day)),
    st.frozensets(st.integers(0, 40), min_size=1),
    st.integers(1, 30),
)


@given(signs, st.lists(signs, max_size=7, unique_by=lambda one: (len(one.words), sum(one.words))), st.randoms())
def test_the_order_of_a_storys_reports_does_not_matter(own: Signs, reports: list[Signs], chance: Random) -> None:
    shuffled = chance.sample(reports, len(reports))
    first, second = parting(own, reports, RARITY), parting(own, shuffled, RARITY)
    assert {id(reports[place]) for place in first} == {id(shuffled[place]) for place in second}


def test_both_stories_have_their_own_reports_and_figures() -> None:
    known = told(3, FIRST, replace(LIKE, figures=(yearly(8e9), yearly(5e9, Role.PAID))))
    known = replace(known, links=frozenset({"https://news.example/one"}))
    stays, goes = part_story(known, [1], story(9, last_published=TALKS.replace(day=1)))
    assert (stays.id, [one.words for one in stays.reports]) == (3, [FIRST.fingerprint])
    assert (goes.id, [one.words for one in goes.reports]) == (9, [LIKE.fingerprint])
    assert goes.figures == {("money", "demanded", "USD", 8e9), ("money", "paid", "USD", 5e9)}
    assert (goes.last_published, stays.links, goes.links) == (TALKS, known.links, frozenset())


# --- Many at once -------------------------------------------------------------------------------------------------


def test_in_memory_stories_come_apart_too() -> None:
    shelf = Shelf()
    for number, said in enumerate((LIKE, FIRST, FIRST, FIRST, OTHER)):
        shelf.put(Entry(str(number), "", "", ""), said, TALKS)
    assert list(map(list, shelf.stories)) == [[1, 2, 3], [0, 4]]


def test_each_story_is_known_by_its_own_first_report() -> None:
    reports = [Report(name, f"Title {name}", "", "en", date(2019, 11, 19)) for name in "abcde"]
    assert stories_of_reports(zip(reports, (LIKE, FIRST, FIRST, FIRST, OTHER), strict=True)) == [
        "a",
        "b",
        "b",
        "b",
        "a",
    ]


# --- As it comes by a feed ----------------------------------------------------------------------------------------


def decided(said: Reading, known: StorySketch, text: str = "") -> NewArticle:
    one = replace(entry("new"), text=text)
    (new,) = decide(facts((one, said), stories=(known,)), NOW, floor=60, jitter=1, rarity=RARITY).articles
    return new


def test_the_plan_names_the_articles_that_leave_and_rings_for_the_turn() -> None:
    new = decided(OTHER, mixed(), text="The deal runs out today.")
    assert (new.story_id, new.opens, new.takes, new.takes_from) == (None, 0, (2,), 3)
    assert new.ring
    assert new.why.startswith("a new story, with 1 report of another one")


def test_articles_that_are_not_kept_yet_stay_where_they_are() -> None:
    new = decided(OTHER, told(3, FIRST, LIKE, FIRST, FIRST))
    assert (new.story_id, new.takes, new.takes_from) == (3, (), None)
