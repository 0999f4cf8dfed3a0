"""Inline queries: ``@bot korea figures`` typed in any chat, answered with cards that the person may send there.

https://core.telegram.org/bots/api#inline-mode. What is offered is marked in the registry. No query changes anything,
and none gets what is an operator's. Each is answered in the language of who asks, so Telegram is to keep an answer for
that person alone; here it is kept for all who ask the same in the same language, so that letters typed one by one, back
and forth, are answered once.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
    User,
    error,
)
from telegram.constants import ParseMode
from telegram.ext import ContextTypes

from bot.chat.commands.command import Audience, Command, CommandRequest, Families, Inline, NotHere
from bot.chat.delivery.messenger import NO_PREVIEW, keyboard
from bot.chat.delivery.outcomes import is_markup_trouble
from bot.chat.languages.translator import Translator, fitting
from bot.chat.logs import one_line
from bot.chat.render import Rendered
from bot.chat.render.answers.inline import Card, CardPage, card_of, linked, payload
from bot.chat.typed.arguments import BadArgument, short_name, summary_words, tracks_in
from bot.chat.typed.questions import nearest_command
from bot.model import Chat, ChatType

_log = logging.getLogger(__name__)

CACHE_TIME = 60
"""Seconds that an answer is kept, here and at Telegram: news is not older than that."""
MOST_KEPT = 64
"""Answers, of some 30 kB each."""
MOST_CARDS = 20
"""Of one answer; Telegram takes 50."""
LAST_PAGE = 50
_SUMMARY, _SEARCH = "summary", "search"
NOTHING = "Nothing on record. See where it stands"
_START = payload("summary")


@dataclass(frozen=True, slots=True)
class _Found:
    page: CardPage
    personal: bool = False
    """Another who asks the same in the same language may be told otherwise."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    command: Command
    inline: Inline
    words: str = ""

    @property
    def line(self) -> str:
        return f"{self.command.name} {self.words}".rstrip()


class InlineQueries:
    """Answers inline queries."""

    def __init__(self, families: Families, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds that only go forward."""
        self._families, self._context, self._clock = families, families.context, clock
        self._tracks = self._context.topic.vocabulary.tracks
        self._offered = {
            name: (command, command.inline)
            for name, command in families.commands.items()
            if command.inline is not None and command.audience is Audience.EVERYBODY
        }
        self._kept: OrderedDict[tuple[str, int, str, int], tuple[float, _Found]] = OrderedDict()
        """By words, page, language and person, 0 for everybody; when it was made. The newest at the end."""

    async def on_query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of every inline query."""
        query = update.inline_query
        if query is None:
            return
        page = int(query.offset) if query.offset.isascii() and query.offset.isdigit() and len(query.offset) < 4 else 1
        words = " ".join(query.query.split())
        asker = await asyncio.to_thread(self._asker, query.from_user)
        found = await self._answer_to(words, min(max(page, 1), LAST_PAGE), asker)
        await _answer(query, found, page, asker.t)

    def _asker(self, person: User) -> CommandRequest:
        """Who asks, as if it were in the private chat with the bot."""
        zone, language = self._context.default_zone, fitting(person.language_code)
        chat = Chat(person.id, ChatType.PRIVATE, "", subscribed=False, time_zone=zone, language=language)
        return CommandRequest(chat, t=self._context.translator_of(chat))

    async def _answer_to(self, words: str, page: int, asker: CommandRequest) -> _Found:
        """As it is kept, or made anew."""
        now, language, person = self._clock(), asker.t.language, asker.chat.id
        for whose in (0, person):
            kept = self._kept.get((words, page, language, whose))
            if kept is not None and now - kept[0] < CACHE_TIME:
                return kept[1]
        found = await asyncio.to_thread(self._found, words, page, asker)
        key = words, page, language, person if found.personal else 0
        self._kept[key] = now, found
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found

    def _found(self, words: str, page: int, asker: CommandRequest) -> _Found:
        """What was asked for; where that is nothing, the reports that have the words, or what they nearly ask for."""
        wanted = self._wanted(words)
        found = self._cards(wanted, page, asker) if wanted else _Found(CardPage(()))
        if found.page.cards or not words:
            return found
        for wanted in (self._named(_SEARCH, words), self._nearly(words)):
            found = self._cards(wanted, page, asker)
            if found.page.cards:
                return found
        return found

    def _wanted(self, words: str) -> Sequence[_Wanted]:
        """Nothing typed is each country's summary, a country everything that there is of it."""
        if not words:
            return [one for track in self._tracks for one in self._named(_SUMMARY, short_name(track, self._tracks))]
        typed = words.split()
        for place, word in enumerate(typed):
            name = word.removeprefix("/").casefold()
            rest = " ".join([*typed[:place], *typed[place + 1 :]])
            if name in self._offered and (place == 0 or not tracks_in(rest, self._tracks)[1]):
                return self._named(name, rest)
        if not self._is_country(words):
            return ()
        return [one for name, (_, inline) in self._offered.items() if inline.cards is None
                for one in self._named(name, words)]  # fmt: skip

    def _is_country(self, words: str) -> bool:
        """Or several, or a period."""
        try:
            summary_words(words, self._tracks, today=self._context.today().date())
        except BadArgument:
            return False
        return True

    def _named(self, name: str, words: str = "") -> Sequence[_Wanted]:
        return [_Wanted(*self._offered[name], words)] if name in self._offered else ()

    def _nearly(self, words: str) -> Sequence[_Wanted]:
        near = nearest_command(words, self._tracks, self._context.today().date())
        return self._named(near.command, near.words) if near is not None else ()

    def _cards(self, wanted: Sequence[_Wanted], page: int, asker: CommandRequest) -> _Found:
        """Without what takes no such words. A command's message is all of its answer; cards of its own have pages."""
        cards: list[Card] = []
        personal = more = False
        for one in wanted[:MOST_CARDS]:
            try:
                if one.inline.cards is not None:
                    made = one.inline.cards(self._families.of, one.words, page, asker.t)
                    cards, more = [*cards, *made.cards], more or (made.more and page < LAST_PAGE)
                elif page == 1:
                    cards += self._card(one, asker)
            except (BadArgument, NotHere):
                continue
            personal = personal or one.inline.personal
        return _Found(CardPage(tuple(cards), more), personal)

    def _card(self, wanted: _Wanted, asker: CommandRequest) -> list[Card]:
        """Raises BadArgument and NotHere."""
        asked = CommandRequest(asker.chat, wanted.words, t=asker.t)
        made = wanted.command.answered(self._families.of, asked)
        return [card_of(made, self._context.topic, wanted.line, asker.t)] if isinstance(made, Rendered) else []


async def _answer(query: InlineQuery, found: _Found, page: int, t: Translator) -> None:
    """Once more as plain text where Telegram does not take the markup; a query that is too old is nobody's any more.

    Raises telegram.error.TelegramError for what else goes wrong.
    """
    for plain in (False, True):
        try:
            await _send(query, found, page, t, plain=plain)
        except error.BadRequest as problem:
            if plain or not is_markup_trouble(problem):
                _log.info("an inline query could not be answered: %s", one_line(str(problem)))
                return
            _log.warning("Telegram refused the markup of a card; sending it plain: %s", one_line(str(problem)))
        else:
            return


async def _send(query: InlineQuery, found: _Found, page: int, t: Translator, *, plain: bool) -> None:
    bot, cards = query.get_bot(), found.page.cards
    results = [_article(str(n), card, linked(card, bot.username, t), plain=plain) for n, card in enumerate(cards)]
    await bot.answer_inline_query(
        query.id,
        results,
        cache_time=CACHE_TIME,
        is_personal=True,
        next_offset=str(page + 1) if found.page.more else "",
        button=None if cards or page > 1 else InlineQueryResultsButton(t.say(NOTHING), start_parameter=_START),
    )


def _article(number: str, card: Card, message: Rendered, *, plain: bool) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        message.plain if plain else message.html,
        parse_mode=None if plain else ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
    )
    return InlineQueryResultArticle(
        number, card.title, content, keyboard(message.buttons), description=card.description or None
    )


async def refuse(query: InlineQuery, why: str, wait: float) -> None:
    """Answers with no card, and a button that says why. Raises telegram.error.TelegramError but for old queries."""
    button = InlineQueryResultsButton(why, start_parameter=_START)
    try:
        await query.get_bot().answer_inline_query(
            query.id, [], cache_time=max(1, round(wait)), is_personal=True, button=button
        )
    except error.BadRequest as problem:
        _log.info("an inline query could not be refused: %s", one_line(str(problem)))
