"""What a text says: its language, whether it is on the topic and why, its figures with role and speaker, its event.

What belongs here: pure functions from a report and a vocabulary to a reading. What does not: the network, the disk,
the database, the clock, and anything topical; the words themselves are data under ``config/``.

One report's way through the packages: ``topic.glance`` (for most also the end of it) -> ``languages.detect`` ->
``text`` (passages, with the terms that ``words`` finds in them; ``markup`` is for feeds) -> ``topic.tracks`` and
``parties`` (who is named) -> ``topic.relevance`` (its rules by ``query``) -> ``numbers`` (``money`` is its reading of
any text) -> ``figures.candidates`` and ``figures.numbered`` (which converts which) -> the ``encoder``, whose opinion
``topic.advice`` takes on the whole report and ``figures.assemble`` on each figure; ``dates`` and ``similarity`` go by
the text alone. Whatever only context tells, such as roles, the encoder decides, and no rule; its ``training`` is
nothing that the program at work needs. ``figures.checks`` holds what was read against itself.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.reading.numbers.grammar import money
    from bot.reading.query.query import Query, QueryError, parse_query
    from bot.reading.reader import Reader, reader_for
    from bot.reading.similarity import fingerprint
    from bot.reading.text import plain_text
    from bot.reading.words.folding import VocabularyError
else:
    _HOMES = {
        "Query": "query.query",
        "QueryError": "query.query",
        "Reader": "reader",
        "VocabularyError": "words.folding",
        "fingerprint": "similarity",
        "money": "numbers.grammar",
        "parse_query": "query.query",
        "plain_text": "text",
        "reader_for": "reader",
    }

    def __getattr__(name: str) -> object:
        """Loaded when asked for (PEP 562): most rounds of polling read nothing, and need a module or two."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = [
    "Query",
    "QueryError",
    "Reader",
    "VocabularyError",
    "fingerprint",
    "money",
    "parse_query",
    "plain_text",
    "reader_for",
]
