"""Says the dashboard's sentences in one language, and what the chat has words for as the chat does."""

from collections.abc import Sequence
from datetime import date
from functools import cache, cached_property
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from bot.chat.languages.times import day, month
from bot.chat.languages.translator import NAMES, Translator, translator
from bot.phrases.wording import MONTHS

if TYPE_CHECKING:
    from babel.messages import Catalog

DOMAIN = "dashboard"
MOST_WISHES = 20
"""Languages of an Accept-Language that are looked at."""


class Speaker(Translator, frozen=True, dict=True):
    """Speaks one language by the dashboard's catalogue; sentences are written as for ``Translator``."""

    @property
    def chat(self) -> Translator:
        """Who says what the chat says, too: roles, amounts, doubts."""
        return translator(self.language)

    def day(self, when: date) -> str:
        return day(when, self)

    def month(self, when: date) -> str:
        return month(when, self)

    @property
    def months(self) -> tuple[str, ...]:
        """Their short names."""
        if self.is_english:
            return MONTHS
        from babel.dates import get_month_names

        names = get_month_names("abbreviated", locale=self.language)
        return tuple(str(names[month]) for month in range(1, 13))

    def listed(self, words: Sequence[str]) -> str:
        """``A, B and C``."""
        if len(words) < 2:
            return "".join(words)
        return self.say("{those} and {last}", those=", ".join(words[:-1]), last=words[-1])

    @cached_property
    def _catalogue(self) -> GNUTranslations:
        from babel.messages.mofile import write_mo

        compiled = BytesIO()
        write_mo(compiled, catalogue(self.language))
        compiled.seek(0)
        return GNUTranslations(compiled)


@cache
def speaker(language: str) -> Speaker:
    """Who speaks a language of the bot's; English for any other."""
    return Speaker(language if language in NAMES else "en")


@cache
def catalogue(language: str) -> "Catalog":
    """The dashboard's catalogue of a language other than English."""
    from babel.messages.pofile import read_po

    place = files(__package__) / "catalogues" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    return read_po(BytesIO(place.read_bytes()), locale=language, domain=DOMAIN)


def wished(accepted: str) -> str:
    """The language of the bot that an Accept-Language wants most (RFC 9110, section 12.5.4); English for none."""
    found: list[tuple[float, int, str]] = []
    for place, one in enumerate(accepted.split(",")[:MOST_WISHES]):
        tag, _, rest = one.strip().partition(";")
        code = tag.partition("-")[0].casefold()
        weight = _weight(rest)
        if code in NAMES and weight:
            found.append((-weight, place, code))
    return min(found)[2] if found else "en"


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value[:8])
    except ValueError:
        return 0.0
