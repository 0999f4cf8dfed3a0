"""Which story a report belongs to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.stories import MEMORY, WINDOW, grow, horizon, join, new_figures, opening
from bot.model import Event, Kind, Reading, Role, StorySketch
from tests.desk.make import NOW, TALKS, entry, figure, reading, story, yearly

WORDS = frozenset(range(100))
DAY = timedelta(days=1)
ASKED = ("money", "demanded", "USD", 5e9)
AGREED = ("money", "agreed", "KRW", 1.04e12)
OLD = story(
    99,
    last_published=TALKS - 10 * DAY,
    fingerprints=(WORDS,),
    figures=frozenset({ASKED, AGREED, ("money", "paid", "KRW", 1.04e12), ("troops", "other", None, 28_500.0)}),
)
"""The background: what it told is not new when the others come."""


def words(shared: int, of: int = 100) -> frozenset[int]:
    """A fingerprint of the same length as WORDS that shares so many of its pairs."""
    return frozenset(range(shared)) | frozenset(range(1000, 1000 + of - shared))


@pytest.mark.parametrize(
    ("said", "known", "sign"),
    [
        pytest.param(
            reading(fingerprint=words(40)), story(3, fingerprints=(WORDS,)), "40% of the wording", id="near copy"
        ),
        pytest.param(
            reading(fingerprint=words(20)), story(3, fingerprints=(WORDS,)), "20% of the wording", id="rewritten"
        ),
        pytest.param(
            reading(fingerprint=words(10)),
            story(3, fingerprints=(WORDS,)),
            "the same event (statement) and 10% of the wording",
            id="rewritten freely",
        ),
        pytest.param(
            reading(figure(1.0389e12, Role.AGREED, "KRW"), event=Event.SIGNED),
            story(3, event=Event.SIGNED, figures=frozenset({AGREED})),
            "the same event (signed) and figure (₩1.039tn)",
            id="rounded otherwise",
        ),
        pytest.param(
            reading(event=Event.RATIFIED, language="de"),
            story(3, event=Event.RATIFIED),
            "the same event (ratified) at nearly the same time",
            id="happens once",
        ),
        pytest.param(
            reading(figure(5e9), fingerprint=words(6)),
            story(3, fingerprints=(WORDS,), figures=frozenset({ASKED})),
            "the same event (statement) and figure (US$5bn)",
            id="statement with figure and some wording",
        ),
    ],
)
def test_joins(said: Reading, known: StorySketch, sign: str) -> None:
    found = join(entry("new"), said, TALKS + DAY, [known, OLD])
    assert found is not None
    assert (found.story.id, found.why) == (3, sign)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        pytest.param(reading(), story(3), id="nothing in common but a statement on Korea"),
        pytest.param(reading(fingerprint=words(5)), story(3, fingerprints=(WORDS,)), id="little wording"),
        pytest.param(
            reading(figure(5e9), event=Event.TALKS_ROUND),
            story(3, event=Event.TALKS_ROUND, figures=frozenset({ASKED})),
            id="a round may end on the day after it opened, over the same sum",
        ),
        pytest.param(
            reading(figure(5e9)), story(3, figures=frozenset({ASKED})), id="a statement with an old demand in it"
        ),
        pytest.param(
            reading(figure(28_500, Role.OTHER, kind=Kind.TROOPS), event=Event.TALKS_ROUND),
            story(3, event=Event.TALKS_ROUND, figures=frozenset({("troops", "other", None, 28_500.0)})),
            id="troops weigh nothing",
        ),
        pytest.param(
            reading(figure(1.04e12, Role.PAID, "KRW"), event=Event.TALKS_ROUND),
            story(3, event=Event.TALKS_ROUND, figures=frozenset({("money", "paid", "KRW", 1.04e12)})),
            id="last year's payment weighs nothing",
        ),
        pytest.param(
            reading(event=Event.OTHER, fingerprint=words(10)),
            story(3, event=Event.OTHER, fingerprints=(WORDS,)),
            id="two events without a name are not the same",
        ),
        pytest.param(
            reading(event=Event.RATIFIED, track="JP"), story(3, event=Event.RATIFIED), id="another country's deal"
        ),
        pytest.param(
            reading(event=Event.RATIFIED, track=None), story(3, event=Event.RATIFIED, track=None), id="nobody's deal"
        ),
        pytest.param(
            reading(event=Event.TALKS_BREAK_OFF, fingerprint=words(20)),
            story(3, event=Event.TALKS_START, fingerprints=(WORDS,)),
            id="a turn told over the same background",
        ),
        pytest.param(
            reading(track="JP", fingerprint=words(20)),
            story(3, fingerprints=(WORDS,)),
            id="the same words on another country",
        ),
    ],
)
def test_stays_apart(said: Reading, known: StorySketch) -> None:
    assert join(entry("new"), said, TALKS + DAY, [known, OLD]) is None


@pytest.mark.parametrize(
    ("said", "known", "sign"),
    [
        pytest.param(
            reading(event=Event.FURLOUGH),
            story(3, event=Event.FURLOUGH),
            "the same event (furlough) at nearly the same time",
            id="happens once a day",
        ),
        pytest.param(
            reading(figure(5e9), event=Event.TALKS_ROUND, language="ko"),
            story(3, event=Event.TALKS_ROUND, figures=frozenset({ASKED})),
            "the same event (talks round) and figure (US$5bn)",
            id="a round with the same sum",
        ),
        pytest.param(
            reading(event=Event.TALKS_ROUND, fingerprint=words(6)),
            story(3, event=Event.TALKS_ROUND, fingerprints=(WORDS,)),
            "the same event (talks round) and 6% of the wording",
            id="a round in a few of the same words",
        ),
        pytest.param(
            reading(event=Event.TALKS_ROUND, language="ko"),
            story(3, event=Event.TALKS_ROUND, languages=frozenset({"en"})),
            "the same event (talks round) at nearly the same time in another language",
            id="a round in another language",
        ),
        pytest.param(
            reading(figure(5e9), language="ko"),
            story(3, figures=frozenset({ASKED}), languages=frozenset({"en"})),
            "the same event (statement) and figure (US$5bn)",
            id="a demand in another language",
        ),
        pytest.param(
            reading(event=Event.SIGNED),
            story(3, event=Event.STATEMENT, events=frozenset({Event.STATEMENT, Event.SIGNED})),
            "the same event (signed) at nearly the same time",
            id="an event of a later report of the story",
        ),
    ],
)
def test_joins_on_the_same_day_alone(said: Reading, known: StorySketch, sign: str) -> None:
    found = join(entry("new"), said, TALKS + DAY / 2, [known, OLD])
    assert found is not None
    assert found.why == sign
    assert join(entry("new"), said, TALKS + 2 * DAY, [known]) is None


@pytest.mark.parametrize(
    ("said", "known"),
    [
        pytest.param(
            reading(event=Event.TALKS_ROUND),
            story(3, event=Event.TALKS_ROUND, languages=frozenset({"en"})),
            id="a round may open and end on one day",
        ),
        pytest.param(
            reading(figure(1.04e12, Role.AGREED, "KRW"), language="ko"),
            story(3, figures=frozenset({AGREED}), languages=frozenset({"en"})),
            id="what was agreed is in the background of every statement",
        ),
        pytest.param(reading(language="ko"), story(3, languages=frozenset({"en"})), id="a statement in Korean"),
        pytest.param(
            reading(event=Event.IN_FORCE, fingerprint=words(20)),
            story(3, fingerprints=(WORDS,), events=frozenset({Event.STATEMENT, Event.RATIFIED})),
            id="the next turn, though the story began with a statement",
        ),
    ],
)
def test_stays_apart_on_the_same_day(said: Reading, known: StorySketch) -> None:
    assert join(entry("new"), said, TALKS + DAY / 4, [known, OLD]) is None


BN8 = ("money", "demanded", "USD", 8e9)


@pytest.mark.parametrize(
    ("said", "known", "sign"),
    [
        pytest.param(
            reading(figure(8e9, Role.PAID), language="ja"),
            story(3, event=Event.REPORT, figures=frozenset({BN8})),
            "a figure that is new these days (US$8bn)",
            id="a sum that nobody had told before, however it is read",
        ),
        pytest.param(
            reading(figure(9500, Role.OTHER, kind=Kind.TROOPS)),
            story(3, event=Event.TROOP_CUT, figures=frozenset({("troops", "other", None, 9500.0)})),
            "a figure that is new these days (9,500 troops)",
            id="troops that nobody had told before",
        ),
        pytest.param(
            reading(figure(3000, Role.OTHER, kind=Kind.TROOPS, value_max=4000)),
            story(3, event=Event.TROOP_CUT, figures=frozenset({("troops", "other", None, 4000.0)})),
            "a figure that is new these days (3,000–4,000 troops)",
            id="one end of a range",
        ),
        pytest.param(
            reading(fingerprint=frozenset(range(500, 520)) | WORDS),
            story(3, event=Event.REPORT, fingerprints=(frozenset(range(518, 600)),)),
            "10% of the wording that is new these days",
            id="words that are in no report of before",
        ),
    ],
)
def test_joins_by_what_is_new(said: Reading, known: StorySketch, sign: str) -> None:
    found = join(entry("new"), said, TALKS + DAY, [known, OLD])
    assert found is not None
    assert (found.story.id, found.why) == (3, sign)
    assert join(entry("new"), said, TALKS + 2 * DAY, [known, OLD]) is None
    told = replace(known, id=98, last_published=TALKS - 5 * DAY)
    assert join(entry("new"), said, TALKS + DAY, [known, OLD, told]) is None


@pytest.mark.parametrize(
    ("said", "known"),
    [
        pytest.param(
            reading(figure(8e9), event=Event.IN_FORCE),
            story(3, event=Event.RATIFIED, figures=frozenset({BN8})),
            id="another turn",
        ),
        pytest.param(reading(figure(8e9), track="JP"), story(3, figures=frozenset({BN8})), id="another track"),
        pytest.param(
            reading(figure(6, Role.AGREED, kind=Kind.YEARS)),
            story(3, figures=frozenset({("years", "agreed", None, 6.0)})),
            id="the length of a deal",
        ),
        pytest.param(
            reading(fingerprint=frozenset({500, 501}) | WORDS),
            story(3, fingerprints=(frozenset(range(500, 600)),)),
            id="too few new words to tell",
        ),
    ],
)
def test_what_is_new_does_not_join(said: Reading, known: StorySketch) -> None:
    assert join(entry("new"), said, TALKS, [known, OLD]) is None


def test_a_statement_joins_the_turn_of_its_day_in_another_language_and_no_turn_joins_a_statement() -> None:
    turn = story(3, event=Event.SIGNED, languages=frozenset({"en"}))
    found = join(entry("new"), reading(language="ko"), TALKS, [turn, OLD])
    assert found is not None
    assert found.why == "the same day in another language"
    assert join(entry("new"), reading(), TALKS, [turn, OLD]) is None
    said = story(4, event=Event.STATEMENT, languages=frozenset({"en"}))
    assert join(entry("new"), reading(event=Event.SIGNED, language="ko"), TALKS, [said, OLD]) is None


def test_a_copy_joins_though_it_was_read_otherwise() -> None:
    said = reading(event=Event.TALKS_BREAK_OFF, track="JP", fingerprint=words(60))
    found = join(entry("new"), said, TALKS, [story(3, event=Event.TALKS_START, fingerprints=(WORDS,))])
    assert found is not None
    assert found.why == "60% of the wording"


def test_the_same_words_years_later_are_another_story() -> None:
    known = story(3, fingerprints=(WORDS,), event=Event.SIGNED)
    said = reading(fingerprint=WORDS, event=Event.SIGNED)
    assert join(entry("new"), said, TALKS + WINDOW, [known]) is not None
    assert join(entry("new"), said, TALKS - WINDOW, [known]) is not None
    assert join(entry("new"), said, TALKS + WINDOW + DAY, [known]) is None


def test_the_same_link_joins_at_any_time() -> None:
    known = story(3, links=frozenset({"https://news.example/new"}))
    found = join(entry("new"), reading(track="JP"), NOW, [known])
    assert found is not None
    assert found.why == "the same link"
    assert join(entry("new", link=""), reading(), NOW, [story(3, links=frozenset({""}))]) is None


def test_the_strongest_sign_wins_then_the_nearest_in_time() -> None:
    far = story(1, fingerprints=(words(30),), last_published=TALKS - DAY)
    near = story(2, fingerprints=(words(30),))
    copy = story(3, fingerprints=(words(30), words(90)), last_published=TALKS - 3 * DAY)
    said = reading(fingerprint=WORDS)
    for those, best in ([far, near], 2), ([near, far], 2), ([far, near, copy], 3):
        found = join(entry("x"), said, TALKS, those)
        assert found is not None
        assert found.story.id == best


def test_a_story_grows() -> None:
    begun = opening(-1, entry("a"), reading(event=Event.NONE, track=None), TALKS)
    grown = grow(begun, entry("a"), reading(figure(5e9), event=Event.NONE, track=None), TALKS, rang=True)
    grown = grow(grown, entry("b"), reading(event=Event.SIGNED, fingerprint=frozenset({1})), TALKS - DAY, rang=False)
    assert grown.links == {"https://news.example/a", "https://news.example/b"}
    assert (grown.track, grown.event, grown.alerted) == ("KR", Event.SIGNED, True)
    assert grown.last_published == TALKS
    assert grown.figures == {ASKED}
    assert grown.events == {Event.NONE, Event.SIGNED}
    assert grown.languages == {"en"}
    assert grown.fingerprints == (frozenset(), frozenset({1}))


def test_new_figures_are_those_whose_role_is_new_too() -> None:
    known = story(3, figures=frozenset({ASKED, AGREED}))
    said = reading(
        yearly(5e9),
        yearly(5e9, Role.OFFERED),
        yearly(1.0389e12, Role.AGREED, "KRW"),
        figure(28_500, Role.OTHER, kind=Kind.TROOPS),
    )
    assert [f.role for f in new_figures(said, known)] == [Role.OFFERED]


def test_horizon_reaches_back_from_the_oldest_entry() -> None:
    assert horizon([entry("a"), entry("b", None)], NOW) == TALKS - MEMORY
    assert horizon([], NOW) == NOW - MEMORY


@given(st.frozensets(st.integers(0, 60)), st.lists(st.frozensets(st.integers(0, 60)), max_size=5))
def test_the_order_of_the_stories_does_not_matter(mine: frozenset[int], others: list[frozenset[int]]) -> None:
    known = [story(n, fingerprints=(pairs,)) for n, pairs in enumerate(others, start=1)]
    first = join(entry("x"), reading(fingerprint=mine), TALKS, known)
    assert first == join(entry("x"), reading(fingerprint=mine), TALKS, known[::-1])
