"""How a story is carried: by how many outlets, from how many origins, and what in it is denied or at odds."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Article

from .disputes import Dispute, disputes
from .stories.origins import origins
from .wording import count


@dataclass(frozen=True, slots=True)
class Carried:
    outlets: int
    origins: int
    denied: tuple[Dispute, ...] = ()
    """The newest headline of the story that denies, if any."""

    @property
    def words(self) -> str:
        """``12 outlets, 2 origins``."""
        return f"{count(self.outlets, 'outlet')}, {count(self.origins, 'origin')}"


def carried(articles: Sequence[Article]) -> Carried:
    """Of a story's reports."""
    outlets = len({article.outlet for article in articles})
    return Carried(outlets, len(origins(articles).origins), disputes(articles, 1))
