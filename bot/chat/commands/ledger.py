"""What /figures and /compare answer: the store's ledger, who stands where by it, and how that was reckoned."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import Families
from bot.chat.context import ChatContext
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render import Rendered
from bot.chat.render.answers import positions
from bot.chat.render.answers.compare import compare
from bot.chat.render.answers.figures import PER_PAGE, figures
from bot.chat.render.corrected import CorrectedFigures, by_article_and_spot
from bot.chat.render.words import tracks_in_words
from bot.chat.typed import arguments
from bot.chat.typed.arguments import FigureWords
from bot.chat.typed.pages import checked_page, pages_of, take_page
from bot.desk.answers.positions import DRAWN, ItemStand, Trend, best_trend_of, can_be_drawn
from bot.desk.answers.positions import positions as stands_of
from bot.desk.ledger.entries import Entries, Key, LedgerTally, under_alliance
from bot.desk.ledger.gist import Gist
from bot.desk.ledger.rows import LedgerRow, Likeness, by_likeness, in_ledger_order, unordered_rows_of
from bot.desk.ledger.states import DONE, settled_day, timed_states
from bot.model import Baseline, Convert, Track

Rows = tuple[LedgerRow, ...]

MOST_DEALS = 1000
"""Reports of deals looked through, the newest."""


class LedgerRows:
    """Makes rows of what the archive keeps, without titles. Any thread may ask."""

    def __init__(self, families: Families) -> None:
        context = self._context = families.context
        tracks = context.topic.vocabulary.tracks
        self._keys = tuple(track.key for track in tracks)
        self.alliance = next((track.key for track in tracks if track.payer is None), None)
        """The track under which what all its members agreed is put."""
        self._made: dict[str | None, _Made] = {}

    def of(self, key: str | None) -> Rows:
        """Of one track where asked; of a large ledger what was told last, and what most outlets tell."""
        asked = None if key == self.alliance else key
        entries, made = self._context.store.archive.ledger(self._keys, asked), self._made.get(key)
        if made is None or made.entries is not entries:
            known = under_alliance(entries, self.alliance)
            known = {one: told for one, told in known.items() if key in {None, one.track}}
            parts = made.parts if made else {}
            made = self._made[key] = _Made(self._context, self._keys, entries, known, parts)
        return made.rows


Part = tuple[list[tuple[Key, LedgerTally]], list[LedgerRow]]


class _Made:
    """The rows of some entries; of what is as it was before, those of before."""

    def __init__(
        self,
        context: ChatContext,
        tracks: tuple[str, ...],
        entries: Entries,
        known: Entries,
        before: dict[Likeness, Part],
    ) -> None:
        """``known``: the entries as they are asked for, each on the track that it belongs to."""
        self.entries = entries
        self.parts: dict[Likeness, Part] = {}
        for which, those in by_likeness(known).items():
            part = before.get(which)
            if part is None or part[0] != those:
                part = those, unordered_rows_of(those, context.topic.baseline, context.convert, {})
            self.parts[which] = part
        self.rows = in_ledger_order((row for _, rows in self.parts.values() for row in rows), tracks)


class LedgerAnswers:
    """Answers /figures and /compare with a message, or with the values that it is made of."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._tracks = self._context.topic.vocabulary.tracks
        self._keys = tuple(track.key for track in self._tracks)
        self._rows = families.of(LedgerRows)

    def figures(self, words: str, *, in_chat: bool = True, t: Translator = ENGLISH) -> Rendered:
        """Who stands where; of a kind or a role, or where nobody stands yet, every figure one by one, by pages
        ``in_chat``. Raises BadArgument.
        """
        asked, page = take_page(words)
        typed = arguments.figure_words(asked, self._tracks)
        key = typed.track.key if typed.track else None
        if not (typed.kind or typed.role or typed.every):
            stands = self._among(self.stands(self.rows(key), key), typed.among)
            if stands:
                checked_page(page, 1, "figures", asked)
                return self._stand(stands, key, t, in_chat=in_chat)
        rows = self._kept(self.rows(key), typed)
        whole = self._context.store.archive.ledger_is_whole(self._keys, key)
        checked_page(page, pages_of(len(rows), PER_PAGE) if in_chat else 1, "figures", asked)
        shown = page if in_chat else None
        corrected = self._corrected()
        return figures(rows, self._context.topic, asked=typed, page=shown, is_whole=whole, corrected=corrected, t=t)

    def _stand(self, stands: Sequence[ItemStand], key: str | None, t: Translator, *, in_chat: bool) -> Rendered:
        topic, corrected = self._context.topic, self._corrected()
        if key is None:
            return positions.of_tracks(stands, topic, in_chat=in_chat, corrected=corrected, t=t)
        chart = _is_drawn(stands)
        return positions.of_track(stands, topic, key, chart=chart, in_chat=in_chat, corrected=corrected, t=t)

    def _corrected(self) -> CorrectedFigures:
        return by_article_and_spot(self._context.store.archive.all_corrections())

    def compare(self, words: str, t: Translator = ENGLISH) -> Rendered:
        """The countries side by side, or those that were named."""
        topic, named = self._context.topic, arguments.compared_tracks(words, self._tracks)
        return compare(self.the_comparison(words), topic, asked=tracks_in_words(named, topic, t), t=t)

    @staticmethod
    def _among(stands: Sequence[ItemStand], tracks: Sequence[Track]) -> tuple[ItemStand, ...]:
        keys = {track.key for track in tracks}
        return tuple(stand for stand in stands if not keys or stand.track in keys)

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``how:TRACK``."""
        return {positions.HOW: self._how}

    async def _how(self, pressed: ButtonPress) -> None:
        await pressed.reply(lambda: self.how(pressed.words, pressed.t))

    def how(self, key: str, t: Translator = ENGLISH) -> Rendered:
        """How the figures of a track, or of all for "", are made comparable. Raises Outdated for no track of ours."""
        if key and key not in self._keys:
            raise Outdated
        return positions.reckoning(self.stands(self.rows(key or None), key or None), self._context.topic, t)

    def trend(self, key: str) -> Trend:
        """How a track's yearly contribution went, or what else most of its reports tell of."""
        today, parties = self._context.today().date(), self._context.topic.vocabulary.parties
        return best_trend_of(self.rows(key), *self._of_trend(key), today=today, parties=parties)

    def can_be_drawn(self, key: str) -> bool:
        """Whether enough of a track is known for a chart."""
        return can_be_drawn(self.rows(key), *self._of_trend(key))

    def _of_trend(self, key: str) -> tuple[str, str | None, Baseline, Convert]:
        payer = next((track.payer for track in self._tracks if track.key == key), None)
        return key, payer, self._context.topic.baseline, self._context.convert

    def the_figures(self, words: str) -> object:
        """What /figures is made of."""
        asked, _ = take_page(words)
        typed = arguments.figure_words(asked, self._tracks)
        key = typed.track.key if typed.track else None
        rows = self.rows(key)
        kept = self._kept(rows, typed)
        there = {source.article_id for row in kept for source in row.sources}
        return {
            "positions": self._among(self.stands(rows, key), typed.among),
            "figures": kept,
            "corrections": [one for one in self._context.store.archive.all_corrections() if one.article_id in there],
        }

    def the_comparison(self, words: str) -> tuple[ItemStand, ...]:
        """What /compare is made of."""
        return self._among(self.stands(self.rows(None), None), arguments.compared_tracks(words, self._tracks))

    @staticmethod
    def _kept(rows: Sequence[LedgerRow], typed: FigureWords) -> list[LedgerRow]:
        keys = {track.key for track in typed.among}
        return [
            row
            for row in rows
            if (typed.role or row.role) is row.role
            and (typed.kind or row.kind) is row.kind
            and (not keys or row.track in keys)
        ]

    def rows(self, key: str | None) -> tuple[LedgerRow, ...]:
        """The ledger, of one track where asked; of a large one what was told last, and what most outlets tell."""
        return self._rows.of(key)

    def stands(self, rows: Sequence[LedgerRow], key: str | None, on: date | None = None) -> tuple[ItemStand, ...]:
        """Who stands where, of one track or of all in their order; what is of today is so ``on`` a day, or else now."""
        tracks = self._keys if key is None else (key,)
        topic, convert, today = self._context.topic, self._context.convert, on or self._context.today().date()
        parties, settled = topic.vocabulary.parties, self._settled()
        return tuple(
            stand
            for track in tracks
            for stand in stands_of(
                rows, track, topic.baseline, convert, today=today, parties=parties, settled=settled.get(track)
            )
        )

    def _settled(self) -> dict[str, date]:
        """By track the day of its last deal."""
        turns: defaultdict[str | None, list[Gist]] = defaultdict(list)
        until = self._context.now() + timedelta(microseconds=1)
        for one in self._context.store.archive.gists(until=until, events=DONE, limit=MOST_DEALS):
            turns[one.reading.track].append(one)
        cues = self._context.topic.vocabulary.cues
        days = {track: settled_day(timed_states(those, cues)) for track, those in turns.items()}
        return {track: day for track, day in days.items() if track is not None and day is not None}


def _is_drawn(stands: Sequence[ItemStand]) -> bool:
    return any(stand.item in DRAWN for stand in stands)
