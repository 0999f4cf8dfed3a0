"""What the Atom addresses of the worker's port answer: the stories of a country, of a query, or all."""

from datetime import datetime

from bot.chat.ports import Store
from bot.chat.render.files.atom import ARCHIVE, archive_id, as_atom
from bot.chat.typed.arguments import find_track, short_name
from bot.chat.typed.bad_argument import shown
from bot.desk.answers.export import Export, What, story_rows
from bot.model import Article, NoFeed, Topic, Track
from bot.phrases.wording import list_in_words
from bot.reading.query.limits import refuse_costly
from bot.reading.query.query import Query, QueryError, parse_query

MOST_REPORTS = 200
"""Reports of which a feed tells the stories, the newest."""
MOST_FOUND = 100
"""The same of a query's, for which reports must be read."""


class AtomFeeds:
    """Makes feeds. Synchronous: call it in a thread."""

    def __init__(self, store: Store, topic: Topic, *, began: datetime) -> None:
        """``began``: when a feed without any story was updated last."""
        self._store = store
        self._topic = topic
        self._began = began

    def feed(self, country: str, query: str, address: str) -> bytes | NoFeed:
        """The feed of a country, "" for all, and of what answers a query there, "" for everything.

        ``address``: where it is got again, absolute or from the host's root.
        """
        tracks = self._topic.vocabulary.tracks
        track = find_track(country.replace("-", " "), tracks) if country else None
        if country and track is None:
            names = [f"/atom/{short_name(one, tracks).replace(' ', '-')}" for one in tracks]
            told = f"There are {list_in_words([*names, '/atom'])}, which has all." if names else "There is /atom."
            return NoFeed(f"“{shown(country)}” is no country of this topic. {told}", known=False)
        try:
            asked = self._query(query) if query else None
        except QueryError as problem:
            return NoFeed(
                f"The query cannot be read, at character {problem.position + 1}: {problem.sentence}. Ask as /search is "
                'asked, with q=, such as /atom?q="cost sharing" AND Seoul; in an address a blank is %20 or +.'
            )
        return self._made(track, asked, self._articles(track, asked), address)

    @staticmethod
    def _query(words: str) -> Query:
        """Raises QueryError also for one that strangers may not have answered, as it costs too much."""
        query = parse_query(words)
        refuse_costly(query)
        return query

    def _articles(self, track: Track | None, query: Query | None) -> list[Article]:
        archive, key = self._store.archive, track.key if track else None
        if query is None:
            return archive.articles(track=key, limit=MOST_REPORTS)
        found = archive.search(query, limit=MOST_FOUND).articles
        return [one for one in found if key in (None, one.reading.track)]

    def _made(self, track: Track | None, query: Query | None, articles: list[Article], address: str) -> bytes:
        export = Export(
            what=What.STORIES,
            topic=self._topic.name,
            made=self._began,
            since=None,
            until=None,
            track=track.key if track else None,
            reports=len(articles),
            back_to=None,
            rows=story_rows(articles, self._topic.vocabulary.cues),
        )
        archive = archive_id(self._store.get(ARCHIVE), self._topic)
        return as_atom(export, self._topic, archive, query=str(query) if query else "", address=address)
