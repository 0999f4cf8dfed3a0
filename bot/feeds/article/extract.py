"""From a page's bytes to its article: decoded, its text extracted (trafilatura), and judged.

Runs in the process that can be killed. trafilatura would fetch pages as well; it is handed text and nothing else.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html
from trafilatura import extract

from bot.feeds.article.declarations import is_declared_closed, meta
from bot.feeds.article.surroundings import surroundings
from bot.feeds.article.verdict import Page, Why, verdict
from bot.feeds.parse.encoding import decoded_text
from bot.feeds.parse.entries import LONGEST_TEXT
from bot.feeds.process.frames import ArticleReply, ArticleRequest

HEAD = 4096
"""Bytes in which a page names its encoding (the HTML standard looks at 1024; pages are less exact)."""
MOST_WHOLE = 20_000
"""Characters of a page's visible text that are looked through for notices."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_HAS_CHARSET = re.compile(r"charset\s*=", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "head"})


def article(request: ArticleRequest) -> ArticleReply:
    """The article's text, or why there is none to be had from this page."""
    text = decoded_text(request.body, _with_charset(request.body, request.content_type))
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
    by = surroundings(tree, text)
    return Page(
        asked=request.asked,
        url=request.url,
        titles=tuple(_titles(tree)),
        kind=meta(tree, "og:type").lower(),
        text=text,
        whole=_visible(tree),
        names=by.names,
        declared_closed=is_declared_closed(tree),
        asks_password=by.asks_password,
        near=by.words,
        labels=by.labels,
        layers=by.layers,
    )


def _titles(tree: Any) -> Iterator[str]:
    yield from (" ".join(one.text_content().split())[:500] for one in tree.xpath("//title|//h1")[:4])
    yield meta(tree, "og:title")


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


def _tidy(text: str, headline: str) -> str:
    """Paragraph by paragraph, without what no text has, and without the headline once more at its top."""
    lines = [" ".join(_CONTROL.sub(" ", line).split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    if lines and lines[0].casefold() == headline.strip().casefold():
        del lines[0]
    return "\n".join(lines)[:LONGEST_TEXT]
