"""What a poll is held against when it is decided, as it is within the transaction that applies it."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.model import Article, Background, Convert, StorySketch
from bot.store.database.direct import Exchange

if TYPE_CHECKING:
    from bot.desk.intake.stories import Rarity
    from bot.store.intake.known_figures import Dated
    from bot.store.intake.story_cache import KnownStories


class AtHand:
    """The archive, as far as deciding asks for it."""

    def __init__(self, exchange: Exchange, stories: "Callable[[], KnownStories]") -> None:
        """``stories`` is asked where something is decided, or filed."""
        self._exchange = exchange
        self._stories = stories
        self.is_remembered = False
        """The stories that it was asked for, or the articles that it was told of."""

    def stories_since(self, since: datetime, limit: int | None = None) -> "tuple[list[StorySketch], Rarity]":
        """The stories that had a report since then, the newest first, at most ``limit`` of them; and how rare their
        signs are among the newest articles, to be used before it is asked for again."""
        self.is_remembered = True
        return self._stories().since(self._exchange, since, limit)

    def look(
        self, since: datetime, dated: "Collection[Dated]", convert: Convert
    ) -> "tuple[list[StorySketch], Rarity, Background]":
        """``stories_since`` and ``background``, asked together."""
        # Here, since it loads what judges, and most polls bring nothing to judge.
        from bot.store.intake.known_figures import background

        known = background(self._exchange, dated, since.date(), convert)
        return *self.stories_since(since), known()

    def filed(self, article: Article) -> None:
        """To be told of an article that was filed just now."""
        self.is_remembered = True
        self._stories().filed(article)

    def background(self, dated: "Collection[Dated]", since: date, convert: Convert) -> Background:
        """What was known before of figures like those of new reports, each of its day, and of dates from ``since`` on.

        Sums in other currencies are like, where they are at the rate of that day.
        """
        from bot.store.intake.known_figures import background

        return background(self._exchange, dated, since, convert)()
