"""One item of a feed, read as feedparser reads it; see ``path``.

An item is read element by element in the document's order, because feedparser's rules depend on it: which of two
titles counts, when a second description becomes a content, when an id stands in for a link.
"""

from collections.abc import Callable

from lxml import etree

from bot.feeds.parse.fast.element import (
    ABOUT,
    OddError,
    attributes,
    is_passed_over,
    leaf_text,
    link_target,
    typed_text,
    whole_link,
)
from bot.feeds.parse.fast.namespaces import (
    ATOM,
    CONTENT,
    CORE,
    DUBLIN_CORE,
    DUBLIN_CORE_TERMS,
    FEEDBURNER,
    ITUNES,
    MEDIA,
    MEDIA_OLD,
)
from bot.feeds.parse.links import link_from_guid
from bot.feeds.parse.raw import RawEntry

DEEPEST = 3
"""Levels of media groups below an item."""


class ItemReader:
    """Reads one item after another."""

    def read(self, item: etree._Element) -> RawEntry:
        """The item's own strings. Raises OddError."""
        self._fields: dict[str, str] = {}
        self._depths: dict[str, int] = {}
        self._contents: list[str] = []
        self._has_content = False
        self._title_depth: int | None = None
        self._alternates: list[str] = []
        if item.keys() and (about := attributes(item, (ABOUT,)).get(ABOUT)):
            self._fields["id"] = about
        self._take(item, 0)
        return self._entry()

    def _take(self, parent: etree._Element, depth: int) -> None:
        for element in parent:
            handler = _HANDLERS.get(element.tag)
            if handler is _ENTER:
                self._enter(element, depth)
            elif len(element):
                raise OddError
            elif handler is not None:
                handler(self, element, depth)
            elif not is_passed_over(element):
                raise OddError

    def _entry(self) -> RawEntry:
        get = self._fields.get
        link = get("link", "")
        if link and not self._alternates:
            link = link_from_guid(link)
        link = get("feedburner_origlink") or link or "".join(self._alternates[:1])
        summary = get("summary", "")
        texts = dict.fromkeys((*self._contents, summary)) if self._contents else (summary,)
        dates = (get("published"), get("updated"), get("created"))
        return RawEntry(
            get("id", ""),
            link,
            get("title", ""),
            tuple([text for text in texts if text]),
            tuple([date for date in dates if date]),
            get("language", ""),
            get("source", ""),
        )

    def _put(self, name: str, value: str, depth: int) -> None:
        """The last one counts, unless it lies deeper than the one before."""
        if depth <= self._depths.get(name, depth):
            self._depths[name] = depth
            self._fields[name] = value

    def _take_title(self, element: etree._Element, depth: int) -> None:
        value = self._titled(element, depth)
        if value:
            self._title_depth = depth

    def _take_media_title(self, element: etree._Element, depth: int) -> None:
        self._titled(element, depth)

    def _titled(self, element: etree._Element, depth: int) -> str:
        value = typed_text(element)
        if self._title_depth is None or self._title_depth > depth:
            self._put("title", value, depth)
        return value

    def _take_description(self, element: etree._Element, depth: int) -> None:
        value = typed_text(element)
        if "summary" in self._fields and not self._has_content:
            self._add_content(value)
        else:
            self._put("summary", value, depth)

    def _take_content(self, element: etree._Element, depth: int) -> None:
        self._add_content(typed_text(element))

    def _add_content(self, value: str) -> None:
        self._has_content = True
        self._contents.append(value)
        self._fields.setdefault("summary", value)

    def _take_link(self, element: etree._Element, depth: int) -> None:
        target = link_target(element)
        if target is None:
            self._fields["link"] = link = whole_link(leaf_text(element).replace("&amp;", "&"))
            self._alternates.append(link)
        elif target.is_alternate:
            self._alternates.append(target.href)
            if target.is_page:
                self._fields["link"] = target.href

    def _take_id(self, element: etree._Element, depth: int) -> None:
        value = leaf_text(element)
        self._put("id", value, depth)
        keys = element.keys()
        if keys == ["isPermaLink"]:
            flag = element.get("isPermaLink")
        else:
            flag = attributes(element, ("ispermalink",)).get("ispermalink", "true") if keys else "true"
        if flag != "true":
            return
        if ":///" in value:
            raise OddError
        self._fields.setdefault("link", value)

    def _take_source(self, element: etree._Element, depth: int) -> None:
        self._fields["source"] = leaf_text(element)
        self._title_depth = None

    def _take_original(self, element: etree._Element, depth: int) -> None:
        if element.keys():
            raise OddError
        self._put("feedburner_origlink", leaf_text(element), depth)

    def _take_published(self, element: etree._Element, depth: int) -> None:
        self._put("published", leaf_text(element), depth)

    def _take_updated(self, element: etree._Element, depth: int) -> None:
        self._put("updated", leaf_text(element), depth)

    def _take_created(self, element: etree._Element, depth: int) -> None:
        self._put("created", leaf_text(element), depth)

    def _take_language(self, element: etree._Element, depth: int) -> None:
        self._put("language", leaf_text(element), depth)

    def _enter(self, element: etree._Element, depth: int) -> None:
        if depth >= DEEPEST:
            raise OddError
        self._take(element, depth + 1)

    def _pass(self, element: etree._Element, depth: int) -> None:
        """What is of no interest."""


Handler = Callable[[ItemReader, etree._Element, int], None]


def _handlers() -> dict[str, Handler]:
    """Tag -> what is done with such an element. Not in it: whatever makes the fast path give up."""
    core: dict[str, Handler] = {
        "title": ItemReader._take_title,
        "link": ItemReader._take_link,
        "description": ItemReader._take_description,
        "summary": ItemReader._take_description,
        "guid": ItemReader._take_id,
        "id": ItemReader._take_id,
        "pubDate": ItemReader._take_published,
        "published": ItemReader._take_published,
        "updated": ItemReader._take_updated,
        "source": ItemReader._take_source,
        "author": ItemReader._enter,
        "contributor": ItemReader._enter,
        "category": ItemReader._pass,
        "comments": ItemReader._pass,
        "enclosure": ItemReader._pass,
        "name": ItemReader._pass,
        "email": ItemReader._pass,
        "uri": ItemReader._pass,
        "rights": ItemReader._pass,
    }
    found = {_tag(uri, name): handler for uri in CORE for name, handler in core.items()}
    found |= {_tag(ATOM, "content"): ItemReader._take_content, _tag(CONTENT, "encoded"): ItemReader._take_content}
    found |= {
        _tag(DUBLIN_CORE, "title"): ItemReader._take_title,
        _tag(DUBLIN_CORE, "description"): ItemReader._take_description,
        _tag(DUBLIN_CORE, "date"): ItemReader._take_updated,
        _tag(DUBLIN_CORE, "language"): ItemReader._take_language,
        _tag(DUBLIN_CORE_TERMS, "created"): ItemReader._take_created,
        _tag(DUBLIN_CORE_TERMS, "issued"): ItemReader._take_published,
        _tag(DUBLIN_CORE_TERMS, "modified"): ItemReader._take_updated,
        _tag(FEEDBURNER, "origLink"): ItemReader._take_original,
        _tag(ITUNES, "summary"): ItemReader._take_description,
    }
    for media in (MEDIA, MEDIA_OLD):
        found |= {
            _tag(media, "title"): ItemReader._take_media_title,
            _tag(media, "description"): ItemReader._take_description,
            _tag(media, "group"): ItemReader._enter,
            _tag(media, "content"): ItemReader._enter,
        }
    passed = {
        DUBLIN_CORE: "creator publisher rights subject identifier type format source",
        ITUNES: "author subtitle duration explicit episode season episodeType",
        MEDIA: "thumbnail credit copyright keywords category rating text adult restriction license",
    }
    return found | {_tag(uri, name): ItemReader._pass for uri, names in passed.items() for name in names.split()}


def _tag(uri: str, name: str) -> str:
    return f"{{{uri}}}{name}" if uri else name


_HANDLERS = _handlers()
_ENTER = ItemReader._enter
