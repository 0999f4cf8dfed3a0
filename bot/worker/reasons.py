"""Why figures have their roles, for who asks in a chat: one asks at a time, and what was told is remembered."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from bot.model import Article, Figure, Reasons, Report
from bot.reading import Reader

_KEPT = 200
"""Figures; an alert's button is pressed by several soon after it rings, and hardly later."""
_PATIENCE_S = 4.0
"""Seconds that one waits for another: about as long as a report takes."""


class RoleReasons:
    """Tells why figures have their roles, as ``ChatContext.reasons`` does; from any thread.

    A stranger's press costs a second of one processor: never more than one at a time works at it, so that however many
    press, the other answers have the rest of the machine.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._works = Lock()
        self._known: OrderedDict[tuple[int, str, int], Reasons | None] = OrderedDict()

    def __call__(self, article: Article, figures: Sequence[Figure]) -> Sequence[Reasons | None] | None:
        """In the order of the figures; None where another's are being worked out."""
        if not self._works.acquire(timeout=_PATIENCE_S):
            return None
        try:
            return [self._one(article, figure) for figure in figures]
        finally:
            self._works.release()

    def _one(self, article: Article, figure: Figure) -> Reasons | None:
        key = (article.id, figure.where, figure.start)
        if key not in self._known:
            self._known[key] = self._reader.reasons(_report(article), figure)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return self._known[key]


def _report(article: Article) -> Report:
    """An article as the reader takes it."""
    return Report(
        str(article.id), article.title, article.text, article.language, article.published.date(), article.outlet
    )
