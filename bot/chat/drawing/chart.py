"""What a chart shows, before anything has its place."""

from datetime import date

from msgspec import Struct


class Colour(Struct, frozen=True):
    """As ``#rrggbb``: readable as a text, too."""

    light: str
    """On a light ground."""
    dark: str


class Dot(Struct, frozen=True):
    """A figure."""

    day: date
    value: float
    label: str = ""
    """Stands beside it where there is room."""
    weight: int = 1
    """How many outlets tell it: the labels of the most told find their places first."""
    faint: bool = False
    """It is drawn hollow."""
    holds: bool = False
    """A line goes from it to the next that does, and from the last one to the right end."""
    until: date | None = None
    """A line goes from it to the day when it was last told."""


class Series(Struct, frozen=True):
    name: str
    dots: tuple[Dot, ...]
    """By day."""
    colour: Colour
    shape: str
    """A key of ``svg.SHAPES``; people who see red and green alike tell series apart by it."""


class MarkedDay(Struct, frozen=True):
    """A day that a line over the whole height marks."""

    day: date
    label: str


class Chart(Struct, frozen=True):
    title: str
    about: str
    """What a value is, and the kind of the scale."""
    series: tuple[Series, ...]
    first: date
    last: date
    """What the axis of time spans; dots outside of it are not drawn."""
    note: str
    """Below the chart."""
    suffix: str = ""
    """Behind the numbers of the scale: ``%``."""
    mark: MarkedDay | None = None
    dark: bool = False
    language: str = "en"
    """In which its numbers and months are, as an ISO 639-1 code."""
