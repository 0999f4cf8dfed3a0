"""Sentences in a chat's language, by gettext catalogues; a sentence's English is its id.

A sentence is whole, with named places, so that a language puts them in its own order. What stands in square brackets is
left out where one of its places is empty: ``{amount}[ demanded by {actor}]``.
"""

import re
from collections.abc import Iterable
from functools import cache, cached_property
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from babel.messages import Catalog

_Value = TypeVar("_Value")

NAMES = {"en": "English", "ko": "한국어", "ja": "日本語", "de": "Deutsch"}
"""The languages of the bot by their ISO 639-1 codes, as each names itself; English needs no catalogue."""
DOMAIN = "burdenwatch"
CATALOGUES = files(__package__) / "catalogues"
"""A folder a language, with a file for each kind of message; together they are one catalogue."""
_PLACE = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


def fitting(code: str | None) -> str:
    """The language of the bot for an IETF tag, such as Telegram has of a user (``ko-KR``); "" where none fits.

    See https://core.telegram.org/bots/api#user.
    """
    language = (code or "").replace("_", "-").partition("-")[0].casefold()
    return language if language in NAMES else ""


class Translator(Struct, frozen=True, dict=True):
    """Speaks one language."""

    language: str = "en"

    @property
    def is_english(self) -> bool:
        return self.language == "en"

    @property
    def by_myriads(self) -> bool:
        """Whether it counts by ten thousands."""
        return self.language in {"ko", "ja"}

    def spaced(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other."""
        return ("" if self.language == "ja" else " ").join(sentences)

    @property
    def joint(self) -> str:
        """What stands between an outlet and a day."""
        return "、" if self.language == "ja" else ", "

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return "" if self.language == "ja" else " "

    @property
    def stop(self) -> str:
        """What ends a sentence."""
        return "。" if self.language == "ja" else "."

    @property
    def dash(self) -> str:
        """What stands between the ends of a range."""
        return {"ko": "~", "ja": "〜"}.get(self.language, "–")

    def say(self, message: str, /, **values: str) -> str:
        """A sentence with its places filled; spaces that an empty place leaves are closed up at both ends."""
        return "".join(self.parts(message, **values)).strip() if values else self._found(message, None)

    def parts(self, message: str, /, **values: _Value) -> "list[_Value | str]":
        """The sentence in pieces, for values that are no plain words."""
        return _filled(self._found(message, None), values)

    def whole(self, message: str) -> str:
        """A sentence without places, as it stands: braces in it are what somebody typed."""
        return self._found(message, None)

    def word(self, context: str, message: str) -> str:
        """A word or a pattern whose English means several things (``pgettext``)."""
        return self._found(message, context)

    def plural(self, one: str, many: str, number: int, /, **values: str) -> str:
        """A sentence that is another by a number, which stands in it as ``{number}``."""
        filled = {"number": self.number(number), **values}
        return "".join(_filled(self._form(one, many, number), filled))

    def number(self, value: float) -> str:
        """Up to two decimals, with the language's marks: ``28,500.5``, ``28.500,5``."""
        if self.is_english:
            return f"{value:,.2f}".rstrip("0").rstrip(".")
        from babel.numbers import format_decimal  # takes a moment to load, and English needs none of it

        return str(format_decimal(value, "#,##0.##", locale=self.language))

    def _found(self, message: str, context: str | None) -> str:
        if self.is_english or not message:
            return message
        known = self._catalogue
        return known.gettext(message) if context is None else known.pgettext(context, message)

    def _form(self, one: str, many: str, number: int) -> str:
        if self.is_english:
            return one if number == 1 else many
        return self._catalogue.ngettext(one, many, number)

    @cached_property
    def _catalogue(self) -> GNUTranslations:
        """Made when the first sentence is asked for."""
        from babel.messages.mofile import write_mo

        compiled = BytesIO()
        write_mo(compiled, catalogue(self.language))
        compiled.seek(0)
        return GNUTranslations(compiled)


ENGLISH = Translator()


@cache
def translator(language: str) -> Translator:
    """Who speaks a language; English for what is none of the bot's."""
    return Translator(language) if language in NAMES and language != "en" else ENGLISH


@cache
def catalogue(language: str) -> "Catalog":
    """The catalogue of a language other than English, of all its files."""
    from babel.messages import Catalog

    whole = Catalog(locale=language, domain=DOMAIN, fuzzy=False)
    for part in parts_of(language).values():
        for message in part:
            whole[message.id] = message
    return whole


def parts_of(language: str) -> "dict[str, Catalog]":
    """The files of a language's catalogue by their names."""
    from babel.messages.pofile import read_po

    places = [place for place in (CATALOGUES / language / "LC_MESSAGES").iterdir() if place.name.endswith(".po")]
    return {
        place.name: read_po(BytesIO(place.read_bytes()), locale=language, domain=DOMAIN)
        for place in sorted(places, key=lambda one: one.name)
    }


def _filled(pattern: str, values: "dict[str, _Value]") -> "list[_Value | str]":
    """The pattern's pieces; see the module."""
    pieces: list[_Value | str] = []
    for run, named in _cut(pattern):
        if not all(_has_words(values.get(name)) for name in named):
            continue
        pieces += [values[piece] if n % 2 else piece for n, piece in enumerate(run)]
    return [piece for piece in pieces if _has_words(piece)]


def _has_words(value: object) -> bool:
    return bool(value if isinstance(value, str) else getattr(value, "plain", value))


@cache
def _cut(pattern: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Its runs in turn, each as words and names of places by turns; and the names that a run stands or goes with."""
    runs = ((text, n % 2) for n, text in enumerate(_OPTIONAL.split(pattern)) if text)
    return tuple(
        (tuple(_PLACE.split(text)), tuple(_PLACE.findall(text)) if optional else ()) for text, optional in runs
    )
