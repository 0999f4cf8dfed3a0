"""Where talks stand, as far as reports bear it out."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.desk.ledger.states import State, last_deal_day, newest_state, timed_states
from bot.model import Article, Event
from tests.desk.intake.stories.test_stories import DAY
from tests.desk.make import TALKS, article

CUES = {
    "agreement_in_principle": {"en": ["settle*", "agree in principle", "up * from"], "ko": ["타결"]},
    "signed": {"en": ["sign", "signs"]},
    "ratified": {"en": ["approves"], "ja": ["承認"]},
    "in_force": {"ja": ["発効"]},
    "talks_round": {"en": ["round"]},
}
DEAL = Event.AGREEMENT_IN_PRINCIPLE


def state(*articles: Article) -> State | None:
    return newest_state(timed_states(articles, CUES))


def settled_on(*articles: Article) -> date | None:
    return last_deal_day(timed_states(articles, CUES))


def told(event: Event, outlets: Sequence[str], story: int = 1, days: int = 0, title: str = "News") -> list[Article]:
    """A story that so many outlets tell alike."""
    published = TALKS + days * DAY
    return [
        article(100 * story + n, event=event, story_id=story, outlet=outlet, published=published, title=title)
        for n, outlet in enumerate(outlets)
    ]


def test_two_outlets_bear_a_state_out() -> None:
    found = state(*told(Event.TALKS_BREAK_OFF, "AB"), *told(Event.STATEMENT, "CDE", story=2, days=1))
    assert found is not None
    assert (found.words, found.source.article_id, found.outlets) == ("talks broken off", 100, 2)


@pytest.mark.parametrize(
    ("title", "language", "words"),
    [
        ("Allies settled on sum", "en", "agreed"),
        ("Allies agree in principle", "en", "agreed in principle"),
        ("Payment up sharply from 2019", "en", "agreed"),
        ("방위비 협상 타결, 1조5천억", "ko", "agreed"),
        ("방위비 협상 원칙적 타결", "ko", "agreed in principle"),
    ],
)
def test_a_headline_bears_out_what_one_outlet_tells(title: str, language: str, words: str) -> None:
    found = state(article(1, event=DEAL, title=title, language=language))
    assert found is not None
    assert (found.words, found.outlets) == (words, 1)


@pytest.mark.parametrize(
    "title",
    [
        "Korea will stick to existing terms",
        "Blue House: nothing settled on troop costs",
        "Seoul denies that costs are settled",
        "Costs aren't settled",
        "Unsettled",
        "Seoul proposes that costs be settled in one go",
        "Costs are close to being settled",
        "Committee settles its opinion of the deal",
        "Wages of base workers settled",
        "Costs could be settled in May",
    ],
)
def test_one_outlet_without_its_headline_tells_no_state(title: str) -> None:
    before = told(Event.TALKS_ROUND, "AB")
    found = state(*before, article(900, event=DEAL, title=title, published=TALKS + DAY))
    assert found is not None
    assert found.words == "in talks"
    assert state(article(900, event=DEAL, title=title)) is None


def test_what_headlines_deny_is_no_state_though_two_deny_it() -> None:
    assert state(*told(DEAL, "AB", title="No deal is settled, says Seoul")) is None
    assert state(*told(Event.TALKS_BREAK_OFF, "AB", title="No deal: talks end")) is not None


def test_the_newest_state_stands_and_of_one_story_what_most_outlets_tell() -> None:
    deal, signed = told(DEAL, "AB"), told(Event.SIGNED, "ABC", story=2, days=30)
    misread = [article(990, event=DEAL, story_id=2, outlet="D", published=TALKS + 31 * DAY, title="All settled")]
    found = state(*deal, *signed, *misread)
    assert found is not None
    assert (found.words, found.source.article_id, found.outlets) == ("agreement signed", 200, 3)
    assert state(article(1)) is None


def test_a_deal_settles_once_two_outlets_report_it() -> None:
    deal, talks = told(DEAL, "AB"), told(Event.TALKS_ROUND, "ABC", story=2, days=30)
    alone = article(990, event=Event.SIGNED, story_id=3, published=TALKS + 31 * DAY, title="Allies sign")
    assert settled_on(*deal, *talks, alone) == TALKS.date()
    signed = told(Event.SIGNED, "AB", story=4, days=60)
    assert settled_on(*deal, *signed) == TALKS.date()
    assert settled_on(*signed) == (TALKS + 60 * DAY).date()
    assert settled_on(*talks, alone) is None


def test_what_as_many_outlets_deny_as_told_it_holds_no_longer() -> None:
    talks, claim = (
        told(Event.TALKS_ROUND, "AB"),
        told(DEAL, "C", story=2, days=5, title="Costs settled, says Washington"),
    )
    assert (found := state(*talks, *claim)) is not None
    assert found.said == "agreed"
    by_name = told(Event.STATEMENT, "D", story=3, days=6, title="Seoul denies deal with Washington")
    denial = told(Event.STATEMENT, "D", story=3, days=6, title="Seoul denies that costs are settled")
    for denying in (denial, by_name):
        assert (found := state(*talks, *claim, *denying)) is not None
        assert found.said == "in talks"
    deal = told(DEAL, "CEF", story=2, days=5, title="Costs settled, say both")
    assert (found := state(*talks, *deal, *denial)) is not None
    assert found.said == "agreed"


def test_initialling_signs_nothing_and_preparing_begins_nothing() -> None:
    assert (found := state(*told(Event.SIGNED, "AB", title="Allies initial the text"))) is not None
    assert found.said == "agreed in principle"
    assert state(*told(Event.TALKS_ROUND, "AB", title="Allies prepare next round")) is None


def test_terms_published_later_make_no_new_deal() -> None:
    deal, terms = told(DEAL, "AB"), told(DEAL, "ABC", story=2, days=3)
    found = state(*deal, *terms)
    assert found is not None
    assert (found.since, found.source.article_id) == (TALKS.date(), 100)


def test_a_deal_in_principle_is_agreed_once_its_terms_are_told_and_stays_so() -> None:
    deal = told(DEAL, "AB", title="Allies agree in principle")
    terms, look_back = (
        told(DEAL, "AB", story=2, days=3),
        told(DEAL, "CD", story=3, days=9, title="Tentative deal praised"),
    )
    assert (found := state(*deal, *terms)) is not None
    assert (found.said, found.since) == ("agreed", (TALKS + 3 * DAY).date())
    assert (found := state(*deal, *terms, *look_back)) is not None
    assert (found.said, found.since) == ("agreed", (TALKS + 3 * DAY).date())


def test_ratified_and_in_force_on_one_day_is_in_force() -> None:
    vote = told(Event.RATIFIED, "A", title="Diet approves pact")
    both = article(
        101, event=Event.RATIFIED, story_id=1, outlet="B", title="参院で承認、同日発効", language="ja", published=TALKS
    )
    assert (found := state(*vote, both)) is not None
    assert (found.said, found.source.article_id) == ("agreement in force", 101)
    soon = article(
        101, event=Event.RATIFIED, story_id=1, outlet="B", title="参院で承認、来月発効の見通し", language="ja"
    )
    assert (found := state(*vote, soon)) is not None
    assert found.said == "agreement ratified"


def test_of_one_day_what_several_tell_comes_first_then_the_farthest_step() -> None:
    deal, signed = told(DEAL, "AB"), told(Event.SIGNED, "C", story=2, title="Allies sign")
    assert (found := state(*deal, *signed)) is not None
    assert found.said == "agreed"
    ratified, in_force = told(Event.RATIFIED, "AB", story=3), told(Event.IN_FORCE, "AB", story=4)
    assert (found := state(*in_force, *ratified)) is not None
    assert found.said == "agreement in force"


def test_a_round_has_the_number_that_its_reports_give() -> None:
    broken = told(Event.TALKS_BREAK_OFF, "AB", title="Third round of talks ends after an hour")
    assert (found := state(*broken)) is not None
    assert found.said == "talks broken off in round 3"
    assert (found := state(*told(Event.TALKS_ROUND, "AB", title="Fifth round ends"))) is not None
    assert found.said == "in talks, round 5"
