"""The operators' commands about stories: merge two, split reports off one."""

import re
from collections.abc import Mapping

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import Families
from bot.chat.render import Rendered
from bot.chat.render.notice import unreadable
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

    def merge(self, words: str) -> Rendered:
        """Makes two stories one; asks first, where they are of two countries."""
        numbers = _numbers(words, "/merge 12 15")
        if len(numbers) != 2:
            not_so = f", and not “{shown(words)}”" if words.strip() else ""
            raise BadArgument(f"Say which two stories are one, by their numbers in /timeline{not_so}.", "/merge 12 15")
        apart = self.of_two_countries(*numbers)
        return story_changes.confirm_merge(*apart, self._context.topic) if apart else self.join(*numbers)

    def of_two_countries(self, one: int, other: int) -> tuple[Story, Story] | None:
        """The stories of these numbers, where each is of a country and not both of the same."""
        first, second = self._head(one), self._head(other)
        if first is None or second is None or None in {first.track, second.track} or first.track == second.track:
            return None
        return first, second

    def join(self, one: int, other: int) -> Rendered:
        """Makes two stories one."""
        came = self._context.store.intake.merge(one, other, self._context.now())
        if isinstance(came, Refused):
            raise BadArgument(came.why, "/timeline")
        whole, reports = self._head(came.kept.id), self._context.store.archive.articles(story=came.kept.id)
        return story_changes.stories_merged(came, reports, whole.title if whole else came.kept.title)

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
            await pressed.replace_message(story_changes.left_apart)
        elif is_id(one) and is_id(other):
            await pressed.replace_message(lambda: self._answered(int(one), int(other)))
        else:
            raise Outdated

    def _answered(self, one: int, other: int) -> Rendered:
        try:
            return self.join(one, other)
        except BadArgument as problem:  # one of them has become another since
            return unreadable(problem)

    def split(self, words: str) -> Rendered:
        """Splits reports off; without any, shows the story's reports with their numbers."""
        words, page = take_page(words)
        numbers = _numbers(words, "/split 12")
        if not numbers:
            raise BadArgument("Say which story, by its number in /timeline, and which of its reports.", "/split 12")
        story, *reports = numbers
        if not reports:
            return self._choose(story, page)
        came = self._context.store.intake.split(story, reports, self._context.now())
        if isinstance(came, Refused):
            raise BadArgument(came.why, f"/split {story}")
        return story_changes.story_split(came)

    def _choose(self, story: int, page: int) -> Rendered:
        """Raises BadArgument, and NoSuchPage."""
        reports = self._context.store.archive.articles(story=story, limit=MOST_REPORTS)
        if not reports:
            raise BadArgument(f"There is no story {story}.", "/timeline")
        checked_page(page, pages_of(len(reports), story_changes.PER_PAGE), "split", str(story))
        return story_changes.choose_reports(reports, page=page)

    def split_buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``split:STORY pPAGE``."""
        return {SPLIT: self._turn}

    async def _turn(self, pressed: ButtonPress) -> None:
        number, _, page = pressed.words.partition(" p")
        if not (is_id(number) and is_id(page)):
            raise Outdated
        await pressed.replace_message(lambda: self._page(int(number), int(page)))

    def _page(self, story: int, page: int) -> Rendered:
        try:
            return self._choose(story, page)
        except NoSuchPage as problem:  # reports have left it since
            return self.split(problem.last)


def _numbers(words: str, example: str) -> list[int]:
    """The numbers typed; ``#12`` and commas are understood."""
    typed = words.replace(",", " ").split()
    found = [_NUMBER.fullmatch(word) for word in typed]
    for word, number in zip(typed, found, strict=True):
        if number is None:
            raise BadArgument(f"“{shown(word)}” is no number of a story or report.", example)
    return [int(number[1]) for number in found if number]
