"""Who stands where on each item of each track, how far apart they are, and how that moved since the baseline.

Here belongs what is computed from the ledger's rows: which row speaks for a side, what makes two of them comparable,
the gap. What was reported is the ledger's; what is printed is the chat's.
"""

from bot.desk.answers.positions.comparable import Comparable, Incomparable
from bot.desk.answers.positions.items import Item, item_of
from bot.desk.answers.positions.sides import SIDES, positions
from bot.desk.answers.positions.soldiers import soldiers
from bot.desk.answers.positions.stands import Gap, ItemStand, Move, Position
from bot.desk.answers.positions.trend import DRAWN, Point, Trend, best_trend_of, can_be_drawn, since, trend_of, until
from bot.desk.answers.positions.units import currency_of, unit_of

__all__ = [
    "DRAWN",
    "SIDES",
    "Comparable",
    "Gap",
    "Incomparable",
    "Item",
    "ItemStand",
    "Move",
    "Point",
    "Position",
    "Trend",
    "best_trend_of",
    "can_be_drawn",
    "currency_of",
    "item_of",
    "positions",
    "since",
    "soldiers",
    "trend_of",
    "unit_of",
    "until",
]
