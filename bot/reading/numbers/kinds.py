"""The kinds of figures by names of their own: an attribute of an enumeration takes five times as long to look up.

A reading asks for a thousand of them.
"""

from bot.model import Kind

MONEY = Kind.MONEY
PERCENT = Kind.PERCENT
MULTIPLE = Kind.MULTIPLE
YEARS = Kind.YEARS

PEOPLE = frozenset({Kind.TROOPS, Kind.COUNT})
SHARES = frozenset({PERCENT, MULTIPLE})
VALUES = SHARES | {MONEY}
"""What has a role of its own: sums and shares."""
