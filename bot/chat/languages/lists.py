"""Lists of words in print: ``a, b and c``, ``a, b 및 c``, ``a、b、c``."""

from collections.abc import Sequence

from bot.chat.languages.translator import Translator
from bot.phrases.wording import list_in_words


def listed(parts: Sequence[str], t: Translator) -> str:
    """All of them, by Unicode's CLDR in languages other than English."""
    if t.is_english:
        return list_in_words(parts)
    from babel.lists import format_list

    return str(format_list(list(parts), locale=t.language))
