"""Each catalogue has every sentence of what is translated, whole; and an alert in each language."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from bot.chat.commands.button_press import TOO_OLD
from bot.chat.languages import amounts
from bot.chat.languages.translator import NAMES, catalogue, fitting, parts_of, translator
from bot.chat.render import corrected, lead, words
from bot.chat.render.alert import alert
from bot.desk.intake.article_edits import TEXT_ALONE
from bot.model import Event, Hedge, NewsKind
from bot.phrases.amounts import SYMBOLS, THIRDS
from tests.chat.builders import NOW, TOPIC, convert
from tests.chat.render.reports import FIRST

ROOM = Path(words.__file__).parent.parent
OTHERS = sorted(NAMES.keys() - {"en"})
KEYWORDS = {"say": 0, "plural": 0, "said": 1, "whole": 0, "BadArgument": 0}
"""Where the sentence stands in a call."""
ENGLISH_YET = frozenset({
    "commands/charts.py", "commands/corrections.py", "commands/course.py", "commands/digests.py", "commands/export.py",
    "commands/feeds.py", "commands/ledger.py", "commands/search.py", "commands/stories.py", "commands/alerts.py",
    "commands/general.py", "commands/cards/card_commands.py", "commands/roles/broadcasts.py",
    "commands/roles/invites.py", "commands/watches/watch_commands.py", "commands/wishes/mutes.py",
    "commands/wishes/settings.py",
    "typed/addresses.py", "typed/arguments.py", "typed/card_words.py", "typed/chart_words.py", "typed/corrections.py",
    "typed/days.py", "typed/pages.py", "typed/periods.py", "typed/watches.py", "typed/zones.py",
})  # fmt: skip
"""Whose ``BadArgument`` is not translated."""
TABLES = (
    *words.FATES.values(), *words.MEASURED.values(), *words.CHANGES.values(), *words.ROLES.values(), words.FIGURE,
    words.NOTED, *words.DISTANCES, *words.YARDSTICKS.values(), *words.DOUBTS, words.DISPUTED, *words.EDITS.values(),
    *(pattern for pattern, _ in words.SPANS), *filter(None, words.STANCES.values()), TEXT_ALONE,
    *amounts.BASES.values(), *(f"{hedge} {{amount}}" for hedge in Hedge), *THIRDS.values(),
    *corrected.NOBODY.values(), *corrected.SOMEBODY.values(), TOO_OLD,
    "[{role} ](by {year})", "[{role} ]in {year}", "{amount} a year", "{amount} in total", "unconfirmed", "disputed",
    "first {role}", "to be {role}", "named by {speaker}", "according to {speaker}", "the {amount} of {month}",
)  # fmt: skip
"""The sentences that stand in tables, or behind a condition."""
IN_CONTEXT = (
    *(("event", event.traits.words) for event in Event if event.traits.words),
    *(("event", told) for told in lead.HAPPENED),
    ("report", "Corrected"), ("report", "Denied"),
    *(("kind", str(kind)) for kind in NewsKind),
    *(("money", currency) for currency in (*SYMBOLS, "PLN")),
)  # fmt: skip


def _strings(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _strings(node.body) + _strings(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


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
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = _called(node)
            if name == "BadArgument" and path.relative_to(ROOM).as_posix() in ENGLISH_YET:
                continue
            if isinstance(node, ast.Call) and name in KEYWORDS and len(node.args) > KEYWORDS[name]:
                found |= set(_strings(node.args[KEYWORDS[name]]))
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
def test_no_sentence_stands_in_two_files_of_a_catalogue(language: str) -> None:
    told = [(message.id, message.context) for part in parts_of(language).values() for message in part if message.id]
    assert len(told) == len(set(told)) == len(catalogue(language))


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
             "2019年分の合意額（1兆400億ウォン）を13%上回る", "通知の理由"],
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
