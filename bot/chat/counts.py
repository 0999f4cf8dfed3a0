"""How stories are carried, for alerts and their edits: worked out once for all chats, and anew when a report came."""

from collections import OrderedDict

from bot.chat.ports import Reports
from bot.desk.carried import Carried, carried
from bot.model import Article

KEPT = 64
"""Stories; more are hardly told of at one time."""
MOST = 300
"""Reports looked at, the newest: each is compared with each."""


class StoryCounts:
    """Synchronous, run in a thread."""

    def __init__(self, archive: Reports) -> None:
        self._archive = archive
        self._known: OrderedDict[int, tuple[tuple[int, int], Carried]] = OrderedDict()

    def of(self, article: Article) -> Carried:
        """Of the article's story, as it is now."""
        story = article.story_id
        size = self._archive.story_size(story)
        known = self._known.get(story)
        if known is None or known[0] != size:
            known = size, carried(self._archive.articles(story=story, limit=MOST) or [article])
        self._known[story] = known
        self._known.move_to_end(story)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return known[1]
