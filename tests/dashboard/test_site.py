"""The dashboard over HTTP: headers, who is let in, languages, what is kept, and what is too much."""

import html
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, CookieJar

from bot.dashboard import Access
from bot.dashboard.quota import PER_MINUTE
from bot.store import open_store
from tests.dashboard.access.test_telegram_login import init_data, login
from tests.dashboard.desk import NOW, served

PAGES = (
    "",
    "?country=kr",
    "/ledger",
    "/chart",
    "/timeline",
    "/stories/1",
    "/reports/1",
    "/calendar",
    "/search?q=troops",
    "/feeds",
)
STRICT = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'self'")


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    """Keeps cookies of 127.0.0.1, too."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def test_each_page_keeps_to_itself_and_says_where_things_are(client: ClientSession) -> None:
    async with served() as url:
        for page in (*PAGES, "/stories/999999", "/nothing", "/ledger?role=none", "/static/x/y.js", "/enter"):
            async with client.get(url + page, allow_redirects=False) as answer:
                policy, text = answer.headers["Content-Security-Policy"], await answer.text()
                assert all(part in policy for part in (*STRICT, "frame-ancestors 'none'")), page
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                assert answer.status == (200 if page in PAGES else 303 if page == "/enter" else 404), page
                inline = re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:", text)
                foreign = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="https?:', text)
                assert (inline, foreign) == ([], []), page
        for method in ("POST", "PUT", "DELETE"):
            async with client.request(method, url) as answer:
                assert answer.status == 405


async def test_only_telegrams_web_client_may_frame_it_and_only_by_https(client: ClientSession) -> None:
    async with served(public_url="https://bot.example") as url, client.get(url) as answer:
        assert "frame-ancestors https://web.telegram.org" in answer.headers["Content-Security-Policy"]
    async with served(public_url="http://bot.example") as url, client.get(url) as answer:
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


async def test_off_there_is_nothing(client: ClientSession) -> None:
    async with served(Access.OFF) as url, client.get(url) as answer:
        assert answer.status == 404


@pytest.mark.parametrize("way", ["app", "login"])
async def test_behind_telegrams_login(client: ClientSession, way: str) -> None:
    async with served(Access.TELEGRAM, public_url="http://bot.example") as url:
        for page in PAGES:
            async with client.get(url + page) as answer:
                assert answer.status == 401
                assert "US$" not in await answer.text()
        if way == "app":
            headers = {"Authorization": f"tma {init_data(NOW)}"}
            async with client.get(f"{url}/enter", headers=headers) as answer:
                assert answer.status == 204
                cookie = answer.headers["Set-Cookie"]
        else:
            async with client.get(f"{url}/enter", params=login(NOW), allow_redirects=False) as answer:
                assert (answer.status, answer.headers["Location"]) == (303, "/dashboard?entered=1")
                cookie = answer.headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Lax", "Path=/dashboard"} <= set(cookie.split("; "))
        assert "Secure" not in cookie
        async with client.get(url) as answer:
            assert answer.status == 200


async def test_by_https_a_browser_finds_telegrams_login_by_a_link(client: ClientSession) -> None:
    async with served(Access.TELEGRAM, public_url="https://bot.example") as url, client.get(url) as answer:
        links = re.findall(r'href="(https://oauth[^"]+)"', await answer.text())
        asked = parse_qs(urlsplit(html.unescape(links[0])).query)
        assert asked == {
            "bot_id": ["4242"], "origin": ["https://bot.example"], "return_to": ["https://bot.example/dashboard"],
        }  # fmt: skip
    async with served(Access.TELEGRAM) as url, client.get(url) as answer:
        assert "oauth" not in await answer.text()


async def test_what_telegram_did_not_sign_opens_nothing(client: ClientSession) -> None:
    async with served(Access.TELEGRAM) as url:
        forged = {"Authorization": f"tma {init_data(NOW, token='1:somebody-elses')}"}
        async with client.get(f"{url}/enter", headers=forged) as answer:
            assert answer.status == 403
            assert "Set-Cookie" not in answer.headers
        async with client.get(f"{url}/enter", params=login(NOW) | {"id": "1"}) as answer:
            assert answer.status == 403
        async with client.get(url, headers={"Cookie": "dashboard=99.9999999999.abc"}) as answer:
            assert answer.status == 401


async def test_by_https_cookies_are_secure_and_in_a_frame_they_belong_to_it(client: ClientSession) -> None:
    app = {"Authorization": f"tma {init_data(NOW)}"}
    async with served(Access.TELEGRAM, public_url="https://bot.example") as url:
        async with client.get(f"{url}/enter", headers=app) as answer:
            assert answer.headers["Set-Cookie"].endswith("; HttpOnly; SameSite=Lax; Secure")
        async with client.get(f"{url}/enter", headers=app | {"X-Framed": "1"}) as answer:
            assert answer.headers["Set-Cookie"].endswith("; HttpOnly; SameSite=None; Secure; Partitioned")


async def test_a_stranger_of_the_bot_is_one_of_the_dashboard(client: ClientSession) -> None:
    stranger = login(NOW)
    async with (
        served(Access.TELEGRAM, allowed=frozenset({5})) as url,
        client.get(f"{url}/enter", params=stranger) as answer,
    ):
        assert answer.status == 403
        assert "invited" in await answer.text()


async def test_languages_by_the_browser_and_by_choice(client: ClientSession) -> None:
    async with served() as url:
        async with client.get(url, headers={"Accept-Language": "ko-KR,en;q=0.5"}) as answer:
            text = await answer.text()
            assert '<html lang="ko">' in text
            assert "나라별 현황" in text
        async with client.get(f"{url}/ledger?country=kr&lang=de&utm=1") as answer:
            assert answer.url.query_string == "country=kr"
            page = await answer.text()
            assert "Zahlen" in page
            assert "Wer zahlt für die US-Truppen im Ausland?" in page
        async with client.get(f"{url}/calendar", headers={"Accept-Language": "ja"}) as answer:
            assert '<html lang="de">' in await answer.text()  # what was chosen stays
        async with client.get(f"{url}/nothing?lang=ko") as answer:
            assert (answer.status, answer.url.path) == (200, "/dashboard")


async def test_what_is_the_same_is_not_sent_again(client: ClientSession) -> None:
    async with served() as url:
        async with client.get(f"{url}/ledger") as answer:
            tag = answer.headers["ETag"]
            assert answer.headers["Cache-Control"] == "private, no-cache"
            assert answer.headers["Content-Encoding"] == "gzip"
            script = re.search(r'src="(/dashboard/static/[^"]+\.js)"', await answer.text())
        async with client.get(f"{url}/ledger", headers={"If-None-Match": tag}) as answer:
            assert (answer.status, await answer.read()) == (304, b"")
        async with client.get(f"{url}/timeline", headers={"If-None-Match": tag}) as answer:
            assert answer.status == 200
        assert script is not None
        async with client.get(url.removesuffix("/dashboard") + script[1]) as answer:
            assert "immutable" in answer.headers["Cache-Control"]


async def test_a_page_is_kept_a_while_and_more_than_one_reads_are_refused(client: ClientSession) -> None:
    now = [0.0]
    async with served(clock=lambda: now[0]) as url:
        for _ in range(3 * PER_MINUTE):
            async with client.get(f"{url}/search") as answer:
                assert answer.status == 200
        statuses = []
        for page in range(PER_MINUTE):
            async with client.get(f"{url}/timeline?page={page + 1000}") as answer:
                statuses.append(answer.status)
        assert statuses == [404] * (PER_MINUTE - 1) + [429]
        async with client.get(f"{url}/feeds") as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
        async with client.get(f"{url}/search") as answer:
            assert answer.status == 200
        now[0] = 60.0
        async with client.get(f"{url}/feeds") as answer:
            assert answer.status == 200


async def test_a_database_that_does_not_answer_is_a_sentence_and_one_traceback(
    client: ClientSession, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = f"sqlite:///{tmp_path / 'broken.db'}"
    with open_store(address, worker="tests") as store:
        store.migrate()
    async with served(address=address) as url:
        with closing(sqlite3.connect(tmp_path / "broken.db")) as connection:
            connection.execute("DROP TABLE feeds")
        for page in ("/feeds", "/feeds?page=2"):
            async with client.get(url + page) as answer:
                assert answer.status == 500
                assert "cannot be shown just now" in await answer.text()
    assert len([one for one in caplog.records if one.exc_info]) == 1
