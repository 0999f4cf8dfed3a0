"""Which story a report belongs to, and by what signs.

A story is one turn of events, however many outlets tell it. Wrongly joined, a turn goes unheard; wrongly apart, a
reader is rung twice.

``signs`` what a report is known by; ``rarity`` how much a sign tells; ``weights`` two reports against each other, in
figures and words; ``joining`` a report against the stories at hand; ``parting`` a story that turns out to be two;
``shelf`` stories in memory alone; ``together`` many reports at once; ``origins`` how many reports of a story are
somebody's own.
"""

from bot.desk.intake.stories.joining import (
    NEWEST,
    NEWS_KINDS,
    Joined,
    grow,
    horizon,
    join,
    new_figures,
    news,
    opening,
)
from bot.desk.intake.stories.parting import part
from bot.desk.intake.stories.rarity import Rarity
from bot.desk.intake.stories.shelf import Shelf
from bot.desk.intake.stories.signs import WINDOW, signs_of
from bot.desk.intake.stories.together import together

__all__ = [
    "NEWEST",
    "NEWS_KINDS",
    "WINDOW",
    "Joined",
    "Rarity",
    "Shelf",
    "grow",
    "horizon",
    "join",
    "new_figures",
    "news",
    "opening",
    "origins",
    "packed",
    "part",
    "signs",
    "signs_of",
    "together",
    "weights",
]
