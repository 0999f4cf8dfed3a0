"""Which of the topic's tracks (a country, the alliance) a report is mostly about, by the words of title and text, and
which its headline names beside."""

from collections.abc import Sequence
from functools import lru_cache

from bot.model import Track
from bot.reading.text import Passage
from bot.reading.words.folding import fold
from bot.reading.words.index import TermIndex

_LEAD_SENTENCES = 2
_BEHIND_TITLE = 1_000_000


def track_label(key: str) -> str:
    return f"track:{key}"


def track_of(tracks: Sequence[Track], passages: Sequence[Passage]) -> str | None:
    """The key of the track whose words weigh most; the title counts five times, each sentence of the text once.

    Of equals an alliance comes before its members, whom its own business names as well, and then the one that is named
    first.
    """
    best, most = None, (0.0, False, 0.0)
    for track in tracks:
        weight, first = 0.0, float("inf")
        for passage in passages:
            hits = passage.hits.all(track_label(track.key))
            weight += 5.0 * min(len(hits), 2) if passage.where == "title" else _spread(passage, hits.starts)
            if hits:
                first = min(first, hits[0].start + (passage.where == "text") * _BEHIND_TITLE)
        order = weight, track.payer is None, -first
        if order > most and weight > 0:
            best, most = track.key, order
    return best


def _spread(passage: Passage, places: Sequence[int]) -> float:
    """How many sentences have the words, those of the lead twice."""
    starts, end = [], -1
    for place in places:
        if place >= end:  # not in the sentence of the one before
            start, end = passage.sentence(place)
            starts.append(start)
    lead = {start for start, _ in passage.sentences[:_LEAD_SENTENCES]} if starts else set()
    return float(len(starts) + len(lead.intersection(starts)))


class NamedTracks:
    """Tells which tracks a headline names, by their proper names: "the alliance" may be any.

    Remembers the last few thousand headlines, as each answer asks of the same ones.
    """

    def __init__(self, tracks: Sequence[Track], fallback: str = "en") -> None:
        """A language that no track has words of is searched for those of the ``fallback``."""
        self._tracks, self._fallback = tracks, fallback
        self._languages = {language for track in tracks for language in track.terms}
        self._indexes: dict[str, TermIndex] = {}
        self._named = lru_cache(maxsize=8192)(self._find)

    def __call__(self, title: str, language: str) -> frozenset[str]:
        """The keys of the tracks that a headline names."""
        return self._named(title, language if language in self._languages else self._fallback)

    def _find(self, title: str, language: str) -> frozenset[str]:
        index = self._indexes.get(language)
        if index is None:
            said = [(track.key, term) for track in self._tracks for term in track.terms.get(language, ())]
            terms = [(key, term) for key, term in said if not term[:1].islower()]
            index = self._indexes[language] = TermIndex(terms, language)
        hits = index.find(fold(title))
        return frozenset(track.key for track in self._tracks if hits.all(track.key))
