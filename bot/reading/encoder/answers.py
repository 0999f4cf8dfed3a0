"""The answers that the heads choose between, in the order of their numbers: training and reading share them."""

from bot.model import Event, Measure, Role, Stance

NO_ROLE = "none"
ROLES = (*(role.value for role in Role if role.traits.is_label), NO_ROLE)
"""``none``: a number that is no figure of the topic."""
MEASURES = tuple(measure.value for measure in Measure if not measure.is_of_troops)
PERIODS = ("none", "year", "month", "total")
STANCES = tuple(stance.value for stance in Stance)
EVENTS = tuple(event.value for event in Event if event is not Event.NONE)
COUNTED = ("troops", "count")
"""What a number of people counts: soldiers, or the local staff of the bases."""
POINTERS = ("payer", "actor", "source")
WORDS = ("actor", "source")
"""The pointers that, where they mean somebody whom the vocabulary does not know, point at the words that name him."""
ENDS = tuple(f"{name}_{end}" for name in WORDS for end in ("first", "last"))
"""A head for the first and one for the last piece of these words."""
LONGEST_NAME = 12
"""Pieces of such a name."""

NULL, ELSE = 0, 1
"""Options of every pointer before the parties: nobody; somebody whom the vocabulary does not know."""

DISTANCES = 16
"""Buckets of the distance, in pieces, between a figure and a name: eight before it, eight behind."""


def bucket(span: tuple[int, int], name: tuple[int, int]) -> int:
    """The bucket of the distance between a figure and a name, both (first, end): doubling, before and behind."""
    gap = max(name[0] - span[1], span[0] - name[1], 0)
    size = min(7, gap.bit_length())
    return size if name[0] >= span[0] else size + DISTANCES // 2
