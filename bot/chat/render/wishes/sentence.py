"""What rings in a chat, in one sentence: ``Rings: deals of South Korea; digest 8:00 KST on weekdays``."""

from collections.abc import Sequence
from datetime import datetime, time

from bot.chat.languages.lists import listed
from bot.chat.languages.names import track_in_list
from bot.chat.languages.times import digest_days
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import clip, tidy
from bot.chat.render.words import language_name
from bot.chat.typed.zones import zone_or_utc
from bot.desk.delivery.digest import DEFAULT_AT, clock_of
from bot.desk.delivery.ringing import heard_at, quiet_span
from bot.model import EVERY_DAY, Alerts, Chat, Interest, Manner, Party, Track

EVERYTHING = "all news"
_MOST_OUTLETS = 4
_NAME = 60
_OF_ONE = 240
"""Characters of what one of several rings for: ten of them are one line of a message, which is left out whole where it
does not fit. Their list has them whole."""


def rings(
    chat: Chat,
    tracks: tuple[Track, ...],
    now: datetime,
    *,
    zone: str,
    muted: int = 0,
    several: Sequence[Chat] = (),
    t: Translator = ENGLISH,
    parties: Sequence[Party] = (),
) -> str:
    """The sentence of a subscribed chat; ``zone`` is that of its clock, ``muted`` how many stories it has muted,
    ``several`` the chat as each of its subscriptions has it, where there are more than one."""
    letters = f"{now.astimezone(zone_or_utc(zone)):%Z}"
    own = [] if several else [*_sound(chat, t), *_languages(chat.interest, t), *_paused(chat, t)]
    each = [
        t.say(
            "{name}: {rings}",
            name=clip(tidy(one.called), _NAME) or t.word("subscription", "Main"),
            rings=clip(rings_by(one, tracks, now, zone=zone, t=t, parties=parties), _OF_ONE),
        )
        for one in several
    ]
    capped = next((one for one in several if one.alerts is Alerts.ALL and not one.interest.paused), chat)
    parts = [
        *(each or [what(chat, tracks, t, parties), *_digest(chat, letters, t)]),
        *_quiet(chat.manner, letters, t),
        *_cap(capped, letters, t),
        *own,
        *_muted(chat.interest, muted, t),
        *_preferred(chat, t),
    ]
    return t.say("Rings: {parts}.", parts=t.word("between", "; ").join(parts))


def rings_by(
    chat: Chat,
    tracks: tuple[Track, ...],
    now: datetime,
    *,
    zone: str,
    t: Translator = ENGLISH,
    parties: Sequence[Party] = (),
) -> str:
    """What rings by one subscription, without what is the same for all of its chat's: ``deals of Japan, without a
    sound``."""
    letters = f"{now.astimezone(zone_or_utc(zone)):%Z}"
    how = [*_digest(chat, letters, t), *_sound(chat, t), *_languages(chat.interest, t), *_paused(chat, t)]
    return t.joint.join([what(chat, tracks, t, parties), *how])


def is_plain(chat: Chat, muted: int = 0) -> bool:
    """Whether there is nothing to say of the chat but its alerts and its digest."""
    return chat.interest == Interest() and chat.manner == Manner() and not (muted or chat.preferred)


def what(chat: Chat, tracks: tuple[Track, ...], t: Translator = ENGLISH, parties: Sequence[Party] = ()) -> str:
    """``deals and talks of South Korea``, ``great events among deals``, ``all news of Japan``."""
    kinds = listed([t.word("kind", str(kind)) for kind in chat.interest.kinds], t)
    names = {track.key: track_in_list(track, t, parties) for track in tracks}
    order = [key for key in names if key in chat.interest.tracks] + [k for k in chat.interest.tracks if k not in names]
    where = listed([names.get(key, key) for key in order], t)
    if chat.alerts is Alerts.ALL:
        told = kinds or t.say(EVERYTHING)
    else:
        told = t.say("great events among {kinds}", kinds=kinds) if kinds else t.say("great events")
    return t.say("{news} of {countries}", news=told, countries=where) if where else told


def narrowed(chat: Chat, tracks: tuple[Track, ...], t: Translator = ENGLISH) -> list[str]:
    """How a chat hears of less than all at once, a few words each: ``deals of Japan``, ``quiet 22:00–7:00``, ``5 a
    day``; nothing for one that does not."""
    span, outlets = quiet_span(chat.manner.quiet), len(chat.interest.muted)
    told = what(chat, tracks, t)
    return [
        *([told] if told != t.say(EVERYTHING) else []),
        *([t.say("paused")] if chat.interest.paused else []),
        *([t.say("digest")] if chat.alerts is Alerts.DIGEST else []),
        *([t.say("quiet {hours}", hours=f"{at(span[0])}{t.dash}{at(span[1])}")] if span else []),
        *([t.say("{number} a day", number=str(chat.manner.cap))] if _is_capped(chat) else []),
        *([t.say("silent")] if chat.manner.silent else []),
        *([t.say("in {languages}", languages=", ".join(chat.interest.languages))] if chat.interest.languages else []),
        *([t.plural("{number} outlet muted", "{number} outlets muted", outlets)] if outlets else []),
    ]


def _is_capped(chat: Chat) -> bool:
    return bool(chat.manner.cap) and chat.alerts is Alerts.ALL


def at(clock: time) -> str:
    """``8:00``, ``22:30``."""
    return f"{clock.hour}:{clock.minute:02}"


def _digest(chat: Chat, letters: str, t: Translator) -> list[str]:
    return [t.say("digest {when}", when=_when(chat, letters, t))] if chat.alerts is Alerts.DIGEST else []


def _when(chat: Chat, letters: str, t: Translator) -> str:
    clock = f"{at(heard_at(clock_of(chat.digest_at) or DEFAULT_AT, chat.manner.quiet))} {letters}"
    if chat.digest_days == EVERY_DAY:
        return clock
    return t.say("{clock} {days}", clock=clock, days=digest_days(chat.digest_days, t))


def _quiet(manner: Manner, letters: str, t: Translator) -> list[str]:
    span = quiet_span(manner.quiet)
    if span is None:
        return []
    hours = f"{at(span[0])}–{at(span[1])} {letters}"
    if manner.great_pass:
        return [t.say("quiet {hours} but for great events, what waits comes together at the end", hours=hours)]
    return [t.say("quiet {hours}, what waits comes together at the end", hours=hours)]


def _cap(chat: Chat, letters: str, t: Translator) -> list[str]:
    if not chat.manner.cap or chat.alerts is not Alerts.ALL:
        return []
    number, when = str(chat.manner.cap), _when(chat, letters, t)
    return [t.say("at most {number} a day besides great events, the rest in a digest {when}", number=number, when=when)]


def _sound(chat: Chat, t: Translator) -> list[str]:
    return [t.say("without a sound")] if chat.manner.silent else []


def _paused(chat: Chat, t: Translator) -> list[str]:
    return [t.say("paused")] if chat.interest.paused else []


def _languages(interest: Interest, t: Translator) -> list[str]:
    names = listed([language_name(code, t) for code in interest.languages], t)
    return [t.say("only by reports in {languages}", languages=names)] if names else []


def _muted(interest: Interest, stories: int, t: Translator) -> list[str]:
    names = _some(interest.muted, t)
    outlets = [t.say("not from {outlets} alone", outlets=listed(names, t))] if names else []
    return [*outlets, *([t.plural("{number} story muted", "{number} stories muted", stories)] if stories else [])]


def _preferred(chat: Chat, t: Translator) -> list[str]:
    names = _some([clip(tidy(one), _NAME) for one in chat.preferred], t)
    return [t.say("by reports of {outlets} before others", outlets=listed(names, t))] if names else []


def _some(names: Sequence[str], t: Translator) -> list[str]:
    """The first ones, and how many more there are."""
    if len(names) <= _MOST_OUTLETS:
        return list(names)
    return [*names[:_MOST_OUTLETS], t.say("{number} more", number=str(len(names) - _MOST_OUTLETS))]
