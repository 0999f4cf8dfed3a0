"""What a page declares about who may read its article: to search engines, and to whoever shows a preview of it.

schema.org's isAccessibleForFree, of the article or of parts of it that hasPart names by a selector (Google Search
Central, "Subscription and paywalled content"), and the content tier in meta tags (Facebook's article:content_tier).
"""

import json
import re
from collections.abc import Iterator
from typing import Any

MOST = 20
"""Scripts of a page, and parts of an article, that are looked at."""

_ARTICLE_TYPE = re.compile(r"Article|Posting|Report", re.IGNORECASE)
_NO = frozenset({"false", "no"})
_NAMED = re.compile(r"[.#]([A-Za-z_][\w-]*)")


def is_declared_closed(tree: Any) -> bool:
    """Whether a page says that its article, or a part of that on the page, is not to be read for free."""
    if meta(tree, "article:content_tier").lower() == "locked":
        return True
    if meta(tree, "isAccessibleForFree").lower() in _NO:
        return True
    said = tree.xpath("//*[@itemprop='isAccessibleForFree']")
    if any((one.get("content") or one.text_content()).strip().lower() in _NO for one in said[:4]):
        return True
    return any(
        _says_closed(thing, tree)
        for script in tree.xpath("//script[@type='application/ld+json']")[:MOST]
        for thing in _things(script.text or "")
    )


def meta(tree: Any, name: str) -> str:
    """What a meta tag says, by ``property`` or by ``name``; "" without it."""
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return next((str(one)[:500].strip() for one in found), "")


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


def _says_closed(thing: dict[str, Any], tree: Any) -> bool:
    if not _ARTICLE_TYPE.search(str(thing.get("@type"))):
        return False
    parts = thing.get("hasPart")
    return _is_closed(thing) or any(
        isinstance(part, dict) and _is_closed(part) and _is_there(part.get("cssSelector"), tree)
        for part in (parts if isinstance(parts, list) else [parts])[:MOST]
    )


def _is_closed(thing: dict[str, Any]) -> bool:
    return str(thing.get("isAccessibleForFree")).strip().lower().rpartition("/")[2] in _NO


def _is_there(selector: object, tree: Any) -> bool:
    """Whether the page has what the selector selects, by the class or id that it ends with; Google takes classes only.

    One template may declare the closed part of every article, and the free ones have no such part.
    """
    names = [found[-1] for one in str(selector).split(",")[:MOST] if (found := _NAMED.findall(one))]
    padded = "contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' ')) or @id = $name"
    return any(tree.xpath(f"boolean(//*[{padded}])", name=name) for name in names)
