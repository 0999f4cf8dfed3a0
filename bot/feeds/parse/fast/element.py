"""Single elements of a feed as feedparser takes them, and what about them the fast path leaves to it."""

import re
from collections.abc import Collection
from contextlib import suppress
from typing import Final, cast

from lxml import etree
from msgspec import Struct

from bot.feeds.parse.fast.namespaces import RDF, USUAL, XML, is_foreign

ABOUT = f"{{{RDF}}}about"

TEXT_TYPES = frozenset({"text", "plain", "html", "text/plain", "text/html"})
"""Types of a text that is simply the element's characters; XHTML and base64 are not."""

PAGE_TYPES = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml"})

_LANGUAGE = frozenset({f"{{{XML}}}lang", f"{{{XML}}}space"})
_UNHEARD = frozenset({
    "admin", "ag", "annotate", "audio", "blogchannel", "co", "cp", "email", "ev", "fm", "foaf", "geo", "icbm", "image",
    "l", "pingback", "prism", "rdfs", "ref", "reqv", "search", "slash", "soap", "ss", "str", "sub", "sy", "szf", "taxo",
    "thr", "ti", "trackback", "wfw", "wiki",
})  # fmt: skip
_PASSED_OVER = frozenset(uri for prefix, uri in USUAL if prefix in _UNHEARD)
"""Vocabularies that every parser knows and none listens to, in small letters."""
_REFERENCE = re.compile("&([A-Za-z0-9_]+);")
_BEYOND_LATIN = re.compile("[^\x00-\xff]")
_C1 = re.compile("[\x80-\x9f]")
_WINDOWS: Final = {
    code: character
    for code in range(0x80, 0xA0)
    if (character := bytes([code]).decode("cp1252", "ignore"))
}  # fmt: skip
"""C1 control characters -> what Windows means by them."""


class OddError(Exception):
    """Something that the fast path leaves to feedparser."""


class LinkTarget(Struct, frozen=True):
    href: str
    is_page: bool
    """An alternate in HTML, which is what an entry's link is."""
    is_alternate: bool


def leaf_text(element: etree._Element) -> str:
    """The text of an element without elements in it, mended where it is UTF-8 taken for Latin-1."""
    text = element.text
    if not text:
        return ""
    text = text.strip()
    return text if text.isascii() else _mended(text)


def typed_text(element: etree._Element) -> str:
    """The text of an element that may say which type it is of. Raises OddError for types that are not just text."""
    if element.keys() and attributes(element, ("type",)).get("type", "text").lower() not in TEXT_TYPES:
        raise OddError
    return leaf_text(element)


def attributes(element: etree._Element, known: Collection[str]) -> dict[str, str]:
    """The element's attributes, names in small letters. Raises OddError where one is not known."""
    if len(element.keys()) > len(known) + len(_LANGUAGE):
        raise OddError  # before lxml looks for the value of each among all of them
    pairs = cast("list[tuple[str, str]]", element.items())  # the stubs think of Python 2
    found = {key if key == ABOUT else key.lower(): value for key, value in pairs if key not in _LANGUAGE}
    if not all(key in known for key in found):
        raise OddError
    return found


def whole_link(link: str) -> str:
    """A link that feedparser would leave as it is. Raises OddError."""
    if ":///" in link:
        raise OddError
    if "&" in link and ";" in link:
        return _REFERENCE.sub(r"&\1", link)
    return link


def link_target(element: etree._Element) -> LinkTarget | None:
    """What a link's attributes say; None where it has none, and its text is the link. Raises OddError."""
    if not element.keys():
        return None
    found = attributes(element, ("href", "rel", "type", "title", "hreflang", "length"))
    if "href" not in found or ":///" in found["href"]:
        raise OddError
    relation = found.get("rel", "alternate").lower()
    kind = found.get("type", "text/html").lower()
    alternate = relation == "alternate"
    return LinkTarget(found["href"], alternate and kind in PAGE_TYPES, alternate)


def is_passed_over(element: etree._Element) -> bool:
    """Whether an element is from a vocabulary that has nothing to say about an entry."""
    uri, closing, name = str(element.tag)[1:].partition("}")  # that of an instruction is no string
    if not closing:
        return False
    return uri.lower() in _PASSED_OVER or (name.isascii() and is_foreign(uri, element.prefix))


def _mended(text: str) -> str:
    """What feedparser makes of UTF-8 that was taken for Latin-1 and encoded again, and of Windows' characters."""
    if not _BEYOND_LATIN.search(text):
        with suppress(UnicodeError):  # then it is Latin-1
            text = text.encode("latin-1").decode()
    return text.translate(_WINDOWS) if _C1.search(text) else text
