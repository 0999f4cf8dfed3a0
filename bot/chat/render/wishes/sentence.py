"""What rings in a chat, in one sentence: ``Rings: deals of South Korea; digest 8:00 KST on weekdays``."""

from datetime import datetime, time

from bot.chat.render.words import language_name
from bot.chat.typed.zones import zone_or_utc
from bot.desk.delivery.digest import DEFAULT_AT, clock_of
from bot.desk.delivery.digest_days import days_in_words
from bot.desk.delivery.ringing import heard_at, quiet_span
from bot.model import EVERY_DAY, Alerts, Chat, Interest, Manner, Track
from bot.phrases.wording import count, list_in_words

EVERYTHING = "all news"
_MOST_OUTLETS = 4


def rings(chat: Chat, tracks: tuple[Track, ...], now: datetime, *, zone: str, muted: int = 0) -> str:
    """The sentence of a subscribed chat; ``zone`` is that of its clock, ``muted`` how many stories it has muted."""
    letters = f"{now.astimezone(zone_or_utc(zone)):%Z}"
    parts = [
        what(chat, tracks),
        *_digest(chat, letters),
        *_quiet(chat.manner, letters),
        *_cap(chat, letters),
        *(["without a sound"] if chat.manner.silent else []),
        *_languages(chat.interest),
        *_muted(chat.interest, muted),
    ]
    return f"Rings: {'; '.join(parts)}."


def is_plain(chat: Chat, muted: int = 0) -> bool:
    """Whether there is nothing to say of the chat but its alerts and its digest."""
    return chat.interest == Interest() and chat.manner == Manner() and not muted


def what(chat: Chat, tracks: tuple[Track, ...]) -> str:
    """``deals and talks of South Korea``, ``great events among deals``, ``all news of Japan``."""
    kinds = list_in_words([str(kind) for kind in chat.interest.kinds])
    names = {track.key: track.name for track in tracks}
    order = [key for key in names if key in chat.interest.tracks] + [k for k in chat.interest.tracks if k not in names]
    where = list_in_words([names.get(key, key) for key in order])
    if chat.alerts is Alerts.ALL:
        told = kinds or EVERYTHING
    else:
        told = f"great events among {kinds}" if kinds else "great events"
    return f"{told} of {where}" if where else told


def narrowed(chat: Chat, tracks: tuple[Track, ...]) -> list[str]:
    """How a chat hears of less than all at once, a few words each: ``deals of Japan``, ``quiet 22:00–7:00``, ``5 a
    day``; nothing for one that does not."""
    span, outlets = quiet_span(chat.manner.quiet), len(chat.interest.muted)
    told = what(chat, tracks)
    return [
        *([told] if told != EVERYTHING else []),
        *(["digest"] if chat.alerts is Alerts.DIGEST else []),
        *([f"quiet {at(span[0])}–{at(span[1])}"] if span else []),
        *([f"{chat.manner.cap} a day"] if chat.manner.cap and chat.alerts is Alerts.ALL else []),
        *(["silent"] if chat.manner.silent else []),
        *([f"in {', '.join(chat.interest.languages)}"] if chat.interest.languages else []),
        *([f"{count(outlets, 'outlet')} muted"] if outlets else []),
    ]


def at(clock: time) -> str:
    """``8:00``, ``22:30``."""
    return f"{clock.hour}:{clock.minute:02}"


def _digest(chat: Chat, letters: str) -> list[str]:
    return [f"digest {_when(chat, letters)}"] if chat.alerts is Alerts.DIGEST else []


def _when(chat: Chat, letters: str) -> str:
    clock = f"{at(heard_at(clock_of(chat.digest_at) or DEFAULT_AT, chat.manner.quiet))} {letters}"
    return clock if chat.digest_days == EVERY_DAY else f"{clock} {days_in_words(chat.digest_days)}"


def _quiet(manner: Manner, letters: str) -> list[str]:
    span = quiet_span(manner.quiet)
    if span is None:
        return []
    but = " but for great events" if manner.great_pass else ""
    return [f"quiet {at(span[0])}–{at(span[1])} {letters}{but}, what waits comes together at the end"]


def _cap(chat: Chat, letters: str) -> list[str]:
    if not chat.manner.cap or chat.alerts is not Alerts.ALL:
        return []
    return [f"at most {chat.manner.cap} a day besides great events, the rest in a digest {_when(chat, letters)}"]


def _languages(interest: Interest) -> list[str]:
    names = list_in_words([language_name(code) for code in interest.languages])
    return [f"only by reports in {names}"] if names else []


def _muted(interest: Interest, stories: int) -> list[str]:
    names = list(interest.muted)
    if len(names) > _MOST_OUTLETS:
        names = [*names[:_MOST_OUTLETS], f"{len(names) - _MOST_OUTLETS} more"]
    outlets = [f"not from {list_in_words(names)} alone"] if names else []
    return [*outlets, *([f"{count(stories, 'story', 'stories')} muted"] if stories else [])]
