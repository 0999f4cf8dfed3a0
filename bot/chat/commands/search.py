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
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render import Rendered
from bot.chat.render.answers import search as render
from bot.chat.render.answers.inline import CardPage, result_card
from bot.chat.render.answers.search import BEGAN, EXAMPLE, FIND, NO_DAY, PER_PAGE, UNTIL
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.pages import NoSuchPage, pages_of
from bot.chat.typed.periods import bounds
from bot.desk.answers.search import ResultPage, result_page
from bot.reading.query.query import Query, QueryError, parse_query

_FILTER = re.compile(r"(?<!\S)(since|until|page):(\S*)", re.IGNORECASE)

_DAY = re.compile(r"[!-9;-~]{1,12}", re.ASCII)
"""A day as it is typed, in no more letters than a button carries."""


class SearchWords(Struct, frozen=True):
    """What was typed after the command."""

    typed: str
    """Without the page."""
    query: Query
    since: datetime | None = None
    until: datetime | None = None
    """Before it."""
    page: int = 1
    began: str | None = None
    """The ``until:`` that a button has put another one in the place of; "" for none."""


def search_words(typed: str, now: datetime) -> SearchWords:
    """A query, and ``since:``, ``until:`` and ``page:`` anywhere in it.

    Raises BadArgument, and QueryError with the place in what was typed.
    """
    filters = {found[1].lower(): found[2] for found in _FILTER.finditer(typed)}
    since, until = bounds(filters.get("since", ""), filters.get("until", ""), now, EXAMPLE)
    number = filters.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 6 and int(number)):
        raise BadArgument("“{typed}” is no page; page:2 is.", EXAMPLE, typed=number[:40])
    page = int(number)
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

    def search(self, typed: str, t: Translator = ENGLISH) -> Rendered:
        """A page of the reports; where nothing was typed or it cannot be read, how to ask. Raises NoSuchPage."""
        return self._answer(typed, None, t)

    def _answer(self, typed: str, began: str | None, t: Translator) -> Rendered:
        """``began`` as in ``SearchWords``."""
        if not typed.strip():
            return render.usage(t)
        try:
            asked = replace(search_words(typed, self._context.today()), began=began)
        except QueryError as problem:
            return render.unreadable_query(problem, t=t)
        if not self._archive.articles(limit=1):
            return render.empty_archive(t)
        given = self.find(asked, PER_PAGE)
        topic = self._context.topic
        return render.search(given, topic, typed=asked.typed, page=asked.page, began=asked.began, t=t)

    def find(self, asked: SearchWords, limit: int) -> ResultPage:
        """A page of so many reports. Raises NoSuchPage, where they are counted."""
        offset = (asked.page - 1) * limit
        hits = self._archive.search(asked.query, since=asked.since, until=asked.until, offset=offset, limit=limit)
        found = result_page(asked.query, hits)
        if not found.reports and asked.page > 1 and found.counted:
            raise NoSuchPage(asked.page, pages_of(found.total, limit), "search", asked.typed, "page:")
        return found

    def cards(self, typed: str, page: int, t: Translator) -> CardPage:
        """A page of the reports, each a card. Raises BadArgument, also for what cannot be read."""
        try:
            asked = replace(search_words(typed, self._context.today()), page=page)
        except QueryError as problem:
            raise BadArgument(problem.sentence, EXAMPLE) from None
        found = self.find(asked, PER_PAGE)
        return CardPage(tuple(result_card(one, self._context.topic, t) for one in found.reports), found.more)

    def buttons(self) -> Mapping[str, PressHandler]:
        """Handlers of ``find:PAGE``, ``find:until:DATE`` and ``find:began:DATE``, the first two with the ``until:``
        that was typed at first behind them; the query is read from the message that they are under.
        """
        return {FIND: self._turn}

    async def _turn(self, pressed: ButtonPress) -> None:
        words, began = _turned(_query_of(pressed.message), pressed.words)
        await pressed.replace_message(partial(self._as_far_as_there_is, words, began, pressed.t))

    def _as_far_as_there_is(self, words: str, began: str | None, t: Translator) -> Rendered:
        """The page; the last one, where there are fewer than the button knew."""
        try:
            return self._answer(words, began, t)
        except NoSuchPage as problem:
            return self._answer(problem.last, began, t)


def _query_of(message: Message) -> str:
    """What was typed, which the first line shows in letters of one width."""
    found = message.parse_entities([MessageEntityType.CODE])
    return min(found.items(), key=lambda one: one[0].offset)[1] if found else ""


def _turned(typed: str, where: str) -> tuple[str, str | None]:
    """What is asked for by a button, and the ``until:`` that it began with. Raises Outdated for a button not ours."""
    what, _, rest = where.partition(":")
    if not typed:
        raise Outdated
    if is_id(what):
        return f"{typed} page:{what}", _began(rest) if rest else None
    day, _, first = rest.partition(":")
    alone = without_filter(typed, UNTIL)
    if what == UNTIL:
        return f"{alone} {UNTIL}:{day}", _began(first or NO_DAY)
    if what == BEGAN:
        began = _began(day)
        return f"{alone} {UNTIL}:{began}" if began else alone, None
    raise Outdated


def _began(day: str) -> str:
    """Raises Outdated for what no button of ours carries."""
    if not _DAY.fullmatch(day):
        raise Outdated
    return "" if day == NO_DAY else day
