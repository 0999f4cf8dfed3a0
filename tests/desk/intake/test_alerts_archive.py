"""What would have rung, and how loudly: the archive replayed first to last, held against the chronology of facts."""

from datetime import date
from typing import Any
from zlib import crc32

import pytest

from bot.desk.ledger.disputes import disputes
from bot.model import Level
from tests.desk.replayed import TakenIn, articles, replay, replayed

CRITICAL: dict[tuple[date, str | None], str] = {
    (date(2019, 2, 4), "KR"): "agreement_in_principle",
    (date(2019, 2, 10), "KR"): "agreement_in_principle",  # initialled, after a week
    (date(2019, 3, 8), "KR"): "signed",
    (date(2019, 4, 5), "KR"): "ratified",
    (date(2019, 11, 19), "KR"): "talks_break_off",
    (date(2019, 11, 28), "NATO"): "agreement_in_principle",  # the key of the common budget
    (date(2020, 1, 29), "KR"): "furlough",  # notices of sixty days
    (date(2020, 2, 28), "KR"): "furlough",  # of thirty
    (date(2020, 3, 19), "KR"): "furlough",  # who is spared
    (date(2020, 3, 31), "KR"): "furlough",  # it begins at midnight
    (date(2020, 6, 5), "DE"): "troop_cut",
    (date(2020, 6, 15), "DE"): "troop_cut",  # confirmed
    (date(2020, 6, 15), "KR"): "furlough",  # it ends
    (date(2020, 7, 29), "DE"): "troop_cut",
    (date(2020, 8, 15), "PL"): "signed",
    (date(2021, 2, 17), "JP"): "agreement_in_principle",
    (date(2021, 2, 24), "JP"): "signed",
    (date(2021, 3, 7), "KR"): "agreement_in_principle",
    (date(2021, 3, 31), "JP"): "ratified",
    (date(2021, 4, 8), "KR"): "signed",
    (date(2021, 8, 31), "KR"): "ratified",
    (date(2021, 12, 21), "JP"): "agreement_in_principle",
    (date(2022, 1, 7), "JP"): "signed",
    (date(2022, 3, 25), "JP"): "ratified",
    (date(2023, 7, 11), "NATO"): "agreement_in_principle",
    (date(2024, 10, 4), "KR"): "agreement_in_principle",
    (date(2024, 10, 15), "KR"): "record",
    (date(2024, 11, 4), "KR"): "signed",
    (date(2024, 11, 28), "KR"): "ratified",
    (date(2025, 6, 25), "NATO"): "agreement_in_principle or signed",  # both were told of The Hague's declaration
    (date(2026, 5, 1), "DE"): "troop_cut",
}
"""Every deal, break-off, signature, ratification, furlough and order of troops that the archive has reports of, and the
one demand above the baseline's: no less, no more."""
WALKS: dict[str, dict[str, Any]] = {
    "one by one": {},
    "five in a poll": {"at_once": 5},
    "twenty-five in a poll": {"at_once": 25},
    "each day from its end": {"within_a_day": lambda past: [-ord(letter) for letter in past.id]},
    "each day shuffled": {"within_a_day": lambda past: crc32(past.id.encode())},
}
"""Paces and orders in which the reports of a day may come."""
ANSWERED = {
    "Shanahan denies plan to bill host nations for troops plus 50 percent",
    "Japan rejects report of US request for $8 bln for keeping its troops there",
    "Pentagon says report of USFK cut is untrue",
}
"""Denials of what had rung."""
BASELINE = date(2019, 11, 19)


def critical(told: tuple[TakenIn, ...]) -> dict[tuple[date, str | None], str]:
    return {
        (one.past.date, one.article.reading.track): one.new.rings_for
        for one in told
        if one.rang and one.new.level is Level.CRITICAL
    }


@pytest.mark.parametrize("walk", WALKS)
def test_what_is_great_rings_on_its_day_and_nothing_else_does(walk: str) -> None:
    """Whatever story it joins, at any pace, in any order of arrival within a day."""
    rang = critical(replay(**WALKS[walk]))
    assert rang.keys() == CRITICAL.keys()
    assert {key: sign for key, sign in rang.items() if sign not in CRITICAL[key].split(" or ")} == {}


def test_a_critical_turn_of_each_day_rings_once_whoever_tells_it() -> None:
    for (on, track), sign in CRITICAL.items():
        rang = [one for one in replayed() if one.new.rings_for in sign.split(" or ") and one.past.date == on]
        assert len([one for one in rang if one.article.reading.track == track]) == 1, (on, track)
        (first,) = [one for one in rang if one.article.reading.track == track]
        later = [one for one in replayed() if one.article.story_id == first.article.story_id and one is not first]
        again = [one for one in later if one.rang and one.new.rings_for == first.new.rings_for]
        assert not again, (on, track)


def test_a_turn_that_two_stories_tell_is_critical_once() -> None:
    """At The Hague the allies agreed, and the declaration was signed by all."""
    loud = [one for one in replayed() if one.rang and one.new.level is Level.CRITICAL]
    assert len([one for one in loud if one.past.date == date(2025, 6, 25)]) == 1


def test_denials_answer_what_had_rung_and_ring_no_more_themselves() -> None:
    answers = {one.article.title: one for one in replayed() if one.new.answers is not None}
    assert answers.keys() >= ANSWERED
    rung = {one.article.story_id for one in replayed() if one.rang}
    for one in answers.values():
        assert one.new.answers in rung
        assert not one.rang or one.new.story_id is None


def test_most_reports_ring_nobody_and_all_say_why() -> None:
    rang = [one for one in replayed() if one.rang]
    assert len(rang) < 0.6 * len(replayed())
    assert all(one.new.why for one in replayed())
    stories = {one.article.story_id for one in replayed()}
    turns = [one for one in rang if one.new.why.startswith(("critical within", "material within"))]
    assert len(turns) < 0.05 * len(stories), "a story rings once, but for its turns"


def test_a_run_that_stops_at_a_day_tells_what_the_whole_run_told_until_then() -> None:
    """Once more, too: the same reports give the same decisions."""
    stopped = replay(until=BASELINE)
    assert [one.new for one in stopped] == [one.new for one in replayed() if one.past.date <= BASELINE]


def test_both_sides_of_every_dispute_are_titles_word_for_word() -> None:
    titles = {article.id: article.title for article in articles()}
    found = disputes(articles(), 50)
    assert len(found) >= len(ANSWERED)
    for one in found:
        assert titles[one.source.article_id or 0] == one.sentence
        assert one.against is None or titles[one.against.article_id or 0] == one.against.title


def test_a_third_of_the_past_reports_rings_and_what_waits_has_no_turn() -> None:
    told = replayed()
    assert sum(one.rang for one in told) <= 0.35 * len(told)
    waiting = [one for one in told if one.new.level is Level.BACKGROUND]
    assert waiting
    assert not [one.article.title for one in waiting if one.rang or one.new.rings_for or one.new.answers]
