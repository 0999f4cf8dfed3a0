"""What the encoder is shown of a report: its text, the figures that code has found in it, and the parties named."""

from typing import NamedTuple

from bot.model import Kind, Party, Where


class Span(NamedTuple):
    """A number that may be a figure of the topic; places are characters of ``Sheet.text``."""

    start: int
    end: int
    kind: Kind


class NamedParty(NamedTuple):
    """A place where a party is named; places are characters of ``Sheet.text``."""

    start: int
    end: int
    party: Party


class Sheet(NamedTuple):
    """A report, laid out for the encoder."""

    title: str
    text: str
    spans: tuple[Span, ...] = ()
    names: tuple[NamedParty, ...] = ()

    @property
    def whole(self) -> str:
        """Title and text as one string."""
        return f"{self.title}\n{self.text}"

    def place(self, where: Where, start: int) -> int:
        """A place of the title or the text as one of ``whole``."""
        return start if where == "title" else len(self.title) + 1 + start
