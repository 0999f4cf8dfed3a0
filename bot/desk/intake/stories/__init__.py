"""Which story a report belongs to, and by what signs.

A story is one turn of events, however many outlets tell it. Wrongly joined, a turn goes unheard; wrongly apart, a
reader is rung twice.

``signs`` by which reports are compared; ``rarity`` how much a sign tells; ``weights`` two reports compared, in figures
and words; ``joining`` which story a report joins; ``parting`` a story that turns out to be two; ``shelf`` stories in
memory alone; ``batch`` many reports at once; ``origins`` how many reports of a story are somebody's own.
"""

from bot.desk.intake.stories.batch import stories_of_reports
from bot.desk.intake.stories.joining import (
    NEWEST,
    NEWS_KINDS,
    Joined,
    grow,
    horizon,
    join,
    new_figures,
    new_story,
    news_figures,
)
from bot.desk.intake.stories.parting import part_story
from bot.desk.intake.stories.rarity import Rarity
from bot.desk.intake.stories.shelf import Shelf
from bot.desk.intake.stories.signs import WINDOW, signs_of

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
    "new_story",
    "news_figures",
    "origins",
    "packed",
    "part_story",
    "signs",
    "signs_of",
    "stories_of_reports",
    "weights",
]
