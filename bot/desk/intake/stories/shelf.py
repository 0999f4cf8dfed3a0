"""Stories held in memory alone, growing report by report as they would by a feed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.desk.intake.stories.joining import NEVER, grow, join, new_story
from bot.desk.intake.stories.parting import part_story
from bot.desk.intake.stories.rarity import Rarity
from bot.desk.intake.stories.signs import WINDOW, signs_of
from bot.model import Entry, Reading, Signs, StorySketch


class Shelf:
    """Every report is put in the story that it belongs to when it comes; a later one can show that some are another."""

    def __init__(self, known: Iterable[Signs] = ()) -> None:
        """``known`` are reports of before, which tell how rare a sign is."""
        self._rarity = Rarity(known)
        self._stories: list[StorySketch] = []
        self._members: list[list[int]] = []
        self._put = 0

    @property
    def stories(self) -> Sequence[Sequence[int]]:
        """Of each story its reports, by their numbers in the order in which they were put in, from 0."""
        return self._members

    def put(self, entry: Entry, reading: Reading, published: datetime | None, until: datetime | None = None) -> int:
        """Put one more report in its story, whose place in ``stories`` is returned; see ``join``."""
        joined = join(entry, reading, published, self._within(published), self._rarity, until=until)
        begun = new_story(len(self._stories), entry, reading, published)
        if joined is None:
            self._open(begun, [])
        elif joined.leaving:
            self._part(joined.story, joined.leaving, begun)
        story = self._stories[-1 if joined is None or joined.leaving else joined.story.id]
        self._stories[story.id] = grow(story, entry, reading, published, rang=False, until=until)
        self._members[story.id].append(self._put)
        self._rarity.add(signs_of(reading, published, until))
        self._put += 1
        return story.id

    def _open(self, begun: StorySketch, members: list[int]) -> None:
        self._stories.append(begun)
        self._members.append(members)

    def _part(self, story: StorySketch, leaving: Sequence[int], begun: StorySketch) -> None:
        members = self._members[story.id]
        newest = members[-len(story.reports) :]
        stays, goes = part_story(story, leaving, begun)
        gone = [newest[place] for place in leaving]
        self._stories[story.id] = stays
        self._members[story.id] = [one for one in members if one not in gone]
        self._open(goes, gone)

    def _within(self, published: datetime | None) -> Iterable[StorySketch]:
        """The stories that a report can belong to by their dates; one without a date can belong to any."""
        if published is None:
            return self._stories
        since = published - WINDOW
        return [story for story in self._stories if story.last_published >= since or story.last_published == NEVER]
