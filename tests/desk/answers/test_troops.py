"""What becomes of US troops on a track, by the headlines of its stories."""

from collections.abc import Sequence

import pytest

from bot.desk.answers.troops import troops_state
from bot.model import Article, Event
from tests.desk.intake.stories.test_stories import DAY
from tests.desk.make import TALKS, article

CUES = {"troop_cut": {"en": ["orders * out", "withdraw"]}}
CUT, OTHER = Event.TROOP_CUT, Event.OTHER


def told(title: str, outlets: Sequence[str] = "AB", event: Event = CUT, day: int = 0) -> list[Article]:
    """A story of so many outlets, on a day after the talks."""
    published = TALKS + day * DAY
    return [
        article(100 * day + n + 1, event=event, story_id=day + 1, outlet=outlet, title=title, published=published)
        for n, outlet in enumerate(outlets)
    ]


def words(*articles: Article) -> str | None:
    found = troops_state(articles, CUES)
    return found.words if found is not None else None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("US to pull 9,500 troops out, reports say", "troop cut reported"),
        ("Trump ordered 9,500 troops out - reports", "troop cut reported"),
        ("Thousands of soldiers leave", "troop cut reported"),
        ("Pentagon announces pullout of a brigade", "troop cut announced"),
        ("Minister confirms that 9,500 will go", "troop cut announced"),
        ("Pentagon orders a brigade home", "troop cut ordered"),
        ("US weighs pullout", "troop cut under review"),
        ("US may pull troops out", None),
    ],
)
def test_a_cut_is_as_firm_as_headlines_tell_it(title: str, expected: str | None) -> None:
    assert words(*told(title)) == expected


def test_a_halt_is_over_when_more_come_or_another_cut_is_weighed() -> None:
    cut, halt = told("Pentagon orders brigade home"), told("New president stops pullout", event=OTHER, day=5)
    more = told("500 more US troops for Germany", event=OTHER, day=9)
    review = told("US reviews its presence", "A", day=20)
    assert words(*cut, *halt) == "troop cut halted"
    assert words(*cut, *halt, *more) == "more troops announced"
    assert words(*cut, *halt, *more[:1]) == "troop cut halted", "one outlet alone"
    assert words(*cut, *halt, *review) == "troop cut under review"
    assert words(*cut, *review) == "troop cut ordered"


def test_what_is_weighed_and_denied_is_nothing() -> None:
    story = told("US weighs withdrawal of 4,500 troops", "A")
    denial = [article(50, story_id=1, outlet="B", title="Pentagon says report of cut is untrue")]
    assert words(*story) == "troop cut under review"
    assert words(*story, *denial) is None


def test_one_outlet_tells_a_cut_by_its_headline() -> None:
    found = troops_state(told("Pentagon orders 5,000 out", "A"), CUES)
    assert found is not None
    assert (found.words, found.outlets, found.since) == ("troop cut ordered", 1, TALKS.date())
    assert words(*told("Fewer soldiers soon", "A")) is None
