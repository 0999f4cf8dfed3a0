"""Which soldiers are there, leave and come, as answers show them of each track."""

from bot.desk.answers.positions import Item, positions, soldiers
from bot.desk.ledger.rows import ledger
from bot.model import Article
from tests.desk.ledger.troops.test_orders import HALT, LEAVE, THERE, WEIGH, told
from tests.desk.make import BASELINE, convert

COME = "Another # troops are coming."


def shown(*articles: Article) -> dict[Item, float]:
    rows = ledger(articles, BASELINE, convert)
    stands = positions(rows, "DE", BASELINE, convert)
    found = {stand.item: stand.positions[0].row.value for stand in stands}
    assert set(found.values()) == {row.value for row in soldiers(rows).rows}
    return found


def test_one_report_is_enough_where_no_others_are_newer() -> None:
    """Poland's 4,500 and 1,000 more, which one outlet told, stood nowhere."""
    assert shown(told(1, THERE, 4_500), told(2, COME, 1_000)) == {Item.TROOPS: 4_500, Item.COMING: 1_000}


def test_the_newest_strength_stands_and_of_those_of_its_time_the_one_most_tell() -> None:
    known = [told(n, THERE, 35_000, after=n) for n in (1, 2, 3)]
    assert shown(*known, told(4, THERE, 36_000, after=9)) == {Item.TROOPS: 35_000}
    assert shown(*known, told(4, THERE, 36_000, after=300)) == {Item.TROOPS: 36_000}


def test_what_somebody_claims_is_no_strength() -> None:
    claim = told(2, THERE, 52_000, after=300, attributed_to="Donald Trump")
    assert shown(told(1, THERE, 35_000), claim) == {Item.TROOPS: 35_000}


def test_what_was_stopped_or_is_only_weighed_is_no_move() -> None:
    force, order = told(1, THERE, 36_000), told(2, LEAVE, 12_000)
    assert shown(force, order) == {Item.TROOPS: 36_000, Item.LEAVING: 12_000}
    assert shown(force, order, told(3, HALT, 12_000, after=90)) == {Item.TROOPS: 36_000}
    assert shown(force, told(3, WEIGH, 4_500)) == {Item.TROOPS: 36_000}


def test_a_move_of_long_ago_is_left_out_where_there_is_newer_word() -> None:
    come = told(1, COME, 500)
    assert shown(told(2, THERE, 35_000), come) == {Item.TROOPS: 35_000, Item.COMING: 500}
    assert shown(told(2, THERE, 35_000, after=400), come) == {Item.TROOPS: 35_000}
