"""How the bot and its feeds are, in each language."""

import re
from datetime import timedelta

import pytest

from bot.chat.languages.translator import NAMES, catalogue, translator
from bot.chat.render import status
from tests.chat.builders import NOW, chat, delivery
from tests.chat.render.reports import FEEDS, asked

OTHERS = sorted(NAMES.keys() - {"en"})
TABLES = (*status.STATES.values(),)
_NAMES = re.compile(r"burdenwatch|Yonhap|Reuters|NHK|Old Paper|Bild|answered 503|UTC|KST")
_LATIN = re.compile(r"[A-Za-z]*[a-z]{3}[A-Za-z]*")
_ENGLISH = re.compile(r"\b(?:the|and|of|this|is|are|not|for|with|by|ago|up|wrong|feeds?|nothing|ok|more)\b")


def in_english(told: str, language: str) -> list[str]:
    """The words that are left in English, but for names and what a feed answered."""
    return (_ENGLISH if language == "de" else _LATIN).findall(_NAMES.sub("", told))


@pytest.mark.parametrize("language", OTHERS)
def test_what_stands_in_tables_is_in_each_catalogue(language: str) -> None:
    assert [one for one in TABLES if catalogue(language).get(one) is None] == []


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("ko", ["가동 6시간", "마지막 확인: 3시간 전", "보낼 것: 1건, 가장 오래된 것은 2시간 경과", "문제 3건"]),
        ("ja", ["稼働6時間", "最後の確認：3時間前", "送信待ち：1件（最も古いもので2時間経過）", "問題3件"]),
        ("de", ["seit Start: 6 Stunden", "Letzte Abfrage: vor 3 Stunden",
                "Noch zu senden: 1 Nachricht, die älteste 2 Stunden alt", "3 Probleme"]),
    ],
)  # fmt: skip
def test_status_and_sources_in_each_language(language: str, lines: list[str]) -> None:
    later, t = NOW + timedelta(hours=2, minutes=30), translator(language)
    shown = asked("status", t=t, feeds=FEEDS, owed=[delivery(1, chat(1))], now=lambda: later, replay=True)
    assert [line for line in lines if line not in shown] == []
    assert in_english(shown, language) == []
    assert in_english(asked("sources", t=t, feeds=FEEDS, replay=True), language) == []
    assert in_english(asked("sources", t=t, feeds=FEEDS), language) == []


def test_days_are_in_the_dative_where_german_has_it() -> None:
    quiet = [feed for feed in FEEDS if feed.id == 3]
    shown = asked("sources", t=translator("de"), feeds=quiet, now=lambda: NOW + timedelta(days=3))
    assert "vor 3 Tagen" in shown
