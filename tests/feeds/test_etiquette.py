"""The lines of the polling etiquette that the poller itself keeps, each by its number (the desk keeps the others)."""

import asyncio
import gzip
import re
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest

from bot.feeds import FetchPolicy, Poller
from bot.feeds.poller import _PAGE
from bot.model import Feed, Polled, PollFailed, PollOutcome, Trouble, Unchanged, Validators
from bot.settings import load
from bot.worker.factories import fetch_policy
from tests.feeds.conftest import LOOPBACK, USER_AGENT, feed_at
from tests.feeds.memory import forget_the_peak, memory
from tests.feeds.site import FEED, ITEM, RSS_TYPE, Request, Site, answer, rss

pytestmark = pytest.mark.asyncio(loop_scope="module")

DATE = ("Date", "Tue, 24 Nov 2026 10:00:00 GMT")


def polled(outcome: PollOutcome) -> Polled:
    assert isinstance(outcome, Polled), outcome
    return outcome


def unchanged(outcome: PollOutcome) -> Unchanged:
    assert isinstance(outcome, Unchanged), outcome
    return outcome


def failed(outcome: PollOutcome) -> PollFailed:
    assert isinstance(outcome, PollFailed), outcome
    assert "\n" not in outcome.sentence
    assert 20 < len(outcome.sentence) < 200
    return outcome


async def ask(poller: Poller, site: Site, response: bytes, **known: object) -> PollOutcome:
    """Poll a feed whose server gives this response."""
    site.routes["/feed"] = response
    return await poller.poll(feed_at(site.url("/feed"), **known))  # type: ignore[arg-type]  # passed on as given


async def test_line_01_a_feed_never_asked_before_is_asked_without_conditions(poller: Poller, site: Site) -> None:
    polled(await ask(poller, site, answer(200, FEED)))
    assert not {"if-none-match", "if-modified-since"} & set(site.requests[0].headers)


@pytest.mark.parametrize("etag", ['W/"x"', '"' + "e" * 298 + '"', "unquoted", '"with,comma and \\ stroke"', '"émile"'])
async def test_line_02_an_etag_goes_back_byte_for_byte(poller: Poller, site: Site, etag: str) -> None:
    wire = etag.encode().decode("latin-1")
    first = polled(await ask(poller, site, answer(200, FEED, ("ETag", wire))))
    assert first.validators.etag == etag
    await ask(poller, site, answer(304), validators=first.validators)
    assert site.requests[1].headers["if-none-match"] == wire


async def test_line_02_an_etag_that_would_not_survive_the_way_back_is_not_kept(poller: Poller, site: Site) -> None:
    assert polled(await ask(poller, site, answer(200, FEED, ("ETag", '"caf\xe9"')))).validators.etag is None


@pytest.mark.parametrize(
    "date", ["Tue, 24 Nov 2026 10:00:00 +0000", "Tuesday, 24-Nov-26 10:00:00 GMT", "yesterday-ish"]
)
async def test_line_03_an_odd_last_modified_goes_back_as_it_came(poller: Poller, site: Site, date: str) -> None:
    first = polled(await ask(poller, site, answer(200, FEED, ("Last-Modified", date))))
    await ask(poller, site, answer(304), validators=first.validators)
    assert site.requests[1].headers["if-modified-since"] == date


async def test_line_04_both_validators_go_back(poller: Poller, site: Site) -> None:
    await ask(poller, site, answer(304), validators=Validators('"a"', "Mon, 23 Nov 2026 10:00:00 GMT"))
    sent = site.requests[0].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"a"', "Mon, 23 Nov 2026 10:00:00 GMT")


async def test_line_05_the_same_body_with_a_new_etag_brings_the_new_etag(poller: Poller, site: Site) -> None:
    first = polled(await ask(poller, site, answer(200, FEED, ("ETag", '"a"'))))
    again = await ask(
        poller, site, answer(200, FEED, ("ETag", '"b"')), validators=first.validators, body_hash=first.body_hash
    )
    assert unchanged(again) == Unchanged(Validators('"b"'), not_modified=False)


async def test_line_06_validators_that_are_sent_no_more_are_forgotten(poller: Poller, site: Site) -> None:
    outcome = await ask(poller, site, answer(200, FEED), validators=Validators('"a"', "once"))
    assert polled(outcome).validators == Validators()


async def test_line_07_a_304_refreshes_what_it_names_and_keeps_the_rest(poller: Poller, site: Site) -> None:
    response = answer(304, b"", ("ETag", '"b"'), ("Cache-Control", "max-age=1800"))
    outcome = unchanged(await ask(poller, site, response, validators=Validators('"a"', "once")))
    assert outcome.validators == Validators('"b"', "once")
    assert outcome.freshness.max_age == 1800


async def test_line_08_a_304_is_a_success(poller: Poller, site: Site) -> None:
    outcome = unchanged(await ask(poller, site, answer(304), validators=Validators('"a"')))
    assert outcome.not_modified
    assert outcome.validators == Validators('"a"')


async def test_a_304_that_nobody_asked_for_is_an_error(poller: Poller, site: Site) -> None:
    assert failed(await ask(poller, site, answer(304))).status == 304


async def test_line_09_the_very_bytes_of_last_time_are_unchanged(poller: Poller, site: Site) -> None:
    first = polled(await ask(poller, site, answer(200, FEED)))
    again = unchanged(await ask(poller, site, answer(200, FEED), body_hash=first.body_hash))
    assert not again.not_modified


async def test_line_10_a_new_build_date_leaves_the_entries_as_they_were(poller: Poller, site: Site) -> None:
    channel = "<title>A feed</title><lastBuildDate>Tue, 24 Nov 2026 10:0{}:00 GMT</lastBuildDate>"
    first, second = [
        polled(await ask(poller, site, answer(200, rss(ITEM, channel=channel.format(minute)).encode())))
        for minute in (1, 2)
    ]
    assert first.body_hash != second.body_hash
    assert first.entries == second.entries


async def test_line_11_max_age_is_handed_on(poller: Poller, site: Site) -> None:
    outcome = polled(await ask(poller, site, answer(200, FEED, ("Cache-Control", "public, max-age=43200"))))
    assert outcome.freshness.max_age == 43200


async def test_line_12_max_age_wins_over_expires(poller: Poller, site: Site) -> None:
    headers = (DATE, ("Cache-Control", "max-age=60"), ("Expires", "Tue, 24 Nov 2026 22:00:00 GMT"))
    assert polled(await ask(poller, site, answer(200, FEED, *headers))).freshness.max_age == 60


async def test_line_13_age_is_taken_off(poller: Poller, site: Site) -> None:
    headers = (("Age", "3000"), ("Cache-Control", "max-age=3600"))
    assert polled(await ask(poller, site, answer(200, FEED, *headers))).freshness.max_age == 600


@pytest.mark.parametrize(
    "header",
    [
        ("Cache-Control", "no-store"),
        ("Cache-Control", "no-cache, max-age=60"),
        ("Cache-Control", "max-age=0"),
        ("Expires", "0"),
    ],
)
async def test_line_14_an_uncacheable_feed_keeps_its_validators(
    poller: Poller, site: Site, header: tuple[str, str]
) -> None:
    outcome = polled(await ask(poller, site, answer(200, FEED, header, ("ETag", '"a"'))))
    assert outcome.freshness.max_age == 0
    assert outcome.validators.etag == '"a"'


@pytest.mark.parametrize("status", [429, 503])
async def test_line_16_and_18_retry_after_in_seconds_is_handed_on(poller: Poller, site: Site, status: int) -> None:
    outcome = failed(await ask(poller, site, answer(status, b"", ("Retry-After", "3600"))))
    assert (outcome.trouble, outcome.status, outcome.freshness.retry_after) == (Trouble.STATUS, status, 3600)


async def test_line_17_a_retry_after_date_counts_from_the_servers_own_clock(poller: Poller, site: Site) -> None:
    skewed = (("Date", "Fri, 01 Jan 2010 00:00:00 GMT"), ("Retry-After", "Fri, 01 Jan 2010 00:20:00 GMT"))
    assert failed(await ask(poller, site, answer(429, b"", *skewed))).freshness.retry_after == 1200


async def test_line_19_a_429_without_retry_after_names_no_wait(poller: Poller, site: Site) -> None:
    assert failed(await ask(poller, site, answer(429))).freshness.retry_after == 0


@pytest.mark.parametrize("nonsense", ["-5", "soon", "1e99", "Tue, 24 Nov 2026", ""])
async def test_line_20_a_nonsensical_retry_after_is_none(poller: Poller, site: Site, nonsense: str) -> None:
    assert failed(await ask(poller, site, answer(429, b"", DATE, ("Retry-After", nonsense)))).freshness.retry_after == 0


@pytest.mark.parametrize("status", [301, 308])
async def test_line_22_a_permanent_redirect_is_reported(poller: Poller, site: Site, status: int) -> None:
    site.routes["/new"] = answer(200, FEED)
    outcome = polled(await ask(poller, site, answer(status, b"", ("Location", "/new"))))
    assert outcome.moved_to == site.url("/new")


async def test_line_22_an_unchanged_feed_reports_it_too(poller: Poller, site: Site) -> None:
    site.routes["/new"] = answer(304)
    outcome = await ask(poller, site, answer(301, b"", ("Location", "/new")), validators=Validators('"a"'))
    assert unchanged(outcome).moved_to == site.url("/new")
    assert site.asked("/new")[0].headers["if-none-match"] == '"a"'


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_line_23_a_temporary_redirect_is_followed_and_forgotten(poller: Poller, site: Site, status: int) -> None:
    site.routes["/new"] = answer(200, FEED)
    outcome = polled(await ask(poller, site, answer(status, b"", ("Location", "/new"))))
    assert outcome.entries
    assert outcome.moved_to is None


async def test_a_redirect_in_bytes_that_are_no_utf_8_is_followed_to_the_letter(poller: Poller, site: Site) -> None:
    korean = "뉴스".encode("euc-kr")
    escaped = "/" + "".join(f"%{byte:02X}" for byte in korean)
    site.routes[escaped] = answer(200, FEED, ("Content-Type", "text/xml; charset=\xb4\xba"))
    polled(await ask(poller, site, answer(302, b"", ("Location", "/" + korean.decode("latin-1")))))
    assert site.asked(escaped)


async def test_line_24_only_the_permanent_first_step_is_reported(poller: Poller, site: Site) -> None:
    site.routes |= {"/b": answer(302, b"", ("Location", "/c")), "/c": answer(301, b"", ("Location", "/d"))}
    site.routes["/d"] = answer(200, FEED)
    outcome = polled(await ask(poller, site, answer(301, b"", ("Location", "/b"))))
    assert outcome.moved_to == site.url("/b")


async def test_line_25_a_redirect_to_a_page_moves_nothing(poller: Poller, site: Site) -> None:
    site.routes["/login"] = answer(200, b"<!doctype html><title>Log in</title>")
    outcome = await ask(poller, site, answer(301, b"", ("Location", "/login")))
    assert failed(outcome).trouble is Trouble.NOT_A_FEED


async def test_line_26_a_circle_ends_at_once(poller: Poller, site: Site) -> None:
    site.routes["/b"] = answer(302, b"", ("Location", "/feed"))
    outcome = failed(await ask(poller, site, answer(302, b"", ("Location", "/b"))))
    assert (outcome.trouble, "circle" in outcome.sentence, len(site.requests)) == (Trouble.REFUSED, True, 2)


async def test_line_26_an_endless_chain_ends_after_ten(poller: Poller, site: Site) -> None:
    for step in range(20):
        site.routes[f"/{step}"] = answer(302, b"", ("Location", f"/{step + 1}"))
    outcome = failed(await poller.poll(feed_at(site.url("/0"))))
    assert (outcome.trouble, len(site.requests)) == (Trouble.REFUSED, 11)


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/feed",
        "gopher://127.0.0.1:70/",
        "javascript:alert(1)",
        "http://",
        "http://[x",
    ],
)
async def test_line_28_other_schemes_are_refused(poller: Poller, site: Site, location: str) -> None:
    assert failed(await ask(poller, site, answer(302, b"", ("Location", location)))).trouble is Trouble.REFUSED


async def test_line_29_gone_is_gone(poller: Poller, site: Site) -> None:
    outcome = failed(await ask(poller, site, answer(410)))
    assert (outcome.trouble, outcome.gone) == (Trouble.STATUS, True)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 500, 502, 599, 206, 302])
async def test_line_30_other_statuses_are_errors(poller: Poller, site: Site, status: int) -> None:
    outcome = failed(await ask(poller, site, answer(status, FEED)))
    assert (outcome.trouble, outcome.status, outcome.gone) == (Trouble.STATUS, status, False)
    assert str(status) in outcome.sentence


async def test_line_32_a_host_sees_two_requests_at_once(poller: Poller, site: Site) -> None:
    here, most = 0, 0

    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        nonlocal here, most
        here += 1
        most = max(most, here)
        await asyncio.sleep(0.02)
        here -= 1
        writer.write(answer(410))
        await writer.drain()

    site.routes |= {f"/{number}": slow for number in range(12)}
    outcomes = await asyncio.gather(*(poller.poll(feed_at(site.url(f"/{number}"))) for number in range(12)))
    assert all(failed(outcome).gone for outcome in outcomes)
    assert most == 2


async def test_line_36_a_ttl_in_minutes_is_handed_on_in_seconds(poller: Poller, site: Site) -> None:
    body = rss(ITEM, channel="<title>A feed</title><ttl>180</ttl>").encode()
    assert polled(await ask(poller, site, answer(200, body))).freshness.ttl == 10800


async def test_line_38_an_endless_body_is_cut_at_the_cap(poller: Poller, site: Site) -> None:
    async def flood(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n" + FEED[:-16])
        for _ in range(100):
            writer.write(b"<!-- " + b"x" * 1024 * 1024 + b" -->")
            await writer.drain()
            site.sent += 1

    site.routes["/feed"] = flood
    outcome = failed(await poller.poll(feed_at(site.url("/feed"))))
    assert outcome.trouble is Trouble.TOO_LARGE
    assert "1 MB" in outcome.sentence
    assert site.sent < 20


async def test_line_38_a_body_announced_above_the_cap_is_not_even_read(poller: Poller, site: Site) -> None:
    response = b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n" + FEED
    assert failed(await ask(poller, site, response)).trouble is Trouble.TOO_LARGE


def deflated(data: bytes) -> bytes:
    squeezer = zlib.compressobj(wbits=-15)
    return squeezer.compress(data) + squeezer.flush()


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZip": lambda data: gzip.compress(data[:100]) + gzip.compress(data[100:]),
    "deflate": zlib.compress,
    " deflate": deflated,
    "br": brotli.compress,
    "identity": bytes,
}


@pytest.mark.parametrize("coding", CODINGS)
async def test_line_39_the_codings_that_were_asked_for_are_read(poller: Poller, site: Site, coding: str) -> None:
    body = CODINGS[coding](FEED)
    assert polled(await ask(poller, site, answer(200, body, ("Content-Encoding", coding)))).entries


@pytest.mark.parametrize(("coding", "squeeze"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", None)])
async def test_line_39_a_bomb_stops_at_the_cap_with_flat_memory(
    poller: Poller, site: Site, coding: str, squeeze: Callable[[bytes], bytes] | None
) -> None:
    plain = b" " * (96 * 1024 * 1024)
    bomb = squeeze(plain) if squeeze else brotli.compress(plain, quality=1)
    del plain
    forget_the_peak()
    before = memory("VmRSS")
    outcome = failed(await ask(poller, site, answer(200, bomb, ("Content-Encoding", coding))))
    assert outcome.trouble is Trouble.TOO_LARGE
    # Of the whole process: what C libraries take is not seen by Python's own count.
    assert memory("VmHWM") - before < 20 * 1024 * 1024


@pytest.mark.parametrize("coding", ["gzip, gzip", "gzip, br", "zstd", "compress", "br;q=1", "identity, gzip"])
async def test_line_39_unknown_and_stacked_codings_are_refused(poller: Poller, site: Site, coding: str) -> None:
    body = gzip.compress(gzip.compress(FEED))
    assert failed(await ask(poller, site, answer(200, body, ("Content-Encoding", coding)))).trouble is Trouble.REFUSED


async def test_line_39_gzip_within_gzip_is_no_feed(poller: Poller, site: Site) -> None:
    body = gzip.compress(gzip.compress(FEED))
    outcome = failed(await ask(poller, site, answer(200, body, ("Content-Encoding", "gzip"))))
    assert outcome.trouble is Trouble.NOT_A_FEED


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", FEED),
        ("br", FEED),
        ("deflate", b"\xff\xff" + FEED),
        ("gzip", gzip.compress(FEED)[:-20]),
        ("br", brotli.compress(FEED)[:-5]),
        ("gzip", gzip.compress(b"") * 5000),
    ],
    ids=["plain as gzip", "plain as br", "plain as deflate", "half a gzip", "half a br", "thousands of members"],
)
async def test_line_39_broken_codings_are_errors(poller: Poller, site: Site, coding: str, body: bytes) -> None:
    assert failed(await ask(poller, site, answer(200, body, ("Content-Encoding", coding)))).trouble is Trouble.REFUSED


async def test_line_40_a_drip_ends_at_the_total_deadline(site: Site) -> None:
    async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1000):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    site.routes["/feed"] = drip
    async with Poller(FetchPolicy(USER_AGENT, private_networks=LOOPBACK, total_timeout=0.4)) as poller:
        async with asyncio.timeout(3):
            outcome = failed(await poller.poll(feed_at(site.url("/feed"))))
    assert outcome.trouble is Trouble.TIMEOUT
    assert "0.4 s" in outcome.sentence


async def test_line_41_five_thousand_headers_fail_cleanly(poller: Poller, site: Site) -> None:
    many = [(f"X-Header-{number}", "value") for number in range(5000)]
    assert failed(await ask(poller, site, answer(200, FEED, *many))).trouble is Trouble.CONNECTION
    assert polled(await ask(poller, site, answer(200, FEED))).entries


async def test_line_41_one_endless_header_fails_cleanly(poller: Poller, site: Site) -> None:
    outcome = await ask(poller, site, answer(200, FEED, ("X-Header", "v" * 500_000)))
    assert failed(outcome).trouble is Trouble.CONNECTION


async def test_line_42_a_cookie_is_not_sent_on_later_polls(poller: Poller, site: Site) -> None:
    for _ in range(2):
        polled(await ask(poller, site, answer(200, FEED, ("Set-Cookie", "track=me; Path=/"))))
    assert all("cookie" not in request.headers for request in site.requests)


async def test_line_42_a_cookie_lives_for_one_chain_of_redirects(poller: Poller, site: Site) -> None:
    """The Korean foreign ministry redirects to the same address until its cookie comes back."""

    async def ministry(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.headers.get("cookie") == 'pass="a b"':
            writer.write(answer(200, FEED))
        else:
            writer.write(answer(307, b"", ("Location", "/feed?a=1"), ("Set-Cookie", 'pass="a b"; Path=/feed')))
        await writer.drain()

    site.routes["/feed?a=1"] = ministry
    for _ in range(2):
        polled(await poller.poll(feed_at(site.url("/feed?a=1"))))
    assert [request.headers.get("cookie") for request in site.requests] == [None, 'pass="a b"', None, 'pass="a b"']


async def test_line_42_a_cookie_stays_with_its_host(poller: Poller, site: Site) -> None:
    async with Site() as other:
        other.routes["/feed"] = answer(200, FEED)
        away = f"http://localhost:{other.port}/feed"
        polled(await ask(poller, site, answer(302, b"", ("Location", away), ("Set-Cookie", "a=b; Path=/"))))
        assert "cookie" not in other.requests[0].headers


async def test_line_43_one_honest_user_agent_no_referer_no_added_query(poller: Poller, site: Site) -> None:
    site.routes["/x;y!z?q=%28a%20b%29&c"] = answer(301, b"", ("Location", "/feed"))
    site.routes["/feed"] = answer(200, FEED)
    polled(await poller.poll(feed_at(site.url("/x;y!z?q=%28a%20b%29&c#part"))))
    assert [request.target for request in site.requests] == ["/x;y!z?q=%28a%20b%29&c", "/feed"]
    for request in site.requests:
        assert request.headers["user-agent"] == USER_AGENT
        assert set(request.headers) == {"host", "user-agent", "accept", "accept-encoding"}
        assert {"application/feed+json", "application/xml;q=0.9"} <= set(request.headers["accept"].split(", "))


async def test_line_43_the_program_names_itself_and_where_its_operator_is_found(site: Site) -> None:
    variables = {"CONTACT_URL": "https://operator.example/bot", "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8"}
    site.routes["/feed"] = answer(200, FEED)
    async with Poller(fetch_policy(load(variables))) as poller:
        polled(await poller.poll(feed_at(site.url("/feed"))))
    name = site.requests[0].headers["user-agent"]
    assert re.fullmatch(r"Mozilla/5\.0 \(compatible; burdenwatch/[\d.]+; \+https://operator\.example/bot\)", name)


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
async def test_line_44_an_empty_body_is_an_error(poller: Poller, site: Site, body: bytes) -> None:
    assert failed(await ask(poller, site, answer(200, body, RSS_TYPE))).trouble is Trouble.EMPTY


async def test_line_44_so_is_no_content(poller: Poller, site: Site) -> None:
    assert failed(await ask(poller, site, b"HTTP/1.1 204 No Content\r\n\r\n")).trouble is Trouble.EMPTY


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><title>Just a moment</title></html>",
        b"\xef\xbb\xbf  <!-- hello -->\n<HTML lang=ko><body>x</body></HTML>",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html/>',
        b"Please enable JavaScript.",
        b'{"version": "1.1", "items": []}',
        b"<opml version='2.0'><body/></opml>",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    ],
)
async def test_line_45_what_is_no_feed_is_an_error(poller: Poller, site: Site, page: bytes) -> None:
    outcome = failed(await ask(poller, site, answer(200, page, RSS_TYPE)))
    assert (outcome.trouble, outcome.status) == (Trouble.NOT_A_FEED, 200)


async def test_line_45_a_page_is_told_in_linear_time() -> None:
    begun = time.monotonic()
    comments = (b"<!---->" * 60_000, b"<!-- " * 80_000, b"<!-- --> --> " * 30_000)
    for filler in (*comments, b" <?xml " * 60_000, b"\n" * 900_000):
        await asyncio.to_thread(_PAGE.match, filler)
    assert time.monotonic() - begun < 4


async def test_line_46_a_feed_without_items_is_a_feed(poller: Poller, site: Site) -> None:
    outcome = polled(await ask(poller, site, answer(200, rss().encode())))
    assert (outcome.entries, outcome.title, outcome.bad_entries) == ((), "A feed", 0)


async def test_line_47_one_guid_for_all_is_no_guid(poller: Poller, site: Site) -> None:
    items = [f"<guid>same</guid><link>https://news.example/{number}</link><title>t</title>" for number in range(3)]
    outcome = polled(await ask(poller, site, answer(200, rss(*items).encode())))
    assert [entry.guid for entry in outcome.entries] == [f"https://news.example/{number}" for number in range(3)]


async def test_line_50_the_connection_is_used_again_after_a_304(poller: Poller, site: Site) -> None:
    for _ in range(3):
        unchanged(await ask(poller, site, answer(304), validators=Validators('"a"')))
    polled(await ask(poller, site, answer(200, FEED)))
    assert {request.connection for request in site.requests} == {1}


async def test_every_line_has_its_test() -> None:
    found: set[int] = set()
    for path in Path(__file__).parent.rglob("test_*.py"):
        for first, second in re.findall(r"def test_line_(\d\d)(?:_and_(\d\d))?_", path.read_text(encoding="utf-8")):
            found |= {int(first), int(second or first)}
    assert found == set(range(1, 51))


async def test_the_rest_goes_on_beside_feeds_that_hang_flood_or_are_broken(site: Site) -> None:
    async def hang(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async def flood(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100):
            writer.write(b" " * 1024 * 1024)
            await writer.drain()

    broken = rss("<title>Good</title><guid>good</guid>", "", ITEM).encode()
    site.routes |= {
        "/hang": hang,
        "/flood": flood,
        "/page": answer(200, b"<html></html>"),
        "/broken": answer(200, broken),
        "/slow": answer(200, b'<?xml version="1.0"?>' + b"\n" * 100_000 + FEED),
        "/good": answer(200, FEED),
    }
    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, total_timeout=2.0, parse_deadline=1.5, per_host=9)
    feeds: dict[str, Feed] = {
        name: feed_at(site.url(f"/{name}")) for name in ("hang", "flood", "page", "broken", "slow", "good")
    }
    async with Poller(policy) as poller:
        outcomes = dict(zip(feeds, await asyncio.gather(*map(poller.poll, feeds.values())), strict=True))
    troubles = {name: outcome.trouble for name, outcome in outcomes.items() if isinstance(outcome, PollFailed)}
    assert troubles == {
        "hang": Trouble.TIMEOUT,
        "flood": Trouble.TOO_LARGE,
        "page": Trouble.NOT_A_FEED,
        "slow": Trouble.PARSER,
    }
    assert [entry.guid for entry in polled(outcomes["broken"]).entries] == ["good", "one"]
    assert polled(outcomes["broken"]).bad_entries == 1
    assert polled(outcomes["good"]).entries
