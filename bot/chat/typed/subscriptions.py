"""What may be typed of a subscription: what it is to ring for, how, and behind ``as`` its name."""

import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from bot.chat.typed.bad_argument import BadArgument, shown
from bot.chat.typed.wishes import LANGUAGE_WORDS, LOUD, SILENT, WishWords, languages_words, wish_words
from bot.model import Track

LONGEST_NAME = 40
EXAMPLE = "/subscribe deals japan as Tokyo"
ALL = frozenset({"all", "everything"})
"""Behind /unsubscribe it is all of them, and no name."""
_LANGUAGES = frozenset({"languages", "language"})
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")


class SubscriptionWords(Struct, frozen=True):
    """What was typed but for the name."""

    wish: WishWords
    languages: tuple[str, ...] | None
    """Of reports, as ``Interest`` has them; None where nothing is said of them."""
    silent: bool | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.wish.narrows or self.wish.rest) and self.languages is None and self.silent is None


def take_name(typed: str) -> tuple[str, str]:
    """What was typed before the last ``as``, and the name behind it, "" for none. Raises BadArgument."""
    words = typed.split()
    places = [n for n, word in enumerate(words) if word.casefold() == "as"]
    if not places:
        return typed, ""
    name = _seen(" ".join(words[places[-1] + 1 :])).strip("“”„«»\"' ")
    if not name:
        raise BadArgument("Say behind “as” how the subscription is to be called.", EXAMPLE)
    if not any(letter.isalpha() for letter in name):
        raise BadArgument("“{typed}” is no name: it has no letter.", EXAMPLE, typed=shown(name))
    if name.casefold() in ALL:
        raise BadArgument("“{typed}” means all subscriptions; give this one another name.", EXAMPLE, typed=shown(name))
    if len(name) > LONGEST_NAME:
        sentence = "A name has {most} characters at most; this one has {number}."
        raise BadArgument(sentence, EXAMPLE, most=str(LONGEST_NAME), number=str(len(name)))
    return " ".join(words[: places[-1]]), name


def _seen(name: str) -> str:
    """Without characters that nobody sees, such as marks that turn the writing direction of what follows; but for the
    joiners within words and emoji."""
    letters = unicodedata.normalize("NFC", name)
    kept = (one for one in letters if one in _JOINERS or unicodedata.category(one) not in _UNSEEN)
    return " ".join("".join(kept).split())


def subscription_words(typed: str, tracks: Sequence[Track]) -> SubscriptionWords:
    """``deals japan critical silent languages ko en``, in any order. Raises BadArgument for the languages."""
    loudness = [word.casefold() in SILENT for word in typed.split() if word.casefold() in SILENT | LOUD]
    words = [word for word in typed.split() if word.casefold() not in SILENT | LOUD]
    at = next((n for n, word in enumerate(words) if word.casefold() in _LANGUAGES), len(words))
    ends = _end_of_languages(words, at)
    languages = _languages(" ".join(words[at:ends])) if at < len(words) else None
    rest = " ".join((*words[:at], *words[ends:]))
    return SubscriptionWords(wish_words(rest, tracks), languages, loudness[-1] if loudness else None)


def _languages(typed: str) -> tuple[str, ...] | None:
    """Raises BadArgument, with an example of the command that they stand behind."""
    try:
        return languages_words(typed)
    except BadArgument as problem:
        raise BadArgument(problem.sentence, "/subscribe korea languages ko en", **problem.values) from None


def _end_of_languages(words: Sequence[str], at: int) -> int:
    """Behind the last word of ``languages ko, en``. Whatever is right behind the first is meant for a language."""
    end = at + 2
    while end < len(words) and words[end].casefold().strip(",") in LANGUAGE_WORDS:
        end += 1
    return end
