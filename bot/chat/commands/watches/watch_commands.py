"""A watch is made, listed, paused and removed."""

from collections.abc import Mapping, Sequence
from itertools import count as counted

from bot.chat.commands.button_press import FOR_ADMINISTRATORS, ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.languages.translator import Translator
from bot.chat.people import may_press_for_chat
from bot.chat.render import Rendered
from bot.chat.render.answers import watches as render
from bot.chat.render.answers.search import unreadable_query
from bot.chat.render.answers.watches import PAGE, PAUSE, REMOVE, RESUME, WATCH, Preview
from bot.chat.render.html import Text, compose
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.chat.typed.pages import checked_page, pages_of, take_page
from bot.chat.typed.questions import nearest_name
from bot.chat.typed.watches import EXAMPLE, LONGEST_NAME, languages_in, name_of, watch_words
from bot.chat.typed.wishes import no_language
from bot.desk.answers.search import search_result
from bot.model import Paused, Watch, WatchRefusal, WatchRefused
from bot.reading.languages.detect import TOLD
from bot.reading.query.query import Query, QueryError

MOST_PREVIEWED = 100
"""Reports of which the stories are counted."""
NEWEST = 3


class WatchCommands:
    """What a chat watches for. Methods raise BadArgument."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._watches, self._archive = families.context.store.watches, families.context.store.archive

    def watch(self, asked: CommandRequest) -> Rendered:
        """Keeps a watch, and shows what it would have rung for; where nothing was typed, how to ask."""
        if not asked.words.strip():
            return render.usage(asked.t)
        try:
            typed = watch_words(asked.words)
        except QueryError as problem:
            return unreadable_query(problem, EXAMPLE, asked.t)
        query = typed.query
        self._refuse_strange(languages_in(query.root))
        name = typed.name or self._free_name(name_of(query), asked.chat.id)
        kept = self._watches.add(asked.chat, name, query.text, str(query), self._context.now())
        if isinstance(kept, WatchRefused):
            raise _refused(kept)
        return render.made(kept, self._preview(query), self._context.topic, asked.t)

    def _refuse_strange(self, named: Sequence[str]) -> None:
        """Raises BadArgument for a language that no text is taken for and no feed is in: it would never ring."""
        strange = [code for code in named if code not in TOLD]
        feeds = {feed.language for feed in self._context.store.feeds.all()} if strange else set()
        for code in strange:
            if code not in feeds:
                raise no_language(code, "/watch lang:ko 방위비")

    def _free_name(self, name: str, chat_id: int) -> str:
        """The name, with a number where the chat has one of that name."""
        taken = {_key(one.name) for one in self._watches.of_chat(chat_id)}
        names = (name if number == 1 else f"{name[: LONGEST_NAME - 4]} {number}" for number in counted(1))
        return next(one for one in names if _key(one) not in taken)

    def _preview(self, query: Query) -> Preview:
        hits = self._archive.search(query, limit=MOST_PREVIEWED)
        by_story = {article.story_id: article for article in reversed(hits.articles)}
        newest = sorted(by_story.values(), key=lambda one: (one.published, one.id), reverse=True)[:NEWEST]
        whole = hits.counted and hits.total <= MOST_PREVIEWED
        stories = len(by_story) if whole else None
        return Preview(hits.total, hits.counted, stories, tuple(search_result(query, one) for one in newest))

    def watches(self, asked: CommandRequest) -> Rendered:
        """A page of what the chat watches for."""
        words, page = take_page(asked.words)
        if words.strip():
            raise BadArgument(
                "/watches takes a page behind it, such as p2, and not “{typed}”. A new one is made by /watch.",
                "/watches",
                typed=shown(words),
            )
        checked_page(page, pages_of(len(self._watches.of_chat(asked.chat.id)), render.PER_PAGE), "watches", "")
        return self._listed(asked.chat.id, page, asked.t)

    def _listed(self, chat_id: int, page: int, t: Translator, told: str | Text = "") -> Rendered:
        those, zone = self._watches.of_chat(chat_id), self._context.zone_of(chat_id)
        return render.watches(those, now=self._context.now(), zone=zone, page=page, told=told, t=t)

    def unwatch(self, asked: CommandRequest) -> Rendered:
        """Removes one, by its name or its number in the list."""
        found = self._watches.remove(asked.chat.id, self._named(asked).id)
        if found is None:
            raise BadArgument("That one was removed just now.", "/watches")
        return compose([render.removed(found, asked.t)])

    def _named(self, asked: CommandRequest) -> Watch:
        those = self._watches.of_chat(asked.chat.id)
        if not those:
            raise BadArgument("This chat watches for nothing, so there is nothing to end.", EXAMPLE)
        name = asked.words.strip()
        if not name:
            raise BadArgument("Say which one: by its name, or by its number in /watches.", f"/unwatch {those[0].name}")
        by_name = {_key(one.name): one for one in those}
        if (found := by_name.get(_key(name.strip('“”"')))) is not None:
            return found
        number = int(name) if is_id(name) else 0
        if 1 <= number <= len(those):
            return those[number - 1]
        near = by_name.get(nearest_name(_key(name), by_name) or "", those[0])
        raise BadArgument(
            "This chat has no watch “{typed}”; nothing was changed. /watches lists them.",
            f"/unwatch {near.name}",
            typed=shown(name),
        )

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``watch:pause:ID:PAGE``, ``watch:resume:``, ``watch:remove:`` and ``watch:page:PAGE``."""
        return {WATCH: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        what, *numbers = pressed.words.split(":")
        if not numbers or not all(map(is_id, numbers)) or len(numbers) != (1 if what == PAGE else 2):
            raise Outdated
        if what != PAGE and not await may_press_for_chat(
            pressed.bot, pressed.below.chat, pressed.query.from_user, self._context.operators
        ):
            await pressed.acknowledge(pressed.t.say(FOR_ADMINISTRATORS))
            return
        await pressed.replace_message(lambda: self._pressed(what, [int(one) for one in numbers], pressed))

    def _pressed(self, what: str, numbers: list[int], pressed: ButtonPress) -> Rendered:
        """The list, after what was pressed is done. Raises Outdated."""
        page, told, chat_id, t = numbers[-1], Text("", "", 0), pressed.here.id, pressed.t
        if what == REMOVE:
            gone = self._watches.remove(chat_id, numbers[0])
            told = render.removed(gone, t) if gone else told
        elif what in {PAUSE, RESUME}:
            self._watches.set_paused(chat_id, numbers[0], Paused.BY_HAND if what == PAUSE else Paused.NO)
        elif what != PAGE:
            raise Outdated
        return self._listed(chat_id, page, t, told if told.plain else "")


def _key(name: str) -> str:
    """What a name is found by."""
    return " ".join(name.casefold().split())


def _refused(refused: WatchRefused) -> BadArgument:
    """Why a watch is not kept, and what to do."""
    name = refused.other.name if refused.other else ""
    match refused.why:
        case WatchRefusal.NAME:
            return BadArgument(
                "There is a watch “{name}” here already; give this one another name.", "/watches", name=name
            )
        case WatchRefusal.SAME:
            return BadArgument("This chat watches for that already: it is “{name}”.", "/watches", name=name)
        case WatchRefusal.CHAT_FULL:
            return BadArgument("This chat has as many watches as a chat may, 20; end one first.", "/watches")
        case WatchRefusal.ALL_FULL:
            return BadArgument(
                "This bot keeps as many watches as it can at once; it takes new ones when others are ended.", "/search"
            )
