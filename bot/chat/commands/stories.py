"""The operators' commands about stories: merge two, split reports off one."""

import re

from bot.chat.commands.command import Families
from bot.chat.render import Rendered
from bot.chat.render.operators import story_changes
from bot.chat.typed.arguments import BadArgument
from bot.desk.intake.merge_split import Refused

MOST_REPORTS = 200
"""Reports of a story among which those to split off are shown."""

_NUMBER = re.compile(r"#?(\d{1,9})", re.ASCII)


class StoryCommands:
    """The commands about stories, from the words typed after them. Methods raise BadArgument."""

    def __init__(self, families: Families) -> None:
        self._context = families.context

    def merge(self, words: str) -> Rendered:
        numbers = _numbers(words, "/merge 12 15")
        if len(numbers) != 2:
            raise BadArgument("Say which two stories are one, by their numbers in /timeline.", "/merge 12 15")
        came = self._context.store.intake.merge(numbers[0], numbers[1], self._context.now())
        if isinstance(came, Refused):
            raise BadArgument(came.why, "/timeline")
        return story_changes.stories_merged(came, self._context.store.archive.articles(story=came.kept.id))

    def split(self, words: str) -> Rendered:
        """Splits reports off; without any, shows the story's reports with their numbers."""
        numbers = _numbers(words, "/split 12")
        if not numbers:
            raise BadArgument("Say which story, by its number in /timeline, and which of its reports.", "/split 12")
        story, *reports = numbers
        if not reports:
            return self._choose(story)
        came = self._context.store.intake.split(story, reports, self._context.now())
        if isinstance(came, Refused):
            raise BadArgument(came.why, f"/split {story}")
        return story_changes.story_split(came)

    def _choose(self, story: int) -> Rendered:
        reports = self._context.store.archive.articles(story=story, limit=MOST_REPORTS)
        if not reports:
            raise BadArgument(f"There is no story {story}.", "/timeline")
        return story_changes.choose_reports(reports)


def _numbers(words: str, example: str) -> list[int]:
    """The numbers typed; ``#12`` and commas are understood."""
    typed = words.replace(",", " ").split()
    found = [_NUMBER.fullmatch(word) for word in typed]
    for word, number in zip(typed, found, strict=True):
        if number is None:
            raise BadArgument(f"“{word[:40]}” is no number of a story or report.", example)
    return [int(number[1]) for number in found if number]
