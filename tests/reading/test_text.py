"""HTML to plain text, and sentences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading import plain_text
from bot.reading.markup import scanned, strip_markup
from bot.reading.text import _cleaned, _tidy, sentences


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("  plain  text ", "plain text"),
        ("<p>One</p><p>two &amp; three</p>", "One\ntwo & three"),
        ("a<br/>b", "a\nb"),
        ("<b>bold</b>face", "boldface"),
        ("5 &lt; 6 and 1 < 2", "5 < 6 and 1 < 2"),
        ("<script>alert(1)</script>kept<style>p{}</style>", "kept"),
        ("<td>a</td><td>b</td>", "a b"),
        ("a\x00b\x1b[0m\u200bc\u202e", "ab[0mc"),
        ("AT&T &#8364;5 &nbsp;x", "AT&T €5 x"),
        ("<unclosed <p attr='", "<unclosed <p attr='"),
        ("<![CDATA[x]]> <!-- hidden --> y", "y"),
        ('<a title="5 > 4">link</a>', "link"),
        ("<svg>never closed", "never closed"),
        ("<!-- never closed", "<!-- never closed"),
        ("&#" + "9" * 5000 + ";", "\ufffd"),
        ("a\r\nb\rc\n\n\nd", "a\nb\nc\nd"),
    ],
)
def test_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two.", ["One.", " Two."]),
        ("It is 1.04 trillion. So.", ["It is 1.04 trillion.", " So."]),
        ("The U.S. Army said. Yes.", ["The U.S. Army said.", " Yes."]),
        ("Lo dijo EE. UU. Seúl habla con EE.UU. de ello.", ["Lo dijo EE. UU.", " Seúl habla con EE.UU. de ello."]),
        ("Gen. Abrams spoke on Feb. 28 in Seoul. End", ["Gen. Abrams spoke on Feb. 28 in Seoul.", " End"]),
        ("in the harbour.The pilot said", ["in the harbour.", "The pilot said"]),
        ("「はい。」と言った。次", ["「はい。」", "と言った。", "次"]),
        ("지급했다. 다음", ["지급했다.", " 다음"]),
        ("am 28. Februar kam es. Dann", ["am 28. Februar kam es.", " Dann"]),
        ("2,5 Mrd. Euro", ["2,5 Mrd. Euro"]),
        ("Line one\nLine two", ["Line one\n", "Line two"]),
        ("A wrapped\nline", ["A wrapped\nline"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


pieces = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<br/>", "<BR>", '<a href="x">', "<a href='y'>", '<a title="it\'s">', '<img alt="a>b">', "<td>",
         "<script>", "</script>", "<!-- x -->", "<header>", "&amp;", "&am", "p;", "&lt;", "&lt", "<", ">", '"', "'",
         "a", "한", "b ", "\n", "\r\n", "\t", "\xa0", "\u200b", "<x", "<x:y>", "</", "  ", "&#65;",
         "\x85", "\u2028", "\x00"]
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=500)
@given(pieces)
def test_the_short_ways_lead_to_the_same_text(html: str) -> None:
    """Well-written markup and clean text are dealt with quickly, but not otherwise."""
    assert strip_markup(html) == scanned(html)
    assert _tidy(scanned(html)) == _cleaned(scanned(html))
