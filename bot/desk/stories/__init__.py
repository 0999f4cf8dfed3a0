"""Which story a report belongs to, and by what signs.

A story is one turn of events, however many outlets tell it. Wrongly joined, a turn goes unheard; wrongly apart, a
reader is rung twice.

``signs`` what a report is known by; ``rarity`` how much a sign tells; ``weights`` two reports against each other, in
figures and words; ``joining`` a report against the stories at hand; ``together`` many reports at once; ``origins`` how
many reports of a story are somebody's own.
"""

from .joining import NEWEST, NEWS_KINDS, NEWS_ROLES, Joined, grow, horizon, join, new_figures, news, opening
from .rarity import Rarity
from .signs import WINDOW, signs_of
from .together import together

__all__ = [
    "NEWEST",
    "NEWS_KINDS",
    "NEWS_ROLES",
    "WINDOW",
    "Joined",
    "Rarity",
    "grow",
    "horizon",
    "join",
    "new_figures",
    "news",
    "opening",
    "signs_of",
    "together",
]
