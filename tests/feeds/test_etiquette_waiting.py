"""The lines of the polling etiquette about waiting: poller, desk and store together, with a clock that tests turn."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from bot.model import FeedState, Hints, Validators
from tests.feeds.house import DAY, FLOOR, HOUR, JITTER, MINUTE, START, House, build
from tests.feeds.site import FEED, ITEM, Request, Site, answer, rss

ETAG = ("ETag", '"a"')


@pytest.fixture
async def house(migrated_url: str) -> AsyncIterator[House]:
    async with Site() as site:
        house = build(site, migrated_url)
        yield house
        await house.close()


def about(seconds: float, stated: float) -> bool:
    """A stated time with its jitter, which only lengthens."""
    return stated <= seconds <= stated * JITTER


def items(*dates: datetime, name: str = "item") -> bytes:
    return rss(
        *(
            f"<title>{name} {n}</title><link>https://news.example/{name}/{n}</link><guid>{name}-{n}</guid>"
            f"<pubDate>{format_datetime(date)}</pubDate>"
            for n, date in enumerate(dates)
        )
    ).encode()


async def test_line_05_and_06_the_validators_of_the_last_answer_count_whatever_it_was(house: House) -> None:
    """Also those of an answer whose bytes were known; and none, once none come."""
    date = "Tue, 24 Nov 2026 10:00:00 +0000"
    house.site.routes["/feed"] = [
        answer(200, FEED, ETAG), answer(200, FEED, ("ETag", 'W/"b"'), ("Last-Modified", date)),
        answer(304, b"", ("ETag", '"c"')), answer(200, FEED), answer(200, FEED),
    ]  # fmt: skip
    house.follow("/feed")
    for _ in range(5):
        await house.wait_and_poll()
    asked = [(one.headers.get("if-none-match"), one.headers.get("if-modified-since")) for one in house.site.requests]
    assert asked == [(None, None), ('"a"', None), ('W/"b"', date), ('"c"', date), (None, None)]
    assert house.feed().items == 1


async def test_line_12_and_13_and_14_what_servers_say_of_freshness_is_waited_out(house: House) -> None:
    """max-age before Expires, less the Age; where nothing may be kept, our own floor, with conditions all the same."""
    control, late = "Cache-Control", ("Expires", "Wed, 25 Nov 2037 09:00:00 GMT")
    said: list[tuple[float, tuple[tuple[str, str], ...]]] = [
        (1800, ((control, "public, max-age=1800"), late)), (4200, ((control, "max-age=7200"), ("Age", "3000"))),
        (FLOOR, ((control, "no-store"), late)), (FLOOR, ((control, "no-cache, max-age=7200"),)),
        (FLOOR, ((control, "max-age=0"),)), (FLOOR, (("Expires", "0"),)),
        (3600, (("Date", "Sun, 01 Jan 2012 10:00:00 GMT"), ("Expires", "Sun, 01 Jan 2012 11:00:00 GMT"))),
    ]  # fmt: skip
    house.site.routes["/feed"] = [answer(200, FEED, ETAG, *headers) for _, headers in said]
    house.follow("/feed")
    for number, (wait, _) in enumerate(said):
        await house.wait_and_poll()
        assert about(house.wait(), wait)
        assert house.site.requests[-1].headers.get("if-none-match") == ('"a"' if number else None)


async def test_line_07_what_a_304_does_not_say_of_freshness_stays_and_what_it_says_counts(house: House) -> None:
    """RFC 9111, section 4.3.4: it updates the stored headers, and those that it lacks stay."""
    hour, said = ("Cache-Control", "max-age=3600"), ("Cache-Control", "max-age=7200")
    house.site.routes["/feed"] = [
        answer(200, FEED, ETAG, hour), answer(304), answer(304, b"", ("Age", "600")), answer(304, b"", said),
        answer(304, b"", ("Cache-Control", "no-cache")), answer(304), answer(200, FEED + b" ", ETAG), answer(304),
    ]  # fmt: skip
    house.follow("/feed")
    for wait in (3600, 3600, 3000, 7200, FLOOR, 3600, FLOOR, FLOOR):
        await house.wait_and_poll()
        assert about(house.wait(), wait)


async def test_line_08_a_304_clears_the_error_count(house: House) -> None:
    house.site.routes["/feed"] = [answer(200, FEED, ETAG), answer(500), answer(500), answer(304)]
    house.follow("/feed")
    for errors in (0, 1, 2, 0):
        await house.wait_and_poll()
        assert house.feed().errors == errors
    assert house.site.requests[-1].headers["if-none-match"] == '"a"'


async def test_line_10_a_new_build_date_makes_no_entry(house: House) -> None:
    dated = [rss(ITEM, channel=f"<lastBuildDate>{n}</lastBuildDate><!-- {n} -->").encode() for n in range(3)]
    house.site.routes["/feed"] = [answer(200, body) for body in dated]
    house.follow("/feed")
    for _ in dated:
        await house.wait_and_poll()
    assert (house.feed().items, house.store.status(house.clock.now).articles) == (1, 1)


async def test_line_11_max_age_is_waited_out(house: House) -> None:
    house.site.routes["/feed"] = answer(200, FEED, ("Cache-Control", "max-age=43200"))
    house.follow("/feed")
    await house.poll()
    assert about(house.wait(), 43_200)
    house.clock.now += 12 * HOUR - MINUTE
    assert await house.poll() == 0


async def test_line_15_a_max_age_of_ten_years_is_a_day(house: House) -> None:
    house.site.routes["/feed"] = answer(200, FEED, ("Cache-Control", "max-age=315360000"))
    house.follow("/feed")
    await house.poll()
    assert about(house.wait(), 86_400)


@pytest.mark.parametrize("status", [429, 503])
async def test_line_16_and_18_retry_after_holds_to_the_second(house: House, status: int) -> None:
    house.site.routes["/feed"] = [answer(status, b"", ("Retry-After", "3600")), answer(200, FEED)]
    house.follow("/feed")
    await house.poll()
    house.clock.now += HOUR - timedelta(seconds=1)
    assert await house.poll(everything=True) == 0
    house.clock.now += timedelta(seconds=JITTER * 3600 - 3600 + 1)
    assert await house.poll() == 1
    assert house.feed().errors == 0


async def test_line_19_a_429_without_retry_after_lengthens_the_wait_each_time(house: House) -> None:
    house.site.routes["/feed"] = answer(429)
    house.follow("/feed")
    await house.poll()
    waits = [await house.wait_and_poll() for _ in range(4)]
    assert all(later > 1.5 * sooner for sooner, later in pairwise(waits))
    assert waits[0] >= timedelta(seconds=2 * FLOOR)


@pytest.mark.parametrize(
    ("said", "wait"), [("-5", 2 * FLOOR), ("soon", 2 * FLOOR), ("3", 2 * FLOOR), ("31536000", 7 * 86_400)]
)
async def test_line_20_an_odd_retry_after_stays_between_floor_and_cap(house: House, said: str, wait: float) -> None:
    house.site.routes["/feed"] = answer(429, b"", ("Retry-After", said))
    house.follow("/feed")
    await house.poll()
    assert about(house.wait(), wait)


async def test_line_21_a_limit_on_one_feed_holds_the_domain(house: House) -> None:
    house.site.routes |= {f"/{n}": answer(200, FEED) for n in range(10)}
    house.site.routes |= {"/0": answer(429, b"", ("Retry-After", "3600")), "/else": answer(200, FEED)}
    for n in range(10):
        house.follow(f"/{n}", host=f"feeds{n % 3}.news.example")
    house.follow("/else", host="paper.example")
    asked = await house.poll()
    # One more may be on its way when the limit comes; whoever waits goes home without an error.
    assert asked == len(house.site.requests) <= 3
    assert {"/0", "/else"} <= {request.target for request in house.site.requests}
    assert sum(feed.errors for feed in house.feeds()) == 1
    assert list(house.store.status(house.clock.now).held) == ["news.example"]
    held = [feed for feed in house.feeds() if feed.hold_until is not None]
    assert len(held) == 10
    house.site.requests.clear()
    house.clock.now += HOUR - timedelta(seconds=1)
    await house.poll(everything=True)
    assert [request.target for request in house.site.requests] == ["/else"]
    house.clock.now += HOUR / 6
    house.site.routes["/0"] = answer(200, FEED)
    await house.poll()
    assert {f"/{n}" for n in range(10)} <= {request.target for request in house.site.requests}


async def test_line_21_a_feed_named_during_the_hold_is_held_too(house: House) -> None:
    house.site.routes |= {"/0": answer(503, b"", ("Retry-After", "600")), "/1": answer(200, FEED)}
    house.follow("/0", host="www.news.example")
    await house.poll()
    house.follow("/1", host="news.example")
    assert await house.poll(everything=True) == 0
    house.clock.now += 10 * MINUTE
    assert await house.poll() == 1


async def test_line_21_a_503_without_retry_after_is_one_feeds_own(house: House) -> None:
    house.site.routes |= {"/0": answer(503), "/1": answer(200, FEED), "/2": answer(200, FEED)}
    house.follow("/0", "/1", "/2")
    assert await house.poll() == 3


async def test_line_21_hosts_of_the_operators_list_are_limited_feed_by_feed(migrated_url: str) -> None:
    async with Site() as site:
        site.routes |= {f"/{n}": answer(200, FEED) for n in range(5)} | {"/0": answer(429)}
        house = build(site, migrated_url, separate=frozenset({"rsshub.example"}))
        for n in range(5):
            house.follow(f"/{n}", host="my.rsshub.example")
        assert await house.poll() == 5
        await house.close()


@pytest.mark.parametrize("status", [301, 308])
async def test_line_22_a_permanent_move_is_believed_after_three_good_polls(house: House, status: int) -> None:
    house.site.routes |= {
        "/old": answer(status, b"", ("Location", "/new")),
        "/new": [answer(200, FEED, ETAG), answer(304), answer(200, FEED, ETAG), answer(200, FEED, ETAG)],
    }
    feed = house.follow("/old")
    for seen in (1, 2, 0):
        await house.wait_and_poll()
        assert house.feed().redirect_seen == seen
    assert house.feed().moved_to == house.site.url("/new")
    assert house.feed().validators == Validators()
    house.site.requests.clear()
    await house.wait_and_poll()
    assert [request.target for request in house.site.requests] == ["/new"]
    assert "if-none-match" not in house.site.requests[0].headers
    (notice,) = house.told()
    assert "moved for good" in notice
    assert house.site.url("/new") in notice
    # The configuration still names the old address, and means this feed.
    assert house.store.feeds.sync(house.sources, house.clock.now) == (0, 0)
    assert (house.feed().id, house.feed().url, house.feed().address) == (feed.id, feed.url, house.site.url("/new"))
    await house.wait_and_poll()
    assert house.site.requests[-1].target == "/new"
    assert house.site.requests[-1].headers["if-none-match"] == '"a"'


async def test_line_22_a_move_that_changes_its_mind_is_not_believed(house: House) -> None:
    there, elsewhere = answer(301, b"", ("Location", "/a")), answer(301, b"", ("Location", "/b"))
    house.site.routes |= {"/old": [there, there, elsewhere, there, answer(200, FEED)]}
    house.site.routes |= {"/a": answer(200, FEED), "/b": answer(200, FEED)}
    house.follow("/old")
    for seen in (1, 2, 1, 1, 0):
        await house.wait_and_poll()
        assert (house.feed().redirect_seen, house.feed().moved_to) == (seen, None)


async def test_line_22_a_new_address_that_fails_for_long_is_left_again(house: House) -> None:
    house.site.routes |= {"/old": answer(301, b"", ("Location", "/new")), "/new": answer(200, FEED)}
    house.follow("/old")
    for _ in range(3):
        await house.wait_and_poll()
    house.site.routes |= {"/new": answer(404), "/old": answer(200, FEED)}
    for _ in range(10):
        assert house.feed().moved_to is not None
        await house.wait_and_poll()
    await house.wait_and_poll()
    assert (house.feed().moved_to, house.feed().errors) == (None, 0)


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_line_23_a_temporary_redirect_moves_nothing(house: House, status: int) -> None:
    house.site.routes |= {"/old": answer(status, b"", ("Location", "/new")), "/new": answer(200, FEED)}
    house.follow("/old")
    for _ in range(5):
        await house.wait_and_poll()
    assert len(house.site.asked("/old")) == 5
    assert house.feed().moved_to is None


async def test_line_24_only_the_permanent_first_step_is_stored(house: House) -> None:
    house.site.routes |= {
        "/old": answer(301, b"", ("Location", "/new")),
        "/new": answer(302, b"", ("Location", "/today")),
        "/today": answer(200, FEED),
    }
    house.follow("/old")
    for _ in range(3):
        await house.wait_and_poll()
    assert house.feed().moved_to == house.site.url("/new")


async def test_line_25_a_redirect_to_a_page_is_never_stored(house: House) -> None:
    house.site.routes |= {"/old": answer(301, b"", ("Location", "/login"))}
    house.site.routes["/login"] = answer(200, b"<!doctype html><title>Log in</title>")
    house.follow("/old")
    for errors in range(1, 6):
        await house.wait_and_poll()
        feed = house.feed()
        assert (feed.moved_to, feed.redirect_target, feed.errors) == (None, None, errors)


async def test_line_29_a_410_stops_the_polling_and_is_told_once(house: House) -> None:
    house.site.routes["/feed"] = answer(410)
    house.follow("/feed")
    await house.poll()
    house.store.feeds.sync(house.sources, house.clock.now)
    house.clock.now += 30 * DAY
    assert await house.poll(everything=True) == 0
    assert house.feed().state is FeedState.GONE
    (notice,) = house.told()
    assert "gone for good" in notice


@pytest.mark.parametrize("status", [404, 500])
async def test_line_30_errors_back_off_to_the_cap_and_a_success_resets(house: House, status: int) -> None:
    house.site.routes["/feed"] = [*[answer(status)] * 10, answer(200, FEED)]
    house.follow("/feed")
    await house.poll()
    waits = [(await house.wait_and_poll()).total_seconds() for _ in range(10)]
    for number, wait in enumerate(waits[:7], start=1):
        assert about(wait, min(FLOOR * 2**number, 86_400))
    assert max(waits) <= 86_400 * JITTER
    assert house.feed().errors == 0
    assert about(house.wait(), FLOOR)


async def test_line_31_a_feed_that_fails_for_long_is_asked_daily_and_told_of_once(house: House) -> None:
    house.site.routes["/feed"] = answer(500)
    house.follow("/feed")
    for _ in range(10):
        await house.wait_and_poll()
    for _ in range(5):
        assert about((await house.wait_and_poll()).total_seconds(), 86_400)
    (notice,) = house.told()
    assert "has failed 10 times in a row: answers 500" in notice


async def test_line_32_a_domain_is_claimed_in_shares_when_there_is_a_gap(migrated_url: str) -> None:
    here, most, starts = 0, 0, []

    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        nonlocal here, most
        starts.append(loop.time())
        here, most = here + 1, max(most, here + 1)
        await asyncio.sleep(0.03)
        here -= 1
        writer.write(answer(200, FEED))
        await writer.drain()

    loop = asyncio.get_running_loop()
    async with Site() as site:
        site.routes |= {f"/{n}": slow for n in range(40)}
        house = build(site, migrated_url, gap=0.02)
        house.follow(*(f"/{n}" for n in range(40)))
        assert await house.poll() == 40
        await house.close()
    assert most <= 2
    assert starts[-1] - starts[0] > 38 * 0.02


async def test_line_33_feeds_of_one_interval_do_not_come_at_one_second(house: House) -> None:
    house.site.routes |= {f"/{n}": answer(200, FEED) for n in range(80)}
    house.follow(*(f"/{n}" for n in range(80)))
    assert await house.poll() == 80
    waits = [(feed.next_due - START).total_seconds() for feed in house.feeds() if feed.next_due is not None]
    assert min(waits) >= FLOOR
    assert max(waits) - min(waits) > 0.1 * FLOOR
    assert len({round(wait) for wait in waits}) > 30


async def test_line_34_a_restart_polls_nothing_anew(house: House) -> None:
    house.site.routes["/feed"] = answer(200, FEED, ETAG)
    house.follow("/feed")
    assert await house.poll() == 1
    again = build(house.site, house.url)
    again.clock.now = START + 5 * MINUTE
    again.store.feeds.sync(house.sources, again.clock.now)
    assert await again.poll() == 0
    again.clock.now = START + 12 * MINUTE
    assert await again.poll() == 1
    assert house.site.requests[-1].headers["if-none-match"] == '"a"'
    await again.close()


@pytest.mark.parametrize(
    ("gap", "least", "most"),
    [(timedelta(days=7), 4 * HOUR, DAY), (timedelta(minutes=2), MINUTE * 10, MINUTE * 10), (DAY * 365, DAY, DAY)],
)
async def test_line_35_polling_follows_how_often_a_feed_publishes(
    house: House, gap: timedelta, least: timedelta, most: timedelta
) -> None:
    house.site.routes["/feed"] = answer(200, items(*(START - n * gap for n in range(8))))
    house.follow("/feed")
    await house.poll()
    assert least.total_seconds() <= house.wait() <= most.total_seconds() * JITTER


async def test_line_36_a_ttl_binds_at_304s_and_errors_too(house: House) -> None:
    body = rss(ITEM, channel="<title>A feed</title><ttl>180</ttl>").encode()
    house.site.routes["/feed"] = [answer(200, body, ETAG), answer(304), answer(200, body, ETAG), answer(500)]
    house.follow("/feed")
    for _ in range(4):
        await house.wait_and_poll()
        assert about(house.wait(), 10_800)
    assert house.feed().hints.ttl == 10_800


async def test_line_36_a_ttl_of_a_year_is_capped(house: House) -> None:
    house.site.routes["/feed"] = answer(200, rss(ITEM, channel="<ttl>525600</ttl>").encode())
    house.follow("/feed")
    await house.poll()
    assert about(house.wait(), 86_400)


SYNDICATED = (
    '<?xml version="1.0" encoding="EUC-KR"?><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
    f"<channel><title>A feed</title>%s<item>{ITEM}</item></channel></rss>"
)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 7200),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 3600),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", FLOOR),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", 86_400),
        ("<sy:updatePeriod>now and then</sy:updatePeriod>", FLOOR),
    ],
)
async def test_line_37_how_often_it_is_updated_is_a_hint(house: House, said: str, wait: float) -> None:
    house.site.routes["/feed"] = [answer(200, (SYNDICATED % said).encode(), ETAG), answer(304)]
    house.follow("/feed")
    for _ in range(2):
        await house.wait_and_poll()
        assert about(house.wait(), wait)


async def test_line_37_hours_and_days_to_skip_are_waited_out(house: House) -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(9, 15))
    body = rss(ITEM, channel=f"<title>A feed</title><skipHours>{hours}</skipHours>").encode()
    house.site.routes["/feed"] = answer(200, body)
    house.follow("/feed")
    await house.poll()
    due = house.feed().next_due
    assert due is not None
    assert START + 6 * HOUR <= due <= START + 7 * HOUR

    days = "<day>Tuesday</day><day>Wednesday</day><day>thursday</day>"
    house.site.routes["/feed"] = answer(200, rss(ITEM, channel=f"<skipDays>{days}</skipDays>").encode())
    await house.wait_and_poll()
    due = house.feed().next_due
    # Two days and more to go: a hint is followed for a day.
    assert due == house.clock.now + DAY


async def test_line_37_a_feed_that_skips_every_hour_is_still_asked(house: House) -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(25))
    house.site.routes["/feed"] = answer(200, rss(ITEM, channel=f"<skipHours>{hours}</skipHours>").encode())
    house.follow("/feed")
    await house.poll()
    assert house.wait() == 86_400


async def test_line_44_an_empty_body_keeps_validators_and_entries(house: House) -> None:
    house.site.routes["/feed"] = [answer(200, FEED, ETAG), answer(200, b""), answer(304)]
    house.follow("/feed")
    for errors in (0, 1, 0):
        await house.wait_and_poll()
        assert (house.feed().errors, house.feed().validators.etag, house.feed().items) == (errors, '"a"', 1)


async def test_line_46_and_47_nothing_is_new_twice(house: House) -> None:
    one = [START - n * HOUR for n in range(50)]
    same = re.sub(b"<guid>[^<]*", b"<guid>same", items(*one))
    bodies = [items(*one), rss().encode(), items(*one), items(*one[::-1]), same, items(*one)]
    house.site.routes["/feed"] = [answer(200, body) for body in bodies]
    house.follow("/feed")
    for _ in bodies:
        await house.wait_and_poll()
    assert (house.feed().items, house.feed().gaps) == (50, 0)


async def test_line_49_a_refresh_by_hand_is_conditional_and_respects_retry_after(house: House) -> None:
    house.site.routes["/feed"] = [answer(200, FEED, ETAG), answer(304), answer(429, b"", ("Retry-After", "7200"))]
    house.follow("/feed")
    for _ in range(3):
        assert await house.poll(everything=True) == 1
        house.clock.now += MINUTE / 2
    assert [request.headers.get("if-none-match") for request in house.site.requests] == [None, '"a"', '"a"']
    assert await house.poll(everything=True) == 0


# --- Beside the lines ---------------------------------------------------------------------------------------------


async def test_a_document_of_nothing_known_is_a_gap_and_is_counted(house: House) -> None:
    bodies = [items(START, START - HOUR, name=name) for name in ("first", "second", "second", "third")]
    house.site.routes["/feed"] = [answer(200, body) for body in bodies]
    house.follow("/feed")
    for gaps in (0, 1, 1, 2):
        await house.wait_and_poll()
        assert house.feed().gaps == gaps
    assert house.feed().last_gap == house.clock.now
    assert [feed.gaps for feed in house.store.status(house.clock.now).gaps] == [2]
    assert house.store.status(house.clock.now + 8 * DAY).gaps == ()


async def test_every_feed_is_asked_by_hand_whatever_their_due_times(house: House) -> None:
    """More feeds than are claimed at once, and those asked first are due again before the others."""
    slow = answer(200, FEED, ("Cache-Control", "max-age=80000"))
    house.site.routes |= {f"/{n}": answer(200, FEED) if n < 70 else slow for n in range(140)}
    house.follow(*(f"/{n}" for n in range(140)))
    for _ in range(2):
        assert await house.poll(everything=True) == 140
        house.clock.now += MINUTE


async def test_hints_come_back_from_the_store(house: House) -> None:
    body = rss(ITEM, channel="<ttl>60</ttl><skipHours><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>")
    house.site.routes["/feed"] = answer(200, body.encode())
    house.follow("/feed")
    await house.poll()
    said = Hints(ttl=3600, skip_hours=frozenset({3}), skip_days=frozenset({6}), format="RSS 2.0")
    assert house.feed().hints == said
