"""What a card for sharing shows, before anything has its place: few figures in large letters, each with its source."""

from msgspec import Struct

from bot.chat.drawing.chart import Colour


class CardFigure(Struct, frozen=True):
    amount: str
    """In large letters: ``US$5bn a year``."""
    role: str
    """``demanded``; "" where it has none."""
    about: str
    """Who says so, and the report with its date."""
    colour: Colour


class CardPart(Struct, frozen=True):
    """Figures of one country."""

    figures: tuple[CardFigure, ...]
    name: str = ""
    """"" where the card is of one alone."""
    note: str = ""
    """Below them, such as the gap."""


class Card(Struct, frozen=True):
    title: str
    about: str
    """Below the title, in smaller letters."""
    parts: tuple[CardPart, ...]
    nothing: str
    """What stands there where there is no figure."""
    baseline: str
    sources: str
    """Whose reports they are, and of which day the card is."""
