"""What the pages say of past reports: each number leads to its sentence, and that to its outlet."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from lxml.html import HtmlElement, fromstring
from msgspec.structs import replace

from bot.dashboard.site import PAGES
from bot.model import PastReport
from bot.reading import Reader
from bot.store import open_store
from bot.worker.factories import seed_archive
from tests.dashboard.desk import NOW, archive, fill, served
from tests.shared import reader, topic

BAD = '<img src=x onerror="alert(1)">"\'&amp;</p>'


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def page(client: ClientSession, url: str, path: str = "") -> HtmlElement:
    async with client.get(url + path) as answer:
        assert answer.status == 200, await answer.text()
        return fromstring(await answer.text())


def words(node: HtmlElement) -> str:
    return " ".join(node.text_content().split())


async def test_each_number_leads_to_its_sentence_and_that_to_its_outlet(client: ClientSession) -> None:
    with open_store(archive(), worker="reads") as store:
        articles = {one.id: one for one in store.archive.articles()}
    async with served() as url:
        root = url.removesuffix("/dashboard")
        numbers = {
            link.get("href")
            for path in ("", "?country=jp", "/ledger", "/ledger?page=3", "/chart", "/chart?country=de")
            for link in (await page(client, url, path)).cssselect(".amount, svg a.dot")
        }
        assert len(numbers) > 60
        assert None not in numbers
        for address in sorted(str(one) for one in numbers)[::6]:
            where, _, place = address.partition("#")
            report = await page(client, root, where)
            article = articles[int(where.rpartition("/")[2])]
            quote = report.get_element_by_id(place).getparent()
            marked = quote.cssselect("mark")[0].text_content()
            kind, _, start = place.partition("-")
            text = article.title if kind == "title" else article.text
            # The place itself, or one in the same sentence that is shown for both.
            assert " ".join(marked.split()) in " ".join(text.split())
            assert words(quote).removeprefix("… ").removesuffix(" …") in " ".join(text.split())
            assert text[int(start) : int(start) + 2].split()[0] in words(quote)
            assert report.cssselect("a.button")[0].get("href") == article.url


async def test_the_ledger_narrows_by_all_five(client: ClientSession) -> None:
    async with served() as url:

        async def count(query: str) -> int:
            made = await page(client, url, f"/ledger?{query}")
            told = words(made.cssselect("[role=status]")[0])
            chosen = [one.get("value") for one in made.cssselect("option[selected]")]
            assert chosen == [part.partition("=")[2].replace("+", " ") for part in query.split("&") if part]
            return int(re.findall(r"[\d,]+", told)[0])

        every = await count("")
        assert every > 150
        each = ("country=kr", "role=demanded", "kind=money", "year=2019", "speaker=Donald+Trump")
        assert {0 < await count(one) < every for one in each} == {True}
        assert 0 < await count("country=kr&role=demanded&kind=money") < await count("country=kr&role=demanded")
        nothing = await page(client, url, "/ledger?country=pl&role=demanded")
        assert words(nothing.cssselect(".empty")[0]) == "No figure on record is like this."
        first = await page(client, url, "/ledger?country=kr")
        after = first.cssselect("a[rel=next]")[0].get("href")
        assert after == "/dashboard/ledger?country=kr&page=2"
        assert words(first.cssselect("mark")[0])


async def test_a_country_has_its_course_positions_voices_and_stories(client: ClientSession) -> None:
    async with served() as url:
        made = await page(client, url, "?country=KR")
        told = words(made)
        assert "agreement in force (2026–2030) since 29 Nov 2024" in told
        assert "The agreement runs until 31 Dec 2030" in told
        assert "At the baseline talks broken off, round 3" in told
        assert "46% above the baseline, ₩1.04tn" in told
        heads = [words(one) for one in made.cssselect("h2")]
        assert heads == [
            "Where the talks stand", "Who stands where", "What the sides say", "What is denied", "Newest stories",
        ]  # fmt: skip


async def test_the_chart_is_a_still_with_titles_and_the_same_as_a_table(client: ClientSession) -> None:
    async with served() as url:
        made = await page(client, url, "/chart?country=kr")
        drawn = made.cssselect("svg.wide a.dot")
        assert len(drawn) == len(made.cssselect("svg.narrow a.dot"))
        assert len(made.cssselect("tbody tr")) >= len(drawn) > 15
        assert all(one.cssselect("title")[0].text for one in drawn)
        of_late = await page(client, url, "/chart?country=kr&period=5y")
        assert 0 < len(of_late.cssselect("svg.wide a.dot")) < len(drawn)
        none = await page(client, url, "/chart?country=pl&period=30d")
        assert "can be drawn" in words(none.cssselect(".empty")[0])


async def test_stories_calendar_search_and_feeds(client: ClientSession) -> None:
    async with served() as url:
        stories = await page(client, url, "/timeline?period=5y")
        story = next(link for link in stories.cssselect(".timeline .where a"))
        root = url.removesuffix("/dashboard")
        reports = await page(client, root, story.get("href"))
        assert words(story).startswith(f"{len(reports.cssselect('.timeline > li'))} report")
        dates = await page(client, url, "/calendar")
        assert "31 Mar 2027 · 🇯🇵 Japan · agreement ends" in words(dates)
        found = await page(client, url, "/search?q=%22cost+sharing%22+since%3A2024")
        assert len(found.cssselect(".timeline mark")) >= len(found.cssselect(".timeline > li")) > 3
        broken = await page(client, url, "/search?q=%22cost")
        assert broken.cssselect("#problem")
        assert broken.cssselect("input")[0].get("value") == '"cost'
        feeds = await page(client, url, "/feeds")
        assert words(feeds.cssselect(".lead")[0]).startswith(f"{len(topic().feeds)} feeds")
        assert "http" not in words(feeds)


async def test_each_page_says_on_postgresql_what_it_says_on_sqlite(client: ClientSession, postgres_url: str) -> None:
    fill(postgres_url)
    async with served() as ours, served(address=postgres_url) as theirs:
        for path in (
            *PAGES, "?country=kr", "/ledger?country=kr&role=demanded&kind=money", "/ledger?page=3", "/stories/1",
            "/ledger?speaker=Donald+Trump&year=2019", "/ledger?speaker=%25%27_", "/chart?country=de&period=5y",
            "/timeline?period=5y", "/timeline?country=jp&period=30d", "/calendar?country=jp", "/reports/7",
            "/search?q=%22cost+sharing%22+since%3A2024", "/search?q=%EB%B0%A9%EC%9C%84%EB%B9%84", "/search?q=NOT",
            "/search?q=troop*+NEAR/5+Korea", "/search?q=%E6%97%A5%E7%B1%B3+OR+lang%3Ade", "/search?q=%22cost",
            "/search?q=title%3AKosten",
        ):  # fmt: skip
            said = [words(await page(client, url, path)) for url in (ours, theirs)]
            assert said[0] == said[1], path
        for path in ("/stories/999999999999999", "/reports/999999999999999"):
            async with client.get(ours + path) as one, client.get(theirs + path) as other:
                assert (one.status, other.status) == (404, 404), path


async def test_an_empty_archive_says_so_on_each_page(client: ClientSession, migrated_url: str) -> None:
    async with served(address=migrated_url) as url:
        for path in ("", "/ledger", "/chart", "/timeline", "/calendar", "/search?q=troops", "/feeds"):
            assert (await page(client, url, path)).cssselect(".empty"), path


def tainted() -> tuple[PastReport, ...]:
    """Two reports that an outlet put markup into, wherever it can."""
    past = next(one for one in topic().archive if one.on_topic and one.language == "en" and "$" in one.text)
    return tuple(
        replace(past, id=f"{past.id}-{n}", outlet=f"{BAD}{n}", title=f"{past.title} {BAD}", text=f"{past.text} {BAD}",
                url=f"https://news.example/{n}?<b>\"'")
        for n in (1, 2)
    )  # fmt: skip


async def test_whatever_outlets_write_is_no_markup_of_ours(client: ClientSession, tmp_path: Path) -> None:
    address, of = f"sqlite:///{tmp_path / 'tainted.db'}", replace(topic(), archive=tainted(), name=f"Topic {BAD}")
    with open_store(address, worker="tests") as store:
        store.migrate()
        read: Reader = reader()
        seed_archive(store, read, of, NOW)
    asked = html.escape(BAD).replace("&", "%26").replace(";", "%3B")
    async with served(address=address, of=of) as url:
        for path in ("", "?country=kr", "/ledger", "/chart", "/timeline", "/stories/1", "/reports/1", "/calendar",
                     "/search?q=troops", f"/search?q={asked}", f"/ledger?speaker={asked}"):  # fmt: skip
            made = await page(client, url, path)
            assert made.xpath("//img") == [], path
            assert made.xpath("//@onerror | //@*[starts-with(., 'javascript:')]") == [], path
            assert "<img" in made.text_content(), path


async def test_in_a_replay_what_stands_is_told_as_of_its_own_day(client: ClientSession) -> None:
    async with served(replay_at=NOW.replace(year=2046)) as url:
        told = words(await page(client, url))
        assert "the newest of 7 Jul 2026" in told
        assert "about 54,000 troops stationed · last reported 4 years ago" in told
        assert "as of 7 Jul 2026" in words(await page(client, url, "/calendar"))
