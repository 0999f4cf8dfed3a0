"""The addresses that links in e-mails lead to, over real HTTP: what is made for whom, and what for nobody."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import aiohttp
import pytest

from bot.model import MailPage
from bot.web.door import Door
from bot.web.mail import MOST_WAITING, MailAddresses
from tests.chat.conftest import until
from tests.web.test_door import House

TOKEN = "12-" + "a" * 32


class Office:
    """Makes pages once ``ready`` is set."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.ready.set()
        self.asked: list[tuple[str, str, str, bool]] = []
        self.fails = False

    def page(self, purpose: str, token: str, languages: str, *, pressed: bool) -> MailPage:
        self.asked.append((purpose, token, languages, pressed))
        self.ready.wait(10)
        if self.fails:
            raise OSError("the disk is gone")
        return MailPage(200, "en", "<Title>", 'A "sentence" & <b>more</b>', "<Press>")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
async def port(office: Office) -> AsyncIterator[str]:
    async with AsyncExitStack() as closing:
        addresses = MailAddresses(office)
        closing.callback(addresses.close)
        app = House().app()
        app.add_routes(addresses.routes())
        door = Door(app)
        await door.open("127.0.0.1", 0)
        closing.push_async_callback(door.close)
        yield f"http://127.0.0.1:{door.port}/mail"
        office.ready.set()


async def test_a_page_is_escaped_and_its_button_posts_to_itself(office: Office, port: str) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{port}/end/{TOKEN}", headers={"Accept-Language": "ko"}) as answer:
            page = await answer.text()
        # RFC 8058, section 3.2: a mail program posts this, as a form of either kind.
        for form in (aiohttp.FormData({"List-Unsubscribe": "One-Click"}), _multipart()):
            async with session.post(f"{port}/end/{TOKEN}", data=form) as answer:
                assert answer.status == 200
    assert office.asked == [("end", TOKEN, "ko", False), ("end", TOKEN, "", True), ("end", TOKEN, "", True)]
    assert "<h1>&lt;Title&gt;</h1>" in page
    assert "<p>A &quot;sentence&quot; &amp; &lt;b&gt;more&lt;/b&gt;</p>" in page
    assert '<form method="post"><button>&lt;Press&gt;</button></form>' in page


async def test_what_is_no_token_reaches_no_database_and_trouble_is_an_answer(office: Office, port: str) -> None:
    async with aiohttp.ClientSession() as session:
        for odd in ("end/1", "end/" + "a" * 300, "end/12-" + "%00" * 32, "end/12-" + "é" * 32, "end/G-" + "a" * 32):
            async with session.post(f"{port}/{odd}") as answer:
                assert answer.status == 404
        assert office.asked == []
        office.fails = True
        async with session.get(f"{port}/end/{TOKEN}") as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "30")


async def test_pages_are_made_one_at_a_time_and_who_is_too_many_comes_again(office: Office, port: str) -> None:
    office.ready.clear()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def ask() -> int:
            async with session.get(f"{port}/end/{TOKEN}") as answer:
                return answer.status

        asking = [asyncio.create_task(ask()) for _ in range(MOST_WAITING + 3)]
        await until(lambda: sum(one.done() for one in asking) == 3)
        assert (len(office.asked), {one.result() for one in asking if one.done()}) == (1, {503})
        office.ready.set()
        assert sorted(await asyncio.gather(*asking)) == [200] * MOST_WAITING + [503] * 3


def _multipart() -> aiohttp.MultipartWriter:
    made = aiohttp.MultipartWriter("form-data")
    made.append("One-Click").set_content_disposition("form-data", name="List-Unsubscribe")
    return made
