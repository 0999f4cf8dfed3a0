"""What a text says: its language, whether it is on the topic and why, its figures with role and speaker, its event.

What belongs here: pure functions from a report and a vocabulary to a reading. What does not: the network, the disk,
the database, the clock, and anything topical; the words themselves are data under ``config/``. One report's way:
``glance`` (for most also the end of it) -> ``language`` -> ``text`` (passages, with the ``terms`` that ``index`` and
``strings`` find in them; ``markup`` is for feeds) -> ``tracks`` and ``parties`` (who is named) -> ``relevance`` (its
rules by ``syntax``, ``expression``) -> ``numbers`` (with ``starts``, ``spelled``, ``digits``, ``signs``, ``locales``;
``money`` is its reading of any text) -> ``candidates`` (with ``people``) and ``numbered`` (which converts which) ->
the ``encoder``, whose opinion ``advice`` takes on the whole report and ``figures`` on each figure (with ``timing`` and
``years``); ``days`` and ``similarity`` go by the text alone. Whatever only context tells, such as roles, the encoder
decides, and no rule; its ``training`` is nothing that the program at work needs. ``checks`` holds what was read
against itself.
Beside that way, asked for when it is needed: ``query`` holds what newsrooms look for against reports (with ``needs``,
``pages``, ``parts``, ``following``, ``words``, ``stems``, ``spots``), ``queryset`` thousands of queries at once (with
``waiting``, ``presence``, ``in_words``, ``in_strings``, ``nearby``; only who imports it loads NumPy); ``ahead`` (with
``whens``) finds the dates to come that a report names, ``rounds`` the round of talks that it is about.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.reading.numbers import money
    from bot.reading.query import Query, QueryError, parse_query
    from bot.reading.reader import Reader, reader_for
    from bot.reading.similarity import fingerprint
    from bot.reading.terms import VocabularyError
    from bot.reading.text import plain_text
else:
    _HOMES = {
        "Query": "query",
        "QueryError": "query",
        "Reader": "reader",
        "VocabularyError": "terms",
        "fingerprint": "similarity",
        "money": "numbers",
        "parse_query": "query",
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
