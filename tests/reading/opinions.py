"""An encoder as a test writes it: what it makes of a report and, by the surface of each number, of its figures."""

from collections.abc import Mapping, Sequence

from bot.model import Event, Reading, Report, Role, Vocabulary
from bot.reading import Reader
from bot.reading.encoder import Answer, OnFigure, Opinion, Sheet
from bot.reading.encoder.answers import NO_ROLE, ROLES

_REST = Role.OTHER
"""Where what is left of the probabilities of the roles goes."""
_ANSWERS = OnFigure._fields[3:]


def told(role: Role | None, chance: float = 0.9, *, none: float | None = None, **answers: str | None) -> OnFigure:
    """An opinion on a figure: its role with the probability, None for a number that is no figure of the topic.

    ``none`` is how probable that is beside a role. ``answers`` are the names of the rest: payer, period ...
    """
    roles = dict.fromkeys(ROLES, 0.0)
    roles[NO_ROLE if role is None else role.value] = chance
    if none is not None:
        roles[NO_ROLE] = none
    roles[_REST.value] += 1.0 - sum(roles.values())
    best = max(roles, key=lambda name: roles[name])
    named = {name: Answer(answers.get(name), 0.9) for name in _ANSWERS}
    return OnFigure(None if best == NO_ROLE else Role(best), roles[best], roles, **named)


NOTHING = told(None)
"""The opinion on whatever a script does not name."""


class Script:
    """The encoder of a test. It keeps the sheets that it was shown."""

    def __init__(
        self,
        figures: Mapping[str, OnFigure | Sequence[OnFigure | None] | None],
        *,
        topic: float = 0.99,
        event: Event = Event.STATEMENT,
        event_chance: float = 0.9,
    ) -> None:
        """``figures`` has an opinion by surface, or several in the order of the text; None where there is none."""
        self._figures, self._report = figures, (topic, event, event_chance)
        self.sheets: list[Sheet] = []

    def __call__(self, sheet: Sheet) -> Opinion:
        self.sheets.append(sheet)
        seen: dict[str, int] = {}
        figures: dict[int, OnFigure] = {}
        for number, span in enumerate(sheet.spans):
            surface = sheet.whole[span.start : span.end]
            opinion = self._of(surface, seen.get(surface, 0))
            seen[surface] = seen.get(surface, 0) + 1
            if opinion is not None:
                figures[number] = opinion
        return Opinion(*self._report, figures)

    def _of(self, surface: str, times: int) -> OnFigure | None:
        """The opinion on a surface that came so many times before."""
        written = self._figures.get(surface, NOTHING)
        if written is None or isinstance(written, OnFigure):
            return written
        return written[times]


class Scripted:
    """A reader whose encoder is another script for each report; it takes a while to make, and one is enough."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._script = Script({})
        self.reader = Reader(vocabulary, lambda sheet: self._script(sheet))

    def read(self, report: Report, script: Script) -> Reading:
        self._script = script
        return self.reader.read(report)
