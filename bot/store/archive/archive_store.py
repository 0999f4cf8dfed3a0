"""``ArchiveStore``: what answers read of the reports that were filed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from bot.later import Later
from bot.model import Article, Complaint, Correction, Event, Sighting, Version
from bot.store.database.engine import Database

if TYPE_CHECKING:
    from bot.desk.answers.search import Hits
    from bot.desk.ledger.entries import Entries
    from bot.desk.ledger.gist import Gist
    from bot.reading.query.query import Query
    from bot.store.archive import articles, corrections, former_versions, gists, ledger, search, sightings
else:
    # A round of polling without news has no use for them.
    articles = Later("bot.store.archive.articles")
    corrections = Later("bot.store.archive.corrections")
    former_versions = Later("bot.store.archive.former_versions")
    gists = Later("bot.store.archive.gists")
    ledger = Later("bot.store.archive.ledger")
    search = Later("bot.store.archive.search")
    sightings = Later("bot.store.archive.sightings")


class ArchiveStore:
    """``Store.archive``. Each method is one short transaction, and may raise what ``Store`` says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sightings(self, addresses: Collection[str]) -> list[Sighting]:
        """The entries that feeds brought at any of some addresses, the first seen first; spelled as links are kept."""
        with self._database.read() as connection:
            return sightings.at(connection, addresses)

    @cached_property
    def _ledger(self) -> "ledger.Reader":
        return ledger.Reader()

    @cached_property
    def _gists(self) -> "gists.Reader":
        return gists.Reader()

    def articles(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        track: str | None = None,
        story: int | None = None,
        events: Collection[Event] | None = None,
        limit: int | None = None,
        on_topic: bool = True,
    ) -> list[Article]:
        """Articles published from ``since`` on and before ``until``, the newest first; of a track or story alone.

        With ``events`` those of stories that tell one of them, as far as the story's own event goes.
        """
        with self._database.read() as connection:
            return articles.find(
                connection,
                since=since,
                until=until,
                track=track,
                story=story,
                events=events,
                limit=limit,
                on_topic=on_topic,
            )

    def article(self, article_id: int) -> Article | None:
        with self._database.read() as connection:
            return articles.article(connection, article_id)

    def story_size(self, story_id: int) -> tuple[int, int, int]:
        """How many reports a story has, the id of the last one that came, and how many times any was edited or
        corrected: others where anything changed."""
        with self._database.read() as connection:
            return articles.story_size(connection, story_id)

    def sent_article(self, chat_id: int, message_id: int) -> Article | None:
        """What an alert in a chat was about."""
        with self._database.read() as connection:
            return articles.sent_article(connection, chat_id, message_id)

    def kept(self, article_ids: Collection[int]) -> dict[int, tuple[Article, int]]:
        """Articles by their ids, each with how many versions there are of it, the present one among them."""
        with self._database.read() as connection:
            return former_versions.kept(connection, article_ids)

    def versions(self, article_ids: Collection[int]) -> Mapping[int, tuple[Version, ...]]:
        """What articles were before they were edited, the first version first; only of those that were."""
        with self._database.read() as connection:
            return former_versions.versions(connection, article_ids)

    def edited_since(self, ids: Collection[int], moment: datetime) -> list[int]:
        """Those of the articles that were another version at a moment."""
        with self._database.read() as connection:
            return former_versions.edited_since(connection, ids, moment)

    def corrections(self, article_ids: Collection[int]) -> Mapping[int, tuple[Correction, ...]]:
        """What operators have corrected in articles, the first one first; only of those that were."""
        with self._database.read() as connection:
            return corrections.of_articles(connection, article_ids)

    def all_corrections(self, limit: int | None = None) -> list[Correction]:
        """All corrections that stand, the newest first."""
        with self._database.read() as connection:
            return corrections.standing(connection, limit)

    def complaint(self, number: int) -> Complaint | None:
        """What a chat reported as wrong."""
        with self._database.read() as connection:
            return corrections.complaint(connection, number)

    def open_complaints(self, limit: int) -> list[Complaint]:
        """What waits for an operator, each subject once, the newest first."""
        with self._database.read() as connection:
            return corrections.open_complaints(connection, limit)

    def gists(
        self, *, until: datetime, since: datetime | None = None, events: Collection[Event] | None = None, limit: int
    ) -> "list[Gist]":
        """As ``articles``, what answers need of them without their texts."""
        with self._database.read() as connection:
            return self._gists.find(connection, until=until, since=since, events=events, limit=limit)

    def texts(self, ids: Collection[int]) -> dict[int, str]:
        """The texts of articles by their ids."""
        with self._database.read() as connection:
            return self._gists.texts(connection, ids)

    def mentions(self, ids: Collection[int]) -> dict[int, str]:
        """What reports on the topic tell of each of their figures, by their ids, as ``desk.tallies`` keeps it."""
        with self._database.read() as connection:
            return gists.mentions(connection, ids)

    def ledger(self, tracks: Sequence[str], track: str | None = None) -> "Entries":
        """What reports tell of each figure of a track, or of all of the topic's: those told last, and those most."""
        with self._database.read() as connection:
            return self._ledger.read(connection, track, tracks)

    def ledger_is_whole(self, tracks: Sequence[str], track: str | None = None) -> bool:
        """Whether ``ledger`` has every figure on record; of a large one it has some."""
        with self._database.read() as connection:
            return self._ledger.is_whole(connection, track, tracks)

    def search(
        self,
        query: "Query",
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        offset: int = 0,
        limit: int,
    ) -> "Hits":
        """The articles on the topic that a query holds of, the newest first, after the ``offset`` newest ones."""
        with self._database.read(settings=True) as connection:
            return search.find(connection, query, since=since, until=until, offset=offset, limit=limit)
