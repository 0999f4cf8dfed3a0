"""What may be typed behind ``/card``, and stands on the buttons that send one: a country, several, or a story."""

from collections.abc import Sequence
from functools import partial

from msgspec import Struct

from bot.chat.typed.arguments import countries, short_name, tracks_in
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.model import Track

_STORY, _COMPARE = "story", "compare"
_LONGEST_NUMBER = 15


class CardWords(Struct, frozen=True):
    """One country, or several to compare, () for all; or a story."""

    tracks: tuple[Track, ...] = ()
    story: int | None = None

    @property
    def typed(self) -> str:
        """The words as a button has them; read again, they are the same."""
        if self.story is not None:
            return f"{_STORY} {self.story}"
        return " ".join(track.key.lower() for track in self.tracks)


def card_words(typed: str, tracks: Sequence[Track]) -> CardWords:
    """Countries, nothing for all of them, or the number of a story. Raises BadArgument."""
    words = typed.casefold().split()
    is_story = words[:1] == [_STORY]
    number = "".join(words[1:] if is_story else words).lstrip("#")
    if number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER:
        return CardWords(story=int(number))
    if is_story:
        raise BadArgument("Say the number of a story; /timeline has them.", "/card story 1")
    found, unknown = tracks_in(" ".join(word for word in typed.split() if word.casefold() != _COMPARE), tracks)
    if unknown:
        example = f"/card {short_name(tracks[0], tracks)}" if tracks else "/card"
        raise BadArgument(
            "“{typed}” is neither one of {countries}, nor a story's number.",
            example,
            typed=shown(unknown),
            countries=partial(countries, tracks),
        )
    return CardWords(() if len(found) == len(tracks) and len(found) > 1 else found)
