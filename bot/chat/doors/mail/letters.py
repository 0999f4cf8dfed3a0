"""What an e-mail looks like: the words of a message twice, as text and as HTML, under headers that programs can trust.

Headers are made by ``email.message``, which refuses line breaks in them; whatever comes from outside is tidied before.
"""

import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from html import escape, unescape
from typing import Any

from msgspec import Struct

from bot.chat.doors.marks import Dialect, packed
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered
from bot.chat.render.html import clip, tidy
from bot.mail_server import Mailbox

SUBJECT = 150
"""UTF-16 units."""
_TEXT = Dialect(bold="", italic="", link="{words} <{url}>", escapes=(), escapes_code=(), unsafe_in_url="<>", code="")
_LONGEST_TEXT = 100_000
_TABLES = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_PAGE = (
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>\n'
    '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em; word-break: keep-all; '
    'overflow-wrap: anywhere">\n{body}\n{foot}</body></html>\n'
)
_FOOT = '<hr>\n<div style="font-size: 85%">\n{foot}\n</div>\n'


class Envelope(Struct, frozen=True):
    """From whom to whom an e-mail goes, and what programs are told of it."""

    sender: Mailbox
    reader: str
    message_id: str
    made: datetime
    answers: str = ""
    """The id of the e-mail that it is a reply to."""
    headers: tuple[tuple[str, str], ...] = ()
    """Others, in ASCII."""


def unsubscribing(page: str) -> tuple[tuple[str, str], ...]:
    """Headers by which a mail program ends it with one press (RFC 8058, which wants https), or opens the page (RFC
    2369)."""
    by_post = (("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),) if page.startswith("https://") else ()
    return (("List-Unsubscribe", f"<{page}>"), *by_post)


class _Policy(EmailPolicy):
    """That of SMTP, in 7 bits, but for headers of addresses: folded as words they would be no addresses any more."""

    def fold(self, name: str, value: Any) -> str:
        return f"{name}: {value}\r\n" if name.lower().startswith("list-") else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")


_POLICY = _Policy(linesep="\r\n", cte_type="7bit", utf8=False)


def letter(
    words: Rendered, envelope: Envelope, t: Translator, foot: Rendered | None = None, *, about: str = ""
) -> bytes:
    """The e-mail as it is handed over; ``foot`` says why it comes. Its subject is the first line of the words, and
    ``about`` behind it, where that says too little."""
    subject = subject_of(words, about)
    made = EmailMessage(policy=_POLICY)
    made["From"] = Address(tidy(envelope.sender.name), addr_spec=envelope.sender.address)
    made["To"] = Address(addr_spec=envelope.reader)
    made["Subject"] = subject
    made["Date"] = format_datetime(envelope.made.astimezone(UTC))
    made["Message-ID"] = envelope.message_id
    if envelope.answers:
        made["In-Reply-To"] = envelope.answers
        made["References"] = envelope.answers
    # RFC 3834: no program is to answer; X-Auto-Response-Suppress is Exchange's word for it.
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    for name, value in envelope.headers:
        made[name] = value
    made.set_content(as_text(words, foot))
    made.add_alternative(as_page(words, subject, t, foot), subtype="html")
    return made.as_bytes()


def subject_of(words: Rendered, about: str = "") -> str:
    """The first line, without marks and addresses."""
    first = tidy(unescape(_TAGS.sub("", words.html.partition("\n")[0])))
    return clip(" · ".join(filter(None, (first, tidy(about)))), SUBJECT)


def as_text(words: Rendered, foot: Rendered | None = None) -> str:
    """Whole, with the addresses of links behind their words."""
    parts = [packed(one.html, _TEXT, (_LONGEST_TEXT,))[0] for one in (words, foot) if one is not None]
    return "\n\n-- \n".join(parts) + "\n"


def as_page(words: Rendered, title: str, t: Translator, foot: Rendered | None = None) -> str:
    """Our own HTML has few marks, all closed, and what came from outside is escaped in it."""
    below = "" if foot is None else _FOOT.format(foot=_paragraphs(foot.html))
    return _PAGE.format(language=t.language, title=escape(title), body=_paragraphs(words.html), foot=below)


def _paragraphs(html: str) -> str:
    """Lines become lines of a page; those of a table are lines already."""
    made: list[str] = []
    for part in _TABLES.split(html):
        if part.startswith("<pre>"):
            made.append(part)
        else:
            made += [f"<p>{_broken(one.strip())}</p>" for one in part.split("\n\n") if one.strip()]
    return "\n".join(made)


def _broken(lines: str) -> str:
    """With their breaks, and with the blanks that begin a line."""
    indented = re.sub(r"(?m)^ +", lambda blanks: "&nbsp;" * len(blanks[0]), lines)
    return indented.replace("\n", "<br>\n")
