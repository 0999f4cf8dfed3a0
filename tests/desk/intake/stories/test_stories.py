"""Which story a report belongs to."""

from collections.abc import Iterable
from datetime import date, timedelta
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.desk.intake.stories import (
    NEWEST,
    WINDOW,
    Rarity,
    grow,
    horizon,
    join,
    new_figures,
    new_story,
    signs_of,
    stories_of_reports,
)
from bot.desk.intake.stories.weights import Comparer
from bot.model import Event, Kind, Reading, Report, Role, StorySketch
from tests.desk.make import NOW, TALKS, counts, entry, figure, reading, story, told, yearly

WORDS = frozenset(range(100))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = ("money", "demanded", "USD", 5e9)
AGREED = ("money", "agreed", "KRW", 1.04e12)
ALLIES = frozenset({"South Korea", "United States"})
TROOPS = figure(28_500, Role.OTHER, kind=Kind.TROOPS)

BACKGROUND = Rarity(
    signs_of(reading(figure(5e9), TROOPS, parties=ALLIES, numbers=frozenset({"28500"})), TALKS) for _ in range(400)
)
"""What every report says: the demand of old, the troops, the two allies."""


def words(shared: int, of: int = 100) -> frozenset[int]:
    """A fingerprint of the same length as WORDS that shares so much of it."""
    return frozenset(range(shared)) | frozenset(range(1000, 1000 + of - shared))


@pytest.mark.parametrize(
    ("said", "known", "sign"),
    [
        pytest.param(
            reading(fingerprint=words(40)),
            reading(fingerprint=WORDS),
            "40% of the wording; the same day",
            id="rewritten",
        ),
        pytest.param(
            reading(event=Event.TALKS_BREAK_OFF, fingerprint=words(98)),
            reading(event=Event.TALKS_START, fingerprint=WORDS),
            "98% of the wording; the same day",
            id="a copy that was read otherwise",
        ),
        pytest.param(
            reading(figure(1.0389e12, Role.AGREED, "KRW"), event=Event.SIGNED),
            reading(figure(1.04e12, Role.AGREED, "KRW"), event=Event.SIGNED),
            "the same figure (₩1.039tn); the same event (signed); the same day",
            id="rounded otherwise",
        ),
        pytest.param(
            reading(figure(3000, Role.OTHER, kind=Kind.TROOPS, value_max=4000)),
            reading(figure(4000, Role.OTHER, kind=Kind.TROOPS)),
            "the same figure (3,000–4,000 troops); the same day",
            id="one end of a range that nobody had told before",
        ),
        pytest.param(
            reading(event=Event.RATIFIED, language="de", parties=ALLIES | {"National Assembly"}),
            reading(event=Event.RATIFIED, parties=ALLIES | {"National Assembly"}),
            "the same parties (National Assembly, South Korea, United States); the same event (ratified); "
            "in another language; the same day",
            id="a turn in another language",
        ),
        pytest.param(
            reading(names=frozenset({"welton", "jeong"}), numbers=frozenset({"13", "11"})),
            reading(names=frozenset({"welton", "jeong"}), numbers=frozenset({"13", "11"})),
            "the same names (jeong, welton); the same numbers (11, 13); the same day",
            id="names and numbers of the text itself",
        ),
    ],
)
def test_joins(said: Reading, known: Reading, sign: str) -> None:
    found = join(entry("new"), said, TALKS + HOUR, [told(3, known), story(99)], BACKGROUND)
    assert found is not None
    assert (found.story.id, found.why) == (3, sign)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        pytest.param(reading(), reading(), id="nothing in common but a statement on Korea"),
        pytest.param(reading(fingerprint=words(20)), reading(fingerprint=WORDS), id="little wording"),
        pytest.param(
            reading(figure(5e9), TROOPS, parties=ALLIES, numbers=frozenset({"28500"})),
            reading(figure(5e9), TROOPS, parties=ALLIES, numbers=frozenset({"28500"})),
            id="the background of every report",
        ),
        pytest.param(
            reading(figure(8e9), event=Event.IN_FORCE),
            reading(figure(8e9), event=Event.RATIFIED),
            id="another turn over the same sum",
        ),
        pytest.param(reading(figure(8e9), track="JP"), reading(figure(8e9)), id="another country's sum"),
        pytest.param(
            reading(figure(6, Role.AGREED, kind=Kind.YEARS)),
            reading(figure(6, Role.AGREED, kind=Kind.YEARS)),
            id="the length of a deal",
        ),
        pytest.param(
            reading(event=Event.TALKS_BREAK_OFF, fingerprint=words(40)),
            reading(event=Event.TALKS_START, fingerprint=WORDS),
            id="a turn told over the same background",
        ),
    ],
)
def test_stays_apart(said: Reading, known: Reading) -> None:
    assert join(entry("new"), said, TALKS + HOUR, [told(3, known)], BACKGROUND) is None


def test_time_speaks_against() -> None:
    known = told(3, reading(fingerprint=WORDS, event=Event.SIGNED))
    said = reading(fingerprint=words(40), event=Event.SIGNED)
    near = [join(entry("x"), said, TALKS + days * DAY, [known]) is not None for days in (0, 1, 2, 6)]
    assert near == [True, True, True, False]
    freer = replace(said, fingerprint=words(30))
    assert join(entry("x"), freer, TALKS + HOUR, [known]) is not None
    assert join(entry("x"), freer, TALKS + 3 * DAY, [known]) is None
    copy = replace(said, fingerprint=WORDS)
    assert join(entry("x"), copy, TALKS - WINDOW, [known]) is not None
    assert join(entry("x"), copy, TALKS - WINDOW - DAY, [known]) is None


def test_the_nearest_report_alone_does_not_chain_turn_to_turn() -> None:
    said = reading(fingerprint=words(40))
    assert join(entry("x"), said, TALKS, [told(3, reading(fingerprint=WORDS))]) is not None
    others = [reading(fingerprint=frozenset(range(n, n + 100))) for n in range(2000, 9000, 1000)]
    assert join(entry("x"), said, TALKS, [told(3, reading(fingerprint=WORDS), *others)]) is None


def test_text_that_is_off_the_topic_is_told_by_its_own_signs() -> None:
    names = frozenset({"reid", "malibu"})
    known = told(3, reading(on_topic=False, fingerprint=WORDS, names=names))
    near = reading(on_topic=False, fingerprint=words(5), names=names | {"ketsoy"}, numbers=frozenset({"33"}))
    assert join(entry("x"), near, None, [known], BACKGROUND) is not None
    assert join(entry("x"), replace(near, names=frozenset()), None, [known], BACKGROUND) is None


def test_reports_on_a_topic_that_names_no_party_in_them_are_told_by_their_text() -> None:
    """On a topic of other news, with events and figures read of it, wording joins as it does off the topic."""
    other = replace(reading(figure(5e9), event=Event.STATEMENT, fingerprint=WORDS), track=None, parties=frozenset())
    known = told(3, other)
    near = replace(reading(event=Event.REPORT, fingerprint=words(12)), track=None, parties=frozenset())
    found = join(entry("x"), near, None, [known], BACKGROUND)
    assert found is not None
    assert found.why == "12% of the wording"
    assert join(entry("x"), replace(near, track="KR"), None, [known], BACKGROUND) is None
    same_figure = replace(reading(figure(5e9), event=Event.STATEMENT), track=None, parties=frozenset())
    assert join(entry("x"), same_figure, TALKS, [known], BACKGROUND) is None


@pytest.mark.parametrize("count", [3, 12])
def test_the_index_changes_no_answer_of_likeness(count: int) -> None:
    other = replace(reading(fingerprint=words(count)), track=None, parties=frozenset())
    known = replace(signs_of(replace(other, fingerprint=WORDS), TALKS), article=1)
    background = [signs_of(reading(), TALKS)] * 400
    plain, indexed = Rarity(background), Rarity(background)
    indexed.at_hand.add(known)
    one, two = Comparer(signs_of(other, TALKS), plain), Comparer(signs_of(other, TALKS), indexed)
    score = one.score(known)
    assert score is not None
    assert two.score(known) == pytest.approx(score)
    assert two.are_far([known]) == (score < 0) == (count == 3)


def test_the_same_link_joins_whatever_else() -> None:
    known = story(3, links=frozenset({"https://news.example/new"}))
    found = join(entry("new"), reading(track="JP"), NOW, [known])
    assert found is not None
    assert found.why == "the same link"
    assert join(entry("new", link=""), reading(), NOW, [story(3, links=frozenset({""}))]) is None


def test_a_story_grows() -> None:
    begun = new_story(-1, entry("a"), reading(event=Event.NONE, track=None), TALKS)
    grown = grow(begun, entry("a"), reading(figure(5e9), event=Event.NONE, track=None), TALKS, rang=True)
    grown = grow(grown, entry("b"), reading(event=Event.SIGNED, fingerprint=frozenset({1})), TALKS - DAY, rang=False)
    assert grown.links == {"https://news.example/a", "https://news.example/b"}
    assert (grown.track, grown.event, grown.alerted) == ("KR", Event.SIGNED, True)
    assert grown.last_published == TALKS
    assert grown.figures == {ASKED}
    assert [(signs.event, signs.words, signs.published) for signs in grown.reports] == [
        (Event.NONE, frozenset(), TALKS),
        (Event.SIGNED, frozenset({1}), TALKS - DAY),
    ]
    assert len(told(4, *[reading()] * (NEWEST + 5)).reports) == NEWEST


def test_new_figures_are_those_whose_role_is_new_too() -> None:
    known = story(3, figures=frozenset({ASKED, AGREED}))
    said = reading(yearly(5e9), yearly(5e9, Role.OFFERED), yearly(1.0389e12, Role.AGREED, "KRW"), TROOPS)
    assert [f.role for f in new_figures(said, known)] == [Role.OFFERED]


def test_horizon_reaches_back_from_the_oldest_entry() -> None:
    assert horizon([entry("a"), entry("b", None)], NOW) == TALKS - WINDOW
    assert horizon([], NOW) == NOW - WINDOW


@given(st.frozensets(st.integers(0, 60)), st.lists(st.frozensets(st.integers(0, 60)), max_size=5))
def test_the_order_of_the_stories_does_not_matter(mine: frozenset[int], others: list[frozenset[int]]) -> None:
    known = [told(n, reading(fingerprint=prints)) for n, prints in enumerate(others, start=1)]
    first = join(entry("x"), reading(fingerprint=mine), TALKS, known)
    assert first == join(entry("x"), reading(fingerprint=mine), TALKS, known[::-1])


# --- Rarity -------------------------------------------------------------------------------------------------------


def test_a_sign_weighs_less_the_more_reports_have_it() -> None:
    rarity = Rarity()
    for count in range(200):
        rarity.add(
            signs_of(reading(figure(5e9 if count % 2 else 5.01e9), fingerprint=frozenset({1, count + 10})), TALKS)
        )
    weights = rarity.weigh(rarity.words, [1, 10, 5])
    assert weights[5] == 1.0
    assert 0.8 < weights[10] < 1.0
    assert 0.0 < weights[1] < 0.2
    known = rarity.weigh_figures([("money", "USD", 5e9), ("money", "USD", 6e9), ("money", "USD", 0.0)])
    assert list(known.values()) == [pytest.approx(0.2, abs=0.1), 1.0, 1.0]


def test_what_is_forgotten_was_never_there() -> None:
    one, other = (
        signs_of(reading(figure(5e9), fingerprint=WORDS), TALKS),
        signs_of(reading(fingerprint=words(3)), TALKS),
    )
    rarity = Rarity([one, other])
    rarity.remove(one)
    assert counts(rarity) == counts(Rarity([other]))


def kept(story: StorySketch, first: int) -> StorySketch:
    """The story with its reports as articles, numbered from ``first``."""
    return replace(story, reports=tuple(replace(one, article=n) for n, one in enumerate(story.reports, first)))


signs = st.frozensets(st.integers(0, 30), max_size=12)
EVENTS = (Event.SIGNED, Event.STATEMENT, Event.TALKS_ROUND, Event.OTHER)


@given(signs, st.lists(st.tuples(signs, signs), max_size=8), st.data())
def test_the_index_of_reports_at_hand_changes_no_answer(
    mine: frozenset[int], others: list[tuple[frozenset[int], frozenset[int]]], data: st.DataObject
) -> None:
    def said(words: frozenset[int], more: frozenset[int]) -> Reading:
        names, event = frozenset(map(str, more)), data.draw(st.sampled_from(EVENTS))
        sums = [figure(float(number)) for number in data.draw(signs)]
        language = data.draw(st.sampled_from(["en", "ko"]))
        return reading(
            *sums, fingerprint=words, event=event, names=names, numbers=names, parties=names, language=language
        )

    known = [kept(told(n, said(*one), said(*one)), 2 * n) for n, one in enumerate(others)]
    reports = [report for one in known for report in one.reports]
    plain, indexed = Rarity(reports), Rarity(reports)
    for one in reports:
        indexed.at_hand.add(one)
    for gone in data.draw(st.lists(st.sampled_from(reports), unique_by=attrgetter("article"))) if reports else []:
        indexed.at_hand.remove(gone)
    new = said(mine, frozenset(range(5)))
    assert join(entry("x"), new, TALKS, known, indexed) == join(entry("x"), new, TALKS, known, plain)


@pytest.mark.parametrize("first", [0, 1])
def test_a_report_that_left_the_index_makes_no_other_one_far(first: int) -> None:
    here = kept(told(1, reading(fingerprint=WORDS, event=Event.SIGNED)), first).reports[0]
    far = replace(signs_of(reading(fingerprint=frozenset({99}), event=Event.OTHER), None), article=first + 1)
    rarity = Rarity([here] * 400)
    rarity.at_hand.add(far)
    rarity.at_hand.add(here)
    rarity.at_hand.remove(far)
    compare = Comparer(signs_of(reading(fingerprint=WORDS, event=Event.SIGNED), TALKS), rarity)
    assert (compare.score(here) or 0) > 0
    assert not compare.are_far([here])


def test_the_index_keeps_those_that_others_are_compared_with_however_many_came_and_went() -> None:
    rarity, known = Rarity(), kept(told(1, reading(fingerprint=WORDS)), 1000).reports[0]
    rarity.at_hand.add(known)
    for number in range(300):
        passing = replace(signs_of(reading(fingerprint=frozenset({1, number})), TALKS), article=number)
        rarity.at_hand.add(passing)
        rarity.at_hand.remove(passing)
        rarity.at_hand.remove(passing)
    place = rarity.at_hand.place(known)
    assert place is not None
    assert rarity.at_hand.words.sums({1: 0.25, 2: 0.5, 299: 1.0})[place] == 0.75


def test_the_index_knows_a_report_by_its_number_as_an_article() -> None:
    rarity, known = Rarity(), kept(told(1, reading(fingerprint=WORDS)), 7).reports[0]
    rarity.at_hand.add(known)
    assert rarity.at_hand.place(replace(known)) == rarity.at_hand.place(known) == 0
    unkept = replace(known, article=None)
    assert rarity.at_hand.place(unkept) is None
    with pytest.raises(ValueError, match="no number"):
        rarity.at_hand.add(unkept)


# --- Many at once -------------------------------------------------------------------------------------------------


def report(name: str, day: int | None, until: int | None = None) -> Report:
    first, last = (date(2019, 11, number) if number else None for number in (day, until))
    return Report(name, f"Title {name}", "", "en", first, until=last)


def stories_of(*told: tuple[Report, Reading]) -> dict[str, str]:
    return dict(zip([one.id for one, _ in told], stories_of_reports(told), strict=True))


def by_words(*prints: Iterable[int], event: Event = Event.SIGNED) -> list[Reading]:
    return [reading(fingerprint=frozenset(those), event=event) for those in prints]


def test_reports_come_in_the_order_of_their_dates_and_those_without_one_last() -> None:
    late, early, undated = by_words(words(60), WORDS, words(70))
    found = stories_of((report("undated", None), undated), (report("late", 20), late), (report("early", 19), early))
    assert found == {"early": "early", "late": "early", "undated": "early"}


def test_a_month_is_near_to_each_of_its_days_and_far_from_other_months() -> None:
    coarse, exact = by_words(words(60), WORDS)
    assert set(stories_of((report("month", 1, 30), coarse), (report("day", 20), exact)).values()) == {"day"}
    december = Report("month", "", "", "en", date(2019, 12, 10), until=date(2019, 12, 31))
    assert set(stories_of((december, coarse), (report("day", 20), exact)).values()) == {"day", "month"}


def test_off_the_topic_every_report_is_a_story_of_its_own() -> None:
    off = reading(on_topic=False, fingerprint=WORDS)
    assert stories_of((report("a", 1), off), (report("b", 1), off)) == {"a": "a", "b": "b"}
    assert stories_of_reports([]) == []
