"""What an e-mail looks like: headers that nothing gets into, and the words as text and as a page."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.doors.mail.letters import Envelope, letter, subject_of
from bot.chat.languages.translator import translator
from bot.chat.render import Rendered
from bot.chat.render.html import block, bold, code, compose, link, text
from bot.mail_server import Mailbox
from tests.store.build import NOW

ENDS = "https://desk.example/mail/end/12-" + "a" * 200
ENVELOPE = Envelope(
    Mailbox("news@desk.example", "방위비 Desk"),
    "jane@reader.example",
    "<7.0.abc@desk.example>",
    NOW,
    answers="<5.0.abc@desk.example>",
    headers=(("List-Id", "<burdenwatch.desk.example>"), ("List-Unsubscribe", f"<{ENDS}>")),
)
HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "List-Id", "List-Unsubscribe", "MIME-Version", "Content-Type",
]  # fmt: skip


def read(words: Rendered, foot: Rendered | None = None, language: str = "en") -> EmailMessage:
    made = letter(words, ENVELOPE, translator(language), foot)
    assert all(len(line) <= 998 for line in made.split(b"\r\n"))
    assert made.isascii()
    came = message_from_bytes(made, policy=default)
    assert came.defects == []
    return came


def body(came: EmailMessage, kind: str) -> str:
    part = came.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@given(st.text(max_size=300))
def test_whatever_a_headline_says_it_is_the_subject_and_no_header(headline: str) -> None:
    words = compose([bold(headline or "x"), "one"])
    came = read(words)
    assert came.keys() == HEADERS
    assert " ".join(str(came["Subject"]).split()) == " ".join(subject_of(words).split())


@pytest.mark.parametrize(
    "headline",
    [
        "방위비 분담금 협상 결렬…미국 “50억 달러” 요구\r\nBcc: all@other.example",
        "在日米軍駐留経費の交渉、来週再開へ " * 6,
    ],
)
def test_korean_and_japanese_subjects_are_encoded_words(headline: str) -> None:
    came = read(compose([bold(headline)]))
    assert came["Bcc"] is None
    assert " ".join(headline.split()).startswith(str(came["Subject"]).removesuffix("…"))
    assert came["From"].addresses[0].display_name == "방위비 Desk"


def test_it_says_what_programs_ask_of_it() -> None:
    came = read(compose(["news"]))
    assert (came["In-Reply-To"], came["References"]) == ("<5.0.abc@desk.example>", "<5.0.abc@desk.example>")
    assert (came["Auto-Submitted"], came["List-Unsubscribe"]) == ("auto-generated", f"<{ENDS}>")
    assert came["Date"].datetime == NOW
    assert came.get_content_type() == "multipart/alternative"


def test_words_are_told_twice_and_the_page_fetches_nothing() -> None:
    words = compose([
        bold(link("5 < 6 & <img src=https://spy.example/1.png>", "https://wire.test/a?b=1&c=2")),
        "",
        text("Ask ") + code("/doors remove 3"),
        "   below",
        block(["one  1", "two  2"]),
    ])  # fmt: skip
    came = read(words, compose(["Why <this> comes"]), "ko")
    text_part, page = body(came, "plain"), body(came, "html")
    assert "5 < 6 & <img src=https://spy.example/1.png> <https://wire.test/a?b=1&c=2>" in text_part
    assert "Ask /doors remove 3\n   below\none  1\ntwo  2" in text_part
    assert text_part.endswith("\n\n-- \nWhy <this> comes\n")
    assert '<html lang="ko">' in page
    assert '<a href="https://wire.test/a?b=1&amp;c=2">5 &lt; 6 &amp; &lt;img src=' in page
    assert "</code><br>\n&nbsp;&nbsp;&nbsp;below" in page
    assert "<pre>one  1\ntwo  2</pre>" in page
    assert "Why &lt;this&gt; comes" in page
    assert "<img" not in page
    assert "src=" not in page.replace("&lt;img src=", "")
