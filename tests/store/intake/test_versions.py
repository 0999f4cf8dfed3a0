"""Edited articles, on both databases: the newest version counts, those before it are kept, and none is kept twice."""

from datetime import timedelta
from itertools import permutations
from random import Random

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.desk.ledger.entries import LedgerTally
from bot.model import Change, Edit, Figure, Kept, Level, Measure, NewArticle, Period, Reading, Role, Stance
from bot.reading.query.query import parse_query
from bot.store import Asked, Store
from bot.store.archive import ledger_again
from bot.store.database.tables import figures, ledger
from tests.store.build import DEMAND, NOW, TROOPS, add_feed, chat, entry, new, plan, reading, stories_since
from tests.store.outbox.test_owe import deliver, kinds

HOUR = timedelta(hours=1)
LOWER = replace(DEMAND, value=4.7e9, surface="up to $4.7 billion")
SILENT = Change("changed in silence: up to US$5bn demanded → up to US$4.7bn demanded", Level.MATERIAL)


def edit(*told: Figure, article: int = 1, versions: int = 1, change: Change | None = SILENT, track: str = "KR") -> Edit:
    said = reading(*told, track=track)
    return Edit(article, versions, f"stamp {versions + 1}", "Talks edited", "The edited text on ferries.", said, change)


def apply(store: Store, feed_id: int, *edits: Edit, at: timedelta = HOUR) -> None:
    store.intake.apply(replace(plan(feed_id), edits=edits), NOW + at)


def kept_of(store: Store, feed_id: int, later: timedelta = HOUR) -> dict[str, Kept]:
    (known,) = store.intake.known_of(
        [Asked(feed_id, ["guid-one", "guid-dull"], ["https://wire.test/one"])], NOW + later
    )
    return dict(known.kept)


def rows(store: Store) -> dict[str, tuple[object, ...]]:
    """The ledger as it is stored."""
    with store._database.read() as connection:
        stored = connection.execute(select(ledger.c.digest, ledger.c.last_seen, ledger.c.outlets, ledger.c.told))
        return {
            row.digest: (row.last_seen, row.outlets, msgspec.json.decode(row.told, type=LedgerTally)) for row in stored
        }


def test_only_what_an_article_was_made_of_is_looked_at_again_by_its_own_feed(store: Store) -> None:
    wire, daily = add_feed(store), add_feed(store, "daily")
    store.intake.apply(plan(wire, new("one", DEMAND, stamp="stamp 1", paged=True), new("dull", on_topic=False)), NOW)
    store.intake.apply(
        plan(daily, replace(new("one", DEMAND, stamp="another"), entry=entry("one", guid="guid-copy"))), NOW
    )
    one = Kept(1, "stamp 1", paged=True)
    assert kept_of(store, wire) == {"guid-one": one, "https://wire.test/one": one}
    assert kept_of(store, daily) == {}
    assert kept_of(store, wire, timedelta(days=15)) == {}
    apply(store, wire, edit(change=None))
    assert kept_of(store, wire)["guid-one"].stamp == "stamp 2"
    assert store.archive.versions([1]) == {}


def test_the_new_version_takes_the_place_of_the_old_one_which_is_kept(store: Store) -> None:
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", DEMAND, TROOPS, stamp="stamp 1")), NOW)
    before = store.archive.article(1)
    apply(store, feed_id, edit(LOWER))
    now = store.archive.article(1)
    assert before is not None
    assert now is not None
    assert (now.title, now.text, now.reading.figures) == ("Talks edited", "The edited text on ferries.", (LOWER,))
    assert (now.story_id, now.published, now.url) == (before.story_id, before.published, before.url)
    (version,) = store.archive.versions([1])[1]
    assert (version.number, version.title, version.text, version.reading) == (
        1, before.title, before.text, before.reading,
    )  # fmt: skip
    assert (version.until, version.change, version.level) == (NOW + HOUR, SILENT.words, Level.MATERIAL)
    assert store.archive.kept([1]) == {1: (now, 2)}
    (story,) = stories_since(store, NOW)
    assert story.figures == {("money", "demanded", "USD", 4.7e9)}
    with store._database.read() as connection:
        assert connection.execute(select(figures.c.value)).all() == [(4.7e9,)]


def test_search_finds_the_new_version_and_not_the_old_one(store: Store) -> None:
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one"), new("two")), NOW)
    apply(store, feed_id, edit())
    found = {
        word: store.archive.search(parse_query(word), limit=5).total
        for word in ("ferries", "one", "two", "cost-sharing")
    }
    assert found == {"ferries": 1, "one": 0, "two": 1, "cost-sharing": 1}


def test_an_edit_that_is_stored_twice_or_by_two_workers_is_one(store: Store, other: Store) -> None:
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", DEMAND)), NOW)
    stories_since(other, NOW)
    apply(store, feed_id, edit(LOWER))
    once = rows(store), store.archive.versions([1]), store.archive.article(1)
    apply(other, feed_id, edit(LOWER), at=2 * HOUR)
    assert (rows(store), store.archive.versions([1]), store.archive.article(1)) == once
    assert stories_since(other, NOW)[0].figures == {("money", "demanded", "USD", 4.7e9)}
    apply(store, feed_id, edit(DEMAND, versions=2), at=3 * HOUR)
    assert [one.number for one in store.archive.versions([1])[1]] == [1, 2]


def test_an_edit_rings_nobody_and_is_in_the_message_that_went_out(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", DEMAND, ring=True)), NOW)
    deliver(store)
    (article,) = store.archive.articles()
    size = store.archive.story_size(article.story_id)
    assert size == (1, article.id, 0)
    apply(store, feed_id, edit(LOWER))
    assert kinds(deliver(store, 2 * HOUR)) == [(1, "edit")]
    assert store.archive.story_size(article.story_id) == (1, article.id, 1), "so that it is not remembered as it was"


def test_whatever_the_order_the_ledger_is_what_a_count_of_all_articles_makes_it(store: Store) -> None:
    """An edit between other reports of the same figures, before them or after them; counted again, it is the same."""
    seoul = replace(DEMAND, attributed_to=None, hedge=None)
    feed_id = add_feed(store)
    paper, daily = (add_feed(store, name) for name in ("paper", "daily"))

    def others(name: str) -> dict[str, tuple[int, Reading]]:
        return {f"{name}a": (paper, reading(DEMAND, TROOPS)), f"{name}b": (daily, reading(seoul, LOWER, TROOPS))}

    results = []
    steps = ("edit", "a", "b")
    for turn, order in enumerate(permutations(steps)):
        name = f"{turn}-"
        track = f"T{turn}"
        first = new(f"{name}one", reading=reading(DEMAND, TROOPS, replace(TROOPS, role=Role.AGREED), track=track))
        (edited,) = store.intake.apply(plan(feed_id, first), NOW).article_ids
        moved = replace(TROOPS, start=40)
        for step in order:
            if step == "edit":
                apply(store, feed_id, edit(LOWER, moved, article=edited, track=track))
            else:
                where, said = others("")[step]
                store.intake.apply(plan(where, new(f"{name}{step}", reading=replace(said, track=track))), NOW)
        results.append({key._replace(track=None): told for key, told in store.archive.ledger((track,)).items()})
    kept = rows(store)
    store.put("ledger", "of another version")
    store.migrate()
    assert rows(store) == kept
    plain = [
        {key: (told.reports, told.outlets, told.actors, told.hedges, len(told.places)) for key, told in one.items()}
        for one in results
    ]
    assert all(one == plain[0] for one in plain)
    assert len(plain[0]) == 4, "up to as much, and as much, are two"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_many_reports_tell_without_an_edited_one_is_what_a_count_of_the_others_makes_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(ledger_again, "FEW", 3)
    chance = Random(seed)
    outlets = [add_feed(store, name) for name in ("wire", "daily", "paper", "herald")]

    def told() -> tuple[Figure, ...]:
        by = chance.choice([None, "Seoul", "a negotiator"])
        period = chance.choice([None, Period.YEAR])
        stance = chance.choice([Stance.ASSERTED, Stance.ASSERTED, Stance.DENIED])
        demand = replace(DEMAND, attributed_to=by, period=period, stance=stance, start=chance.randrange(50))
        return tuple(one for one in (demand, TROOPS, LOWER) if chance.random() < 0.7)

    ids: list[int] = []
    for number in range(24):
        published = NOW - chance.randrange(9) * HOUR
        one = new(str(number), *told(), published=published)
        ids += store.intake.apply(plan(chance.choice(outlets), one), NOW).article_ids
    for turn in range(20):
        article = chance.choice(ids)
        versions = store.archive.kept([article])[article][1]
        apply(store, outlets[0], edit(*told(), article=article, versions=versions), at=(turn + 1) * HOUR)
        kept = rows(store)
        store.put("ledger", "of another version")
        store.migrate()
        assert rows(store) == kept


def test_as_many_soldiers_of_another_fate_are_counted_apart(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """28,500 are there, by many reports, and are the fewest that a law lets stay; the rows of figures are the same."""
    monkeypatch.setattr(ledger_again, "FEW", 0)
    wire, daily = add_feed(store), add_feed(store, "daily")
    force = "Some 28,500 soldiers are there."
    law = "The law allows no reduction below 28,500 troops."

    def report(name: str, text: str, hours: int) -> NewArticle:
        one = replace(TROOPS, where="text", start=text.index("28,500"))
        return new(name, entry=replace(entry(name), text=text), reading=reading(one), published=NOW - hours * HOUR)

    ids = store.intake.apply(plan(wire, report("a", force, 9), report("b", force, 5)), NOW).article_ids
    store.intake.apply(plan(daily, report("c", law, 1)), NOW)
    assert {key.measure for key in store.archive.ledger(("KR",))} == {Measure.COUNT, Measure.FLOOR}
    apply(store, wire, edit(article=ids[1]))
    (there,) = (told for key, told in store.archive.ledger(("KR",)).items() if key.measure is Measure.COUNT)
    assert (there.reports, there.last_seen) == (1, NOW - 9 * HOUR), "not that of the law"
    kept = rows(store)
    store.put("ledger", "of another version")
    store.migrate()
    assert rows(store) == kept
