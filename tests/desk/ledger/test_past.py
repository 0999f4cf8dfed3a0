"""The ledger of a past day: bare rows, and whole ones where they are shown, are those of any other ledger."""

import pytest
from msgspec.structs import replace

from bot.desk.ledger.past import STANDS, PastLedger
from bot.desk.ledger.rows import TRACKS, ledger, rows_of
from bot.desk.ledger.standing import standing_rows
from bot.desk.ledger.tallies import report_mentions
from bot.model import Role, Stance
from tests.desk.make import BASELINE, article, convert, picked_of, yearly
from tests.desk.replayed import articles
from tests.shared import rates

BARE = {"sources": (), "conversions": (), "comparison": None}


@pytest.mark.parametrize("track", [None, "KR", "NATO"])
def test_its_rows_are_those_of_a_ledger_of_the_reports(track: str | None) -> None:
    reports, convert = list(map(report_mentions, articles())), rates().convert
    made = PastLedger(reports, BASELINE, convert, tracks=TRACKS, track=track)
    picked = picked_of(reports, TRACKS, track)
    rows = rows_of(picked, BASELINE, convert, titles={}, tracks=TRACKS)
    may_stand = [row for row in rows if row.kind in STANDS and (row.role.traits.is_position or row.outlets > 1)]
    assert [made.full_row(row) for row in made.rows] == [
        row if row.role.traits.is_position else replace(row, comparison=None) for row in may_stand
    ]
    assert list(made.rows) == [replace(row, **BARE) for row in may_stand]
    if track is None:
        assert any(not row.role.traits.is_position for row in made.rows)
        assert any(row.comparison for row in map(made.full_row, made.rows))


@pytest.mark.parametrize(("speaker", "stands"), [("the envoy", [4e9]), (None, [4e9]), ("", [])])
def test_what_one_side_denies_and_the_unclear_stand_as_in_any_other_ledger(
    speaker: str | None, stands: list[float]
) -> None:
    """A demand that is denied stands by who says that it was made; ``""``: nobody does."""
    demand, no = yearly(4e9, attributed_to=speaker), yearly(4e9, stance=Stance.DENIED, attributed_to="the ministry")
    unsure = yearly(4e9, Role.UNCLEAR, likely=Role.OFFERED)
    reports = [article(n, unsure, outlet=f"O{n}") for n in (1, 2)]
    reports += [article(3, no, outlet="B"), article(4, no if speaker == "" else demand, outlet="A")]
    made = PastLedger(map(report_mentions, reports), BASELINE, convert, tracks=TRACKS)
    rows = ledger(reports, BASELINE, convert)
    assert [(row.role, row.value, row.doubt, row.is_refuted) for row in made.rows] == [
        (row.role, row.value, row.doubt, row.is_refuted) for row in rows
    ]
    for one in (made.rows, rows):
        assert [row.value for row in standing_rows(one, "KR", BASELINE, convert)] == stands
