"""What /figures and /compare answer: the store's ledger, who stands where by it, and how that was reckoned."""

from collections.abc import Callable, Sequence

from bot.chat.commands.ledger_cache import LedgerRows
from bot.chat.context import ChatContext
from bot.chat.render import Rendered
from bot.chat.render.answers import positions
from bot.chat.render.answers.compare import compare
from bot.chat.render.answers.figures import figures
from bot.chat.typed import arguments
from bot.chat.typed.arguments import FigureWords
from bot.desk.answers.positions import Item, ItemStand, Trend, trend_of, unit_of
from bot.desk.answers.positions import positions as stands_of
from bot.desk.ledger.rows import LedgerRow


class LedgerAnswers:
    """The figures, from what was typed to a message or to the values that it is made of."""

    def __init__(self, context: ChatContext, rows: LedgerRows | None = None) -> None:
        """``rows`` are those of other answers in the same surroundings."""
        self._context = context
        self._tracks = context.topic.vocabulary.tracks
        self._keys = tuple(track.key for track in self._tracks)
        self._rows = rows or LedgerRows(context)

    def figures(self, words: str) -> Rendered:
        """Who stands where; of a kind or a role, or where nobody stands yet, the figures one by one."""
        typed = arguments.figure_words(words, self._tracks)
        key = typed.track.key if typed.track else None
        if not (typed.kind or typed.role or typed.every):
            stands = self.stands(self.rows(key), key)
            if stands and key is not None:
                return positions.of_track(stands, self._context.topic, key, chart=_has_sums(stands))
            if stands:
                return positions.of_tracks(stands, self._context.topic)
        return figures(self._kept(self.rows(key), typed), self._context.topic, asked=typed)

    def compare(self) -> Rendered:
        return compare(self.stands(self.rows(None), None), self._context.topic)

    def how(self, key: str) -> Rendered | None:
        """How the figures of a track, or of all for "", are made comparable; None where there is no such track."""
        if key and key not in self._keys:
            return None
        return positions.reckoning(self.stands(self.rows(key or None), key or None), self._context.topic)

    def trend(self, key: str) -> Trend:
        """How a track's yearly contribution went."""
        baseline = self._context.topic.baseline
        return trend_of(self.rows(key), key, baseline, self._context.convert, unit_of(baseline))

    def values(self) -> dict[str, Callable[[str], object]]:
        """What the answers are made of, for programs: name of a command -> from what was typed to values."""
        return {"figures": self._figures, "compare": lambda _: self.stands(self.rows(None), None)}

    def _figures(self, words: str) -> object:
        typed = arguments.figure_words(words, self._tracks)
        key = typed.track.key if typed.track else None
        rows = self.rows(key)
        return {"positions": self.stands(rows, key), "figures": self._kept(rows, typed)}

    @staticmethod
    def _kept(rows: Sequence[LedgerRow], typed: FigureWords) -> list[LedgerRow]:
        return [row for row in rows if (typed.role or row.role) is row.role and (typed.kind or row.kind) is row.kind]

    def rows(self, key: str | None) -> tuple[LedgerRow, ...]:
        """The ledger, of one track where asked; of a large one what was told last, and what most outlets tell."""
        return self._rows.of(key)

    def stands(self, rows: Sequence[LedgerRow], key: str | None) -> tuple[ItemStand, ...]:
        """Who stands where, of one track or of all in their order."""
        tracks = self._keys if key is None else (key,)
        baseline, convert = self._context.topic.baseline, self._context.convert
        return tuple(stand for track in tracks for stand in stands_of(rows, track, baseline, convert))


def _has_sums(stands: Sequence[ItemStand]) -> bool:
    return any(stand.item is Item.CONTRIBUTION for stand in stands)
