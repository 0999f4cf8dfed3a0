"""How a story is carried: by how many outlets, from how many origins, and what in it is denied or at odds."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Article, Baseline, Convert

from .disputes import Dispute, Odds, at_odds, disputes
from .entries import entries_of
from .ledger import rows_of
from .stories.origins import origins
from .wording import count


@dataclass(frozen=True, slots=True)
class Carried:
    outlets: int
    origins: int
    denied: tuple[Dispute, ...] = ()
    """The newest headline of the story that denies, if any."""
    odds: tuple[Odds, ...] = ()
    """Sums agreed for one year in the story that cannot both hold."""

    @property
    def words(self) -> str:
        """``12 outlets, 2 origins``."""
        return f"{count(self.outlets, 'outlet')}, {count(self.origins, 'origin')}"


def carried(articles: Sequence[Article], baseline: Baseline, convert: Convert, tracks: Sequence[str]) -> Carried:
    """Of a story's reports, whose figures are on ``tracks``."""
    titles = {article.id: article.title for article in articles}
    rows = rows_of(entries_of(articles, tracks), baseline, convert, titles=titles, tracks=tracks, compared=False)
    outlets = len({article.outlet for article in articles})
    return Carried(outlets, len(origins(articles).origins), disputes(articles, 1), at_odds(rows))
