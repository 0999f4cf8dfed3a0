"""Which characters a feed's bytes are: byte order mark, XML prolog, HTTP header, UTF-8, in this order.

The prolog counts before the header because servers send one header for all their files while the file knows better
(shared experience with Korean and Japanese papers; RFC 7303 would have it the other way round).
"""

import codecs
import re
import sys

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNMARKED = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))

SUPERSETS = {
    "euc-kr": "cp949", "euckr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "ks_c_5601": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252",
    "us-ascii": "utf-8", "ascii": "utf-8",
}  # fmt: skip
"""What is declared -> what is sent: the vendor's extensions are in use under the standard's name."""

_PROLOG = re.compile(rb"\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")  # matched at the start only
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def is_declared_utf8(body: bytes, content_type: str) -> bool:
    """UTF-8 is the first encoding to try, with a byte order mark or without."""
    return _known(body, content_type)[0] in {"utf-8", "utf8"}


def decoded(body: bytes, content_type: str) -> str:
    """The body as text, without byte order mark and XML declaration, and without what XML forbids.

    Some feeds write an emoji as two references to its UTF-16 halves; they get their emoji.

    Where no declared encoding fits, the first one known is used and what does not fit becomes U+FFFD.
    """
    text = _first_that_fits(body, _known(body, content_type)).removeprefix("\ufeff")
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    return _whole(_REFERENCE.sub(_permitted, _NO_XML.sub("", text)))


def has_forbidden_references(document: bytes) -> bool:
    """A document in UTF-8 has references that ``decoded`` would not leave as they are, be it in a CDATA section."""
    if b"&" not in document or b"&#" not in document:  # of single bytes, a search is a hundred times as fast
        return False
    return any(_permitted(found) != found[0] for found in _REFERENCE.finditer(document.decode()))


def _known(body: bytes, content_type: str) -> list[str]:
    """The encodings to try, in their order; never none."""
    return [name for name in _candidates(body, content_type) if _is_text_codec(name)]


def _candidates(body: bytes, content_type: str) -> list[str]:
    if marked := [name for mark, name in (*MARKS, *UNMARKED) if body.startswith(mark)]:
        return [*marked[:1], "utf-8"]
    prolog = _PROLOG.match(body)
    header = _CHARSET.search(content_type)
    named = [prolog.group(1).decode("ascii") if prolog else "", header.group(1) if header else "", "utf-8"]
    lowered = [name.lower() for name in named if name]
    # A prolog that could be read as ASCII rules out UTF-16, whatever it claims.
    return [SUPERSETS.get(name, name) for name in lowered if not name.startswith(("utf-16", "utf-32", "ucs-"))]


def _first_that_fits(body: bytes, encodings: list[str]) -> str:
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeError:
            continue
    return body.decode(encodings[0], "replace")


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


def _is_text_codec(name: str) -> bool:
    try:
        b"a".decode(name)  # of no bytes at all, every name would do
    except UnicodeError:
        return True
    except LookupError:
        return False
    return True
