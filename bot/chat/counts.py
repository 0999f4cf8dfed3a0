"""How stories are carried, for alerts and their edits: worked out once for all chats, and anew when a report came, or
one was edited."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from threading import Lock

from bot.chat.ports import Archive
from bot.desk.carried import Carried, Surroundings, carried
from bot.desk.followed import BEFORE
from bot.desk.gist import Gist
from bot.desk.states import DENIED_WITHIN, DONE, told_by
from bot.model import Article, Convert, Topic

KEPT = 64
"""Reports; more are hardly told of at one time."""
MOST = 300
"""Reports looked at, the newest: each is compared with each."""
MOST_AROUND = 200
"""Headlines looked at for a denial."""


class StoryCounts:
    """Synchronous, run in a thread."""

    def __init__(self, archive: Archive, topic: Topic, convert: Convert) -> None:
        self._archive = archive
        self._topic = topic
        self._convert = convert
        self._known: OrderedDict[tuple[int, int], tuple[tuple[int, ...], Carried]] = OrderedDict()
        self._lock = Lock()

    def of(self, article: Article) -> Carried:
        """Of the article's story, as it is now."""
        with self._lock:  # a thousand chats ask at once for what is worked out once
            return self._of(article)

    def _of(self, article: Article) -> Carried:
        story, which = article.story_id, (article.story_id, article.id)
        size, around = self._archive.story_size(story), self._around(article)
        mark = (*size, max((one.id for one in around), default=0))
        known = self._known.get(which)
        if known is None or known[0] != mark:
            reports = self._archive.articles(story=story, limit=MOST) or [article]
            tracks = [track.key for track in self._topic.vocabulary.tracks]
            beside = Surroundings(
                self._archive.ledger(tracks, article.reading.track) if article.reading.figures else {},
                around,
                self._archive.versions([one.id for one in reports]) if size[2] else {},
                self._topic.vocabulary.cues,
            )
            known = mark, carried(article, reports, self._topic.baseline, self._convert, tracks, beside)
        self._known[which] = known
        self._known.move_to_end(which)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return known[1]

    def _around(self, article: Article) -> Sequence[Gist]:
        """The reports of the days around a deal, in which it may be denied."""
        if told_by(article) not in DONE:
            return []
        since, until = article.published - BEFORE, article.published + DENIED_WITHIN + timedelta(microseconds=1)
        return self._archive.gists(since=since, until=until, limit=MOST_AROUND)
