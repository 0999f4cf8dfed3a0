"""Each catalogue has every sentence of what is translated, whole; and an alert in each language."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from bot.chat.commands.button_press import FOR_ADMINISTRATORS, FOR_OPERATORS, TOO_OLD
from bot.chat.commands.details import DETAILS
from bot.chat.commands.registry import COMMANDS
from bot.chat.languages import amounts, times
from bot.chat.languages.translator import NAMES, catalogue, fitting, parts_of, translator
from bot.chat.people import UNTOLD
from bot.chat.render import corrected, lead, words
from bot.chat.render.alert import alert
from bot.chat.render.answers import own_data, watches
from bot.chat.render.operators import feeds
from bot.chat.render.retold import sentences as elsewhere
from bot.chat.render.wishes import settings
from bot.chat.render.wishes.first_steps import WEIGHTS
from bot.chat.render.wishes.sentence import EVERYTHING
from bot.chat.render.wishes.settings import GREAT
from bot.chat.updates import inline
from bot.chat.updates.door import CLOSED
from bot.desk.intake.article_edits import TEXT_ALONE
from bot.model import ChatType, Event, Hedge, NewsKind
from bot.phrases.amounts import SYMBOLS, THIRDS
from tests.chat.builders import NOW, TOPIC, convert
from tests.chat.render.reports import FIRST

ROOM = Path(words.__file__).parent.parent
OTHERS = sorted(NAMES.keys() - {"en"})
KEYWORDS = {"say": 0, "plural": 0, "said": 1, "whole": 0, "BadArgument": 0}
"""Where the sentence stands in a call."""
ENGLISH_YET = frozenset({
    "commands/corrections.py", "commands/stories.py", "commands/roles/broadcasts.py", "commands/roles/invites.py",
    "typed/corrections.py",
})  # fmt: skip
"""Whose ``BadArgument`` is not translated."""
ALL = tuple(command for command in COMMANDS if not command.is_for_operators)
TABLES = (
    *words.FATES.values(), *words.MEASURED.values(), *words.CHANGES.values(), *words.ROLES.values(), words.FIGURE,
    words.NOTED, *words.DISTANCES, *words.YARDSTICKS.values(), *words.DOUBTS, words.DISPUTED, *words.EDITS.values(),
    *(pattern for pattern, _ in words.SPANS), *filter(None, words.STANCES.values()), TEXT_ALONE,
    *amounts.BASES.values(), *(f"{hedge} {{amount}}" for hedge in Hedge), *THIRDS.values(),
    *corrected.NOBODY.values(), *corrected.SOMEBODY.values(), TOO_OLD,
    FOR_ADMINISTRATORS, FOR_OPERATORS, UNTOLD, CLOSED, inline.NOTHING, GREAT, EVERYTHING, *times.DAYS.values(),
    *(one.about for one in ALL), *(told for name, told in DETAILS.items() if name in {one.name for one in ALL}),
    *(one for one, _ in own_data.OTHERS.values()), own_data.CAPTION,
    *WEIGHTS.values(), *(words.lower() for words in WEIGHTS.values()), *watches.PAUSED.values(),
    *settings.ALERT_WORDS.values(), *(words.lower() for words in settings.ALERT_WORDS.values()),
    *(words for words, _ in settings.DAYS), *(hint for hints in settings.HINTS.values() for hint in hints),
    "[{role} ](by {year})", "[{role} ]in {year}", "{amount} a year", "{amount} in total", "unconfirmed", "disputed",
    *elsewhere.CLAUSES, *(one for one, _ in elsewhere.COUNTED), *(told for _, told in feeds.STANDS),
    "first {role}", "to be {role}", "named by {speaker}", "according to {speaker}", "the {amount} of {month}",
)  # fmt: skip
"""The sentences that stand in tables, or behind a condition."""
IN_CONTEXT = (
    *(("event", event.traits.words) for event in Event if event.traits.words),
    *(("event", told) for told in lead.HAPPENED),
    ("report", "Corrected"), ("report", "Denied"),
    *(("kind", str(kind)) for kind in NewsKind), ("between", "; "), ("clauses", "; "),
    ("compared with the", "baseline"),
    *(("chat", str(kind)) for kind in ChatType), ("subscription", "Main"),
    *(("settings", word) for word in ("All", "all", "None", "none", "Muted")),
    *(("money", currency) for currency in (*SYMBOLS, "PLN")),
)  # fmt: skip


def _strings(node: ast.expr, named: dict[str, list[str]]) -> list[str]:
    """The sentences that an argument may be; ``named``: those that the file's names stand for."""
    if isinstance(node, ast.IfExp):
        return _strings(node.body, named) + _strings(node.orelse, named)
    if isinstance(node, ast.Name):
        return named.get(node.id, [])
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _named(tree: ast.Module) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            both = (target.elts, node.value.elts) if isinstance(target, ast.Tuple) and isinstance(
                node.value, ast.Tuple) else ([target], [node.value])  # fmt: skip
            for name, value in zip(*both, strict=False):
                if isinstance(name, ast.Name):
                    found.setdefault(name.id, []).extend(_strings(value, {}))
    return found


def _called(node: ast.AST) -> str:
    """``say`` is a method here; a function of that name makes whole messages."""
    func = node.func if isinstance(node, ast.Call) else None
    if isinstance(func, ast.Attribute):
        return "" if isinstance(func.value, ast.Name) and func.value.id == "notice" else func.attr
    return func.id if isinstance(func, ast.Name) and func.id in {"said", "BadArgument"} else ""


@cache
def sentences() -> frozenset[str]:
    """All that the room's code says by ``say``, ``said``, ``whole`` and ``plural``, of the last the singular, and what
    it says by ``BadArgument`` where that is translated.
    """
    found = set(TABLES) | {one for one, _ in amounts.NOUNS.values()}
    for path in ROOM.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = _named(tree)
        for node in ast.walk(tree):
            name = _called(node)
            if name == "BadArgument" and path.relative_to(ROOM).as_posix() in ENGLISH_YET:
                continue
            if isinstance(node, ast.Call) and name in KEYWORDS and len(node.args) > KEYWORDS[name]:
                found |= set(_strings(node.args[KEYWORDS[name]], named))
    return frozenset(found)


def _forms(told: object) -> list[str]:
    return [str(one) for one in (told if isinstance(told, list | tuple) else [told])]


def places(pattern: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", pattern))


@pytest.mark.parametrize("language", OTHERS)
def test_each_sentence_is_in_each_catalogue_with_its_places(language: str) -> None:
    known = catalogue(language)
    assert "Every report: {command}" in sentences()
    missing: list[object] = [one for one in sentences() if known.get(one) is None]
    missing += [(context, word) for context, word in IN_CONTEXT if known.get(word, context) is None]
    assert missing == []
    for message in known:
        if not message.id:
            continue
        ids, told = _forms(message.id), _forms(message.string)
        assert all(told), message.id
        assert not message.fuzzy, message.id
        wanted = {"amount"} if message.context == "money" else places(ids[-1])
        assert all(places(one) == wanted for one in told), message.id


@pytest.mark.parametrize("language", OTHERS)
def test_a_command_can_be_tapped(language: str) -> None:
    """Telegram takes for a command what no letter is right behind, of any script: /mute를 is none."""
    told = [one for message in catalogue(language) for one in _forms(message.string)]
    glued = re.compile(r"(?:(?<![\w/])/[a-z]+|\{command\})[^\W_a-z{/]")
    assert [one for one in told if glued.search(one)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_stands_in_two_files_of_a_catalogue_is_the_same(language: str) -> None:
    told: dict[tuple[object, str | None], object] = {}
    for message in (message for part in parts_of(language).values() for message in part if message.id):
        assert told.setdefault((message.id, message.context), message.string) == message.string
    assert len(told) == len(catalogue(language))


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "ko",
            ["🇰🇷 한국 · 협상 결렬: 연 50억 달러 요구", "lawmakers in Seoul에 따르면 연 50억 달러(68억 싱가포르달러)",
             "2019년분 합의액(1조 400억 원)보다 13% 많음", "알림 이유"],
        ),
        (
            "ja",
            ["🇰🇷 韓国 · 交渉決裂: 年50億ドル（要求）", "年50億ドル（68億シンガポールドル）、要求",
             "2019年分の合意額（1兆400億ウォン）を13%上回る", "理由"],
        ),
        (
            "de",
            ["🇰🇷 Südkorea · Verhandlungen abgebrochen: 5 Mrd. US-Dollar pro Jahr gefordert", "auf Englisch",
             "13 % über der Einigung für 2019 (1,04 Billionen Won)", "Warum"],
        ),
    ],
)  # fmt: skip
def test_an_alert_in_each_language(language: str, lines: list[str]) -> None:
    message = alert(FIRST, TOPIC, convert, now=NOW, zone="Asia/Seoul", t=translator(language))
    told = "\n".join([message.plain, *(button.label for row in message.buttons for button in row)])
    assert [line for line in lines if line not in told] == []


def test_a_language_is_told_by_what_telegram_has_of_a_user() -> None:
    assert [fitting(code) for code in ("ko", "ja-JP", "de_AT", "EN-gb", "fr", "", None)] == [
        "ko", "ja", "de", "en", "", "", "",
    ]  # fmt: skip
