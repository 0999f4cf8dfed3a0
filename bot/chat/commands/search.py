"""What /search answers: a query and a period from what was typed, and a page of the reports that it finds."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from telegram import Message
from telegram.constants import MessageEntityType

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import Families
from bot.chat.render import Rendered
from bot.chat.render.answers import search as render
from bot.chat.render.answers.search import EXAMPLE, FIND, PER_PAGE, UNTIL
from bot.chat.typed.periods import bounds
from bot.desk.answers.search import ResultPage, result_page
from bot.reading.query.query import Query, QueryError, parse_query

_FILTER = re.compile(r"(?<!\S)(since|until|page):(\S*)", re.IGNORECASE)


class SearchWords(Struct, frozen=True):
    """What was typed after the command."""

    typed: str
    """Without the page."""
    query: Query
    since: datetime | None = None
    until: datetime | None = None
    """Before it."""
    page: int = 1


def search_words(typed: str, now: datetime) -> SearchWords:
    """A query, and ``since:``, ``until:`` and ``page:`` anywhere in it.

    Raises BadArgument, and QueryError with the place in what was typed.
    """
    filters = {found[1].lower(): found[2] for found in _FILTER.finditer(typed)}
    since, until = bounds(filters.get("since", ""), filters.get("until", ""), now, EXAMPLE)
    number = filters.get("page", "1")
    page = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    # Blanks in their place keep every other character at its own, which errors are told by.
    words = _FILTER.sub(lambda found: " " * len(found[0]), typed)
    try:
        query = parse_query(words)
    except QueryError as problem:
        raise QueryError(typed, problem.position, problem.sentence) from None
    return SearchWords(without_filter(typed, "page"), query, since, until, page)


def without_filter(typed: str, name: str) -> str:
    """What was typed without one of the filters, on one line."""
    kept = _FILTER.sub(lambda found: "" if found[1].lower() == name else found[0], typed)
    return " ".join(kept.split())


class SearchAnswers:
    """The reports that a query finds. Methods raise BadArgument."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._archive = self._context.store.archive

    def search(self, typed: str) -> Rendered:
        """A page of the reports; where nothing was typed or it cannot be read, how to ask."""
        if not typed.strip():
            return render.usage()
        try:
            asked = search_words(typed, self._context.today())
        except QueryError as problem:
            return render.unreadable_query(problem)
        if not self._archive.articles(limit=1):
            return render.empty_archive()
        return self._page(asked)

    def find(self, asked: SearchWords, limit: int) -> ResultPage:
        """A page of so many reports."""
        offset = (asked.page - 1) * limit
        hits = self._archive.search(asked.query, since=asked.since, until=asked.until, offset=offset, limit=limit)
        return result_page(asked.query, hits)

    def buttons(self) -> Mapping[str, PressHandler]:
        """Handlers of ``find:PAGE`` and ``find:until:DATE``; the query is read from the message that they are under."""
        return {FIND: self._turn}

    async def _turn(self, pressed: ButtonPress) -> None:
        words = _turned(_query_of(pressed.message), pressed.words)
        await pressed.replace_message(partial(self.search, words))

    def _page(self, asked: SearchWords) -> Rendered:
        given = self.find(asked, PER_PAGE)
        if not given.reports and asked.page > 1 and given.counted and given.total:
            asked = replace(asked, page=-(-given.total // PER_PAGE))
            given = self.find(asked, PER_PAGE)
        return render.search(given, self._context.topic, typed=asked.typed, page=asked.page)


def _query_of(message: Message) -> str:
    """What was typed, which the first line shows in letters of one width."""
    found = message.parse_entities([MessageEntityType.CODE])
    return min(found.items(), key=lambda one: one[0].offset)[1] if found else ""


def _turned(typed: str, where: str) -> str:
    """What is asked for by a button. Raises Outdated where it is none of ours."""
    what, _, day = where.partition(":")
    if not typed or not (is_id(where) or what == UNTIL):
        raise Outdated
    return f"{without_filter(typed, UNTIL)} {UNTIL}:{day}" if what == UNTIL else f"{typed} page:{where}"
