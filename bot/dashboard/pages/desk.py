"""What every page is handed: the chat's answers, the archive, the topic."""

from collections.abc import Collection

from bot.chat.commands.command import Families
from bot.chat.commands.course import CourseAnswers
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.commands.search import SearchAnswers
from bot.dashboard.languages.desk_words import label_of
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.pages.visit import NoPageError, Visit
from bot.dashboard.views.links import Link, address
from bot.model import Article, Track


class Desk:
    """The answers of the chat, asked from another room."""

    def __init__(self, families: Families) -> None:
        self.context = families.context
        self.topic = families.context.topic
        self.archive = families.context.store.archive
        self.course = families.of(CourseAnswers)
        self.ledger = families.of(LedgerAnswers)
        self.search = families.of(SearchAnswers)

    @property
    def tracks(self) -> tuple[Track, ...]:
        return self.topic.vocabulary.tracks

    def track_asked(self, visit: Visit, name: str = "country") -> Track | None:
        """The country that a query names by its key; None for all. Raises NoPageError for one that is none."""
        key = visit.asked(name)
        if not key:
            return None
        found = next((track for track in self.tracks if track.key.casefold() == key.casefold()), None)
        if found is None:
            raise NoPageError(visit.s.say("There is no country “{key}” here.", key=key[:40]))
        return found

    def reports(self, ids: Collection[int]) -> dict[int, Article]:
        """Reports by their ids."""
        return {one: article for one, (article, _) in self.archive.kept(ids).items()} if ids else {}

    def choices(self, path: str, s: Speaker, chosen: Track | None) -> list[tuple[Link, bool]]:
        """The countries as links to a page of each, all of them first; and whether it is the one that is shown."""
        every = (Link(s.say("All countries"), address(path)), chosen is None)
        return [
            every,
            *(
                (Link(label_of(one, self.topic, s), address(path, {"country": one.key.lower()})), one == chosen)
                for one in self.tracks
            ),
        ]
