"""Who stood where, read from the archive at dates with history; what is expected comes from the chronology of facts.

One test, so that the archive is read once (two seconds).
"""

from datetime import date

import pytest

from bot.desk.answers.positions import Item, ItemStand, Move, positions
from bot.desk.ledger.rows import ledger
from bot.model import Role
from tests.desk.replayed import articles
from tests.shared import rates, topic

D, O, A = Role.DEMANDED, Role.OFFERED, Role.AGREED  # noqa: E741  # a table's columns
SUMS: dict[tuple[date, str], dict[Role, float]] = {
    (date(2019, 11, 19), "KR"): {D: 5e9, A: 1.0389e12},
    (date(2019, 11, 19), "JP"): {D: 8e9},
    (date(2020, 4, 1), "KR"): {D: 4e9, O: 10, A: 1.0389e12},
    (date(2020, 10, 1), "KR"): {D: 1.3e9, O: 13, A: 1.0389e12},
    (date(2021, 3, 10), "KR"): {A: 1.1833e12},
    (date(2021, 12, 22), "KR"): {A: 1.1833e12},
    (date(2021, 12, 22), "JP"): {A: 2.11e11},
    (date(2024, 10, 4), "KR"): {A: 1.5192e12},
    (date(2025, 6, 25), "KR"): {D: 1e10, A: 1.5192e12},
    (date(2026, 11, 24), "JP"): {A: 2.11e11},
}


def stands(on: date, track: str) -> dict[Item, ItemStand]:
    known = [one for one in articles() if one.published.date() <= on]
    convert = rates().convert
    rows = ledger(known, topic().baseline, convert, track=track)
    return {one.item: one for one in positions(rows, track, topic().baseline, convert)}


def test_each_side_stood_where_history_has_it() -> None:
    for (on, track), expected in SUMS.items():
        sums = {one.role: one.row.value for one in stands(on, track)[Item.CONTRIBUTION].positions}
        claims = {role: value for role, value in sums.items() if role is not Role.PAID}
        assert claims == pytest.approx(expected, rel=0.002), (on, track)

    at_baseline = stands(date(2019, 11, 19), "KR")[Item.CONTRIBUTION]
    assert at_baseline.gap is not None
    assert at_baseline.gap.ratio == pytest.approx(5.6, abs=0.05), "more than five times, as the baseline has it"
    assert at_baseline.positions[0].move is Move.SAME
    assert stands(date(2020, 10, 1), "KR")[Item.CONTRIBUTION].positions[0].move is Move.DOWN
    latest = stands(date(2026, 11, 24), "KR")
    assert [one.move for one in latest[Item.CONTRIBUTION].positions] == [Move.REVERSED, Move.UP, Move.UP]
    assert latest[Item.LENGTH].positions[0].row.value == 5
    assert latest[Item.TROOPS].positions[0].row.value == 28500
    assert stands(date(2026, 11, 24), "DE")[Item.LEAVING].positions[0].row.value == 5000
    spending = {one.role: one.row.value for one in stands(date(2026, 11, 24), "NATO")[Item.SPENDING].positions}
    assert spending[Role.AGREED] == 5
