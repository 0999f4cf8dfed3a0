"""The dates to come, and what became of them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.desk.answers.calendar import CalendarEntry, Outcome, calendar, near_entries, upcoming_entries
from bot.model import Article, Event
from bot.reading.dates.date_words import Occasion
from tests.desk.make import TALKS, article
from tests.desk.replayed import articles

DAY = timedelta(days=1)
SAID = "The fourth round is to be held in Washington on Dec. 3-4."


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def report(number: int, text: str = SAID, **more: object) -> Article:
    return article(number, text=text, **more)  # type: ignore[arg-type]  # shorthand


def one(*reports: Article, on: date) -> CalendarEntry:
    (entry,) = calendar(reports, at(on))
    return entry


def test_reports_of_one_date_are_one_entry_with_its_first_sentence() -> None:
    korean = report(2, "4차 회의는 다음 달 3일 워싱턴에서 열린다.", language="ko", outlet="B", published=TALKS + DAY)
    vague = report(3, "The next round of talks will be in December.", outlet="C", published=TALKS + 2 * DAY)
    entry = one(report(1, "Odd. " + SAID), korean, vague, on=date(2019, 11, 25))
    assert (entry.first, entry.last, entry.exact) == (date(2019, 12, 3), date(2019, 12, 4), True)
    assert (entry.sentence, entry.source.article_id, entry.outlets) == (SAID, 1, 3)
    assert [source.article_id for source in entry.sources] == [1, 2, 3]
    assert (entry.outcome, entry.occasion) == (Outcome.AHEAD, Occasion.ROUND)


@pytest.mark.parametrize(
    ("on", "seen", "outcome"),
    [
        ((2019, 12, 2), False, Outcome.AHEAD),
        ((2019, 12, 3), False, Outcome.NOW),
        ((2019, 12, 8), False, Outcome.NOW),
        ((2019, 12, 9), False, Outcome.SILENT),
        ((2019, 12, 5), True, Outcome.SEEN),
        ((2019, 12, 9), True, Outcome.SEEN),
    ],
)
def test_a_date_that_passes_is_seen_or_was_expected(on: tuple[int, int, int], seen: bool, outcome: Outcome) -> None:
    later = datetime(2019, 12, 4, 9, tzinfo=UTC)
    held = [article(5, event=Event.TALKS_ROUND, published=later)] if seen else []
    other = [article(6, event=Event.STATEMENT, published=later), article(7, event=Event.SIGNED, track="JP")]
    entry = one(report(1), *held, *other, on=date(*on))
    assert entry.outcome is outcome
    assert (entry.seen is not None) is seen


@pytest.mark.parametrize(("day", "is_near"), [(1, False), (2, True), (4, True), (5, True), (6, False)])
def test_a_date_is_near_from_the_day_before_to_the_day_after(day: int, is_near: bool) -> None:
    vague = report(2, "The next round of talks will be in December.", published=TALKS + DAY)
    entries = calendar([report(1), report(3, "The pact expires in December.")], at(date(2019, 12, day)))
    assert bool(near_entries(entries, date(2019, 12, day))) is is_near
    assert near_entries(calendar([vague], at(date(2019, 12, day))), date(2019, 12, day)) == (), (
        "it is not known to the day"
    )


def test_an_end_passes_by_itself_and_a_vague_date_may_still_come() -> None:
    ends = report(1, "The agreement in force ends on Dec. 31.")
    assert one(ends, on=date(2019, 12, 31)).outcome is Outcome.AHEAD
    assert one(ends, on=date(2020, 1, 1)).outcome is Outcome.PASSED
    vague = report(1, "The next round of talks is due next month.")
    assert one(vague, on=date(2019, 12, 20)).outcome is Outcome.AHEAD
    assert one(vague, on=date(2020, 1, 9)).outcome is Outcome.SILENT


def test_what_passed_long_ago_and_what_was_said_later_is_left_out() -> None:
    assert calendar([report(1)], at(date(2020, 3, 1))) == ()
    assert calendar([report(1)], at(date(2019, 11, 18))) == ()
    assert len(calendar([report(1)], at(date(2020, 3, 1)), shown=None)) == 1
    assert calendar([report(1)], at(date(2019, 11, 25)), track="JP") == ()
    assert upcoming_entries(calendar([report(1)], at(date(2019, 12, 20)))) == ()


@pytest.mark.parametrize(
    ("on", "track", "occasion", "first", "outcome"),
    [
        ((2018, 11, 10), "KR", "round", (2018, 11, 13), "ahead"),
        ((2018, 11, 20), "KR", "round", (2018, 11, 13), "seen"),
        ((2019, 11, 18), "KR", "round", (2019, 11, 18), "under way"),
        ((2019, 12, 20), "KR", "expiry", (2019, 12, 31), "ahead"),
        ((2020, 2, 10), "KR", "round", (2020, 1, 1), "seen"),
        ((2020, 2, 10), "KR", "furlough", (2020, 4, 1), "ahead"),
        ((2020, 4, 5), "KR", "furlough", (2020, 4, 1), "seen"),
        ((2021, 3, 1), "JP", "vote", (2021, 2, 24), "ahead"),
        ((2021, 4, 2), "JP", "vote", (2021, 2, 24), "seen"),
        ((2022, 3, 28), "JP", "in_force", (2022, 4, 1), "ahead"),
        ((2025, 9, 10), "JP", "round", (2026, 9, 1), "ahead"),
        ((2026, 12, 10), "JP", "round", (2026, 9, 1), "expected, nothing seen"),
        ((2026, 12, 10), "JP", "expiry", (2027, 3, 31), "ahead"),
    ],
)
def test_the_archive_names_the_dates_that_came(
    on: tuple[int, int, int], track: str, occasion: str, first: tuple[int, int, int], outcome: str
) -> None:
    found = {(e.track, e.occasion, e.first): e for e in calendar(articles(), at(date(*on)))}
    assert found[track, Occasion(occasion), date(*first)].outcome == outcome


def test_a_vote_by_a_day_may_be_before_it() -> None:
    aim = report(1, "政府は12月20日までの承認を目指す。", language="ja")
    early = report(2, "It voted.", event=Event.RATIFIED, published=at(date(2019, 12, 10)))
    entry = one(aim, on=date(2019, 12, 1))
    assert (entry.first, entry.last, entry.exact) == (TALKS.date(), date(2019, 12, 20), False)
    assert entry.outcome is Outcome.AHEAD
    assert one(aim, early, on=date(2019, 12, 11)).outcome is Outcome.SEEN


def test_an_end_that_an_extension_moved_is_none() -> None:
    end = report(1, "The agreement in force ends on Dec. 31.")
    deal = report(
        2, "The agreement is valid until March 31, 2021.", event=Event.SIGNED, title="Ministers sign extension"
    )
    new = report(3, "The agreement is valid until March 31, 2021.", event=Event.SIGNED, title="Ministers sign new deal")
    on = at(date(2019, 12, 1))
    assert [entry.first for entry in calendar([end, deal], on)] == [date(2021, 3, 31)]
    assert [entry.first for entry in calendar([end, new], on)] == [date(2019, 12, 31), date(2021, 3, 31)]
    january = TALKS + 45 * DAY
    late = report(2, "It is valid until March 31, 2021.", event=Event.SIGNED, title="Extension", published=january)
    assert len(calendar([end, late], at(date(2020, 1, 10)))) == 2, "it came after the end"


def test_a_vote_is_over_once_it_is_reported_and_a_round_tells_how_it_ended() -> None:
    ahead = report(1, "The plenary is due to vote on Nov. 28.")
    vote = report(2, "It voted.", event=Event.RATIFIED, published=at(date(2019, 11, 28)))
    found = one(ahead, vote, on=date(2019, 11, 28))
    assert (found.outcome, found.became) == (Outcome.SEEN, "")
    coming = report(
        1,
        "The next round of talks is to be held on Dec. 3-4.",
        event=Event.TALKS_ROUND,
        published=at(date(2019, 12, 2)),
    )
    begun = report(2, "They sat down.", event=Event.TALKS_ROUND, published=at(date(2019, 12, 3)))
    broken = report(3, "One left.", event=Event.TALKS_BREAK_OFF, published=at(date(2019, 12, 4)))
    assert one(coming, on=date(2019, 12, 6)).seen is None, "a preview is no report of it"
    found = one(coming, begun, broken, on=date(2019, 12, 6))
    assert (found.became, found.seen and found.seen.article_id) == ("talks broken off", 3)


def test_what_begins_or_is_to_be_reached_passes_by_itself_and_in_force_it_has_begun() -> None:
    start, goal = report(1, "An agreement that is to start in 2020."), report(2, "They pledged 3 percent by 2020.")
    entries = {entry.occasion: entry for entry in calendar([start, goal], at(date(2020, 6, 1)))}
    assert {entry.outcome for entry in entries.values()} == {Outcome.AHEAD}
    in_force = report(3, "It is in force.", event=Event.IN_FORCE, published=at(date(2020, 4, 1)))
    later = {entry.occasion: entry.outcome for entry in calendar([start, goal, in_force], at(date(2020, 4, 9)))}
    assert later == {Occasion.START: Outcome.SEEN, Occasion.GOAL: Outcome.AHEAD}
    assert [entry.occasion for entry in calendar([start, goal, in_force], at(date(2020, 6, 1)))] == [Occasion.GOAL]


def test_the_sentence_is_that_of_the_report_that_narrows_the_date_the_most() -> None:
    year, month = report(1, "An agreement that is to start in 2020."), report(2, "The agreement begins in January.")
    found = one(year, month, on=date(2019, 12, 1))
    assert (found.first, found.last, found.source.article_id) == (date(2020, 1, 1), date(2020, 1, 31), 2)


def test_a_span_that_is_told_again_a_day_later_is_whole_as_the_first_report_has_it() -> None:
    said = "The US is to withdraw 5,000 troops in the next six to 12 months."
    first, again = report(1, said), report(2, said, published=TALKS + DAY)
    found = one(first, again, on=date(2019, 12, 1))
    assert (found.first, found.last, found.source.article_id) == (date(2020, 5, 19), date(2020, 11, 19), 1)
    assert len(found.sources) == 2
    wider = report(3, "The US is to withdraw 5,000 troops in 2020.", published=TALKS - DAY)
    found = one(wider, first, again, on=date(2019, 12, 1))
    assert (found.first, found.last, found.source.article_id) == (date(2020, 5, 19), date(2020, 11, 19), 1)


def test_a_goal_is_left_out_once_a_later_deal_sets_another() -> None:
    goal = report(1, "NATO members pledged to spend 2 percent by 2024.", track="DE")
    own = report(2, "The country pledged 3 percent of GDP by 2024.", track="PL")

    def deal(title: str, day: int, track: str = "NATO", event: Event = Event.AGREEMENT_IN_PRINCIPLE) -> Article:
        return report(3, "", title=title, track=track, event=event, published=TALKS + day * DAY)

    def left(*later: Article, **asked: str) -> list[str | None]:
        return [entry.track for entry in calendar([goal, own, *later], at(date(2020, 3, 1)), **asked)]  # type: ignore[arg-type]  # shorthand

    assert left(deal("Allies agree on spending floor of 2 percent", 30)) == ["PL"], "the member's own goal stays"
    assert left(deal("Allies agree on spending floor of 2 percent", 30), track="DE") == []
    assert left(deal("Warsaw agrees on spending target", 30, "PL")) == ["DE"]
    assert left(deal("Allies agree on shares in common budget", 30)) == ["DE", "PL"]
    assert left(deal("Allies agree on spending floor of 2 percent", 1)) == ["DE", "PL"], "the goal's own deal"
    assert left(deal("Parliaments approve spending floor", 30, event=Event.RATIFIED)) == ["DE", "PL"]
    again = report(4, "NATO members pledged to spend 2 percent by 2024.", track="DE", published=TALKS + 60 * DAY)
    assert left(deal("Allies agree on spending floor of 2 percent", 30), again) == ["DE", "PL"], "it is named since"


def test_the_archive_s_goal_of_2024_goes_with_the_floor_of_2023() -> None:
    def goals(day: date) -> set[tuple[str | None, int]]:
        found = upcoming_entries(calendar(articles(), at(day)))
        return {(entry.track, entry.last.year) for entry in found if entry.occasion is Occasion.GOAL}

    assert goals(date(2023, 7, 1)) == {("NATO", 2024), ("DE", 2024)}
    assert goals(date(2024, 10, 31)) == set()
    assert goals(date(2025, 7, 31)) == {("NATO", 2035)}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ((2021, 3, 31), {("JP", "deal", (2021, 12, 31)), ("JP", "expiry", (2022, 3, 31)),
                         ("NATO", "goal", (2024, 12, 31))}),
        ((2025, 7, 31), {("KR", "start", (2026, 12, 31)), ("NATO", "summit", (2027, 12, 31)),
                         ("NATO", "review", (2029, 12, 31)), ("NATO", "goal", (2035, 12, 31))}),
        ((2026, 11, 25), {("DE", "troops", (2027, 5, 1)), ("JP", "round", (2026, 11, 30))}),
    ],
)  # fmt: skip
def test_the_archive_names_what_is_still_to_come(
    on: tuple[int, int, int], expected: set[tuple[str, str, tuple[int, int, int]]]
) -> None:
    entries = upcoming_entries(calendar(articles(), at(date(*on))))
    there = {
        (entry.track, entry.occasion.value, (entry.last.year, entry.last.month, entry.last.day)) for entry in entries
    }
    assert expected <= there
    assert ("JP", "expiry", (2021, 3, 31)) not in there
    assert ("NATO", "summit", (2026, 12, 31)) not in there or on < (2026, 7, 1)


def test_every_entry_s_sentence_stands_in_its_report() -> None:
    texts = {one.id: f"{one.title}\n{one.text}" for one in articles()}
    entries = calendar(articles(), at(date(2026, 11, 24)), shown=None)
    assert len(entries) > 15
    for entry in entries:
        assert entry.sentence in texts[entry.source.article_id or 0]
