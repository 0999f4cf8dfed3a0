"""Markup into text and entities: tables of real strings, and a property that holds for any."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.bot_api.entities import ParseError, finish, parse, units


def spans(mode: str, text: str) -> tuple[str, list[tuple[Any, ...]]]:
    """Text, and each entity as (type, the text it covers, anything else it carries)."""
    plain, entities = parse(text, mode)
    wide = plain.encode("utf-16-le")
    shown = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        covered = wide[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        extra = [value for key, value in entity.items() if key not in {"type", "offset", "length"}]
        shown.append((entity["type"], covered, *extra))
    return plain, shown


HTML = [
    ("plain", "plain", []),
    ("<b>a</b><strong>b</strong>", "ab", [("bold", "a"), ("bold", "b")]),
    ("<i>a</i><em>b</em>", "ab", [("italic", "a"), ("italic", "b")]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", "a"), ("underline", "b")]),
    ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", c) for c in "abc"]),
    ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", [("spoiler", "a"), ("spoiler", "b")]),
    ("<B>a</B >", "a", [("bold", "a")]),
    ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
    ("😀<b>방위비</b>", "😀방위비", [("bold", "방위비")]),
    ("<b></b>x", "x", []),
    ("<b>x</>", "x", [("bold", "x")]),
    ('<a href="https://example.org/?a=1&amp;b=2">x</a>', "x", [("text_link", "x", "https://example.org/?a=1&b=2")]),
    ('<a href="example.org">x</a>', "x", [("text_link", "x", "http://example.org/")]),
    ('<a href="http://localhost:8080/x">x</a>', "x", []),
    ('<a href="javascript:alert(1)">x</a>', "x", []),
    ('<a href="https://[broken">x</a>', "x", []),
    ('<a href="tg://user?id=7">x</a>', "x", [("text_mention", "x", 7)]),
    ('<a href="tg://resolve?domain=x">x</a>', "x", [("text_link", "x", "tg://resolve?domain=x")]),
    ("<code>x &lt; y</code>", "x < y", [("code", "x < y")]),
    ('<code class="language-c">x</code>', "x", [("code", "x")]),
    ("<pre>x</pre>", "x", [("pre", "x")]),
    ('<pre><code class="language-c">x</code></pre>', "x", [("pre", "x", "c")]),
    ('<code class="language-c"><pre>x</pre></code>', "x", [("pre", "x", "c")]),
    ("<blockquote>x</blockquote>", "x", [("blockquote", "x")]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", "x")]),
    ('<blockquote expandable="">x</blockquote>', "x", [("expandable_blockquote", "x")]),
    ('<tg-emoji emoji-id="5">😀</tg-emoji>', "😀", [("custom_emoji", "😀", "5")]),
    ("&lt;&gt;&amp;&quot; &#33; &#x1f600; &amp", '<>&" ! 😀 &', []),
    ("R&D &nbsp; &ampx &#0; &#x110000;", "R&D &nbsp; &ampx &#0; &#x110000;", []),
    ("1 > 0", "1 > 0", []),
]


@pytest.mark.parametrize(("text", "plain", "entities"), HTML, ids=[row[0][:40] for row in HTML])
def test_html(text: str, plain: str, entities: list[tuple[Any, ...]]) -> None:
    assert spans("HTML", text) == (plain, entities)


HTML_REFUSED = [
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("é</b>", "Unexpected end tag at byte offset 2"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b ", 'Unclosed start tag "b" at byte offset 0'),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ("<a href=x", "Unclosed start tag at byte offset 0"),
    ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    ("<a =x>z</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ("<img src=x>", 'Unsupported start tag "img" at byte offset 0'),
    ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ("&#xd83d;", "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched"),
]


@pytest.mark.parametrize(("text", "reason"), HTML_REFUSED, ids=[row[0] for row in HTML_REFUSED])
def test_html_refused(text: str, reason: str) -> None:
    with pytest.raises(ParseError) as refusal:
        parse(text, "html")
    assert str(refusal.value).startswith(reason)


V2 = [
    ("*a* _b_ __c__ ~d~ ||e|| `f`", "a b c d e f",
     [("bold", "a"), ("italic", "b"), ("underline", "c"), ("strikethrough", "d"), ("spoiler", "e"), ("code", "f")]),
    ("*a _b_*", "a b", [("bold", "a b"), ("italic", "b")]),
    ("_a__b__c_", "abc", [("italic", "abc"), ("underline", "b")]),
    ("a\\.b\\!\\\\", "a.b!\\", []),
    ("`a.b!*`", "a.b!*", [("code", "a.b!*")]),
    ("```\nx.y\n```", "x.y\n", [("pre", "x.y\n")]),
    ("```python\nx\n```", "x\n", [("pre", "x\n", "python")]),
    ("[a](https://example.org/\\)x)", "a", [("text_link", "a", "https://example.org/)x")]),
    ("[example\\.org]", "example.org", [("text_link", "example.org", "http://example.org/")]),
    ("[a](nowhere)", "a", []),
    ("![😀](tg://emoji?id=5)", "😀", [("custom_emoji", "😀", "5")]),
    (">a\n>b\nc", "a\nb\nc", [("blockquote", "a\nb")]),
    (">a\n>b||\nc", "a\nb\nc", [("expandable_blockquote", "a\nb")]),
    (">a||", "a", [("expandable_blockquote", "a")]),
    (">", "", []),
    ("**x", "x", None),
    ("😀*b*", "😀b", [("bold", "b")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "plain", "entities"), V2, ids=[row[0] for row in V2])
def test_markdown_v2(text: str, plain: str, entities: list[tuple[Any, ...]] | None) -> None:
    assert spans("MarkdownV2", text) == (plain, entities or [])


V2_REFUSED = [
    ("a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ("a!", "Character '!' is reserved and must be escaped with the preceding '\\'"),
    ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
    ("a>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
    ("é*b", "Can't find end of Bold entity at byte offset 2"),
    ("```c\nx", "Can't find end of PreCode entity at byte offset 0"),
    (">*a\nb", "Can't find end of Bold entity at byte offset 1"),
    ("[a](b", "Can't find end of a URL at byte offset 4"),
    ("![a]", "The entity must contain a tg://emoji or tg://time URL"),
    ("![a](https://example.org)", "Invalid tg://emoji or tg://time URL specified"),
]


@pytest.mark.parametrize(("text", "reason"), V2_REFUSED, ids=[row[0] for row in V2_REFUSED])
def test_markdown_v2_refused(text: str, reason: str) -> None:
    with pytest.raises(ParseError) as refusal:
        parse(text, "MarkdownV2")
    assert str(refusal.value) == reason


LEGACY = [
    ("*a* _b_ `c`", "a b c", [("bold", "a"), ("italic", "b"), ("code", "c")]),
    ("*a_b*", "a_b", [("bold", "a_b")]),
    ("a\\_b \\*", "a_b *", []),
    ("a\\b.!", "a\\b.!", []),
    ("[a](https://example.org/)", "a", [("text_link", "a", "https://example.org/")]),
    ("[example.org]", "example.org", [("text_link", "example.org", "http://example.org/")]),
    ("[a](nowhere)", "a", []),
    ("```x```", "x", [("pre", "x")]),
    ("```python\nx```", "x", [("pre", "x", "python")]),
    ("**", "", []),
]


@pytest.mark.parametrize(("text", "plain", "entities"), LEGACY, ids=[row[0] for row in LEGACY])
def test_markdown(text: str, plain: str, entities: list[tuple[Any, ...]]) -> None:
    assert spans("Markdown", text) == (plain, entities)


@pytest.mark.parametrize(("text", "at"), [("*a", 0), ("é_b", 2), ("`a", 0), ("[a", 0), ("```a`", 0)])
def test_markdown_refused(text: str, at: int) -> None:
    with pytest.raises(ParseError, match=f"Can't find end of the entity starting at byte offset {at}$"):
        parse(text, "Markdown")


FOUND = [
    ("/start", [("bot_command", 0, 6)]),
    ("see /why@burdenwatch_bot now", [("bot_command", 4, 20)]),
    ("and/or a/b", []),
    ("https://example.org/a_(b).", [("url", 0, 25)]),
    ("(https://example.org)", [("url", 1, 19)]),
    ("example.org, example.invalid", [("url", 0, 11)]),
    ("@reporter writes to a.b@example.org", [("mention", 0, 9), ("email", 20, 15)]),
    ("#방위비 #1 $USD US$5", [("hashtag", 0, 4), ("cashtag", 8, 4)]),
    ("😀 /latest", [("bot_command", 3, 7)]),
]


@pytest.mark.parametrize(("text", "entities"), FOUND, ids=[row[0] for row in FOUND])
def test_what_is_found_in_plain_text(text: str, entities: list[tuple[str, int, int]]) -> None:
    assert [(e["type"], e["offset"], e["length"]) for e in finish(text, [])[1]] == entities


def test_nothing_is_found_inside_code_and_links() -> None:
    text, entities = finish("/a /b", [{"type": "code", "offset": 0, "length": 2}])
    assert (text, [e["type"] for e in entities]) == ("/a /b", ["code", "bot_command"])


def test_control_characters_go_and_offsets_follow() -> None:
    bold = {"type": "bold", "offset": 5, "length": 2}
    assert finish("a\r\n\tb😀c", [bold | {"offset": 4}]) == ("a\n b😀c", [bold | {"offset": 3}])


def test_the_ends_are_trimmed_and_entities_with_them() -> None:
    bold = {"type": "bold", "offset": 2, "length": 5}
    assert finish("  ab \n ", [bold]) == ("ab", [{"type": "bold", "offset": 0, "length": 2}])
    assert finish(" \n ", [{"type": "bold", "offset": 0, "length": 3}]) == ("", [])


MARKUP = st.text(alphabet=st.sampled_from("ab <>/&;#x\"'=*_~|`[]()\\!>\n-.é😀방"), max_size=60)


@settings(max_examples=150)
@given(text=MARKUP, mode=st.sampled_from(["HTML", "MarkdownV2", "Markdown"]))
def test_any_text_is_parsed_or_refused_and_entities_stay_inside(text: str, mode: str) -> None:
    try:
        plain, entities = parse(text, mode)
    except ParseError:
        return
    plain, entities = finish(plain, entities)
    assert all(e["length"] > 0 and 0 <= e["offset"] <= units(plain) - e["length"] for e in entities)
