"""Names in a language: of countries and languages by Unicode's CLDR, of who speaks and acts by the topic's lists."""

from collections.abc import Sequence

from bot.chat.languages.translator import Translator
from bot.model import Party, Track
from bot.phrases.wording import name_in_sentence

_COUNTRIES = {("ko", "KR"): "한국"}
"""As newspapers have them, where CLDR has the name in full."""
_DATIVE = "de-dative"
"""Of ``Party.printed``: the German name in the dative, with its article."""


def name(who: str, parties: Sequence[Party], t: Translator) -> str:
    """Somebody as a sentence has him: in English with its article, else as the reports of the language name him.

    Where the topic has no name in the language it is the English one.
    """
    if t.is_english:
        return name_in_sentence(who)
    party = next((one for one in parties if one.name == who), None)
    if party is None:
        return who
    printed = party.printed.get(t.language)
    return printed or next((whole for one in party.names.get(t.language, ()) if (whole := _whole(one))), who)


def source_name(who: str, parties: Sequence[Party], t: Translator) -> str:
    """As ``name``, behind "according to": in German in the case that this takes, ``dem Weißen Haus``, in Japanese with
    ``氏`` behind a person."""
    if t.is_english:
        return name_in_sentence(who)
    party, printed = next((one for one in parties if one.name == who), None), name(who, parties, t)
    if party is None:
        return printed
    if t.language == "ja" and party.person:
        return f"{printed}氏"
    return party.printed.get(_DATIVE, printed) if t.language == "de" else printed


def doer(who: str, parties: Sequence[Party], t: Translator) -> str:
    """Who demands or offers, for "by {actor}": in German with its preposition, ``vom Pentagon``, ``von den USA``."""
    named = source_name(who, parties, t)
    return contracted(f"von {named}", t) if t.language == "de" else named


def contracted(words: str, t: Translator) -> str:
    """In German with ``vom`` for ``von dem``."""
    return words.replace("von dem ", "vom ", 1) if t.language == "de" else words


def _whole(written: str) -> str:
    """A spelling that is looked for, as a name in print; "" for one whose words are left open in the middle."""
    head = written.removesuffix("*")
    return "" if "*" in head or (head != written and " " in head) else head


def country(code: str, t: Translator, otherwise: str = "") -> str:
    """A country by its alpha-2 code; in English, and where there is no such code, as the topic names it."""
    if t.is_english:
        return otherwise or code
    from babel import Locale

    return _COUNTRIES.get((t.language, code)) or str(Locale(t.language).territories.get(code, otherwise or code))


def track_label(track: Track, t: Translator, parties: Sequence[Party] = ()) -> str:
    """A track: its country, or as the party of the same name."""
    return country(track.payer, t, track.name) if track.payer else name(track.name, parties, t) or track.name


def track_in_list(track: Track, t: Translator, parties: Sequence[Party] = ()) -> str:
    """A track by its name alone, which in English is the topic's as it is."""
    return track.name if t.is_english else track_label(track, t, parties)


def language_label(code: str, t: Translator) -> str:
    """A language by its ISO 639-1 code, in a language other than English."""
    from babel import Locale

    return str(Locale(t.language).languages.get(code, code))
