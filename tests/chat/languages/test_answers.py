"""No answer over the archive is left in English, and each catalogue has the sentences that stand in tables."""

import re
from datetime import date
from functools import cache

import pytest

from bot.chat.commands.cards import CardCommands
from bot.chat.commands.charts import Charts
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.course import CAPTION, end_of
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.drawing.svg import svg_of
from bot.chat.languages.translator import NAMES, catalogue, translator
from bot.chat.render import Rendered
from bot.chat.render.answers import (
    calendar,
    chart,
    compare,
    figures,
    positions,
    search,
    summary,
    timeline,
    why_not,
)  # fmt: skip
from bot.chat.render.paging import TURNS
from bot.chat.render.retold import decided, periods, reckoned, told
from bot.chat.render.words import MEASURES, NO_ROLE
from bot.chat.typed.card_words import card_words
from bot.model import Kind, Role
from tests.chat.builders import chat as a_chat
from tests.chat.builders import context, families
from tests.chat.test_sourced import Still
from tests.desk.replayed import articles
from tests.shared import rates, topic

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


ON = date(2026, 11, 24)
ASKED = (
    *(("summary", words) for words in ("", "7d", "korea", "japan 5y", "since 2024-03-01", "2019-11")),
    *(("figures", words) for words in ("", "korea", "all", "troops", "korea agreed", "japan demanded", "percent")),
    *(("timeline", words) for words in ("", "p2", "30d")), ("compare", ""), ("compare", "korea japan"),
    ("asof", "2019-11-19"), ("asof", "2010-01-01"), ("calendar", ""), ("search", ""), ("search", "방위비"),
    ("search", "nowhere"), ("latest", "20"), ("baseline", ""), ("digest", "10y"), ("digest", "7d"),
)  # fmt: skip
_OPENS = re.compile(
    r"\.ics|since:\w+|<a .*?</a>|<code>.*?</code>|/\w+|&\w+;|<[^>]+>|(?<=[“「„])[^”」“]*(?=[”」“])", re.DOTALL
)
"""What is of a report or is to be typed, and tags."""
_LATIN = re.compile(r"[A-Za-z]*[a-z]{3}[A-Za-z]*")
_ENGLISH = re.compile(
    r"\b(?:the|and|of|this|that|what|is|are|not|for|with|by|to|no|a year|demanded|agreed|story|stories)\b"
)


@cache
def answers() -> Families:
    shelf = Still()
    shelf.stored = [one for one in articles() if one.language == "ko"]
    return families(context(shelf, topic=topic(), convert=rates().convert, now=lambda: end_of(ON)))


@cache
def names() -> "re.Pattern[str]":
    """Of outlets and of those who have no name in the language."""
    those = {*(one.outlet for one in articles()), topic().baseline.outlet, "burdenwatch"}
    those |= {party.name for party in topic().vocabulary.parties}
    return re.compile("|".join(map(re.escape, sorted(those, key=len, reverse=True))))


def _in_english(told: str, language: str) -> list[str]:
    left = names().sub("", _OPENS.sub(" ", told))
    return (_ENGLISH if language == "de" else _LATIN).findall(left)


def _asked(name: str, words: str, language: str) -> Rendered:
    return answers().message_of(name, CommandRequest(a_chat(7), words, t=translator(language)))


@pytest.mark.parametrize("language", OTHERS)
def test_no_answer_is_left_in_english(language: str) -> None:
    t, of, left = translator(language), answers().of, dict[str, list[str]]()
    first, *_ = reports = [one for one in articles() if one.language == "ko"]
    said = {f"/{name} {words}": _asked(name, words, language) for name, words in ASKED}
    said |= {f"how {key}": of(LedgerAnswers).how(key, t) for key in ("", "KR")}
    said |= {f"why {one.id}": _asked("why", str(one.id), language) for one in reports}
    said |= {"story": _asked("story", str(first.story_id), language)}
    for words in ("korea", "japan 5y", "germany", "poland", "nato dark"):
        drawn, said[f"chart {words}"] = of(Charts).made(of(Charts).read(words), t)
        if drawn is not None:
            left[f"drawn {words}"] = _in_english(re.sub("<[^>]+>", " ", svg_of(drawn)), language)
    for words in ("", "korea", f"story {first.story_id}"):
        _, said[f"card {words}"] = of(CardCommands).made(card_words(words, topic().vocabulary.tracks), t)
    for name, message in said.items():
        buttons = " ".join(button.label for row in message.buttons for button in row)
        left[name] = _in_english(f"{message.html}\n{buttons}", language)
    assert {name: words for name, words in left.items() if words} == {}
