"""The stems of words, by Snowball's algorithms (https://snowballstem.org, in C by PyStemmer).

Words of one stem are forms of one word: negotiation, negotiations, negotiating. A language without an algorithm has
each word for its own stem.
"""

from collections.abc import Sequence
from functools import cache
from threading import Lock

from Stemmer import Stemmer

from bot.reading.words.folding import fold, lower

_ALGORITHMS = {
    "cs": "czech", "da": "danish", "de": "german", "en": "english", "es": "spanish", "et": "estonian",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
STEMMED = frozenset(_ALGORITHMS)
"""Languages with an algorithm (ISO 639-1)."""
_MOST_KNOWN = 50_000  # words of a language whose stems are kept


class Stems:
    """The stems of one language; safe to share between threads."""

    def __init__(self, language: str) -> None:
        name = _ALGORITHMS.get(language)
        self._stemmer = Stemmer(name, 0) if name else None
        self._known: dict[str, str] = {}
        self._lock = Lock()  # a stemmer of PyStemmer serves one thread at a time

    def __call__(self, word: str) -> str:
        """The stem of a word, however it is written: capitals and full-width digits are those of any other."""
        known = self._known.get(word)
        return known if known is not None else self._learn(word)

    def of(self, words: Sequence[str]) -> list[str]:
        """The stem of each word."""
        try:
            return list(map(self._known.__getitem__, words))  # most texts have no word that is new
        except KeyError:
            return [self(word) for word in words]

    def _learn(self, word: str) -> str:
        small = lower(fold(word))
        with self._lock:
            stem: str = self._stemmer.stemWord(small) if self._stemmer else small
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[word] = stem
        return stem


@cache
def stems_of(language: str) -> Stems:
    """The stems of a language (ISO 639-1), loaded once."""
    return Stems(language)
