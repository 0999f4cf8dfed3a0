"""Pieces of messages: escaping, links, lengths as Telegram counts them."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.render.html import (
    LIMIT,
    MARKS,
    Rendered,
    bold,
    clip,
    code,
    compose,
    italic,
    joined,
    link,
    text,
    tidy,
    utf16,
    web_address,
)


class _Visible(HTMLParser):
    """The words that a reader sees, and whether every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def visible(message: Rendered) -> str:
    parser = _Visible()
    parser.feed(message.html)
    parser.close()
    assert parser.open == []
    return parser.words


def test_words_from_outside_are_escaped() -> None:
    shown = (
        bold("<b>a & b</b>") + " " + link('"x" <y>', 'https://news.example/?a=1&b="2"') + " " + italic("i") + code("<")
    )
    assert shown.html == (
        "<b>&lt;b&gt;a &amp; b&lt;/b&gt;</b> "
        '<a href="https://news.example/?a=1&amp;b=&quot;2&quot;">"x" &lt;y&gt;</a> <i>i</i><code>&lt;</code>'
    )
    assert shown.plain == '<b>a & b</b> "x" <y> (https://news.example/?a=1&b="2") i<'
    assert shown.size == len('<b>a & b</b> "x" <y> i<')
    assert shown.marks == 4


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "tg://resolve?domain=x",
        "file:///etc/passwd",
        "https://",
        "https://a b.example/",
        "https://x.example/\n",
        "http://[::1",
        "https://x.example/" + "a" * 2048,
        "",
    ],
)
def test_only_web_addresses_are_linked(address: str) -> None:
    assert web_address(address) is None
    assert link("words", address) == text("words")


def test_a_web_address_is_linked_in_any_case() -> None:
    assert web_address("HTTPS://News.example/a") == "HTTPS://News.example/a"


def test_length_is_counted_in_utf_16_units() -> None:
    assert utf16("a한🇰🇷") == 6
    assert bold("🙂").size == 2


def test_tidy_makes_one_harmless_line() -> None:
    assert tidy("a\x00b\r\n c\u2028d\u202egnp\ud800 e") == "a b c dgnp e"


def test_clip_cuts_between_words_and_within_units() -> None:
    assert clip("short", 10) == "short"
    assert clip("seven words, and some more", 14) == "seven words…"
    assert clip("가" * 30, 10) == "가" * 9 + "…"
    assert utf16(clip("🙂" * 30, 10)) <= 10


def test_joined_leaves_out_what_is_empty() -> None:
    assert joined(" · ", ["", bold(""), "a", bold("b"), ""]).html == "a · <b>b</b>"


def test_a_message_that_fits_is_left_as_it_is() -> None:
    assert compose([bold("A"), "", "b"]) == Rendered("<b>A</b>\n\nb", "A\n\nb")


def test_what_does_not_fit_is_left_out_by_the_line_and_counted() -> None:
    message = compose([bold("x" * 99) for _ in range(60)], more="and {n} more")
    lines = visible(message).split("\n")
    assert lines[-1] == "and 20 more"
    assert lines[:-1] == ["x" * 99] * 40


def test_more_entities_than_telegram_keeps_are_left_out() -> None:
    message = compose([bold("x") for _ in range(MARKS + 5)], more="and {n} more")
    assert message.html.count("<b>") == MARKS
    assert message.html.endswith("\nand 5 more")


def test_plain_text_is_cut_at_a_line_where_addresses_make_it_too_long() -> None:
    message = compose([link("report", f"https://news.example/{'a' * 200}/{n}") for n in range(40)])
    assert utf16(message.plain) <= LIMIT
    assert all(re.fullmatch(r"report \(https://\S+/\d+\)|…", line) for line in message.plain.split("\n"))


_PIECES = st.one_of(
    st.text(max_size=300).map(text),
    st.text(max_size=300).map(bold),
    st.tuples(st.text(max_size=300), st.just("https://news.example/")).map(lambda pair: link(*pair)),
)


@given(st.lists(st.lists(_PIECES, max_size=4).map(lambda parts: joined(" ", parts)), max_size=40))
def test_no_message_is_too_long_and_no_tag_is_ever_cut(lines: list[object]) -> None:
    message = compose(lines)  # type: ignore[arg-type]  # hypothesis loses the element's type in map
    assert utf16(visible(message)) <= LIMIT
    assert utf16(message.plain) <= LIMIT
