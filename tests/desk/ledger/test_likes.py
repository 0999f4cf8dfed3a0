"""Only likes stand in one line: a property over the whole ledger of the archive, and rows where it was otherwise."""

from collections import defaultdict
from datetime import timedelta
from functools import cache

import pytest

from bot.desk.answers.positions import currency_of, positions
from bot.desk.ledger.entries import Key, alliance_key, on_track, under_alliance
from bot.desk.ledger.grouping import Grouping
from bot.desk.ledger.mentions import entries_of, entries_of_report, mentions_of
from bot.desk.ledger.rows import ALLIANCE, TRACKS, LedgerRow, by_likeness, ledger
from bot.desk.ledger.standing import rate_day
from bot.model import Convert, Figure, Kind, Measure, Role
from tests.desk.make import BASELINE, TALKS, article, convert, yearly
from tests.desk.replayed import articles
from tests.shared import rates, topic


@cache
def rows() -> tuple[LedgerRow, ...]:
    return ledger(articles(), topic().baseline, rates().convert)


def figures_by_key() -> dict[Key, set[tuple[Kind, Role, Measure | None, str | None]]]:
    """What the reports tell of each entry of the ledger, figure by figure."""
    found: dict[Key, set[tuple[Kind, Role, Measure | None, str | None]]] = defaultdict(set)
    for report in articles():
        spots = {figure.spot: figure for figure in report.reading.figures}
        for one in mentions_of(report):
            figure = spots[one.spot]
            key = on_track(Key(report.reading.track, *one.key), TRACKS)
            key = alliance_key(key, entries_of_report(report)[Key(report.reading.track, *one.key)], ALLIANCE)
            found[key].add((figure.kind, figure.role, figure.measure, figure.currency))
    return found


def test_only_likes_stand_in_one_line() -> None:
    told, lines = figures_by_key(), 0
    for those in by_likeness(under_alliance(entries_of(articles(), TRACKS), ALLIANCE)).values():
        for line in Grouping(rates().convert).of(those):
            keys = [key for key, _ in (*line.own, *line.elsewhere)]
            figures = {one for key in keys for one in told[key]}
            assert len({(kind, role, measure) for kind, role, measure, _ in figures}) == 1, line.key
            assert len({key.track for key in keys}) == len({key.measure for key in keys}) == 1, line.key
            assert {key.currency for key, _ in line.own} == {line.key.currency}
            currencies = [key.currency for key, _ in line.elsewhere]
            assert line.key.currency not in currencies
            assert not currencies or line.key.kind is Kind.MONEY
            lines += line.key.kind is not Kind.TROOPS
    assert lines == sum(row.kind is not Kind.TROOPS for row in rows()) > 150


def test_of_soldiers_one_order_is_one_line() -> None:
    """The same 12,000 were told as 11,900, and their halt and what was called a plan as lines of their own."""
    troops = [row for row in rows() if row.kind is Kind.TROOPS]
    told = {(key.track, key.measure) for key in entries_of(articles(), TRACKS) if key.kind is Kind.TROOPS}
    assert {(row.track, row.measure) for row in troops} == told - {("DE", Measure.KEPT), ("DE", Measure.WEIGHED)}
    leaving = [row for row in troops if row.track == "DE" and row.measure is Measure.LEAVING]
    assert [(row.value, row.outlets, bool(row.halts)) for row in leaving] == [
        (5000, 5, False),
        (12000, 6, True),
        (9500, 4, True),
    ]


def test_a_change_by_as_much_is_no_sum_of_as_much() -> None:
    level = yearly(3e9, Role.AGREED, measure=Measure.LEVEL)
    change = yearly(3e9, Role.AGREED, measure=Measure.INCREASE)
    found = ledger([article(1, level), article(2, change, outlet="B")], BASELINE, convert)
    assert {row.measure for row in found} == {Measure.LEVEL, Measure.INCREASE}
    asked = {row.measure for row in rows() if (row.track, row.role, row.value) == ("KR", Role.AGREED, 3e9)}
    assert asked == {Measure.LEVEL, Measure.INCREASE}, "Trump's three billion, told as a sum and as a rise"


def test_what_is_no_whole_sum_is_nobodys_contribution() -> None:
    """More for the alliance's budget stood as what Germany pays, and a part of a pledge as the pledge."""
    for track in TRACKS:
        stands = positions(rows(), track, topic().baseline, rates().convert)
        for stand in stands:
            wanted = {"contribution": {None, Measure.LEVEL}, "spending": {None, Measure.LEVEL}}.get(stand.item)
            for one in stand.positions:
                is_rise = stand.item == "contribution" and one.row.kind is not Kind.MONEY
                assert wanted is None or is_rise or one.row.measure in wanted, one.row.key


def test_a_deal_in_two_currencies_is_one_row() -> None:
    """``close to US$1bn`` and ``US$870m`` were rows beside the 1.04 trillion won that they are."""
    sums = [row for row in rows() if row.kind is Kind.MONEY and row.measure is Measure.LEVEL and row.outlets > 1]
    agreed = [row for row in sums if row.track == "KR" and row.role is Role.AGREED]
    assert {row.currency for row in agreed} == {"KRW"}
    of_2019 = next(row for row in agreed if row.year == 2019)
    dollars = {one.value for one in of_2019.conversions if one.currency == "USD"}
    assert {8.7e8, 9.2e8, 9.24e8, 1e9} <= dollars


@pytest.mark.parametrize("value", [1e9, 9.8e8])
def test_a_rounded_sum_is_the_one_that_it_rounds(value: float) -> None:
    won = [article(n, yearly(1.08e12, Role.AGREED, "KRW"), outlet=f"{n}") for n in (1, 2)]
    about = yearly(value, Role.AGREED, "USD", hedge="about")
    found = ledger([*won, article(3, about, outlet="C")], BASELINE, convert)
    assert len(found) == (1 if value == 1e9 else 2), "only a round one may be so far off"


def moving(by: float) -> Convert:
    """The tests' rates, and a won that loses so much of its worth a day."""

    def exchanged(value: float, source: str, target: str, on: object) -> float | None:
        found = convert(value, source, target, TALKS.date())
        days = max(0, (on - TALKS.date()).days)  # type: ignore[operator]
        drift = (1 + by) ** days
        return (
            None if found is None else found * (drift if target == "KRW" else 1 / drift) if source != target else found
        )

    return exchanged


def test_nothing_moves_because_a_rate_did() -> None:
    deal = [article(n, yearly(1.04e12, Role.AGREED, "KRW", year=2019), outlet=f"{n}") for n in (1, 2)]
    asked = [article(n, yearly(5e9), outlet=f"{n}") for n in (3, 4)]
    again: list[Figure] = [yearly(1.04e12, Role.AGREED, "KRW", year=2019), yearly(5e9)]
    later = [article(5, *again, outlet="E", published=TALKS + timedelta(days=300))]
    drifting = moving(0.001)
    gaps = []
    for known in ([*deal, *asked], [*deal, *asked, *later]):
        found = ledger(known, BASELINE, drifting)
        (stand,) = positions(found, "KR", BASELINE, drifting)
        assert stand.gap is not None
        gaps.append((stand.gap.amount, stand.gap.ratio, stand.gap.on, stand.gap.currency))
        assert stand.before is not None
        assert stand.before.ratio == stand.gap.ratio, "the same two sums are as far apart as in the baseline"
        assert currency_of(found, "KR", BASELINE) == "KRW"
    assert gaps[0] == gaps[1]


def test_a_sum_has_one_day_for_its_rate() -> None:
    for row in rows():
        if row.kind is Kind.MONEY:
            assert rate_day(row, topic().baseline) in {row.first_seen.date(), topic().baseline.date}


def test_troops_leave_where_most_reports_say_so() -> None:
    """One report's words about a cut beside the 28,500 made the whole force one that is to leave."""
    force = next(row for row in rows() if (row.track, row.kind, row.value) == ("KR", Kind.TROOPS, 28500))
    assert force.base is None


def test_who_names_a_sum_in_another_currency_does_not_say_it_in_this_one() -> None:
    """The Wall Street Journal's US$1.2bn was told as its 1.35 trillion won."""
    dollars = yearly(1.16e9, attributed_to="The Gazette", hedge="about")
    won = [article(n, yearly(1.35e12, currency="KRW"), outlet=f"{n}") for n in (1, 2)]
    (row,) = ledger([*won, article(3, dollars, outlet="B")], BASELINE, convert)
    assert (row.currency, row.outlets, row.actors) == ("KRW", 3, ())
