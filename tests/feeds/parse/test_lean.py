"""Texts that are made later are the texts that would have been made at once."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from bot.feeds.parse.entries import with_texts
from bot.feeds.parse.reply import quick_reply
from bot.feeds.process.frames import ParseReply, ParseRequest
from bot.model import Entry, Polled, Validators
from tests.feeds.corpus import TAKEN
from tests.feeds.feedgen import GROWN
from tests.feeds.site import rss

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def read(body: bytes, *, texts_later: bool) -> ParseReply | None:
    return quick_reply(ParseRequest(body, "", "https://a.example/", "KR", NOW, 5.0, texts_later=texts_later))


def lean(body: bytes) -> tuple[Polled, tuple[Entry, ...]]:
    """A feed whose texts are to come, and its entries as they are where they come at once."""
    later, whole = read(body, texts_later=True), read(body, texts_later=False)
    assert later is not None
    assert whole is not None
    assert (later.title, later.ttl, later.bad_entries, whole.html) == (whole.title, whole.ttl, whole.bad_entries, ())
    return Polled(later.entries, Validators(), "", html=later.html), whole.entries


def agree(body: bytes) -> None:
    polled, whole = lean(body)
    assert with_texts(polled, {entry.link for entry in whole}).entries == whole


@pytest.mark.parametrize("name", TAKEN)
def test_usual_feeds_get_the_same_texts(name: str) -> None:
    agree(TAKEN[name])


@settings(max_examples=15)
@given(GROWN)
def test_grown_feeds_get_the_same_texts(body: bytes) -> None:
    if read(body, texts_later=True) is not None:  # some have too odd an attribute for the fast path
        agree(body)


def test_only_what_is_asked_for_gets_its_text_and_a_text_that_is_there_stays() -> None:
    items = (f"<link>https://a.example/{name}</link><description>text {name}</description>" for name in "abc")
    polled, whole = lean(rss(*items).encode())
    assert [entry.text for entry in polled.entries] == ["", "", ""]
    article = replace(polled.entries[2], text="the whole article")
    polled = replace(polled, entries=(*polled.entries[:2], article))
    asked = with_texts(polled, {"https://a.example/a", "https://a.example/c"}).entries
    assert asked == (whole[0], polled.entries[1], article)


def test_an_entry_without_a_link_has_its_text_at_once() -> None:
    polled, whole = lean(rss("<description>nothing but a text</description>").encode())
    assert polled.entries == whole
    assert polled.html == ((),)
