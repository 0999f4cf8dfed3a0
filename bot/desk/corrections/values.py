"""What a reading says of each aspect, in the words in which rulings and corrections have it."""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.model import Aspect, Figure, Kind, Reading, Role


class Sum(Struct, frozen=True, omit_defaults=True):
    """What a figure comes to."""

    kind: Kind
    value: float
    value_max: float | None = None
    currency: str | None = None


_sum = msgspec.json.Decoder(Sum)


def sum_in_words(told: Sum) -> str:
    return msgspec.json.encode(told).decode()


def sum_of_words(words: str) -> Sum:
    return _sum.decode(words)


def figure_value(figure: Figure, aspect: Aspect) -> str:
    """What is read of a figure; "" for nobody, and in no role of what is no figure of the talks."""
    match aspect:
        case Aspect.ROLE:
            return figure.role.value if figure.on_topic else ""
        case Aspect.VALUE:
            return sum_in_words(Sum(figure.kind, figure.value, figure.value_max, figure.currency))
        case Aspect.ACTOR:
            return figure.actor or ""
        case Aspect.SPEAKER:
            return figure.attributed_to or ""
        case Aspect.PAYER:
            return figure.payer or ""
        case Aspect.EVENT | Aspect.STORY:
            raise ValueError(f"{aspect} is none of a figure")


def report_value(reading: Reading, story_id: int, aspect: Aspect) -> str:
    """What is read of a whole report."""
    return reading.event.value if aspect is Aspect.EVENT else str(story_id)


def with_value(figure: Figure, aspect: Aspect, value: str) -> Figure:
    """The figure with another value. How sure the reader was of a role says nothing of another one."""
    match aspect:
        case Aspect.ROLE:
            role = Role(value) if value else figure.role
            return replace(figure, role=role, on_topic=bool(value), chance=None, likely=None, converts=None)
        case Aspect.VALUE:
            told = sum_of_words(value)
            return replace(figure, value=told.value, value_max=told.value_max, currency=told.currency)
        case Aspect.ACTOR:
            return replace(figure, actor=value or None)
        case Aspect.SPEAKER:
            return replace(figure, attributed_to=value or None)
        case Aspect.PAYER:
            return replace(figure, payer=value or None)
        case Aspect.EVENT | Aspect.STORY:
            raise ValueError(f"{aspect} is none of a figure")
