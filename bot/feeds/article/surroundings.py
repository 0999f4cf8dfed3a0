"""What stands by an article on its page: the words of a wall are there, and not in menus, footers and other headlines.

A page has words about subscriptions in many places: its menu, its footer, marks on the headlines of other articles.
Only what stands before, within or right behind the article's own text says something of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Any

from lxml import etree
from msgspec import Struct

BEFORE, BEHIND = 300, 600
"""Characters before and behind an article's text that are near it; what is elsewhere does not count among them."""
LABEL = 24
"""Characters of a mark such as "subscribers only" at the most; what is longer is a sentence."""
MOST = 5000
"""Blocks of a page that are looked at; articles have some hundred around them."""
MOST_LAYERS = 20
_HEADLINE = 8
"""Characters of a link's text that may be a headline."""
_OF_ARTICLE = 12
"""Characters of a block at the least that is found again in the article's text."""

_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "br",
        "button",
        "cite",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "ruby",
        "rb",
        "rt",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "wbr",
    )
)
_BOXES = ("div", "section", "dialog", "footer")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "head"})
_ELSEWHERE = frozenset({"nav", "footer", "aside", "header", "menu", "select"})
_ELSEWHERE_ROLES = frozenset({"navigation", "contentinfo", "complementary", "banner", "search", "menu"})
_ELSEWHERE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|ranking|breadcrumbs?|(?:glob|side|local|main)?-?nav(?:i|igation)?|menu|footer|"
    r"header|sidebar|sns|share|tags?|pickup|teasers?|(?:most|top)-?(?:read|viewed)|latest|(?:read|see)-?(?:more|also)|"
    r"more-?(?:news|articles)|banner|advert\w*|newsletter)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WALL_NAMES = re.compile(r"wall|barrier|locked|subscri", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class Surroundings(Struct, frozen=True):
    """What is near an article, its own text with it."""

    words: str
    labels: str
    """Short marks that stand alone and by no other headline."""
    names: str
    """Classes and ids of what is near, with spaces between; and of what a layer over the page is called."""
    layers: str
    """The words of layers over the page, by their names those of a wall."""
    asks_password: bool


class _Block(Struct, frozen=True):
    """The words of a block that are not within another."""

    place: Any
    text: str
    linked: int
    """Characters of it that are links."""


def surroundings(tree: Any, text: str) -> Surroundings:
    """What is near the article, of which ``text`` was extracted; on a page without it, all that is not elsewhere."""
    blocks = list(islice(_blocks(tree), MOST))
    article = "".join(text.split())
    page = _Page()
    # What is extracted of a short article's page may have the headlines behind it as well.
    its = [n for n, block in enumerate(blocks) if _is_of(block.text, article) and not page.is_list(block.place)]
    page.own = {one for number in its for one in _and_around(blocks[number].place)}
    near = _near(blocks, its, page)
    around = {one: None for block in near for one in _and_around(block.place) if one.tag not in {"html", "body"}}
    empty = (
        one for one in takewhile(lambda one: not _is_in_footer(one), tree.iter(*_BOXES)) if page.may_be_filled(one)
    )
    layers = (one for one in tree.iter(*_BOXES) if page.is_layer(one))
    return Surroundings(
        words="\n".join(block.text for block in near),
        labels="\n".join(block.text for block in near if page.is_label(block)),
        names=" ".join(filter(None, map(_names, [*around, *empty]))),
        layers="\n".join(" ".join("".join(one.itertext()).split())[:BEHIND] for one in islice(layers, MOST_LAYERS)),
        asks_password=any(
            not page.is_elsewhere(form) for form in tree.xpath("//input[@type='password']")[:MOST_LAYERS]
        ),
    )


class _Page:
    """Tells what of a page is elsewhere than its article; of each element once, as hostile pages have many."""

    def __init__(self) -> None:
        self.own: set[Any] = set()
        """The elements that the article's text is in."""
        self._lists: dict[Any, bool] = {}
        self._elsewhere: dict[Any, bool] = {}
        self._headlines: dict[Any, bool] = {}

    def is_list(self, element: Any) -> bool:
        """Within a menu, a footer, a list of links: by what elements are, whatever they are called."""
        return _within_such(element, self._lists, self._is_other)

    def is_elsewhere(self, element: Any) -> bool:
        """The same, or within what is called so and has no part of the article."""
        return _within_such(
            element,
            self._elsewhere,
            lambda one: self._is_other(one) or (one not in self.own and _is_called_other(one)),
        )

    def _is_other(self, element: Any) -> bool:
        if element.tag in _ELSEWHERE or element.get("role") in _ELSEWHERE_ROLES:
            # The head of an article has its headline, and a mark of its own.
            return element.tag != "header" or not any(True for _ in element.iterancestors("article", "main"))
        return element.tag in {"li", "dd"} and self._has_headline(element)

    def _has_headline(self, element: Any) -> bool:
        found = self._headlines.get(element)
        if found is None:
            found = any(len("".join(link.itertext()).strip()) >= _HEADLINE for link in element.iter("a"))
            self._headlines[element] = found
        return found

    def is_label(self, block: _Block) -> bool:
        """A mark, and not of a headline that stands by it."""
        if len(block.text) > LABEL or block.linked:
            return False
        return not any(self._has_headline(one) for one in (block.place, block.place.getparent()) if self._is_apart(one))

    def _is_apart(self, element: Any | None) -> bool:
        return element is not None and element not in self.own

    def may_be_filled(self, element: Any) -> bool:
        """Empty, and beside the article or what it is in: a script puts a wall there."""
        parent = element.getparent()
        if len(element) or (element.text or "").strip() or (self.own and parent not in self.own):
            return False
        return not self.is_elsewhere(element)

    def is_layer(self, element: Any) -> bool:
        """By its name a wall, and shown."""
        if element in self.own or not _WALL_NAMES.search(_names(element)):
            return False
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        return not hidden and not self.is_elsewhere(element)


def _blocks(tree: Any) -> Iterator[_Block]:
    """In the order of the page."""
    parts: list[str] = []
    place, links, linked, unseen = tree, 0, 0, 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag, begins = element.tag, event == "start"
        if tag not in _INLINE:
            if joined := " ".join("".join(parts).split()):
                yield _Block(place, joined, linked)
            parts, linked = [], 0
            place = element if begins else element.getparent()
        unseen += (tag in _UNSEEN) * (1 if begins else -1)
        links += (tag == "a") * (1 if begins else -1)
        words = (element.text if begins else element.tail) or ""
        if words and not unseen:
            parts.append(words)
            linked += len(words.strip()) if links else 0


def _and_around(element: Any) -> Iterator[Any]:
    yield element
    yield from element.iterancestors()


def _is_of(words: str, article: str) -> bool:
    close = "".join(words.split())
    return len(close) >= _OF_ARTICLE and close in article


def _near(blocks: Sequence[_Block], its: Sequence[int], page: _Page) -> list[_Block]:
    here = [(number, block) for number, block in enumerate(blocks) if not page.is_elsewhere(block.place)]
    if not its:
        return [block for _, block in here]
    before = _within((block for number, block in reversed(here) if number < its[0]), BEFORE)
    between = [block for number, block in here if its[0] <= number <= its[-1]]
    end = next((n for n, block in enumerate(blocks) if n > its[-1] and _is_in_footer(block.place)), len(blocks))
    behind = _within((block for number, block in here if its[-1] < number < end), BEHIND)
    return [*reversed(list(before)), *between, *behind]


def _within(blocks: Iterable[_Block], most: int) -> Iterator[_Block]:
    for block in blocks:
        yield block
        most -= len(block.text)
        if most < 0:
            return


def _is_in_footer(element: Any) -> bool:
    """In the page's own; behind it wait layers that may never be shown."""
    tags = [one.tag for one in _and_around(element)]
    return "footer" in tags and not {"article", "main", "section"}.intersection(tags)


def _within_such(element: Any, known: dict[Any, bool], is_such: Callable[[Any], bool]) -> bool:
    """Whether an element or one that it is within is such a one; what is told of each is kept in ``known``."""
    found, asked = False, []
    for one in _and_around(element):
        if one in known:
            found = known[one]
            break
        asked.append(one)
    for one in reversed(asked):
        found = known[one] = found or is_such(one)
    return found


def _is_called_other(element: Any) -> bool:
    names = _names(element)
    return bool(names) and bool(_ELSEWHERE_NAMES.search(names)) and not _WALL_NAMES.search(names)


def _names(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()[:400]
