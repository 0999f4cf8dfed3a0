"""Lists of feeds as other feed readers keep them: OPML 2.0, in and out.

A list comes from a person's disk, but its words come from anywhere, so it is read without entities of its own and
without the network. Files in the wild leave ampersands bare and use HTML's names for characters; both are mended.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import unescape
from typing import cast

from lxml import etree
from msgspec import Struct

from bot.feeds.ask.redirects import RedirectError, address
from bot.feeds.parse import encoding

LARGEST = 16 * 1024 * 1024
"""Bytes of a list; ten thousand feeds take three million."""

_REFERENCE = re.compile(r"&(?:#[0-9]{1,8};|#[xX][0-9a-fA-F]{1,8};|([A-Za-z][A-Za-z0-9]{0,31});)?")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_SCHEME = re.compile(r"feed:(?://)?(?=https?:)", re.IGNORECASE)


class OpmlError(Exception):
    """The file is no list of feeds that can be read; the text says where and why, as a sentence."""


class Outline(Struct, frozen=True):
    """One feed of a list."""

    url: str
    title: str = ""
    language: str = ""
    """ISO 639-1 where the list says so, else ""."""
    folder: tuple[str, ...] = ()
    """The folders around it, the outermost first."""
    line: int = 0
    """Of the file, from 1; 0 for one that comes from no file."""


class Listing(Struct, frozen=True):
    """What a file holds."""

    feeds: tuple[Outline, ...]
    """In the file's order, each address once."""
    repeated: tuple[Outline, ...] = ()
    """Those whose address came before."""
    unusable: tuple[Outline, ...] = ()
    """Those whose address is none that could be asked; it stands as the file has it."""


def read_opml(content: bytes) -> Listing:
    """The feeds of a list. Raises OpmlError for what is no OPML."""
    root = _root(content)
    if root.tag.lower() != "opml":
        raise OpmlError(_another(root.tag))
    feeds: dict[str, Outline] = {}
    repeated, unusable = [], []
    for outline in _outlines(root):
        if not (url := feed_address(outline.url)):
            unusable.append(outline)
            continue
        found = Outline(url, outline.title, outline.language, outline.folder, outline.line)
        if url in feeds:
            repeated.append(found)
        else:
            feeds[url] = found
    return Listing(tuple(feeds.values()), tuple(repeated), tuple(unusable))


def write_opml(feeds: Sequence[Outline], *, title: str, created: datetime) -> bytes:
    """A list in UTF-8, with folders as nested outlines in the order in which they first come."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _clean(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(created, usegmt=True)
    folders: dict[tuple[str, ...], etree._Element] = {(): etree.SubElement(root, "body")}
    for feed in feeds:
        for depth in range(1, len(feed.folder) + 1):
            path = feed.folder[:depth]
            if path not in folders:
                folders[path] = etree.SubElement(folders[path[:-1]], "outline", text=_clean(path[-1]))
        # A type and a text are what OPML asks for, an xmlUrl what makes it a feed (section "Subscription lists").
        name = _clean(feed.title) or feed.url
        about = {"type": "rss", "text": name, "title": name, "xmlUrl": _clean(feed.url)}
        language = {"language": _clean(feed.language)} if feed.language else {}
        etree.SubElement(folders[feed.folder], "outline", about | language)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def feed_address(text: str) -> str:
    """An address as it is kept and asked, or "" for one that cannot be: ``feed:`` goes, and so does a fragment."""
    found = _SCHEME.sub("", text.strip(), count=1)
    if found[:7].lower() == "feed://":
        found = f"http://{found[7:]}"
    try:
        return str(address(found))
    except RedirectError:
        return ""


def _root(content: bytes) -> etree._Element:
    if len(content) > LARGEST:
        raise OpmlError(f"it is larger than {LARGEST >> 20} MiB, which no list of feeds is")
    text = encoding.decoded_text(content, "").lstrip()
    if not text:
        raise OpmlError("it is empty")
    if "<!ENTITY" in text:
        raise OpmlError("it declares entities, which a list of feeds has no need of")
    if text[:1] != "<":
        raise OpmlError("it is not XML, and so no OPML")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(_REFERENCE.sub(_mended, text).encode(), parser)
    except etree.XMLSyntaxError as error:
        reason, _, _ = (error.msg or "it is not well-formed XML").partition(", line ")
        raise OpmlError(f"line {error.lineno or 1}: {reason}") from None


def _mended(reference: re.Match[str]) -> str:
    """XML's references as they are; HTML's names as their characters; a bare ampersand as one."""
    name = reference[1]
    if reference[0] == "&":
        return "&amp;"
    if name is None or name in _XML_NAMES:
        return reference[0]
    meant = unescape(reference[0])
    return f"&amp;{name};" if meant == reference[0] else meant


def _another(tag: str) -> str:
    name = tag.rpartition("}")[2]
    if name.lower() in {"rss", "feed", "rdf"}:
        return "it is a feed and no list of feeds; add it by its address"
    if name.lower() == "html":
        return "it is a web page and no list of feeds"
    return f"its outermost element is <{name[:40]}> and not <opml>"


def _outlines(root: etree._Element) -> list[Outline]:
    """Every outline with an address, in the file's order; one without is a folder for those inside it."""
    found: list[Outline] = []
    paths: dict[etree._Element, tuple[str, ...]] = {}
    for element in root.iter():
        parent = element.getparent()
        around = () if parent is None else paths.get(parent, ())
        if element.tag.lower() != "outline":
            paths[element] = around
            continue
        said = {str(key).lower(): " ".join(str(value).split()) for key, value in element.attrib.items()}
        name = said.get("title") or said.get("text", "")
        if url := said.get("xmlurl"):
            language = said.get("language", "").lower().replace("_", "-").partition("-")[0]
            language = language if re.fullmatch("[a-z]{2}", language) else ""
            line = cast("int | None", element.sourceline) or 0  # the stubs do not say what it is
            found.append(Outline(url, name, language, around, line))
            paths[element] = around
        else:
            paths[element] = (*around, name) if name else around
    return found


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(char for char in text if char.isprintable() or char == "\t")
