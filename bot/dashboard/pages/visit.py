"""How a page is asked for, and what it answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from bot.chat.typed.pages import pages_of
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.views.links import address

LONGEST = 300
"""Characters of a value in a query; a search takes no more either."""
LAST_PAGE = 100_000


class Visit(Struct, frozen=True):
    """A page as it is asked for."""

    path: str
    """Below the dashboard's root: ``/ledger``; "" for the first page."""
    query: Mapping[str, str]
    s: Speaker
    number: int = 0
    """That the path ends with: a story's, a report's."""

    def asked(self, name: str) -> str:
        return self.query.get(name, "").strip()[:LONGEST]


class Page(Struct, frozen=True):
    """A template and what is put into it."""

    template: str
    title: str
    values: Mapping[str, Any]
    section: str = ""
    """Which of the menu's entries it is under."""


class NoPageError(Exception):
    """There is nothing at an address; the text says so to whoever asked, in his language."""


class Pager(Struct, frozen=True):
    """Where a list's other pages are."""

    page: int
    last: int
    before: str
    after: str
    """Addresses; "" where there is none."""


def paged(visit: Visit, items: Sequence[Any], per_page: int) -> tuple[Sequence[Any], Pager]:
    """The page of a list that is asked for, and where the others are. Raises NoPageError."""
    page, last = page_asked(visit), pages_of(len(items), per_page)
    if page > last:
        raise NoPageError(visit.s.say("There is no page {page}.", page=str(page)))
    before = page_address(visit, page - 1) if page > 1 else ""
    after = page_address(visit, page + 1) if page < last else ""
    return items[(page - 1) * per_page : page * per_page], Pager(page, last, before, after)


def page_asked(visit: Visit) -> int:
    """The page that is asked for, the first one by default. Raises NoPageError."""
    typed = visit.asked("page") or "1"
    if not (typed.isascii() and typed.isdigit() and len(typed) < 7 and 0 < int(typed) <= LAST_PAGE):
        raise NoPageError(visit.s.say("There is no page {page}.", page=typed[:20]))
    return int(typed)


def page_address(visit: Visit, page: int) -> str:
    """The same list's other page."""
    others = {name: visit.asked(name) for name in visit.query if name not in {"page", "lang"}}
    return address(visit.path, others | ({"page": str(page)} if page > 1 else {}))
