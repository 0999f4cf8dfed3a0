"""HTML to plain text, and sentences."""

import pytest

from bot.reading import plain_text
from bot.reading.text import sentences


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
        ("Gen. Abrams spoke on Feb. 28 in Seoul. End", ["Gen. Abrams spoke on Feb. 28 in Seoul.", " End"]),
        ("in the country.The command said", ["in the country.", "The command said"]),
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
