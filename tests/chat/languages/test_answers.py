"""Each catalogue has the sentences of answers that stand in tables."""

import pytest

from bot.chat.commands.course import CAPTION
from bot.chat.languages.translator import NAMES, catalogue
from bot.chat.render.answers import calendar, chart, compare, figures, positions, search, summary, timeline, why_not
from bot.chat.render.paging import TURNS
from bot.chat.render.retold import decided, periods, reckoned, told
from bot.chat.render.words import MEASURES, NO_ROLE
from bot.model import Kind, Role

OTHERS = sorted(NAMES.keys() - {"en"})
TABLES = (
    *TURNS, *reckoned.STEPS, *reckoned.UNLIKE, *filter(None, MEASURES.values()), NO_ROLE,
    *(one for one, _ in decided.HEADS),
    *decided.CLAIMS.values(), *why_not.WAITS.values(), *why_not.TOLD.values(), "It was told here[ {time}].",
    "It waits until {when}.", *positions.ITEMS.values(), *positions.RULES,
    *positions.SIDE_WORDS.values(), *positions.BEFORE.values(), *summary.ENDS.values(),
    *(one for one, _ in (*told.AGES.values(), *told.FEEDS.values(), *timeline.WHOSE.values())),
    *calendar.SEASONS.values(), *filter(None, calendar.OUTCOMES.values()), *(meaning for _, meaning in search.EXAMPLES),
    CAPTION, *chart.ABOUT.values(), *chart.NOTES,
    *(words for table in (periods.LENGTHS, periods.LENGTHS_WITHIN) for alone, one, _ in table.values()
      for words in (alone, one)),
)  # fmt: skip
IN_CONTEXT = (
    *(("state", words) for words in told.STATE_WORDS), *(("heading", words) for words in figures.HEADINGS.values()),
    *(("figure", kind.value) for kind in Kind), *(("figure", role.value) for role in Role),
    *(("column", words) for words in compare.NAMES), *(("occasion", words) for words in calendar.OCCASIONS),
    *(("unit", words) for _, words in (*chart.UNITS, *chart.MYRIADS) if words),
    *(("series", one.name) for one in chart.TROOPS.values()),
    *(("level", words) for words in decided.LEVELS),
    *(("title", words) for words in ("for {year}", "in {year}", "in {month}")),
)  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_what_stands_in_tables_is_in_each_catalogue(language: str) -> None:
    known = catalogue(language)
    missing: list[object] = [one for one in TABLES if known.get(one) is None]
    assert missing + [(context, word) for context, word in IN_CONTEXT if known.get(word, context) is None] == []
