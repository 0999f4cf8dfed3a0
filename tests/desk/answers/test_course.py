"""The archive from its first report to its last gives the true course of the talks, at twelve dates with history.

What is expected was written down from the chronology of facts, not from what the program says. A track that a date does
not name is not looked at; None is "no talks known".
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache

import pytest

from bot.desk.answers.course import course
from bot.desk.answers.summary import TrackSummary, summarise
from bot.desk.ledger.rows import TRACKS, LedgerRow, ledger
from bot.model import Event, Level, Role
from tests.desk.replayed import articles, replayed
from tests.shared import rates, topic

Stand = tuple[str, date] | None
"""What holds, and since when."""
Sum = tuple[str, Role, float]
"""Track, role and value in base units or percent."""


@dataclass(frozen=True)
class Day:
    talks: dict[str, Stand]
    ends: dict[str, date] = field(default_factory=dict)
    """When the agreement of a track runs out, or ran out."""
    troops: dict[str, Stand] = field(default_factory=dict)
    told: tuple[Sum, ...] = ()
    untold: tuple[Sum, ...] = ()
    """What was public only later."""
    rang: tuple[str, ...] = ()
    """Stories of the day and the two before it, each of which rings once, with its first report."""
    critical: dict[str, tuple[str, date] | None] = field(default_factory=dict)
    """The last alert of a track that rang as critical: what for, and when; None where none had."""


NATO_KEY = ("agreed", date(2019, 11, 28))
"""The shares of the alliance's own budget, Germany's among them: nothing that Germany and the US settled."""

DAYS = {
    # The ninth agreement has lapsed after ten rounds, with no successor.
    date(2019, 1, 2): Day(
        talks={"KR": ("agreement expired", date(2018, 12, 31)), "JP": None, "DE": None},
        ends={"KR": date(2018, 12, 31)},
        told=(("KR", Role.DEMANDED, 1.35e12), ("KR", Role.PAID, 9.602e11)),
        untold=(("KR", Role.AGREED, 1.0389e12),),
        rang=("kr9-expiry-2018-12-31",),
        critical={"KR": None, "JP": None},
    ),
    # The tenth is ratified and in force on one day.
    date(2019, 4, 5): Day(
        talks={"KR": ("agreement in force", date(2019, 4, 5)), "DE": None},
        told=(("KR", Role.AGREED, 1.0389e12),),
        rang=("kr10-ratified-2019-04-05",),
        critical={"KR": ("ratified", date(2019, 4, 5)), "JP": None},
    ),
    date(2019, 11, 19): Day(
        talks={"KR": ("talks broken off in round 3", date(2019, 11, 19)), "JP": None, "DE": None, "NATO": None},
        ends={"KR": date(2019, 12, 31), "JP": date(2021, 3, 31)},
        told=(("KR", Role.DEMANDED, 5e9), ("KR", Role.AGREED, 1.0389e12), ("JP", Role.DEMANDED, 8e9)),
        rang=("kr11-breakoff-2019-11-19",),
        critical={"KR": ("talks_break_off", date(2019, 11, 19)), "JP": None},
    ),
    date(2020, 4, 1): Day(
        talks={"KR": ("in talks, round 7", date(2020, 3, 20)), "JP": None, "DE": None, "NATO": NATO_KEY},
        ends={"KR": date(2019, 12, 31), "JP": date(2021, 3, 31)},
        troops={"DE": None, "KR": None},
        told=(("KR", Role.DEMANDED, 4e9), ("KR", Role.OFFERED, 10)),
        untold=(("KR", Role.OFFERED, 13), ("KR", Role.DEMANDED, 1.3e9)),
        rang=("kr11-furlough-2020-04-01",),
        critical={"KR": ("furlough", date(2020, 3, 31)), "JP": None},
    ),
    date(2020, 10, 1): Day(
        # The money for the workers' wages in June was no agreement on the whole.
        talks={
            "KR": ("in talks, round 7", date(2020, 3, 20)),
            "JP": None,
            "PL": ("agreement signed", date(2020, 8, 15)),
        },
        ends={"KR": date(2019, 12, 31), "JP": date(2021, 3, 31)},
        troops={"DE": ("troop cut announced", date(2020, 7, 29))},
        told=(("KR", Role.DEMANDED, 1.3e9), ("KR", Role.OFFERED, 13)),
        critical={"KR": ("furlough", date(2020, 6, 15)), "PL": ("signed", date(2020, 8, 15))},
    ),
    date(2021, 3, 8): Day(
        talks={
            "KR": ("agreed in principle", date(2021, 3, 7)),
            "JP": ("agreement signed", date(2021, 2, 24)),
            "DE": None,
            "NATO": NATO_KEY,
        },
        ends={"KR": date(2019, 12, 31)},
        troops={"DE": ("troop cut halted", date(2021, 2, 4))},
        told=(("JP", Role.AGREED, 2.017e11),),
        untold=(("KR", Role.AGREED, 1.1833e12),),
        rang=("kr11-principle-2021-03-07",),
        critical={
            "KR": ("agreement_in_principle", date(2021, 3, 7)),
            "JP": ("signed", date(2021, 2, 24)),
        },
    ),
    date(2021, 12, 22): Day(
        talks={
            "KR": ("agreement in force", date(2021, 9, 1)),
            "JP": ("agreed in principle", date(2021, 12, 21)),
            "DE": None,
            "NATO": NATO_KEY,
        },
        ends={"KR": date(2025, 12, 31), "JP": date(2022, 3, 31)},
        troops={"DE": ("more troops announced", date(2021, 4, 13))},
        told=(("KR", Role.AGREED, 1.1833e12), ("JP", Role.AGREED, 1.0551e12)),
        rang=("jp-settlement-2021-12-21",),
        critical={
            "KR": ("ratified", date(2021, 8, 31)),
            "JP": ("agreement_in_principle", date(2021, 12, 21)),
        },
    ),
    # Japan's agreement for five years enters into force.
    date(2022, 4, 1): Day(
        talks={"JP": ("agreement in force", date(2022, 4, 1)), "KR": ("agreement in force", date(2021, 9, 1))},
        ends={"JP": date(2027, 3, 31), "KR": date(2025, 12, 31)},
        told=(("JP", Role.AGREED, 2.11e11),),
        rang=("jp-in-force-2022-04-01",),
        critical={"KR": ("ratified", date(2021, 8, 31)), "JP": ("ratified", date(2022, 3, 25))},
    ),
    date(2024, 10, 4): Day(
        talks={
            "KR": ("agreed in principle", date(2024, 10, 4)),
            "JP": ("agreement in force", date(2022, 4, 1)),
            "DE": None,
            "NATO": ("agreed", date(2023, 7, 11)),
        },
        ends={"KR": date(2025, 12, 31), "JP": date(2027, 3, 31)},
        told=(("KR", Role.AGREED, 1.5192e12),),
        untold=(("KR", Role.DEMANDED, 1e10),),
        rang=("kr12-concluded-2024-10-04",),
        critical={
            "KR": ("agreement_in_principle", date(2024, 10, 4)),
            "JP": ("ratified", date(2022, 3, 25)),
        },
    ),
    # The twelfth is in force, a day after parliament and a year before its first payment.
    date(2024, 11, 29): Day(
        talks={"KR": ("agreement in force", date(2024, 11, 29))},
        ends={"KR": date(2030, 12, 31)},
        told=(("KR", Role.DEMANDED, 1e10),),
        rang=("kr12-in-force-2024-11-29",),
        critical={"KR": ("ratified", date(2024, 11, 28))},
    ),
    date(2025, 6, 25): Day(
        talks={
            "KR": ("agreement in force", date(2024, 11, 29)),
            "JP": ("agreement in force", date(2022, 4, 1)),
            "DE": None,
            "NATO": ("agreed", date(2025, 6, 25)),
        },
        ends={"KR": date(2030, 12, 31), "JP": date(2027, 3, 31)},
        troops={"KR": None, "DE": None},  # the report of May was denied; Germany's 500 more are of 2021
        told=(("NATO", Role.AGREED, 5),),
        critical={"KR": ("ratified", date(2024, 11, 28)), "JP": ("ratified", date(2022, 3, 25))},
    ),
    date(2026, 7, 7): Day(
        talks={
            "KR": ("agreement in force", date(2024, 11, 29)),
            "JP": ("agreement in force", date(2022, 4, 1)),
            "NATO": ("agreed", date(2025, 6, 25)),
        },
        ends={"KR": date(2030, 12, 31), "JP": date(2027, 3, 31)},
        troops={"DE": ("troop cut ordered", date(2026, 5, 1))},
        told=(("KR", Role.AGREED, 1.5192e12),),
        critical={"KR": ("ratified", date(2024, 11, 28)), "JP": ("ratified", date(2022, 3, 25))},
    ),
}


@pytest.mark.parametrize(
    ("on", "track", "said", "outlets"),
    [
        (date(2021, 3, 31), "KR", "agreed for 2020–2025", 3),
        (date(2021, 3, 31), "JP", "agreement for fiscal 2021 in force", 1),
        (date(2021, 12, 22), "JP", "agreed in principle", 4),  # no report of those days names its end
        (date(2022, 4, 2), "JP", "agreement for fiscal 2022–2026 in force", 2),  # announced by another for that day
        (date(2024, 10, 31), "KR", "agreed in principle for 2026–2030", 7),
        (date(2025, 7, 31), "KR", "agreement for 2026–2030 in force", 2),  # whose end another has named since
        (date(2025, 7, 31), "JP", "agreement for fiscal 2022–2026 in force", 3),
    ],
)
def test_a_state_has_its_years_and_all_who_bear_it_out(on: date, track: str, said: str, outlets: int) -> None:
    found = summed_up(on)[track].course.state
    assert found is not None
    assert (found.said, found.outlets) == (said, outlets)


@cache
def summed_up(on: date) -> dict[str | None, TrackSummary]:
    made = summarise(
        articles(), topic().baseline, rates().convert, cues=topic().vocabulary.cues,
        now=datetime.combine(on, time.max, UTC), with_voices=False,
    )  # fmt: skip
    return {one.track: one for one in made.tracks}


def test_an_agreement_beside_a_new_deal_has_its_own_years() -> None:
    runs = summed_up(date(2024, 10, 31))["KR"].course.agreement
    assert runs is not None
    assert runs.state is not None
    assert (runs.state.said, runs.state.since) == ("agreement for 2020–2025 in force", date(2021, 9, 1))


def test_a_month_that_is_named_alone_is_no_day() -> None:
    runs = summed_up(date(2019, 11, 30))["KR"].course.agreement
    assert runs is not None
    assert runs.ends is not None
    assert (runs.ends.on, runs.ends.exact) == (date(2019, 12, 31), False)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_the_archive_gives_the_true_course(on: date) -> None:
    expected, cues = DAYS[on], topic().vocabulary.cues
    for track in {*expected.talks, *expected.ends, *expected.troops}:
        found = course([article for article in articles() if article.reading.track == track], cues, on)
        if track in expected.talks:
            state = found.state
            assert (state and (state.said, state.since)) == expected.talks[track], track
            assert state is None or state.source.date <= on
        if track in expected.ends:
            assert found.agreement is not None, track
            assert found.agreement.ends is not None, track
            assert found.agreement.ends.on == expected.ends[track], track
            assert found.agreement.expired is (expected.ends[track] < on), track
        if track in expected.troops:
            troops = found.troops
            assert (troops and (troops.words, troops.since)) == expected.troops[track], track
    rows = [row for row in all_rows() if row.first_seen.date() <= on]
    for track, role, value in expected.told:
        assert any(_is(row, track, role, value) for row in rows), (track, role, value)
    for track, role, value in expected.untold:
        assert not any(_is(row, track, role, value) for row in rows), (track, role, value)


@cache
def all_rows() -> tuple[LedgerRow, ...]:
    return ledger(articles(), topic().baseline, rates().convert)


def _is(row: LedgerRow, track: str, role: Role, value: float) -> bool:
    return (row.track, row.role) == (track, role) and abs(row.value - value) <= 0.006 * value


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_whoever_wants_what_is_critical_alone_had_the_last_turn_of_each_track(on: date) -> None:
    loud = [one for one in replayed() if one.rang and one.new.level is Level.CRITICAL and one.past.date <= on]
    assert DAYS[on].critical
    for track, expected in DAYS[on].critical.items():
        turns = [(one.new.rings_for, one.past.date) for one in loud if one.article.reading.track == track]
        assert next(reversed(turns), None) == expected, track


def test_each_date_is_held_against_history_in_state_ledger_and_alerts() -> None:
    assert len(DAYS) == 12
    assert [on for on, day in DAYS.items() if not (day.talks and day.told and day.critical)] == []


ASIDE = frozenset({Event.STATEMENT, Event.TALKS_ROUND})
"""What else may ring beside a turn on its day: what a side says, and the talks themselves."""


@pytest.mark.parametrize(("on", "story"), [(on, story) for on, day in DAYS.items() for story in day.rang])
def test_a_turn_rings_once_and_on_its_day(on: date, story: str) -> None:
    days = range(3)
    told = [one for one in replayed() if one.past.story == story and (on - one.past.date).days in days]
    turning = [one for one in told if one.article.reading.event not in ASIDE]
    assert [one.past.id for one in turning if one.rang] == [turning[0].past.id]


def test_every_state_opens_to_a_report_that_tells_it() -> None:
    titles = {article.id: article.title for article in articles()}
    for on in DAYS:
        for track in TRACKS:
            found = course([one for one in articles() if one.reading.track == track], topic().vocabulary.cues, on)
            deal = found.agreement.state if found.agreement else None
            for state in (found.state, found.troops, deal):
                assert state is None or titles[state.source.article_id or 0] == state.source.title
            if found.agreement and found.agreement.ends:
                ends = found.agreement.ends
                (report,) = [one for one in articles() if one.id == ends.source.article_id]
                assert ends.sentence in report.title + "\n" + report.text


@pytest.mark.parametrize(
    ("on", "words"), [(date(2022, 4, 13), "more troops announced"), (date(2022, 4, 14), None)], ids=str
)
def test_what_was_told_of_troops_more_than_a_year_ago_is_left_out(on: date, words: str | None) -> None:
    found = course([one for one in articles() if one.reading.track == "DE"], topic().vocabulary.cues, on)
    assert (found.troops and found.troops.words) == words


def test_an_agreement_that_was_extended_ends_with_its_extension() -> None:
    """Signed on 24 February 2021, to 31 March 2022, a month before the old end."""
    for on, ends in ((date(2021, 2, 16), date(2021, 3, 31)), (date(2021, 3, 8), date(2022, 3, 31))):
        runs = summed_up(on)["JP"].course.agreement
        assert runs is not None
        assert runs.ends is not None
        assert (runs.ends.on, runs.expired) == (ends, False)


def test_a_deal_answers_what_was_asked_before_anybody_tells_its_sum() -> None:
    """On 7 March 2021 a demand of May 2020 and an offer of April 2020 stood no more; the sum came on the 10th."""
    for on, roles in (
        (date(2021, 3, 6), {Role.DEMANDED, Role.OFFERED, Role.AGREED}),
        (date(2021, 3, 8), {Role.AGREED}),
    ):
        assert {row.role for row in summed_up(on)["KR"].figures} == roles
