"""What is wrong is told when asked, and unasked once a day, of the same trouble once."""

import shutil
from collections import namedtuple
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.commands.command import CommandRequest, Families, NotHere
from bot.chat.commands.roles.health import HealthCommands
from bot.chat.delivery.contact import Contact
from bot.desk.intake.upkeep import ALARM
from bot.model import HealthTrouble
from bot.store import Store, StoreError, open_store
from bot.worker.upkeep.checkup import DAY, Checkup, in_words
from tests.chat.builders import chat, context, families
from tests.chat.shelf import Shelf
from tests.feeds.house import Clock
from tests.store.build import LEASE, NOW, OPERATOR, add_feed, plan, ring, settlement

Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "kept.db")
    with open_store(f"sqlite:///{tmp_path / 'kept.db'}", worker="test") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    made = Clock()
    made.now = NOW
    return made


def looking(
    store: Store,
    clock: Clock,
    *,
    apart: timedelta = timedelta(0),
    contact: Contact | None = None,
    folder: str = "/",
    mail: str | None = None,
) -> Checkup:
    return Checkup(
        store,
        [OPERATOR],
        now=clock,
        contact=contact or Contact(),
        folder=Path(folder),
        apart=lambda: apart,
        mail=lambda: mail,
    )


def keys(checkup: Checkup) -> list[str]:
    return [one.key for one in checkup.troubles()]


def fail(store: Store, feed_id: int, errors: int) -> None:
    store.intake.apply(plan(feed_id, errors=errors, last_error="503 <b>"), NOW)


def told(store: Store, clock: Clock) -> list[str]:
    """What operators are owed, which is then sent."""
    owed = [one for one in store.outbox.claim_owed(clock.now, 9, LEASE) if one.chat.id == OPERATOR]
    for one in owed:
        store.outbox.settle(settlement(one.id), clock.now)
    return [one.text for one in owed]


def test_where_all_is_well_there_is_nothing(store: Store, clock: Clock) -> None:
    assert looking(store, clock).troubles() == []


def test_what_waits_or_fails_for_long_is_found_and_what_began_before_the_start_is_given_an_hour(
    store: Store, clock: Clock
) -> None:
    checkup = looking(store, clock)
    ring(store, 1)
    fail(store, add_feed(store, "wire"), ALARM - 1)
    clock.now = NOW + timedelta(minutes=50)
    assert keys(checkup) == []
    fail(store, add_feed(store, "wire"), ALARM)
    clock.now = NOW + timedelta(minutes=70)
    assert keys(checkup) == ["owed", "polls", "feed 1"]
    sentences = [one.sentence for one in checkup.troubles()]
    assert sentences[0] == "1 message to be sent, the oldest for 1 h 10 min"
    assert sentences[-1] == f"Wire (feed 1) has failed {ALARM} times in a row: 503 <b>"
    assert "owed" not in keys(looking(store, clock)), "it began before this start"


def test_the_machine_is_looked_at_too(store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 100.0, 200.0])
    contact = Contact(lambda: next(times))
    contact.note("calls", None)
    contact.note("calls", None)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Disk(9e12, 9e12, 312e6))
    found = looking(store, clock, apart=timedelta(minutes=-5), contact=contact, mail="no e-mail").troubles()
    assert [one.sentence for one in found] == [
        "the disk of / has 312 MB left",
        "the database's clock is 5 min behind this machine's; set both by NTP",
        "Telegram has given no good answer for over a minute (calls)",
        "no e-mail",
    ]
    monkeypatch.undo()
    (gone,) = looking(store, clock, folder="/no/such/folder").troubles()
    assert gone.sentence == "the disk of /no/such/folder cannot be looked at: No such file or directory"


def test_a_database_that_does_not_answer_is_an_answer(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(now: object) -> None:
        raise StoreError("gone")

    monkeypatch.setattr(store, "status", broken)
    assert keys(looking(store, clock)) == ["database"]


async def test_unasked_it_is_told_once_a_day_and_the_same_trouble_once(store: Store, clock: Clock) -> None:
    wire, post = add_feed(store, "wire"), add_feed(store, "post")
    checkup = looking(store, clock)
    await checkup.look()
    assert told(store, clock) == []
    fail(store, wire, ALARM)
    await checkup.look()
    await checkup.look()
    (first,) = told(store, clock)
    assert first.startswith("1 thing is wrong; /health tells how it is by now.\n• Wire (feed 1) has failed 10 times")
    fail(store, post, ALARM)
    await checkup.look()
    assert told(store, clock) == [], "a day has one message"
    clock.now = NOW + DAY
    await looking(store, clock).look()  # a restart remembers
    (second,) = told(store, clock)
    assert "Post (feed 2)" in second
    assert "Wire" not in second
    clock.now = NOW + 3 * DAY
    await checkup.look()
    assert [one for one in told(store, clock) if "has failed" in one] == [], "both last, and were told"
    fail(store, wire, 0)
    await checkup.look()
    fail(store, wire, ALARM)
    clock.now = NOW + 5 * DAY
    await checkup.look()
    assert "Wire" in "".join(told(store, clock)), "it was well in between"


def test_many_troubles_are_some_lines() -> None:
    words = in_words([HealthTrouble(str(number), f"trouble {number}") for number in range(20)])
    assert words.startswith("20 things are wrong; ")
    assert words.endswith("• trouble 14\nand 5 more")


def answered(those: Families) -> str:
    return those.of(HealthCommands).health(CommandRequest(chat(OPERATOR), operator=True)).plain


def test_asked_it_says_what_is_wrong_or_that_nothing_is() -> None:
    with pytest.raises(NotHere):
        answered(families(context(Shelf())))
    assert answered(families(context(Shelf(), checkup=list))).startswith("Nothing is wrong.\nLooked at: the database")
    some = [HealthTrouble("a", "a <trouble>"), *(HealthTrouble(str(n), f"trouble {n}") for n in range(30))]
    words = answered(families(context(Shelf(), checkup=lambda: some)))
    assert words.startswith("31 things are wrong\n⚠ a <trouble>\n⚠ trouble 0\n")
    assert "… and 6 more" in words
