"""The stems of words, by Snowball's algorithms (https://snowballstem.org, in C by PyStemmer).

Words of one stem are forms of one word: negotiation, negotiations, negotiating. A language without an algorithm has
each word for its own stem.
"""

from collections.abc import Iterable
from functools import cache
from threading import Lock

from Stemmer import Stemmer

_ALGORITHMS = {
    "cs": "czech", "da": "danish", "de": "german", "en": "english", "es": "spanish", "et": "estonian",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_MOST_KNOWN = 50_000  # words of a language whose stems are kept


class Stems:
    """The stems of one language; safe to share between threads."""

    def __init__(self, language: str) -> None:
        name = _ALGORITHMS.get(language)
        self._stemmer = Stemmer(name, 0) if name else None
        self._known: dict[str, str] = {}
        self._lock = Lock()  # a stemmer of PyStemmer serves one thread at a time

    def __call__(self, word: str) -> str:
        """The stem of a word in lower case."""
        known = self._known.get(word)
        return known if known is not None else self._learn(word)

    def of(self, words: Iterable[str]) -> list[str]:
        """The stem of each word."""
        known = self._known.get
        return [known(word) or self._learn(word) for word in words]

    def _learn(self, word: str) -> str:
        if self._stemmer is None:
            return word
        with self._lock:
            stem: str = self._stemmer.stemWord(word)
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[word] = stem
        return stem


@cache
def stems_of(language: str) -> Stems:
    """The stems of a language (ISO 639-1), loaded once."""
    return Stems(language)
