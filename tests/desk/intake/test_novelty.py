"""What is new in a report, against its story, the archive and the baseline, and what rings at which level."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.desk.intake.decide import decide
from bot.desk.intake.novelty import Judge
from bot.desk.intake.novelty.newness import newness
from bot.desk.intake.stories import Rarity
from bot.desk.ledger.states import Cues
from bot.model import (
    Background,
    Event,
    Kind,
    KnownFigure,
    Level,
    NewArticle,
    PollFacts,
    Reading,
    Role,
    Stance,
    StorySketch,
)
from bot.reading import fingerprint
from tests.desk.make import BASELINE, NOW, TALKS, convert, entry, facts, figure, reading, told, yearly

HOUR = timedelta(hours=1)
WORDS, OTHERS = frozenset(range(100)), frozenset(range(1000, 1100))
CUES: Cues = {
    "talks_break_off": {"en": ("break off", "walks out")},
    "agreement_in_principle": {"en": ("reach deal", "deal on")},
    "signed": {"en": ("sign",)},
    "troop_cut": {"en": ("withdrawal",)},
}
JUDGE = Judge(BASELINE, convert, CUES)


def judged(said: Reading, *stories: StorySketch, known: Background | None = None, **more: Any) -> NewArticle:
    """One report, an hour after the stories, by an outlet that they do not have."""
    one = entry("new", TALKS + more.pop("after", HOUR), **{"outlet": "The Herald"} | more)
    given = facts((one, said), stories=stories)
    (found,) = decide(replace(given, background=known or Background()), NOW, floor=60, jitter=1, judge=JUDGE).articles
    return found


def running(*readings: Reading, **more: Any) -> StorySketch:
    """A story that has rung."""
    return told(12, *readings, **{"outlets": frozenset({"Wire"}), "rang": frozenset({"story"})} | more)


def has(value: float, role: Role = Role.DEMANDED, **more: Any) -> KnownFigure:
    fields: dict[str, Any] = {"track": "KR", "kind": Kind.MONEY, "value_max": None, "currency": "USD"} | more
    return KnownFigure(role=role, value=value, **fields)


# --- Figures


def test_what_is_only_denied_is_no_position_and_no_record() -> None:
    no = yearly(9e9, where="title", stance=Stance.DENIED)
    assert judged(reading(replace(no, stance=Stance.ASSERTED))).why.endswith("is the highest demand so far")
    assert judged(reading(no)).why == "a new story, background: nothing is new in it"


@pytest.mark.parametrize(
    ("said", "known", "words"),
    [
        (yearly(3e9), (), "US$3bn a year demanded is a new position"),
        (yearly(3e9), (has(3e9),), ""),
        (yearly(3e9), (has(2.9e9),), "US$3bn a year demanded is new"),
        (yearly(3e9, Role.AGREED), (has(3e9),), "US$3bn a year agreed, and demanded before"),
        (yearly(3e9, Role.BUDGET), (), "US$3bn a year budgeted is new"),
        (yearly(4.8e9), (), "US$4.8bn a year demanded is new"),
        (yearly(5e9), (), ""),
        (figure(28_500, Role.OTHER, kind=Kind.TROOPS), (), ""),
    ],
    ids=["position", "known", "near", "role", "budget", "near the baseline", "of the baseline", "troops"],
)
def test_a_sum_is_held_against_the_archive_and_the_baseline(said: Any, known: Any, words: str) -> None:
    found = judged(reading(said), known=Background(known))
    if words:
        assert found.why == f"a new story: {words}".replace(" a year", "")
        assert (found.level, found.ring) == (Level.MATERIAL, True)
    else:
        assert found.why == "a new story, background: nothing is new in it"
        assert (found.level, found.ring) == (Level.BACKGROUND, False)


def test_a_record_demand_is_critical_where_it_is_a_years_and_above_all_before() -> None:
    def level(value: float, *known: KnownFigure, **more: Any) -> Level | None:
        fields = {"attributed_to": "Donald Trump"} | more
        return judged(reading(yearly(value, **fields)), known=Background(known)).level

    assert level(1e10) is Level.CRITICAL
    assert level(1e10, has(1e10)) is Level.BACKGROUND, "known, and nothing else is new"
    assert level(1e10, has(9e9)) is Level.CRITICAL
    assert level(1e10, has(1.2e13, currency="KRW")) is Level.BACKGROUND, "the same and more, in won"
    assert level(5.2e9) is Level.MATERIAL, "the baseline's, rounded"
    assert level(1e11) is Level.MATERIAL, "no year's sum"
    assert level(1e10, attributed_to=None) is Level.MATERIAL, "in passing, by nobody"
    assert level(1e10, payer="JP") is Level.MATERIAL, "another country's"


def test_a_new_position_in_a_headline_rings_within_a_running_story_and_twice_at_most() -> None:
    story = running(reading(yearly(5e9), fingerprint=WORDS))
    title = reading(replace(yearly(4e9), where="title"), fingerprint=WORDS)
    found = judged(title, story)
    assert (found.ring, found.level, found.rings_for) == (True, Level.MATERIAL, "position1")
    assert found.why.startswith("material within story 12, which has rung: ")
    assert not judged(reading(yearly(4e9), fingerprint=WORDS), story).ring, "in the text alone it is an echo's"
    often = replace(story, rang=frozenset({"story", "position1", "position2"}))
    assert not judged(title, often).ring
    assert not judged(title, story, known=Background((has(4e9),))).ring, "known to the archive"


def test_two_sums_agreed_in_one_story_contradict_each_other() -> None:
    story = running(reading(yearly(1e9, Role.AGREED), fingerprint=WORDS))
    other = replace(yearly(1.2e9, Role.AGREED), where="title")
    assert "at odds with what the story has" in judged(reading(other, fingerprint=WORDS), story).why


# --- Events


def test_a_break_off_in_a_running_story_rings_once() -> None:
    story = running(reading(event=Event.STATEMENT, fingerprint=WORDS))
    said = reading(event=Event.TALKS_BREAK_OFF, fingerprint=WORDS)
    found = judged(said, story, title="US walks out of talks")
    assert (found.ring, found.level, found.rings_for) == (True, Level.CRITICAL, "talks_break_off")
    after = replace(story, rang=story.rang | {"talks_break_off"})
    assert not judged(said, after, title="US walks out of talks").ring


def test_a_break_off_rings_in_a_story_that_nobody_was_told_of_though_a_later_report_was_there_first() -> None:
    silent = running(reading(event=Event.STATEMENT, fingerprint=WORDS), alerted=False, rang=frozenset())
    said = reading(event=Event.TALKS_BREAK_OFF, fingerprint=WORDS)
    found = judged(said, silent, title="US walks out of talks", after=-HOUR)
    assert (found.story_id, found.ring, found.level) == (12, True, Level.CRITICAL)
    dull = judged(reading(event=Event.STATEMENT, fingerprint=WORDS), silent, title="Talks in Seoul", after=-HOUR)
    assert (dull.story_id, dull.ring) == (12, False)


def test_a_turn_that_one_text_alone_tells_waits_for_a_second_outlet() -> None:
    said = reading(event=Event.TALKS_BREAK_OFF, fingerprint=WORDS)
    first = judged(said, title="Talks in Seoul")
    assert (first.ring, first.level, first.rings_for) == (True, Level.MATERIAL, "told:talks_break_off")
    story = running(said, rang=frozenset({"told:talks_break_off"}))
    second = judged(said, story, title="Talks in Seoul")
    assert (second.ring, second.level, second.rings_for) == (True, Level.CRITICAL, "talks_break_off")
    assert not judged(said, story, title="Talks in Seoul", outlet="Wire").ring, "the same outlet again is no second one"


def test_a_deal_and_its_signature_are_one_turn_of_a_day_and_two_of_several() -> None:
    deal = reading(event=Event.AGREEMENT_IN_PRINCIPLE, fingerprint=WORDS)
    story = running(deal, rang=frozenset({"agreement_in_principle"}))
    said = reading(event=Event.SIGNED, fingerprint=WORDS)
    assert not judged(said, story, title="Allies sign deal").ring
    later = judged(said, story, title="Allies sign deal", after=timedelta(days=4))
    assert (later.ring, later.level) == (True, Level.CRITICAL)


def test_a_deal_told_anew_in_a_story_of_its_own_is_no_longer_critical() -> None:
    said = reading(event=Event.AGREEMENT_IN_PRINCIPLE, fingerprint=OTHERS)
    before = running(reading(fingerprint=WORDS), rang=frozenset({"agreement_in_principle"}))
    title = "Allies reach deal"
    assert judged(said, title=title).level is Level.CRITICAL
    assert judged(said, before, title=title).level is Level.MATERIAL
    assert judged(said, before, title=title, after=timedelta(days=6)).level is Level.CRITICAL


def test_a_deal_that_two_stories_of_a_day_tell_as_reached_and_signed_is_critical_once() -> None:
    deal = reading(event=Event.AGREEMENT_IN_PRINCIPLE, fingerprint=WORDS)
    before = running(deal, rang=frozenset({"agreement_in_principle"}))
    said = reading(event=Event.SIGNED, fingerprint=OTHERS)
    found = judged(said, before, title="Allies sign deal")
    assert (found.ring, found.level, found.story_id) == (True, Level.MATERIAL, None)
    assert found.why == "a new story: agreement signed, as another story told"
    later = judged(said, before, title="Allies sign deal", after=timedelta(days=2))
    assert later.level is Level.CRITICAL
    assert judged(said, replace(before, track="JP"), title="Allies sign deal").level is Level.CRITICAL


@pytest.mark.parametrize("title", ["No deal on troop costs", "US wants deal on troop costs"])
def test_a_deal_that_is_denied_or_wished_for_is_none(title: str) -> None:
    assert judged(reading(event=Event.AGREEMENT_IN_PRINCIPLE), title=title).level is Level.MATERIAL


def test_a_new_date_is_told_once() -> None:
    text = "The next round of talks will be held on 3 December 2019 in Washington."
    one = entry("a", outlet="The Herald")
    given = facts((replace(one, text=text), reading(language="en")))
    day = ("KR", "round", date(2019, 12, 3))

    def why(known: Background) -> NewArticle:
        return decide(replace(given, background=known), NOW, floor=60, jitter=1, judge=JUDGE).articles[0]

    assert why(Background()).ahead == (day,)
    assert why(Background()).why == "a new story, background: round on 3 Dec 2019 is a new date"
    assert why(Background(days=frozenset({day}))).why == "a new story, background: nothing is new in it"


# --- Denials, corrections, independent reports


def test_a_denial_answers_the_story_that_rang_and_rings_nobody_else() -> None:
    story = running(reading(fingerprint=WORDS))
    found = judged(reading(fingerprint=WORDS), story, title="Seoul denies the report")
    assert (found.answers, found.ring, found.level) == (12, False, Level.MATERIAL)
    assert found.why.startswith("a reply to the alerts of story 12: ")
    again = replace(story, rang=story.rang | {"denial"})
    assert judged(reading(fingerprint=WORDS), again, title="Seoul denies the report").answers is None
    silent = replace(story, alerted=False, rang=frozenset())
    assert judged(reading(fingerprint=WORDS), silent, title="Seoul denies the report").answers is None


def test_a_denial_in_a_story_of_its_own_finds_the_deal_that_it_denies() -> None:
    deal = running(reading(fingerprint=WORDS), rang=frozenset({"agreement_in_principle"}))
    said = reading(fingerprint=OTHERS)
    found = judged(said, deal, title="Blue House: no deal on troop costs")
    assert (found.story_id, found.answers, found.ring, found.rings_for) == (None, 12, True, "denial")
    assert judged(said, replace(deal, track="JP"), title="Blue House: no deal on troop costs").answers is None
    assert judged(said, deal, title="Blue House: round of talks").answers is None


def test_a_correction_answers_its_story() -> None:
    story = running(reading(yearly(5e9), fingerprint=WORDS))
    found = judged(reading(yearly(4e9), fingerprint=WORDS), story, title="Correction: US asks for $4 billion")
    assert found.answers == 12
    assert "The Herald corrects what it told before" in found.why


def test_a_report_of_somebodys_own_confirms_and_a_reprint_does_not() -> None:
    story = running(reading(yearly(5e9), fingerprint=WORDS, track="KR"), links=frozenset({"https://news.example/l"}))
    own = reading(yearly(5e9), fingerprint=OTHERS)
    linked: dict[str, Any] = {"link": "https://news.example/l"}
    assert "The Herald tells it independently" in judged(own, story, **linked).why
    assert judged(own, story, **linked).level is Level.ECHO
    assert "independently" not in judged(reading(yearly(5e9), fingerprint=WORDS), story, **linked).why
    assert "independently" not in judged(own, story, outlet="Wire", **linked).why


# --- Background


def test_a_report_that_tells_nothing_new_begins_a_story_and_rings_nobody() -> None:
    dull = judged(reading(yearly(5e9), event=Event.ANALYSIS), title="Explainer: who pays for the troops")
    assert (dull.ring, dull.level, dull.opens) == (False, Level.BACKGROUND, 0)
    assert dull.why == "a new story, background: nothing is new in it"
    assert judged(reading(yearly(3e9), event=Event.ANALYSIS), title="Explainer: US asks for less").ring
    assert not judged(reading(event=Event.ANALYSIS), title="The alliance after the talks").ring


@pytest.mark.parametrize(
    ("title", "text", "event"),
    [
        (
            "Envoys to meet on troop costs",
            "The next round of talks will be held on 3 December 2019.",
            Event.TALKS_ROUND,
        ),
        ("Blue House: nothing settled on troop costs", "", Event.STATEMENT),
        ("What the alliance is worth", "", Event.ANALYSIS),
        ("Allies talk about many things", "", Event.OTHER),
        ("US wants troops home, says ex-official", "", Event.STATEMENT),
    ],
    ids=["preview", "nothing settled", "opinion", "other", "wish"],
)
def test_what_has_no_turn_and_no_new_sum_waits(title: str, text: str, event: Event) -> None:
    given = facts((replace(entry("a", title=title, outlet="The Herald"), text=text), reading(event=event)))
    (found,) = decide(given, NOW, floor=60, jitter=1, judge=JUDGE).articles
    assert (found.ring, found.level, found.rings_for) == (False, Level.BACKGROUND, "")


@pytest.mark.parametrize(
    ("title", "event", "troops"),
    [
        ("Biden stops withdrawal of troops from Korea", Event.OTHER, ()),
        ("US sends extra 500 troops to Korea", Event.OTHER, ("500",)),
        ("Allies begin talks on troop costs", Event.TALKS_START, ()),
        ("Unions rally at the base", Event.PROTEST, ()),
    ],
    ids=["halted", "to come", "talks", "protest"],
)
def test_what_has_a_turn_rings_without_a_sum(title: str, event: Event, troops: tuple[str, ...]) -> None:
    those = [
        replace(figure(float(one), Role.OTHER, kind=Kind.TROOPS), surface=one, where="title", start=title.index(one))
        for one in troops
    ]
    assert judged(reading(*those, event=event), title=title).ring


def test_soldiers_who_are_where_they_are_make_no_statement_ring() -> None:
    for title, rings in (("Envoy praises the 900 troops in Korea", False), ("Envoy announces 900 extra troops", True)):
        there = figure(900, Role.OTHER, kind=Kind.TROOPS)
        there = replace(there, surface="900", where="title", start=title.index("900"))
        given = facts((entry("a", title=title, outlet="The Herald"), reading(there, event=Event.STATEMENT)))
        (found,) = decide(given, NOW, floor=60, jitter=1, judge=JUDGE).articles
        assert found.ring is rings, title


def test_without_an_encoder_all_but_background_by_its_headline_rings() -> None:
    blind = replace(JUDGE, reads_context=False)
    for title, rings in (("Envoys sit on", True), ("Explainer: who pays for the troops", False)):
        event = Event.REPORT if rings else Event.NONE
        given = facts((entry("a", title=title, outlet="The Herald"), reading(event=event)))
        (found,) = decide(given, NOW, floor=60, jitter=1, judge=blind).articles
        assert found.ring is rings, title


def test_an_agreement_that_runs_out_today_rings() -> None:
    for text, rings in (("The deal runs out today.", True), ("The deal runs out in two years.", False)):
        given = facts((replace(entry("a", outlet="The Herald"), text=text), reading(event=Event.OTHER)))
        (found,) = decide(given, NOW, floor=60, jitter=1, judge=JUDGE).articles
        assert found.ring is rings, text


def test_of_a_statement_an_agreed_sum_far_down_is_background_and_a_demand_is_news() -> None:
    text = "He spoke. He spoke on. He spoke again. He went on. In 2014 it was 3 billion dollars."
    for role, rings in ((Role.AGREED, False), (Role.DEMANDED, True)):
        said = reading(replace(yearly(3e9, role), start=text.index("3 billion")))
        given = facts((replace(entry("a", outlet="The Herald"), text=text), said))
        (found,) = decide(given, NOW, floor=60, jitter=1, judge=JUDGE).articles
        assert found.ring is rings, role


def test_a_second_report_of_a_sitting_waits_and_its_story_rings_for_the_deal() -> None:
    first = running(reading(event=Event.TALKS_START, fingerprint=WORDS), event=Event.TALKS_START)
    again = judged(
        reading(event=Event.TALKS_ROUND, fingerprint=OTHERS), first, title="Envoys sit on", after=timedelta(days=2)
    )
    assert (again.ring, again.level) == (False, Level.BACKGROUND)
    waiting = told(13, reading(event=Event.TALKS_ROUND), alerted=False)
    deal = judged(reading(event=Event.AGREEMENT_IN_PRINCIPLE), waiting, title="Allies reach deal on troop costs")
    assert (deal.ring, deal.level) == (True, Level.CRITICAL)


def test_a_known_sum_in_another_currency_is_not_new() -> None:
    told_before = Background((has(1.04e12, Role.AGREED, currency="KRW"),))
    said = reading(yearly(9e8, Role.AGREED))
    assert not judged(said, known=told_before).ring
    assert judged(reading(yearly(1.3e9, Role.AGREED)), known=told_before).ring


def test_what_is_put_together_from_known_words_is_background() -> None:
    title, text = "Cost-sharing talks over the years", "Seoul paid more with each deal. Washington asked for more."
    known = told(3, reading(fingerprint=fingerprint(title, text), track="JP"), published=TALKS - timedelta(days=6))
    said = reading(event=Event.NONE, fingerprint=frozenset())
    given = PollFacts(facts().feed, facts((replace(entry("a", title=title), text=text), said)).outcome)
    given = replace(given, readings={"a": said}, stories=(known,))
    (found,) = decide(given, NOW, floor=60, jitter=1, judge=JUDGE).articles
    assert (found.story_id, found.level, found.ring) == (None, Level.BACKGROUND, False)


def test_newness_is_the_share_of_wording_that_the_nearest_known_text_lacks() -> None:
    known = [frozenset({1, 2, 3, 4}), frozenset({5, 6})]
    assert newness([frozenset({1, 2})], known, Rarity()) == 0
    assert newness([frozenset({7, 8})], known, Rarity()) == 1
    assert newness([frozenset({1, 2, 5, 6})], known, Rarity()) == 0.5, "of two known texts, half of each"
    assert newness([frozenset({1, 2}), frozenset({7, 8})], known, Rarity()) == 0.5
    assert (newness([frozenset({1})], [], Rarity()), newness([], known, Rarity())) == (1, 0)
