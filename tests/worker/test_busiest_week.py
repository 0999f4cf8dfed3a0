"""The busiest week of the archive, told to twelve chats: what rings where, when, in which language, what waits, why.

    python -m tests.worker.test_busiest_week

prints the table that the test holds, ``busiest_week.txt``, as the program has it by now. Reports come in through the
intake, chats wish by typing commands, and what is owed is claimed, rendered and settled as the worker does it; only
Telegram is left out, and the clock goes from report to report and from hour to hour.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from bot.chat.commands.command import CommandRequest, Families
from bot.chat.delivery.sending import Outgoing, Sender
from bot.chat.render.html import Rendered
from bot.desk.delivery.settle import settle
from bot.model import Article, Chat, ChatType, DeliveryKind, SendOutcome, Sent
from bot.store import Store, open_store
from bot.store.database.tables import outbox
from tests.chat.builders import context, families
from tests.desk.replayed import articles
from tests.shared import rates, topic
from tests.store.build import source
from tests.worker.wire import Wire

TABLE = Path(__file__).with_name("busiest_week.txt")
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=1)
FIRST, APART = timedelta(hours=14), timedelta(minutes=130)
"""Of the archive only days are known: the reports of one come from 14:00 UTC on, so far apart."""


class Reader(Struct, frozen=True):
    """One of the chats."""

    name: str
    zone: str
    commands: tuple[str, ...]
    kind: ChatType = ChatType.PRIVATE


READERS = (
    Reader("reporter, Seoul", "Asia/Seoul", ("language ko", "subscribe korea")),
    Reader("analyst, Berlin", "Europe/Berlin", ("language de", "subscribe", "alerts digest 8:00 weekdays")),
    Reader("channel, Tokyo", "Asia/Tokyo", ("language ja", "subscribe japan"), ChatType.CHANNEL),
    Reader("embassy, Washington", "America/New_York", ("subscribe critical",)),
    Reader("night desk, Seoul", "Asia/Seoul", ("subscribe", "alerts quiet 22:00-7:00 but critical")),
    Reader("sleeper, Seoul", "Asia/Seoul", ("subscribe", "alerts quiet 22:00-7:00")),
    Reader("editor, London", "Europe/London", ("subscribe", "alerts most 1")),
    Reader("economist, Seoul", "Asia/Seoul", ("subscribe demands korea",)),
    Reader("group, Pyeongtaek", "Asia/Seoul", ("subscribe troops korea",), ChatType.SUPERGROUP),
    Reader("desk without KBS", "Asia/Seoul", ("subscribe korea", "mute KBS World", "alerts silent")),
    Reader("watcher, Tokyo", "Asia/Tokyo", ("watch brigade: brigade OR 여단",)),
    Reader("newcomer, Manila", "Asia/Manila", ()),
)
assert len(READERS) == 12


class Told(Struct, frozen=True):
    """A line of the table."""

    at: datetime
    chat: str
    how: str
    language: str
    what: str


class Paper(Sender):
    """Writes down what it is handed."""

    edits = True
    replies = True

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]  # as a sender is given it
        self.taken: list[Outgoing] = []

    async def deliver(self, message: Outgoing) -> SendOutcome:
        self.taken.append(message)
        return Sent(len(self.taken))


class Week:
    """The chats, and what they are told."""

    def __init__(self, store: Store) -> None:
        self.now = min(one.published for one in articles())
        around = context(
            store,
            topic=topic(),
            convert=rates().convert,
            now=lambda: self.now,
            default_zone="UTC",
            operators=frozenset(),
        )
        self._store = store
        self._wire = Wire(store, source())
        self._desk: Families = families(around)
        self._paper = Paper(around)
        self._names = dict(enumerate(READERS, 1))
        self._seen = 0
        self.lines: list[Told] = []
        self.edits: Counter[str] = Counter()
        self.edited_to: dict[str, set[str]] = {}
        """By chat: the languages of the reports that its alerts were edited to."""

    def run(self) -> None:
        """The reports before, of which nobody hears, and the week."""
        week = busiest()
        for one in articles():
            if one.published < week[0].published:
                self._wire.bring(one)
        self.now = week[0].published
        for number, reader in self._names.items():
            for line in (f"timezone {reader.zone}", *reader.commands):
                self._type(Chat(number, reader.kind, reader.name, subscribed=False), line)
        self._go_to(week[0].published, deliver=True)
        for one in timed(week):
            self._go_to(one.published)
            self._wire.bring(one)
            self._note_waiting()
            self._deliver()
        self._go_to(week[0].published + WEEK)

    def _type(self, chat: Chat, line: str) -> Rendered:
        name, _, words = line.partition(" ")
        return self._desk.message_of(name, CommandRequest(chat, words))

    def _go_to(self, then: datetime, *, deliver: bool = False) -> None:
        """From hour to hour."""
        while (hour := self.now.replace(minute=0) + HOUR) <= then:
            self.now = hour
            self._deliver()
        self.now = then
        if deliver:
            self._deliver()

    def _deliver(self) -> None:
        while owed := self._store.outbox.claim_owed(self.now, 50, LEASE):
            for delivery in owed:
                before = len(self._paper.taken)
                outcome = asyncio.run(self._paper.send(delivery))
                self._store.outbox.settle(settle(delivery, outcome, self.now), self.now)
                for message in self._paper.taken[before:]:
                    self._note(message)

    def _note(self, message: Outgoing) -> None:
        name = self._names[message.delivery.chat.id].name
        if message.replaces is not None:
            self.edits[name] += 1
            self.edited_to.setdefault(name, set()).update(one.language for one in message.articles)
            return
        sound = ", silent" if message.delivery.chat.manner.silent else ""
        reply = ", in reply" if message.replies_to is not None else ""
        first = message.words.plain.partition("\n")[0]
        languages = " ".join(sorted({one.language for one in message.articles}))
        self.lines.append(Told(self.now, name, f"{message.delivery.kind.value}{sound}{reply}", languages, first))

    def _note_waiting(self) -> None:
        """What was filed and does not ring: what it waits for, or why it never does."""
        with self._store._database.read() as connection:
            o = outbox.c
            columns = o.id, o.chat_id, o.state, o.reason, o.article_id
            alerts = select(*columns).where(o.id > self._seen, o.kind == DeliveryKind.ALERT.value)
            rows = connection.execute(alerts.order_by(o.id)).all()
        self._seen = max([self._seen, *(row.id for row in rows)])
        for row in rows:
            if row.state in {"held", "closed"}:
                article = self._store.archive.article(row.article_id)
                assert article is not None
                verb = "waits for" if row.state == "held" else "not told:"
                name = self._names[row.chat_id].name
                self.lines.append(Told(self.now, name, f"{verb} {row.reason}", article.language, article.title))


def busiest() -> Sequence[Article]:
    """The reports of the seven days that have most."""
    every = articles()
    return max(
        ([one for one in every if first.published <= one.published < first.published + WEEK] for first in every),
        key=len,
    )


def timed(week: Sequence[Article]) -> Iterator[Article]:
    """The reports of each day apart from each other."""
    before: datetime | None = None
    for one in week:
        begins = one.published + FIRST
        before = begins if before is None or before.date() < begins.date() else before + APART
        yield replace(one, published=before)


def table(store: Store) -> str:
    """The week as text: a line for whatever was told or waits, and for each chat how often its alerts were edited."""
    week = Week(store)
    week.run()
    zones, places = {one.name: one.zone for one in READERS}, {one.name: at for at, one in enumerate(READERS)}
    rows = [
        (f"{one.at.astimezone(ZoneInfo(zones[one.chat])):%a %d %H:%M %Z}", one.chat, one.how, one.language, one.what)
        for one in sorted(week.lines, key=lambda one: (one.at, places[one.chat]))
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows
    ]
    told = Counter(one.chat for one in week.lines if not one.how.startswith(("waits", "not told")))
    sums = [
        f"{one.name}: {told[one.name]} messages, {week.edits[one.name]} edits "
        + " ".join(sorted(week.edited_to.get(one.name, ())))
        for one in READERS
    ]
    sums = [line.rstrip() for line in sums]
    return "\n".join([*lines, "", *sums, ""])


def test_the_busiest_week_of_the_archive_rings_for_twelve_chats_as_each_has_chosen(migrated_url: str) -> None:
    with open_store(migrated_url, worker="week") as store:
        assert table(store) == TABLE.read_text(encoding="utf-8")


def main() -> None:
    """Writes the table anew."""
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/week.db", worker="week") as store:
        store.migrate()
        TABLE.write_text(table(store), encoding="utf-8")


if __name__ == "__main__":
    main()
