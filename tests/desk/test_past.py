"""The ledger of a past day: bare rows, and whole ones where they are shown, are those of any other ledger."""

from dataclasses import replace

import pytest

from bot.desk.ledger import TRACKS, rows_of
from bot.desk.past import STANDS, PastLedger
from bot.desk.picks import picked_of
from bot.desk.standing import STANDING
from bot.desk.tallies import telling
from tests.desk.make import BASELINE
from tests.desk.replayed import articles
from tests.shared import rates

BARE = {"actors": (), "sources": (), "conversions": (), "comparison": None}


@pytest.mark.parametrize("track", [None, "KR", "NATO"])
def test_its_rows_are_those_of_a_ledger_of_the_reports(track: str | None) -> None:
    reports, convert = list(map(telling, articles())), rates().convert
    made = PastLedger(reports, BASELINE, convert, tracks=TRACKS, track=track)
    picked = picked_of(reports, TRACKS, track)
    rows = rows_of(picked, BASELINE, convert, titles={}, tracks=TRACKS)
    may_stand = [row for row in rows if row.kind in STANDS and (row.role in STANDING or row.outlets > 1)]
    assert [made.whole(row) for row in made.rows] == [
        row if row.role in STANDING else replace(row, comparison=None) for row in may_stand
    ]
    assert list(made.rows) == [replace(row, **BARE) for row in may_stand]  # type: ignore[arg-type]  # the fields' own
    if track is None:
        assert any(row.role not in STANDING for row in made.rows)
        assert any(row.comparison for row in map(made.whole, made.rows))
