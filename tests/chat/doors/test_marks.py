"""Messages as Slack and Discord write them: hostile words, and messages that are too long for one piece."""

import re

import pytest

from bot.chat.doors import discord, slack
from bot.chat.doors.marks import DISCORD, SLACK, Dialect, packed
from bot.chat.render import Rendered
from bot.chat.render.html import block, bold, code, compose, italic, link, text, utf16


def whole(rendered: Rendered, dialect: Dialect) -> str:
    (words,) = packed(rendered.html, dialect, (9999,))
    return words


@pytest.mark.parametrize(
    ("line", "of_slack", "of_discord"),
    [
        (bold("New: ") + "all", "*New:* all", "**New:** all"),
        (italic("so"), "_so_", "*so*"),
        (bold(link("5 billion", "https://a.test/?a=1&b=<|>")),
         "*<https://a.test/?a=1&amp;b=%3C%7C%3E|5 billion>*", r"**[5 billion](<https://a.test/?a=1&b=%3C|%3E>)**"),
        (link(text("a ") + bold("b"), "https://a.test/"), "*<https://a.test/|a b>*", "**[a b](<https://a.test/>)**"),
        (link("a]b|c>d", "https://a.test/x)y"),
         "<https://a.test/x)y|a]b|c&gt;d>", r"[a\]b\|c>d](<https://a.test/x)y>)"),
        (code("/doors `x` *"), "`/doors 'x' *`", "`/doors 'x' *`"),
        (text("<!here> <@U1> & <#C1>"), "&lt;!here&gt; &lt;@U1&gt; &amp; &lt;#C1&gt;", r"\<!here> \<@U1> & \<#C1>"),
        (text("# 1. see https://evil.test"), "# 1. see https://evil.test", r"\# 1. see https\://evil.test"),
        (text("1. > a_b"), "1. &gt; a_b", r"1\. > a\_b"),
    ],
)  # fmt: skip
def test_marks_are_those_of_each_and_words_are_none(line: object, of_slack: str, of_discord: str) -> None:
    rendered = compose([line])  # type: ignore[list-item]  # a text
    assert (whole(rendered, SLACK), whole(rendered, DISCORD)) == (of_slack, of_discord)


def test_a_table_is_never_parted() -> None:
    rendered = compose(["before", block([f"row {n}" for n in range(30)]), "after"])
    first, second, third = packed(rendered.html, SLACK, (20, 210, 20))
    assert (first, third) == ("before", "after")
    assert second.startswith("```\nrow 0\n")
    assert second.endswith("\nrow 29\n```")


def test_a_long_digest_goes_whole_and_without_links_where_there_is_no_room_for_them() -> None:
    lines = [link(f"Headline {n} " + "x" * 50, f"https://wire.test/{n}/" + "a" * 60) for n in range(50)]
    told = discord.payload(rendered := compose(lines))
    parts = [told["content"], *(one["description"] for one in told["embeds"])]
    assert [len(one) <= most for one, most in zip(parts, (2000, 4096, 1904), strict=False)] == [True] * len(parts)
    assert re.findall(r"\[Headline (\d+) ", "\n".join(parts)) == [str(n) for n in range(50)]
    sections = [one["text"]["text"] for one in slack.payload(rendered)["blocks"]]
    assert max(map(len, sections)) <= 3000
    assert re.findall(r"\|Headline (\d+) ", "\n".join(sections)) == [str(n) for n in range(50)]

    endless = compose([link(f"Headline {n} " + "x" * 50, f"https://wire.test/{n}/" + "a" * 900) for n in range(50)])
    told = discord.payload(endless)
    everything = "\n".join([told["content"], *(one["description"] for one in told["embeds"])])
    assert re.findall(r"Headline (\d+) ", everything) == [str(n) for n in range(50)]
    assert "https" not in everything


def test_what_no_piece_takes_is_cut_and_says_so() -> None:
    stars = compose(["*" * 90 for _ in range(45)])
    told = discord.payload(stars)
    parts = [told["content"], *(one["description"] for one in told["embeds"])]
    assert sum(map(utf16, parts)) > 7000
    assert all(utf16(one) <= most for one, most in zip(parts, (2000, 4096, 1904), strict=True))
    assert parts[-1].endswith("…")
