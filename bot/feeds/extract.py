"""From a page's bytes to its article: decoded, its text extracted (trafilatura), and judged.

Runs in the process that can be killed. trafilatura would fetch pages as well; it is handed text and nothing else.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html
from trafilatura import extract

from bot.feeds.encoding import decoded
from bot.feeds.entries import LONGEST_TEXT
from bot.feeds.verdict import Page, Why, verdict
from bot.feeds.wire import ArticleReply, ArticleRequest

HEAD = 4096
"""Bytes in which a page names its encoding (the HTML standard looks at 1024; pages are less exact)."""
MOST_WHOLE = 20_000
"""Characters of a page's visible text that are looked through for notices."""
MOST_NAMES = 2000
"""Elements whose classes are looked at."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_HAS_CHARSET = re.compile(r"charset\s*=", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report", re.IGNORECASE)
_NO = frozenset({"false", "no"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "head"})


def article(request: ArticleRequest) -> ArticleReply:
    """The article's text, or why there is none to be had from this page."""
    text = decoded(request.body, _with_charset(request.body, request.content_type))
    tree = _tree(text)
    if tree is None:
        return ArticleReply("", Why.NO_TEXT)
    # What it takes out of the tree stays out, so it gets one of its own.
    found = extract(text, include_comments=False, include_tables=False, favor_precision=True) or ""
    page = _page(tree, request, _tidy(found, request.title))
    why = verdict(page, request.title)
    if why is Why.ARTICLE and len(page.text) <= len(request.own_text):
        why = Why.FEED
    return ArticleReply(page.text if why is Why.ARTICLE else "", why)


def _with_charset(body: bytes, content_type: str) -> str:
    """The header, and what the page says itself where that names no encoding."""
    if _HAS_CHARSET.search(content_type):
        return content_type
    found = _CHARSET.search(body[:HEAD])
    return f"text/html; charset={found[1].decode('ascii')}" if found else content_type


def _tree(text: str) -> Any | None:
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.LxmlError, ValueError):
        return None


def _page(tree: Any, request: ArticleRequest, text: str) -> Page:
    return Page(
        asked=request.asked,
        url=request.url,
        titles=tuple(_titles(tree)),
        kind=_meta(tree, "og:type").lower(),
        text=text,
        whole=_visible(tree),
        names=_names(tree),
        declared_closed=_is_declared_closed(tree),
        asks_password=bool(tree.xpath("//input[@type='password']")),
    )


def _titles(tree: Any) -> Iterator[str]:
    yield from (" ".join(one.text_content().split())[:500] for one in tree.xpath("//title|//h1")[:4])
    yield _meta(tree, "og:title")


def _meta(tree: Any, name: str) -> str:
    return next((str(one)[:500] for one in tree.xpath("//meta[@property=$name]/@content", name=name)), "")


def _visible(tree: Any) -> str:
    """The page's text as far as it is looked through: of its beginning and of its end, where walls stand too."""
    whole = " ".join(" ".join(_texts(tree)).split())
    return whole if len(whole) <= MOST_WHOLE else f"{whole[: MOST_WHOLE // 2]} {whole[-MOST_WHOLE // 2 :]}"


def _texts(tree: Any) -> Iterator[str]:
    for element in tree.iter():
        if element.tag in _UNSEEN or not isinstance(element.tag, str):
            if element.tail:
                yield element.tail
            continue
        if element.text:
            yield element.text
        if element.tail:
            yield element.tail


def _names(tree: Any) -> str:
    return " ".join(str(name)[:200] for name in tree.xpath("//@class|//@id")[:MOST_NAMES])


def _is_declared_closed(tree: Any) -> bool:
    """It says that it costs money: schema.org's isAccessibleForFree, or the content tier that Facebook reads."""
    if _meta(tree, "article:content_tier").lower() == "locked":
        return True
    said = tree.xpath("//*[@itemprop='isAccessibleForFree']")
    if any((one.get("content") or one.text_content()).strip().lower() in _NO for one in said[:4]):
        return True
    return any(
        _says_closed(thing)
        for script in tree.xpath("//script[@type='application/ld+json']")[:20]
        for thing in _things(script.text or "")
    )


def _things(text: str) -> Iterator[dict[str, Any]]:
    """The things that a JSON-LD script is about; those that it only mentions (other articles) are not among them."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    for _ in range(200):
        if not waiting:
            return
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting += thing
        elif isinstance(thing, dict):
            yield thing
            waiting += [thing[key] for key in ("@graph", "mainEntity") if key in thing]


def _says_closed(thing: dict[str, Any]) -> bool:
    kind, free = thing.get("@type"), thing.get("isAccessibleForFree")
    return bool(_ARTICLE_TYPE.search(str(kind))) and str(free).strip().lower().rpartition("/")[2] in _NO


def _tidy(text: str, headline: str) -> str:
    """Paragraph by paragraph, without what no text has, and without the headline once more at its top."""
    lines = [" ".join(_CONTROL.sub(" ", line).split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    if lines and lines[0].casefold() == headline.strip().casefold():
        del lines[0]
    return "\n".join(lines)[:LONGEST_TEXT]
