"""The operators' commands about stories: merge two, split reports off one."""

import re
from collections.abc import Mapping

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import Families
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render import Rendered
from bot.chat.render.notice import refused, unreadable
from bot.chat.render.operators import story_changes
from bot.chat.render.operators.story_changes import MERGE, SPLIT
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.bad_argument import shown
from bot.chat.typed.pages import NoSuchPage, checked_page, pages_of, take_page
from bot.desk.answers.timeline import Story, story
from bot.desk.intake.merge_split import Refused

MOST_REPORTS = 200
"""Reports of a story among which those to split off are shown."""

_NUMBER = re.compile(r"#?(\d{1,9})", re.ASCII)


class StoryCommands:
    """The commands about stories, from the words typed after them. Methods raise BadArgument."""

    def __init__(self, families: Families) -> None:
        self._context = families.context

    def merge(self, words: str, t: Translator = ENGLISH) -> Rendered:
        """Makes two stories one; asks first, where they are of two countries."""
        numbers = _numbers(words, "/merge 12 15")
        if len(numbers) != 2:
            told = "Say which two stories are one, by their numbers in /timeline[, and not “{typed}”]."
            raise BadArgument(told, "/merge 12 15", typed=shown(words))
        one, other = numbers
        apart = self.of_two_countries(one, other)
        return story_changes.confirm_merge(*apart, self._context.topic, t) if apart else self.join(one, other, t)

    def of_two_countries(self, one: int, other: int) -> tuple[Story, Story] | None:
        """The stories of these numbers, where each is of a country and not both of the same."""
        first, second = self._head(one), self._head(other)
        if first is None or second is None or None in {first.track, second.track} or first.track == second.track:
            return None
        return first, second

    def join(self, one: int, other: int, t: Translator = ENGLISH) -> Rendered:
        """Makes two stories one."""
        came = self._context.store.intake.merge(one, other, self._context.now())
        if isinstance(came, Refused):
            raise refused(came.why, "/timeline")
        whole, reports = self._head(came.kept.id), self._context.store.archive.articles(story=came.kept.id)
        return story_changes.stories_merged(came, reports, whole.title if whole else came.kept.title, t)

    def _head(self, number: int) -> Story | None:
        """A story as /story has it, for its title and its country."""
        reports = self._context.store.archive.articles(story=number, limit=MOST_REPORTS)
        return story(reports, self._context.topic.vocabulary.cues)

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``merge:STORY:STORY`` and ``merge:no``."""
        return {MERGE: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        one, _, other = pressed.words.partition(":")
        if pressed.words == story_changes.LEAVE:
            await pressed.replace_message(lambda: story_changes.left_apart(pressed.t))
        elif is_id(one) and is_id(other):
            await pressed.replace_message(lambda: self._answered(int(one), int(other), pressed.t))
        else:
            raise Outdated

    def _answered(self, one: int, other: int, t: Translator) -> Rendered:
        try:
            return self.join(one, other, t)
        except BadArgument as problem:  # one of them has become another since
            return unreadable(problem, t)

    def split(self, words: str, t: Translator = ENGLISH) -> Rendered:
        """Splits reports off; without any, shows the story's reports with their numbers."""
        words, page = take_page(words)
        numbers = _numbers(words, "/split 12")
        if not numbers:
            raise BadArgument("Say which story, by its number in /timeline, and which of its reports.", "/split 12")
        story, *reports = numbers
        if not reports:
            return self._choose(story, page, t)
        came = self._context.store.intake.split(story, reports, self._context.now())
        if isinstance(came, Refused):
            raise refused(came.why, f"/split {story}")
        return story_changes.story_split(came, t)

    def _choose(self, story: int, page: int, t: Translator) -> Rendered:
        """Raises BadArgument, and NoSuchPage."""
        reports = self._context.store.archive.articles(story=story, limit=MOST_REPORTS)
        if not reports:
            raise refused(f"There is no story {story}.", "/timeline")
        checked_page(page, pages_of(len(reports), story_changes.PER_PAGE), "split", str(story))
        return story_changes.choose_reports(reports, page=page, t=t)

    def split_buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``split:STORY pPAGE``."""
        return {SPLIT: self._turn}

    async def _turn(self, pressed: ButtonPress) -> None:
        number, _, page = pressed.words.partition(" p")
        if not (is_id(number) and is_id(page)):
            raise Outdated
        await pressed.replace_message(lambda: self._page(int(number), int(page), pressed.t))

    def _page(self, story: int, page: int, t: Translator) -> Rendered:
        try:
            return self._choose(story, page, t)
        except NoSuchPage as problem:  # reports have left it since
            return self.split(problem.last, t)


def _numbers(words: str, example: str) -> list[int]:
    """The numbers typed; ``#12`` and commas are understood."""
    typed = words.replace(",", " ").split()
    found = [_NUMBER.fullmatch(word) for word in typed]
    for word, number in zip(typed, found, strict=True):
        if number is None:
            raise BadArgument("“{typed}” is no number of a story or report.", example, typed=shown(word))
    return [int(number[1]) for number in found if number]
