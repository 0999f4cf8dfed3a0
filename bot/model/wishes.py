"""What a chat wants to hear of, and how it wants to be told; and by what it may."""

from datetime import datetime

from msgspec import Struct

from bot.model.events import NewsKind


class Interest(Struct, frozen=True, omit_defaults=True):
    """What a chat is told of; each list is in the order of its words, so that the same wish is the same value."""

    tracks: tuple[str, ...] = ()
    """Keys of tracks; () for all reports, of whatever track or of none."""
    kinds: tuple[NewsKind, ...] = ()
    """() for all."""
    muted: tuple[str, ...] = ()
    """Outlets whose reports alone ring nobody there."""
    languages: tuple[str, ...] = ()
    """ISO 639-1; reports in others alone ring nobody there; () for all."""
    paused: bool = False
    """Nothing is heard of for the time being."""


class Manner(Struct, frozen=True):
    """How a chat is told."""

    quiet: str = ""
    """The quiet hours by its clock, ``22:00-07:00``; "" for none."""
    great_pass: bool = False
    """What is critical rings in quiet hours too."""
    silent: bool = False
    """Messages come without a sound."""
    cap: int = 0
    """Alerts of a day besides what is critical; 0 for any number."""


class Invitation(Struct, frozen=True):
    """A link by which strangers come in, where the bot is not for everybody."""

    id: int
    expires: datetime
    uses: int
    """How many may come by it."""
    used: int
