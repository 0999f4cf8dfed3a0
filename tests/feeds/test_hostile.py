"""Bodies made to hurt: each costs its own feed at the most, and the poller's process neither time nor memory."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from bot.feeds import FetchPolicy, Poller
from bot.feeds.ask.body import PIECE, Body
from bot.feeds.parse import entries, formats, jsonfeed
from bot.feeds.parse.entries import LONGEST_TEXT, MOST_ENTRIES, MOST_TEXT, to_entries
from bot.feeds.parse.raw import RawEntry, RawFeed
from bot.feeds.parse.reply import quick_reply
from bot.feeds.parser import ParserError, ParserProcess
from bot.feeds.process.frames import ParseReply, ParseRequest
from bot.model import Polled, PollFailed, Trouble
from tests.feeds.conftest import LOOPBACK, USER_AGENT, feed_at
from tests.feeds.corpus import TAKEN
from tests.feeds.memory import forget_the_peak, memory
from tests.feeds.site import Request, Site, answer
from tests.feeds.test_parser import ODD

MB = 1024 * 1024
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
DEADLINE = 1.0
"""Seconds; the policy's own is five, and a busy machine's clock adds to either."""

MOST_MEMORY = 32 * MB
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
JSON = '{"version": "https://jsonfeed.org/version/1", "items": '


def rss(inside: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return f'{head}<rss version="2.0"><channel><title>t</title>{inside}</channel></rss>'.encode()


def numbered(pattern: str, count: int) -> str:
    return " ".join(pattern.format(number) for number in range(count))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
ENTITIES = '<?xml version="1.0"?><!DOCTYPE rss [{}]>'

HOSTILE: dict[str, Callable[[], bytes]] = {
    "entity bomb": lambda: rss("<item><title>&l11;</title></item>", ENTITIES.format(f'<!ENTITY l0 "ha">{LAUGHS}')),
    "flat entity bomb": lambda: rss(
        f"<item><title>{'&a;' * 100_000}</title></item>", ENTITIES.format(f'<!ENTITY a "{"x" * 50_000}">')
    ),
    "entities": lambda: b"<!DOCTYPE x [" + b'<!ENTITY a "b">' * 500_000,
    "doctypes": lambda: b"<!DOCTYPE x " * 600_000,
    "deep nesting": lambda: b"<rss><channel>" + b"<a>" * 1_000_000,
    "deep nesting, closed": lambda: rss("<item>" + "<b>" * 300_000 + "</b>" * 300_000 + "</item>"),
    "deep nesting, short": lambda: rss("<item>" + "<b>" * 5000 + "</b>" * 5000 + "</item>"),
    "deep JSON": lambda: JSON.encode() + b"[" * 1_000_000,
    "100,000 attributes": lambda: rss("<item " + numbered("a{}='1'", 100_000) + "><title>x</title></item>"),
    "20,000 attributes": lambda: rss("<item " + numbered("a{}='1'", 20_000) + "><title>x</title></item>"),
    "100,000 namespaces": lambda: rss("<item " + numbered("xmlns:a{0}='u{0}'", 100_000) + "><title>x</title></item>"),
    "12,000 namespaces": lambda: rss("<item " + numbered("xmlns:a{0}='u{0}'", 12_000) + "><title>x</title></item>"),
    "open comments": lambda: rss("<!--" * 2_000_000)[: 8 * MB],
    "open comments, short": lambda: rss("<!--" * 11_000),
    "comments": lambda: rss("<!---->" * 1_000_000),
    "open sections": lambda: rss("<item><title>" + "<![CDATA[" * 800_000),
    "instructions": lambda: rss("<?x " * 2_000_000)[: 8 * MB],
    "open tags": lambda: rss("<a " * 2_500_000),
    "brackets": lambda: b"<" * 8 * MB,
    "ampersands": lambda: rss("<item><title>" + "&" * 7 * MB),
    "open references": lambda: rss("<item><title>" + "&#" * 3_000_000),
    "references": lambda: rss("<item><title>" + "&#38;" * 1_500_000 + "</title></item>"),
    "blanks": lambda: b" " * 8 * MB,
    "blanks before a feed": lambda: b'<?xml version="1.0"?>' + b"\n" * 100_000 + ODD,
    "a long name": lambda: b"<" + b"a" * 7 * MB,
    "a long attribute": lambda: b'<rss version="' + b"a" * 7 * MB + b'"/>',
    "a long text": lambda: rss("<item><title>x</title><description>" + "방위비 " * 800_000 + "</description></item>"),
    "a long id": lambda: rss("<item><guid>" + "g" * 7 * MB + "</guid></item>"),
    "a long link": lambda: rss("<item><link>https://a.example/?" + "utm_a=1&amp;" * 500_000 + "</link></item>"),
    "a long date": lambda: rss("<item><title>x</title><pubDate>" + "1 " * 3 * MB + "</pubDate></item>"),
    "tags in a text": lambda: rss("<item><description><![CDATA[" + '<p a="' * 1_000_000 + "]]></description></item>"),
    "a million items": lambda: rss("<item/>" * 1_100_000),
    "items": lambda: rss("<item><title>x</title></item>" * 270_000),
    "a sitemap of 80,000": lambda: (
        f'<urlset xmlns="{SITEMAP}">{numbered("<url><loc>https://a.example/{}</loc></url>", 80_000)}</urlset>'.encode()
    ),
    "half a pair": lambda: '<?xml version="1.0" encoding="utf-16"?><rss/>'.encode("utf-16") + b"\0" * 7 * MB,
    "nothing": lambda: b"\0" * 8 * MB,
    "a codec that takes quadratic time": lambda: b'<?xml version="1.0" encoding="punycode"?>' + b"\xc3\xa9-" * 80_000,
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def parser() -> AsyncIterator[ParserProcess]:
    process = ParserProcess(DEADLINE)
    yield process
    await process.close()


def request(body: bytes, deadline: float = DEADLINE) -> ParseRequest:
    return ParseRequest(body, "", "https://news.example/feed", "KR", NOW, deadline)


async def parsed(parser: ParserProcess, body: bytes) -> ParseReply | ParserError:
    """As the poller has it parsed."""
    whole = Body()
    for start in range(0, len(body), PIECE):
        whole.add(body[start : start + PIECE])
    try:
        return await parser.parse(request(bytes(whole.head)), whole if whole.is_long else None)
    except ParserError as trouble:
        return trouble
    finally:
        whole.close()


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_hostile_body_costs_its_own_feed_at_the_most(name: str, parser: ParserProcess) -> None:
    body = HOSTILE[name]()
    assert len(body) <= 8 * MB
    await parser.parse(request(ODD))  # so that starting the process is not counted
    forget_the_peak()
    before, begun = memory("VmRSS"), time.monotonic()
    outcome = await parsed(parser, body)
    took, grown = time.monotonic() - begun, memory("VmHWM") - before
    assert took < DEADLINE + 3
    assert grown < MOST_MEMORY
    if isinstance(outcome, ParseReply):
        assert sum(len(entry.title) + len(entry.text) for entry in outcome.entries) <= 2 * MOST_TEXT
    good = await parser.parse(request(ODD))
    assert [entry.guid for entry in good.entries] == ["one"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_parsed_in_this_process_is_parsed_at_once(name: str) -> None:
    body = HOSTILE[name]()
    begun = time.process_time()
    quick_reply(request(body))
    assert time.process_time() - begun < 0.5  # a tenth of it where nobody else works


LIMIT_UNITS = [
    "<item/>", "<item><title>x</title></item>", "<item><link>HTTP://é.example/a?utm_source=x</link></item>",
    "<item><title>x</title><pubDate>" + "1 " * 50 + "</pubDate></item>", "<item xmlns:a='b'/>", "&#38;",
    "<item><guid>http://é.example/ä?utm_a=1</guid></item>", "<item><description>&lt;p a='x'&gt;</description></item>",
]  # fmt: skip


@pytest.mark.parametrize("unit", LIMIT_UNITS)
def test_the_largest_body_for_this_process_is_parsed_at_once(unit: str) -> None:
    marks = max(formats.count_marks(unit.encode()), 1)
    size = min((formats.QUICK_BYTES - 200) // len(unit.encode()), (formats.QUICK_MARKS - 20) // marks)
    body = rss(unit * size)
    assert formats.is_quick_to_parse(body)
    assert not formats.is_quick_to_parse(body + b" " * formats.QUICK_BYTES)
    forget_the_peak()
    before, begun = memory("VmRSS"), time.process_time()
    quick_reply(request(body))
    assert time.process_time() - begun < 1.0
    assert memory("VmHWM") - before < MOST_MEMORY


async def test_external_entities_are_not_asked_for() -> None:
    async with Site() as site:
        address = site.url("/secret")
        for declared in (
            f'<!DOCTYPE rss SYSTEM "{address}">',
            f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{address}">]>',
            f'<!DOCTYPE rss [<!ENTITY % x SYSTEM "{address}"> %x;]>',
            f'<?xml-stylesheet type="text/xsl" href="{address}"?>',
        ):
            body = rss("<item><title>a &x; b</title><guid>1</guid></item>", f'<?xml version="1.0"?>{declared}')
            for parse in (formats.read_quickly, formats.read):
                await asyncio.to_thread(parse, body, "")
        local = rss("<item><title>&x;</title></item>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
        found = formats.read(local, "")
        assert "root:" not in str(found)
        assert site.requests == []


async def fifty_megabytes(request: Request, writer: asyncio.StreamWriter) -> None:
    """Written piece by piece, so that the site has no copy of it."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n" + rss("").split(b"</channel>")[0])
    piece = b"<item><title>x</title></item>" * 2000
    for _ in range(50 * MB // len(piece)):
        writer.write(piece)
        await writer.drain()


async def test_fifty_megabytes_cost_their_own_feed() -> None:
    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK)
    async with Site(routes={"/big": fifty_megabytes, "/odd": answer(200, ODD)}) as site, Poller(policy) as poller:
        assert isinstance(await poller.poll(feed_at(site.url("/odd"))), Polled)
        forget_the_peak()
        before = memory("VmRSS")
        big, odd = await asyncio.gather(*(poller.poll(feed_at(site.url(path))) for path in ("/big", "/odd")))
        assert memory("VmHWM") - before < MOST_MEMORY
        assert isinstance(big, PollFailed)
        assert big.trouble is Trouble.TOO_LARGE
        assert isinstance(odd, Polled)


@pytest.mark.parametrize("name", TAKEN)
def test_a_feed_cut_off_anywhere_gives_what_it_has(name: str) -> None:
    body = TAKEN[name]
    whole = formats.read(body, "")
    assert whole is not None
    counts = []
    for size in range(0, len(body), max(1, len(body) // 60)):
        assert formats.read_quickly(body[:size], "") is None
        found = formats.read(body[:size], "")
        counts.append(len(found.entries) if found else 0)
    assert counts[0] == 0
    assert max(counts) <= len(whole.entries)
    assert counts[-1] >= len(whole.entries) - 1


def test_one_bad_entry_never_costs_the_others() -> None:
    items = (
        "<item><title>one</title></item>",
        "<item/>",
        "<item><title>&lt;b</title><link>http://[::1</link><pubDate>99 Foo</pubDate><guid>\x85</guid></item>",
        "<item><link>javascript:alert(1)</link></item>",
        "<item><title>two</title></item>",
    )
    reply = quick_reply(request(rss("".join(items))))
    assert reply is not None
    assert [entry.title for entry in reply.entries] == ["one", "<b", "two"]
    assert reply.bad_entries == 2


def test_a_text_has_a_longest_length_and_all_of_them_together() -> None:
    raw = [RawEntry(link=f"https://a.example/{n}", title="t" * 500, texts=("x" * 60_000,)) for n in range(3000)]
    found, bad = to_entries(RawFeed(entries=raw), url="https://a.example/", country="", now=NOW)
    assert len(found[0].text) == LONGEST_TEXT
    assert sum(len(entry.title) + len(entry.text) for entry in found) <= 2 * MOST_TEXT
    assert found[30].text == ""
    assert found[30].title
    assert len(found) + bad == 3000
    assert bad > 0


def test_a_document_has_a_most_of_entries() -> None:
    raw = [RawEntry(link=f"https://a.example/{n}") for n in range(MOST_ENTRIES + 5)]
    found, bad = to_entries(RawFeed(entries=raw), url="https://a.example/", country="", now=NOW)
    assert (len(found), bad) == (MOST_ENTRIES, 5)


def test_of_a_large_sitemap_the_latest_pages_count(monkeypatch: pytest.MonkeyPatch) -> None:
    days = numbered("<url><loc>https://a.example/{0}</loc><lastmod>2026-01-{0:02}</lastmod></url>", 31)
    monkeypatch.setattr("bot.feeds.parse.sitemap.MOST_ENTRIES", 3)
    found = formats.read(f'<urlset xmlns="{SITEMAP}">{days}</urlset>'.encode(), "")
    assert found is not None
    assert [entry.link for entry in found.entries] == [f"https://a.example/{n}" for n in (30, 29, 28)]


def test_json_of_many_brackets_is_not_for_this_process() -> None:
    body = (JSON + "[{}" + ",{}" * 13_000 + "]}").encode()
    assert not formats.is_quick_to_parse(body)
    assert jsonfeed.read(body, "") is not None
    assert entries.MOST_ENTRIES < 13_000
