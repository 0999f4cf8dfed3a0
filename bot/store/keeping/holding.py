"""What a database holds, in a line: for whoever backs it up or restores it to see that it is the right one."""

from msgspec import Struct
from sqlalchemy import func, select

from bot.phrases.wording import count, list_in_words
from bot.store.database.engine import Database
from bot.store.database.tables import articles, chats, figures, stories


class Holding(Struct, frozen=True):
    chats: int
    """Subscribed."""
    stories: int
    reports: int
    """On the topic."""
    figures: int

    @property
    def words(self) -> str:
        """``12 subscribed chats, 40 stories, 1 report and no figures``."""
        return list_in_words(
            [
                count(self.chats, "subscribed chat"),
                count(self.stories, "story", "stories"),
                count(self.reports, "report"),
                count(self.figures, "figure"),
            ]
        )


def holding(database: Database) -> Holding:
    """Raises StoreError."""
    with database.read() as connection:
        queries = (
            select(func.count()).select_from(chats).where(chats.c.subscribed),
            select(func.count()).select_from(stories).where(stories.c.merged_into.is_(None)),
            select(func.count()).select_from(articles).where(articles.c.on_topic),
            select(func.count()).select_from(figures),
        )
        return Holding(*(connection.scalar(query) or 0 for query in queries))
