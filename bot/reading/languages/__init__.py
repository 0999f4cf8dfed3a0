"""How each language writes numbers: a table a file, all read by one engine (``bot.reading.numbers``).

What belongs here: number words, units, currencies, the words for percent, shares and multiples, and the commonest
words, by which a language is told. What does not: anything about the topic, which is data under ``config/``. Another
language is a file with a ``LOCALE``, a line below, and its tests; ``CONTRIBUTING.md`` shows how.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from bot.reading.languages import arabic, czech, english, french, german, indonesian, japanese, korean, latvian, spanish
from bot.reading.languages.locale import CODES, SIGNS, Locale

LOCALES: Mapping[str, Locale] = {
    "en": english.LOCALE,
    "ko": korean.LOCALE,
    "ja": japanese.LOCALE,
    "de": german.LOCALE,
    "fr": french.LOCALE,
    "es": spanish.LOCALE,
    "id": indonesian.LOCALE,
    "ms": replace(indonesian.LOCALE, name="Malay"),
    "ar": arabic.LOCALE,
    "cs": czech.LOCALE,
    "lv": latvian.LOCALE,
}
"""Tables by ISO 639-1 code."""

__all__ = ["CODES", "LOCALES", "SIGNS", "Locale", "detect", "locale_of"]


def locale_of(language: str) -> Locale:
    """The number grammar of a language; English where there is none of its own."""
    return LOCALES.get(language, english.LOCALE)
