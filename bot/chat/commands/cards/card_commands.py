"""/card and its buttons."""

import asyncio
from collections.abc import Mapping
from functools import partial

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.charts import DrawingError, Drawings, send_picture
from bot.chat.commands.command import Families, Work
from bot.chat.commands.course import CourseAnswers
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.delivery.side_work import Place
from bot.chat.drawing.card import Card
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render import Rendered
from bot.chat.render.alert import news_of, standings
from bot.chat.render.answers.card import CARD, card_of_countries, card_of_country, card_of_story
from bot.chat.render.notice import say, unreadable
from bot.chat.render.words import tracks_in_words
from bot.chat.typed.arguments import BadArgument, short_name
from bot.chat.typed.card_words import CardWords, card_words
from bot.model import Track

MOST_READ = 50
"""Reports of a story whose figures are looked at."""


class CardCommands:
    """Draws cards and sends them."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._tracks = self._context.topic.vocabulary.tracks
        self._ledger, self._course = families.of(LedgerAnswers), families.of(CourseAnswers)
        self._drawings = families.of(Drawings)

    def answer(self, words: str, t: Translator = ENGLISH) -> Work:
        """The work on the picture of countries or of a story. Raises BadArgument."""
        return Work(partial(self._send, card_words(words, self._tracks), t))

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``card:WORDS``, the words as they may be typed."""
        return {CARD: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        try:
            words = card_words(pressed.words, self._tracks)
        except BadArgument:
            raise Outdated from None
        await pressed.begin(Work(partial(self._send, words, pressed.t)), pressed.t.say("Drawing …"))

    async def _send(self, words: CardWords, t: Translator, place: Place) -> None:
        try:
            card, caption = await asyncio.to_thread(self.made, words, t)
            picture = await self._drawings.picture(f"{CARD}:{t.language} {words.typed}", card)
        except BadArgument as problem:
            await place.say(unreadable(problem, t))
        except DrawingError:
            await place.say(say(t.say("The card could not be drawn. The figures: {command}", command="/figures")))
        else:
            await send_picture(place, picture, caption, "card.png")

    def made(self, words: CardWords, t: Translator = ENGLISH) -> tuple[Card, Rendered]:
        """The card and its caption. Raises BadArgument where there is no such story."""
        if words.story is not None:
            return self._of_story(words.story, t)
        if len(words.tracks) == 1:
            return self._of_country(words.tracks[0], t)
        asked, today = tracks_in_words(words.tracks, self._context.topic, t), self._context.today().date()
        keys = {track.key for track in words.tracks}
        found = self._ledger.stands(self._ledger.rows(None), None, today)
        stands = [one for one in found if not keys or one.track in keys]
        return card_of_countries(stands, self._context.topic, asked, today, t)

    def _of_country(self, track: Track, t: Translator) -> tuple[Card, Rendered]:
        today = self._context.today().date()
        stands = self._ledger.stands(self._ledger.rows(track.key), track.key, today)
        summary = self._course.the_summary(short_name(track, self._tracks))
        course = next((one.course for one in summary.tracks if one.track == track.key), None)
        return card_of_country(stands, course, self._context.topic, track, today, t)

    def _of_story(self, number: int, t: Translator) -> tuple[Card, Rendered]:
        topic = self._context.topic
        found = self._course.the_story(str(number))
        reports = self._context.store.archive.articles(story=number, limit=MOST_READ)
        ordered = sorted(reports, key=lambda one: (one.title != found.title, one.published))
        told = [(one, news_of(one, standings(one, topic, self._context.convert))) for one in ordered]
        return card_of_story(found, told, topic, self._context.today().date(), t)
