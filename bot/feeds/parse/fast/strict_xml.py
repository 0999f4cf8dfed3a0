"""Well-formed XML without surprises, or nothing: what the fast path and the sitemaps are read from.

lxml is held to documents in which it and expat, feedparser's parser, cannot differ: no DTD and so no entities, no
``xml:base``, prefixes that mean what they say, names that both take for names. Nothing is ever loaded from anywhere,
and libxml2's own limits (depth 256, text of 10 MB) stay in force.

The checks are byte searches and one XPath, chosen by measurement: together they cost a quarter of the parsing.
"""

import re
from typing import cast

from lxml import etree

from bot.feeds.parse import encoding
from bot.feeds.parse.fast import namespaces

_HEAD = re.compile(rb"\s*<\?xml\s[^>]{0,300}\?>")
_STYLE = re.compile(rb"(?:\s*<\?xml-stylesheet(?:\s[^<>?]{0,1000})?\?>)+")
_ATTRIBUTES = etree.XPath("//@*")


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=False,  # so that whoever reads the tree meets them, and gives up
        recover=recover,
    )


_STRICT = _parser(recover=False)
_LENIENT = _parser(recover=True)


def strict_root(body: bytes, content_type: str) -> etree._Element | None:
    """The root of a document that every XML parser reads alike; None for any other. Time linear in the length."""
    document = _utf8(body, content_type)
    if document is None or b"<!DOCTYPE" in document:
        return None
    if encoding.has_forbidden_references(document):
        return None
    try:
        root = etree.fromstring(document, _STRICT)
    except etree.XMLSyntaxError:
        return None
    return root if _is_usual(root, document) else None


def lenient_root(body: bytes, content_type: str) -> etree._Element | None:
    """The root of whatever can be made of a document without a DTD."""
    text = encoding.decoded_text(body, content_type)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    try:
        # The stubs do not say so, but a document without any element has no root even here.
        root: etree._Element | None = etree.fromstring(text.encode(), _LENIENT)
    except etree.XMLSyntaxError:
        return None
    return root


def _utf8(body: bytes, content_type: str) -> bytes | None:
    """The document in UTF-8, without byte order mark, declaration and style sheets; None where it does not fit."""
    if encoding.is_declared_utf8(body, content_type):
        document = body.removeprefix(b"\xef\xbb\xbf")
        if head := _HEAD.match(document):
            document = document[head.end() :]
    else:
        document = encoding.decoded_text(body, content_type).encode()
    if style := _STYLE.match(document):
        document = document[style.end() :]
    # feedparser takes any instruction at the start for the declaration.
    return None if document.startswith(b"<?") else document


def _is_usual(root: etree._Element, document: bytes) -> bool:
    bindings: namespaces.Bindings = root.nsmap.items()
    if document.count(b"xmlns") != len(root.nsmap):
        bindings = namespaces.declared_bindings(document)
    if not namespaces.are_usual_bindings(bindings):
        return False
    if root.getprevious() is not None or root.getnext() is not None:
        return False
    attributes = cast("list[etree._ElementUnicodeResult]", _ATTRIBUTES(root))
    return all(_is_usual_name(str(name)) for name in {attribute.attrname for attribute in attributes} if name)


def _is_usual_name(name: str) -> bool:
    """Of an attribute that neither changes what links are relative to, nor is a name in XML's fifth edition only.

    expat keeps to the fourth. Elements of such names are none that anybody looks for; attributes could be anywhere.
    """
    return name.isascii() and not name.lower().endswith("base")
