"""How stories are carried, for alerts and their edits: worked out once for all chats, and anew when a report came."""

from collections import OrderedDict
from threading import Lock

from bot.chat.ports import Reports
from bot.desk.carried import Carried, carried
from bot.model import Article, Convert, Topic

KEPT = 64
"""Stories; more are hardly told of at one time."""
MOST = 300
"""Reports looked at, the newest: each is compared with each."""


class StoryCounts:
    """Synchronous, run in a thread."""

    def __init__(self, archive: Reports, topic: Topic, convert: Convert) -> None:
        self._archive = archive
        self._topic = topic
        self._convert = convert
        self._known: OrderedDict[int, tuple[tuple[int, int], Carried]] = OrderedDict()
        self._lock = Lock()

    def of(self, article: Article) -> Carried:
        """Of the article's story, as it is now."""
        with self._lock:  # a thousand chats ask at once for what is worked out once
            return self._of(article)

    def _of(self, article: Article) -> Carried:
        story = article.story_id
        size = self._archive.story_size(story)
        known = self._known.get(story)
        if known is None or known[0] != size:
            reports = self._archive.articles(story=story, limit=MOST) or [article]
            tracks = [track.key for track in self._topic.vocabulary.tracks]
            known = size, carried(reports, self._topic.baseline, self._convert, tracks)
        self._known[story] = known
        self._known.move_to_end(story)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return known[1]
