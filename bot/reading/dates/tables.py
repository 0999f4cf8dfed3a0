"""The languages that dates are found in: a table a file; another one is a file with ``DATES`` and a line below."""

from collections.abc import Mapping

from bot.reading.dates import english, german, japanese, korean
from bot.reading.dates.date_words import DateWords

TABLES: Mapping[str, DateWords] = {
    "en": english.DATES,
    "ko": korean.DATES,
    "ja": japanese.DATES,
    "de": german.DATES,
}
"""Tables by ISO 639-1 code."""
