"""Which characters a feed's bytes are: byte order mark, UTF-8, XML prolog, HTTP header, guess, in this order.

Whatever is valid UTF-8 and not mere ASCII is UTF-8, since no other encoding's text ever is. The prolog counts before
the header because servers send one header for all their files while the file knows better (shared experience with
Korean and Japanese papers; RFC 7303 would have it the other way round). Both are believed as far as what they name
gives text that makes sense; see ``scripts``.
"""

import codecs
import re
import sys

from bot.feeds.parse import scripts

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNMARKED = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))

SUPERSETS = {
    "euc_kr": "cp949", "johab": "cp949", "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "ascii": "utf-8",
    "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "big5hkscs": "big5",
}  # fmt: skip
"""Python's name of what is declared -> what is sent: the vendors' extensions are in use under the standards' names."""

UNKNOWN_TO_PYTHON = {"x-sjis": "cp932", "x-euc-kr": "cp949", "x-euc-jp": "euc_jp", "x-gbk": "gb18030", "x-big5": "big5"}

UNFIT = frozenset({
    "punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem", "utf-16",
    "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
})  # fmt: skip
"""Codecs for other things than feeds: quadratic ones, and those that need a byte order mark to be believed."""

_PROLOG = re.compile(rb"\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")  # matched at the start only
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def is_declared_utf8(body: bytes, content_type: str) -> bool:
    """Whether the body is in UTF-8 as far as can be told, though bytes of it may be broken."""
    return encoding_of(body, content_type) == "utf-8"


def encoding_of(body: bytes, content_type: str) -> str:
    """Python's name of the encoding that the body is in, as far as can be told."""
    for mark, name in (*MARKS, *UNMARKED):
        if body.startswith(mark):
            return name
    if body.isascii() or not _is_utf8(body):
        return _declared_or_guessed(body, content_type)
    return "utf-8"


def _declared_or_guessed(body: bytes, content_type: str) -> str:
    prolog, header = _PROLOG.match(body), _CHARSET.search(content_type)
    named = [prolog[1].decode("ascii") if prolog else "", header[1] if header else "", "utf-8"]
    declared = [known for name in named if (known := _known(name))]
    if body.isascii():
        return declared[0]  # there are encodings of seven bits
    return next((name for name in (*declared, *scripts.GUESSES) if scripts.fits_encoding(name, body)), declared[0])


def _known(name: str) -> str:
    """Python's name for what goes by a name in feeds; "" where it is none."""
    if not name:
        return ""
    try:
        codec = codecs.lookup(UNKNOWN_TO_PYTHON.get(name.lower(), name)).name
        b"a".decode(codec)  # not every codec is one of texts
    except (LookupError, UnicodeError, ValueError):
        return ""
    return "" if codec.replace("_", "-") in UNFIT else SUPERSETS.get(codec, codec)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def decoded_text(body: bytes, content_type: str) -> str:
    """The body as text, without byte order mark and XML declaration, and without what XML forbids.

    Some feeds write an emoji as two references to its UTF-16 halves; they get their emoji.

    What does not fit the encoding becomes U+FFFD.
    """
    text = body.decode(encoding_of(body, content_type), "replace").removeprefix("\ufeff")
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    return _whole(_REFERENCE.sub(_permitted, _NO_XML.sub("", text)))


def has_forbidden_references(document: bytes) -> bool:
    """Whether a document has references that ``decoded_text`` would not leave as they are, be it in a CDATA section."""
    if b"&" not in document or b"&#" not in document:  # of single bytes, a search is a hundred times as fast
        return False
    return any(_permitted(found) != found[0] for found in _REFERENCE.finditer(document.decode(errors="replace")))


def _permitted(reference: re.Match[str]) -> str:
    """A character reference as it is, or what is to be made of one that XML forbids and feedparser chokes on."""
    digits = (reference[1] or reference[2]).lstrip("0")
    code = int(digits or "0", 16 if reference[1] else 10) if len(digits) < 8 else sys.maxunicode + 1
    if 0xD800 <= code <= 0xDFFF:
        return chr(code)
    if code > sys.maxunicode or _NO_XML.match(chr(code)):
        return ""
    return reference[0]


def _whole(text: str) -> str:
    """Surrogates joined to the characters that they are halves of; single ones become U+FFFD."""
    if _SURROGATE.search(text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
