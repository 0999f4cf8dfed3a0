"""How the bot and its feeds are, in each language."""

import re
from datetime import timedelta

import pytest

from bot.chat.commands.export import ExportWords
from bot.chat.languages.translator import NAMES, catalogue, translator
from bot.chat.render import status, wrong
from bot.chat.render.files import export_messages
from bot.chat.render.files.export_messages import usage
from bot.desk.answers.export import Format, What
from bot.model import Aspect, Complained, Complaint, ComplaintState
from tests.chat.builders import NOW, TOPIC, chat, delivery
from tests.chat.render.files.test_files import TRACKS, answers
from tests.chat.render.reports import FEEDS, FIRST, asked

OTHERS = sorted(NAMES.keys() - {"en"})
IN_CONTEXT = tuple(("export", what.capitalize()) for what in What)
TABLES = (
    *status.STATES.values(), *export_messages.NOTHING.values(),
    *(label for row in export_messages.OFFERED for label, _ in row),
    *wrong.ASKED.values(), *wrong.REPORTED.values(), *wrong.AFTER.values(),
)  # fmt: skip
CODES = {"csv", "json", "markdown", "atom", "figures", "stories", "reports"}
"""Typed in any language."""
_NAMES = re.compile(r"burdenwatch|Yonhap|Reuters|NHK|Old Paper|Bild|answered 503|UTC|KST")
_LATIN = re.compile(r"[A-Za-z]*[a-z]{3}[A-Za-z]*")
_ENGLISH = re.compile(r"\b(?:the|and|of|this|is|are|not|for|with|by|ago|up|wrong|feeds?|nothing|ok|more)\b")


def in_english(told: str, language: str) -> list[str]:
    """The words that are left in English, but for names and what a feed answered."""
    return (_ENGLISH if language == "de" else _LATIN).findall(_NAMES.sub("", told))


@pytest.mark.parametrize("language", OTHERS)
def test_what_stands_in_tables_is_in_each_catalogue(language: str) -> None:
    known = catalogue(language)
    assert [one for one in TABLES if known.get(one) is None] == []
    assert [word for context, word in IN_CONTEXT if known.get(word, context) is None] == []


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("ko", ["가동 6시간", "마지막 확인: 3시간 전", "보낼 것: 1건, 가장 오래된 것은 2시간 경과", "문제 3건"]),
        ("ja", ["稼働6時間", "最後の確認: 3時間前", "送信待ち: 1件（最も古いもので2時間経過）", "問題3件"]),
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


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Figures · South Korea: 1 row from 2 reports. Older ones than of 22 Nov 2026 are left out."),
        ("ko", "수치 · 한국: 보도 2건에서 1행. 2026년 11월 22일 이전 보도는 빠져 있습니다."),
        ("ja", "数字 · 韓国: 報道2件から1行。2026年11月22日より前の報道は含みません。"),
        ("de", "Zahlen · Südkorea: 1 Zeile (Grundlage: 2 Berichte). Was vor dem 22. Nov. 2026 liegt, fehlt."),
    ],
)
def test_an_export_is_captioned_in_each_language(language: str, told: str) -> None:
    asked, t = ExportWords(Format.CSV, What.FIGURES, TRACKS[0]), translator(language)
    assert answers().file(asked, most=2, t=t).caption == told
    about, *_ = usage(t).plain.partition("/export")
    assert language == "en" or set(in_english(about, language)) <= CODES


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Thank you. Reported as wrong: the role of “US$5 billion”."),
        ("ko", "고맙습니다. 오류 신고: “US$5 billion”의 성격."),
        ("ja", "ありがとうございます。誤りとして報告: 「US$5 billion」の役割。"),
        ("de", "Danke. Als falsch gemeldet: die Rolle von „US$5 billion“."),
    ],
)
def test_what_a_reader_reports_as_wrong_in_each_language(language: str, told: str) -> None:
    t, figure = translator(language), FIRST.reading.figures[0]
    made = Complaint(1, 7, FIRST.id, f"text {figure.start}", "US$5 billion", Aspect.ROLE, NOW)
    assert wrong.taken_down(Complained(made, is_new=True), FIRST, t).plain.startswith(told)
    screens = [wrong.what_is_wrong(FIRST, t), wrong.what_is_wrong_of(FIRST, figure, t)]
    for state in ComplaintState:
        ruled = Complaint(1, 7, FIRST.id, f"text {figure.start}", "US$5 billion", Aspect.ROLE, NOW, state)
        screens += [wrong.taken_down(Complained(ruled), FIRST, t), wrong.verdict(ruled, FIRST, (), TOPIC, t)]
    screens += [wrong.taken_down(Complained(made, is_new=True, operators=n), FIRST, t) for n in (0, 1)]
    screens.append(wrong.taken_down(Complained(None), FIRST, t))
    for screen in screens:
        words = [screen.plain.replace(FIRST.title, ""), *(button.label for row in screen.buttons for button in row)]
        left = re.sub(r"\(https?://\S+|/\w+|US\$5 billion", "", "\n".join(words))
        assert language == "en" or in_english(left, language) == [], left
