"""E-mail by the whole worker: asked, confirmed and ended on its port, and a fan-out that kills interrupt."""

import asyncio
import random
import re
import socket
from collections import Counter

import aiohttp
import pytest

from bot.chat.delivery.outbox import IN_FLIGHT
from bot.model import Chat, ChatType, Door, DoorState
from bot.store import Store, open_store
from bot.worker.factories import utc_now
from tests.chat.doors.mail.post_office import PostOffice, opened
from tests.whole.conftest import Build
from tests.whole.reports import BREAK_OFF, OLD

JANE = "jane@reader.example"
OWNERS, EACH = 3, 10
KILLS = 5

# aiosmtpd asks asyncio for what Python 3.14 is to do without.
pytestmark = pytest.mark.filterwarnings("ignore:'asyncio.iscoroutinefunction' is deprecated:DeprecationWarning")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_address_is_asked_confirmed_and_written_to_and_no_kill_loses_an_e_mail(
    house: Build, database_url: str
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office = PostOffice()
    async with opened(office) as smtp:
        built = await house(
            {"Morning Paper": "morning"},
            PORT=str(port),
            PUBLIC_URL=f"http://127.0.0.1:{port}",
            SMTP_HOST="localhost",
            SMTP_PORT=str(smtp),
            SMTP_TLS="none",
            MAIL_FROM="News desk <news@desk.example>",
        )
        stand, users, worker = built.stand, built.users, built.worker
        stand.items["morning"] = [OLD]
        await worker.start()
        await worker.wait_log("Morning Paper: 5 new, 1 on the topic, no alerts owed")
        (chat,) = await users.create_chats(1)
        assert "An e-mail was sent to j…@reader.example." in await users.ask(chat, f"/doors add {JANE}")
        async with aiohttp.ClientSession() as session, session.post(_link(office, "confirm")) as answer:
            assert answer.status == 200
        await users.wait_message(chat, "Door 1 is open: e-mail to j…@reader.example.")
        with open_store(database_url, worker="test") as store:
            _open_doors(store)
            stand.items["morning"] = [BREAK_OFF, OLD]
            while store.outbox.owed() < OWNERS * EACH:
                await asyncio.sleep(0.05)
            moments = random.Random(20191119)
            for _ in range(KILLS):
                await asyncio.sleep(moments.uniform(0.3, 1.0))
                await worker.kill()
                await worker.start()
            while store.outbox.owed():
                await asyncio.sleep(0.1)
            got = Counter(reader for _, reader, _ in office.came if reader != JANE)
            assert (len(got), min(got.values())) == (OWNERS * EACH, 1)
            repeats = sum(got.values()) - OWNERS * EACH
            print(f"repeats after {KILLS} kills over {len(got)} addresses: {repeats}")  # noqa: T201  # the figure
            assert repeats <= KILLS * IN_FLIGHT
            assert len({letter["Message-ID"] for letter in office.letters}) == OWNERS * EACH + 2, (
                "what came twice has one id; and the question, and Jane's news"
            )
            one_click = {"List-Unsubscribe": "One-Click"}
            async with aiohttp.ClientSession() as session, session.post(_link(office, "end"), data=one_click) as answer:
                assert answer.status == 200
            await users.wait_message(chat, "Door 1 .* has ended: whoever reads there wants no more")
            door = store.doors.numbered(1)
            assert door is not None
            assert door.state is DoorState.ENDED
    assert office.readers_asked.count(JANE) == sum(1 for _, reader, _ in office.came if reader == JANE)


def _open_doors(store: Store) -> None:
    for owner in range(OWNERS):
        of = Chat(-100 - owner, ChatType.PRIVATE, "Reader", subscribed=False)
        for number in range(EACH):
            address = f"r{owner}{number}@reader.example"
            at = store.outbox.chat_at("e-mail", f"{address} {of.id}", title="r…@reader.example", zone="UTC")
            assert isinstance(store.doors.add(of, at, f"secret of {address}", utc_now()), Door)


def _link(office: PostOffice, purpose: str) -> str:
    text = office.letters_to(JANE)[-1].get_body(("plain",))
    assert text is not None
    found = re.search(rf"<(http://127\.0\.0\.1:\d+/mail/{purpose}/[\w-]+)>", text.get_content())
    assert found is not None
    return found[1]
