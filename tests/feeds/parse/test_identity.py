"""A report is known again by its id in the feed or by its link, whichever of the two its outlet did not change."""

from datetime import UTC, datetime

import pytest

from bot.desk.intake.decide import unknown_entries
from bot.feeds.parse.entries import to_entries
from bot.feeds.parse.raw import RawEntry, RawFeed
from bot.model import Entry

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
DATE = "Tue, 24 Nov 2026 09:00:00 GMT"
LATER = "Tue, 24 Nov 2026 09:30:00 GMT"


def raw(
    guid: str = "",
    link: str = "https://a.example/1",
    title: str = "Talks resume",
    date: str = DATE,
    text: str = "",
    outlet: str = "",
) -> RawEntry:
    return RawEntry(
        guid=guid, link=link, title=title, texts=(text,) if text else (), dates=(date,) if date else (), outlet=outlet
    )


def entries(*raws: RawEntry) -> tuple[Entry, ...]:
    return to_entries(RawFeed(entries=list(raws)), url="https://a.example/feed", country="", now=NOW)[0]


def news(before: RawEntry, after: RawEntry) -> int:
    """How many entries of a second poll would be read, a first one being known."""
    (old,) = entries(before)
    return len(unknown_entries(entries(after), {old.guid}, {old.link} - {""}))


SAME = {
    "a new id": (raw("17"), raw("99")),
    "a new id every time, and an edited title": (raw("17"), raw("99", title="Talks resume at last")),
    "a new link": (raw("17"), raw("17", link="https://a.example/talks-resume")),
    "a new link and title": (raw("17"), raw("17", link="https://a.example/x", title="Talks are on")),
    "a new title": (raw(), raw(title="Talks are on")),
    "a new date and title": (raw(), raw(title="Talks are on", date=LATER)),
    "a link that is the only id": (raw(), raw(link="https://a.example/2026/1")),
    "an id that is the link once more": (
        raw("https://a.example/1"),
        raw("https://a.example/2026/1", "https://a.example/2026/1"),
    ),
    "an id that is the link but for tracking": (
        raw("http://www.a.example/1", "https://a.example/1?utm_source=rss"),
        raw("http://b.example/1", "https://b.example/1/?utm_source=rss"),
    ),
    "a move to https": (
        raw("http://a.example/?p=1", "http://a.example/one"),
        raw("https://a.example/?p=1", "https://a.example/one"),
    ),
    "a fragment that counts": (raw("https://a.example/p#1", ""), raw("https://a.example/p#2", "")),
    "a post at another place": (
        raw("17", "https://a.example/live#p1"),
        raw("17", "https://a.example/live#p2", "Later"),
    ),
    "a post with another title": (
        raw("", "https://a.example/live#p1"),
        raw("", "https://a.example/live#p1", "Talks are on", LATER),
    ),
    "a place alone": (raw("", "https://a.example/live#p1"), raw("", "https://a.example/live#p2", date=LATER)),
    "a place alone, with the page's id": (
        raw("https://a.example/live", "https://a.example/live#p1"),
        raw("https://a.example/live", "https://a.example/live#p2"),
    ),
    "a mark of a place that every page has": (raw("17"), raw("18", "https://a.example/1#comments")),
    "a mark of where readers came from": (raw("17"), raw("18", "https://a.example/1#xtor=RSS-1&utm_source=rss")),
    "a count of promotions": (
        raw("https://a.example/1#0", "https://a.example/1?at_medium=RSS"),
        raw("https://a.example/1#1", "https://a.example/1?at_medium=RSS"),
    ),
    "no link": (raw("17", ""), raw("17", "", title="Talks are on", date=LATER)),
    "another query of an aggregator": (
        raw("CBMiA", "https://news.google.com/rss/articles/CBMiA?oc=5", outlet="The Paper"),
        raw("CBMiB", "https://news.google.com/rss/articles/CBMiB?oc=5", outlet="The Paper"),
    ),
}
OTHER = {
    "another report": (raw("17"), raw("18", "https://a.example/2", "Talks end", LATER)),
    "the same headline at another time": (raw(), raw(link="https://a.example/2", date=LATER)),
    "the same headline on one day": (raw(date="2026-11-24"), raw(link="https://a.example/2", date="2026-11-24")),
    "the same headline without a date": (raw(date=""), raw(link="https://a.example/2", date="")),
    "another outlet's report of that name": (
        raw("CBMiA", "https://news.google.com/rss/articles/CBMiA", outlet="The Paper"),
        raw("CBMiB", "https://news.google.com/rss/articles/CBMiB", outlet="The Mail"),
    ),
    "an id with another's headline": (raw("17"), raw("18", "https://a.example/2")),
    "another post of a page": (raw("17", "https://a.example/live#p1"), raw("18", "https://a.example/live#p2")),
    "another post, by its address": (
        raw("https://a.example/live#p1", "https://a.example/live#p1"),
        raw("https://a.example/live#p2", "https://a.example/live#p2"),
    ),
    "another post, by an address of its own": (
        raw("https://a.example/l/7#p1", "https://a.example/live#p1"),
        raw("https://a.example/l/7#p2", "https://a.example/live#p2"),
    ),
    "another post, by its title": (
        raw("", "https://a.example/live#p1"),
        raw("", "https://a.example/live#p2", "Talks end"),
    ),
    "a post of a page that is a report too": (
        raw("17", "https://a.example/live"),
        raw("18", "https://a.example/live#p1"),
    ),
    "other words without anything else": (raw("", "", "", "", "One."), raw("", "", "", "", "Two.")),
}


@pytest.mark.parametrize("name", SAME)
def test_a_report_is_known_again(name: str) -> None:
    assert news(*SAME[name]) == 0


@pytest.mark.parametrize("name", OTHER)
def test_another_report_is_not_taken_for_it(name: str) -> None:
    assert news(*OTHER[name]) == 1


def test_an_id_that_several_reports_carry_identifies_none() -> None:
    first, second, third = entries(
        raw("0"), raw("0", "https://a.example/2", "Talks end"), raw("7", "https://a.example/3", "A third")
    )
    assert len({first.guid, second.guid, third.guid}) == 3
    assert third.guid == "7"
    assert len(unknown_entries((first, second, third), (), ())) == 3


def test_an_entry_that_is_listed_twice_is_one() -> None:
    assert len(unknown_entries(entries(raw("0"), raw("0")), (), ())) == 1


def test_reports_of_one_headline_and_minute_are_told_apart_by_their_links() -> None:
    first, second = entries(raw(), raw(link="https://a.example/2"))
    assert (first.guid, second.guid) == ("https://a.example/1", "https://a.example/2")
    assert len(unknown_entries((first, second), (), ())) == 2


def test_posts_that_only_their_places_tell_apart_are_one_at_their_page() -> None:
    places = [raw("", f"https://a.example/live#p{number}", date=date) for number, date in enumerate((DATE, LATER, ""))]
    made = entries(*places, raw("", "https://a.example/live#p7", "Talks end"))
    assert [entry.link.removeprefix("https://a.example") for entry in made] == ["/live", "/live", "/live", "/live#p7"]
    assert len(unknown_entries(made, (), ())) == 2


def test_a_fragment_that_pages_share_is_a_mark_and_no_place() -> None:
    pages = [f"https://a.example/{number}" for number in range(3)]
    made = entries(*(raw(f"{page}#xj4y7vzkg", f"{page}#xj4y7vzkg", f"Talks {page}") for page in pages))
    assert [entry.link for entry in made] == pages
    again = entries(*(raw(f"{page}#another", f"{page}#another", f"Talks {page}, again") for page in pages))
    assert unknown_entries(again, {entry.guid for entry in made}, set(pages)) == ()


def test_posts_of_two_live_blogs_may_be_counted_alike() -> None:
    links = [f"https://a.example/{blog}#post-{number}" for blog in ("seoul", "tokyo") for number in (1, 2)]
    assert [entry.link for entry in entries(*(raw("", link, f"Post {link}") for link in links))] == links


def test_no_id_is_ever_too_long() -> None:
    long = "https://a.example/" + "a" * 1000
    for entry in entries(
        raw("g" * 5000), raw(link=long, date=""), raw(link=long + "b", date=""), raw(long + "#x", long)
    ):
        assert 0 < len(entry.guid) <= 400
