"""What every handler and renderer is handed: the archive, the topic, the clock and who may do what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.chat.ports import Archive
from bot.model import Convert, Topic


@dataclass(frozen=True)
class ChatContext:
    """The chat's surroundings, made once by the worker."""

    archive: Archive
    topic: Topic
    convert: Convert
    now: Callable[[], datetime]
    """The time, aware and in UTC."""
    operators: frozenset[int]
    """Telegram user ids."""
    default_zone: str
    """IANA name of the time zone of chats that have set none."""
    started: datetime
    version: str
    replay: bool
    """The sandbox replays past reports, and the answers say so."""
