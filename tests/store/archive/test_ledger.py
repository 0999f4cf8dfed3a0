"""The ledger's table says what the articles say, however they came in."""

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.desk.ledger.entries import Key
from bot.desk.ledger.mentions import entries_of
from bot.desk.ledger.selection import MOST_TOLD, NEWEST, digest_of
from bot.desk.ledger.tallies import report_mentions
from bot.model import LEDGER_ROLES, Figure, Hedge, Kind, Role, Stance
from bot.store import Store
from bot.store.archive.derived import LEDGER, VERSIONS
from bot.store.database.marks import changed
from tests.desk.make import picked_of
from tests.store.build import DEMAND, NOW, TROOPS, add_feed, entry, new, plan, reading

TRACKS = ("KR", "JP")
SHARE = Figure("1.04 trillion won", Kind.MONEY, 1.04e12, Role.AGREED, "text", 40, currency="KRW", payer="KR")
ASKED = Key("KR", Kind.MONEY, Role.DEMANDED, 5e9, None, "USD", "KR", bound=Hedge.UP_TO)
IN_YEN = replace(DEMAND, surface="1 yen", value=1.0, currency="JPY", payer="JP", start=60)


def take_in(store: Store, reports: Sequence[tuple[str, int, tuple[Figure, ...]]]) -> None:
    """Outlet, hour and figures of reports, as one feed brings them."""
    feed = add_feed(store)
    articles = [
        new(
            entry=replace(entry(f"{outlet}-{hour}"), outlet=outlet),
            reading=reading(*figures),
            opens=number,
            published=NOW - timedelta(hours=hour),
        )
        for number, (outlet, hour, figures) in enumerate(reports)
    ]
    store.intake.apply(plan(feed, *articles), NOW)


def test_it_is_what_the_articles_tell(store: Store) -> None:
    take_in(
        store,
        [
            ("A", 5, (DEMAND, TROOPS, SHARE)),
            ("B", 9, (DEMAND, IN_YEN)),
            ("A", 7, (DEMAND, replace(TROOPS, on_topic=False))),
            ("박수\ud800", 3, (replace(DEMAND, attributed_to=None, year=None),)),
        ],
    )
    found = store.archive.ledger(TRACKS)
    assert found == entries_of(store.archive.articles(), TRACKS)
    demand = found[ASKED]
    assert (demand.reports, len(demand.outlets)) == (4, 3)
    assert [(place.outlet, place.published) for place in demand.places][1] == ("A", NOW - timedelta(hours=7))
    assert {key.track for key in found} == {"KR", "JP"}
    assert set(store.archive.ledger(TRACKS, "JP")) == {key for key in found if key.payer == "JP"}


def test_an_archive_of_before_is_added_up_once(store: Store) -> None:
    take_in(store, [("A", 5, (DEMAND, SHARE)), ("B", 9, (DEMAND,))])
    before = store.archive.ledger(TRACKS)
    store.put("ledger", VERSIONS[LEDGER])
    with store._database.write() as connection:
        connection.exec_driver_sql("DELETE FROM ledger")
        changed(connection)
    assert store.migrate() == []
    assert store.archive.ledger(TRACKS) == {}, "what is there of this version is left alone"
    store.put("ledger", "an older version")
    store.migrate()
    assert store.archive.ledger(TRACKS) == before


def test_a_row_is_found_among_many_if_it_is_the_last_or_the_most_told(store: Store) -> None:
    odd = [(f"O{n}", n + 10, (replace(SHARE, value=float(n + 1)),)) for n in range(70)]
    take_in(store, [*odd, ("A", 500, (SHARE,)), ("B", 501, (SHARE,))])
    values = {key.value for key in store.archive.ledger(TRACKS, "KR")}
    assert 1.04e12 in values
    assert 1.0 in values
    assert len(values) < 70


def test_no_role_is_left_out(store: Store) -> None:
    """A conversion stands with what it converts."""
    take_in(store, [("A", 5, tuple(replace(SHARE, role=role, value=1e12 + n) for n, role in enumerate(Role)))])
    rows = set(Role) - {Role.CONVERSION}
    assert {key.role for key in store.archive.ledger(TRACKS, "KR")} == rows == set(LEDGER_ROLES)
    assert LEDGER_ROLES[-1] is Role.UNCLEAR


def test_who_only_denies_a_figure_is_none_of_its_sources(store: Store) -> None:
    no = replace(DEMAND, stance=Stance.DENIED)
    take_in(store, [(f"O{n}", n + 5, (DEMAND if n else no,)) for n in range(20)])
    ledger = store.archive.ledger(TRACKS)
    found, denied = ledger[ASKED], ledger[ASKED._replace(is_denied=True)]
    assert (found.reports, found.denied) == (19, ())
    assert (denied.reports, [place.outlet for place in denied.denied], denied.actors) == (1, ["O0"], {})
    assert found.actors == {"Seoul lawmakers": NOW - timedelta(hours=24)}


def test_of_equals_every_database_picks_the_same_whatever_came_first(store: Store) -> None:
    """More than are read, all told at one time and by one outlet each: those of the highest digests and values."""
    values = [float(n) for n in range(1, 200)]
    random.Random(NOW.toordinal()).shuffle(values)
    take_in(store, [(f"O{value}", 5, (replace(SHARE, value=value),)) for value in values])
    told = {key.value: digest_of(key) for key in entries_of(store.archive.articles(), TRACKS)}
    last = sorted(told, key=lambda value: told[value], reverse=True)[:NEWEST]
    most = sorted(told, reverse=True)[:MOST_TOLD]
    assert {key.value for key in store.archive.ledger(TRACKS, "KR")} == {*last, *most}


@pytest.mark.parametrize(("figures", "whole"), [(NEWEST, True), (NEWEST + MOST_TOLD + 1, False)])
def test_a_ledger_of_which_some_is_left_out_says_so(store: Store, figures: int, whole: bool) -> None:
    assert store.archive.ledger_is_whole(TRACKS)
    take_in(store, [(f"O{n}", n + 5, (replace(SHARE, value=float(n)),)) for n in range(1, figures + 1)])
    assert (len(store.archive.ledger(TRACKS)) == figures) is whole
    for track in (None, "KR"):
        assert store.archive.ledger_is_whole(TRACKS, track) is whole
    assert store.archive.ledger_is_whole(TRACKS, "JP"), "of Japan there is none"
    take_in(store, [(f"P{n}", n + 5, (replace(DEMAND, value=float(n)),)) for n in range(1, NEWEST + MOST_TOLD + 2)])
    assert not store.archive.ledger_is_whole(TRACKS, "KR"), "what came since counts"


def test_what_is_picked_of_the_articles_is_what_the_database_picks(store: Store) -> None:
    chance = random.Random(NOW.toordinal())
    told = [
        (
            f"O{chance.randint(1, 9)}-{number}",
            chance.randint(0, 40),
            tuple(
                replace(SHARE, value=float(chance.randint(1, 160)), payer=chance.choice(["KR", "JP", "DE", None]))
                for _ in range(2)
            ),
        )
        for number in range(160)
    ]
    take_in(store, told)
    articles = store.archive.articles()
    assert len(entries_of(articles, TRACKS)) > len(store.archive.ledger(TRACKS)) > NEWEST + MOST_TOLD
    for track in (None, *TRACKS):
        assert store.archive.ledger(TRACKS, track) == picked_of(map(report_mentions, articles), TRACKS, track)


def test_entries_are_made_again_only_where_a_report_has_told_something_else(store: Store) -> None:
    take_in(store, [("A", 5, (DEMAND,))])
    before = store.archive.ledger(TRACKS)
    assert store.archive.ledger(TRACKS) is before
    take_in(store, [("B", 4, (TROOPS,))])
    after = store.archive.ledger(TRACKS)
    assert after == entries_of(store.archive.articles(), TRACKS) != before
    assert all(after[key] is told for key, told in before.items()), "what was told of it before is all that is told"
