"""Each catalogue of the dashboard has every sentence that its code, its templates and the desk's lists can say."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from bot.chat.languages.translator import NAMES
from bot.chat.render.answers.calendar import OUTCOMES
from bot.chat.render.answers.positions import ITEMS
from bot.dashboard.access import entrance, telegram_login
from bot.dashboard.languages import desk_words, speaker
from bot.dashboard.languages.speaker import catalogue, wished
from bot.dashboard.pages import chart, feeds, stories
from bot.dashboard.site import MANY
from bot.dashboard.templating import FOLDER, MENU
from bot.desk.answers.calendar import NAMES as OCCASIONS
from bot.desk.answers.positions import SIDES

ROOM = Path(speaker.__file__).parent.parent
OTHERS = sorted(NAMES.keys() - {"en"})
TABLES = (
    *desk_words.STATES, desk_words.OF_ROUND, desk_words.OF_TERM, desk_words.OF_FISCAL, desk_words.GENERAL,
    *desk_words.KINDS.values(),
    *desk_words.GAPS, *desk_words.APART, *desk_words.MOVES.values(), desk_words.OUT_OF_OFFICE,
    *desk_words.WHEN.values(), *desk_words.SEASONS.values(), *(one for one, _ in desk_words.AGES.values()),
    *ITEMS.values(),
    *filter(None, OUTCOMES.values()), *OCCASIONS.values(),
    *(role.traits.side.words for role in SIDES if role.traits.side), *(words for _, words, _ in MENU),
    *stories.PERIODS.values(), *feeds.STATES.values(), *(one for _, _, one, _ in feeds.AGES),
    *(word for _, word in chart.UNITS), *(words for words, _ in chart.FATES.values()), MANY, entrance.STRANGER,
    telegram_login.NOT_OURS, telegram_login.EXPIRED, telegram_login.NOBODY,
)  # fmt: skip
"""The sentences that stand in tables, the dashboard's own and the desk's; of those with a number the singular."""
_IN_TEMPLATE = re.compile(r'\b(?:say|plural)\(\s*"((?:[^"\\]|\\.)*)"')


@cache
def sentences() -> frozenset[str]:
    found = {str(one) for one in TABLES if one}
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                found |= _said(node.func, node.args[0])
    for path in FOLDER.glob("*.html"):
        found |= set(_IN_TEMPLATE.findall(path.read_text(encoding="utf-8")))
    return frozenset(found)


def _said(func: ast.Attribute, first: ast.expr) -> set[str]:
    """What the chat says it has in its own catalogues."""
    is_chats = isinstance(func.value, ast.Attribute) and func.value.attr == "chat"
    if func.attr not in {"say", "plural"} or is_chats:
        return set()
    return set(_strings(first))


def _strings(node: ast.expr) -> list[str]:
    """What stands there in words, or one of two behind a condition; a key of a table is neither."""
    if isinstance(node, ast.IfExp):
        return _strings(node.body) + _strings(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else []


def _forms(told: object) -> list[str]:
    return [str(one) for one in (told if isinstance(told, list | tuple) else [told])]


def _places(pattern: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", pattern))


@pytest.mark.parametrize("language", OTHERS)
def test_each_sentence_is_in_each_catalogue_with_its_places(language: str) -> None:
    known = catalogue(language)
    assert {"Where each country stands", "agreed in principle", "To the content"} <= sentences()
    assert sorted(one for one in sentences() if known.get(one) is None) == []
    for message in known:
        if message.id:
            ids, told = _forms(message.id), _forms(message.string)
            assert all(told), message.id
            assert not message.fuzzy, message.id
            assert ids[0] in sentences(), f"nobody says {ids[0]!r}"
            assert all(_places(one) == _places(ids[-1]) for one in told), message.id


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("fr, de;q=0.5, ja;q=0.7", "ja"),
        ("de;q=0, en", "en"),
        ("fr-FR", "en"),
        ("", "en"),
        ("ko;q=nonsense, de;q=0.1", "de"),
    ],
)
def test_a_browser_wants_a_language(accepted: str, language: str) -> None:
    assert wished(accepted) == language
