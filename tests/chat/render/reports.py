"""Three reports and seven feeds, and what a reader sees of an answer over them."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.chat.commands.command import CommandRequest
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import LIMIT, utf16
from bot.model import Article, Event, Feed, FeedState, Role
from tests.chat.builders import (
    DEMAND,
    IN_SINGAPORE,
    NOW,
    SHARE,
    TROOPS,
    article,
    chat,
    context,
    families,
    feed,
    money,
    placed,
)
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf

FIRST = article(
    1, figures=[placed(figure) for figure in (TROOPS, DEMAND, IN_SINGAPORE, SHARE)], event=Event.TALKS_BREAK_OFF
)
SECOND = article(
    2,
    title="東京が署名",
    outlet="共同通信",
    language="ja",
    track="JP",
    event=Event.SIGNED,
    published=datetime(2026, 10, 15, tzinfo=UTC),
    figures=[money("2110億円", 2.11e11, "JPY", Role.AGREED, payer="JP", year=2022)],
)
THIRD = article(
    3,
    story_id=1,
    outlet="Reuters",
    published=NOW - timedelta(hours=30),
    figures=[placed(DEMAND)],
    event=Event.TALKS_BREAK_OFF,
)


def asked(
    name: str,
    words: str = "",
    *,
    t: Translator = ENGLISH,
    reports: Sequence[Article] = (FIRST, SECOND, THIRD),
    **more: Any,
) -> str:
    """What a reader sees of the answer; of a list whose lines have numbers, with the marks that a terminal shows."""
    shelf = Shelf()
    shelf.stored = list(reports)
    shelf.listed = more.pop("feeds", [])
    shelf.owe(*more.pop("owed", []))
    answer = families(context(shelf, **more)).message_of(name, CommandRequest(chat(7), words, t=t))
    assert utf16(answer.plain) <= LIMIT
    return re.sub(r"^\d+\. ", "• ", visible(answer), flags=re.MULTILINE)


def lines(message: str) -> list[str]:
    return [line for line in message.split("\n") if line.startswith(("• ", "▸ "))]


FEEDS: list[Feed] = [
    feed(1, "Yonhap", "ko"),
    feed(2, "Yonhap", "ko", errors=3, last_error="answered 503"),
    feed(3, "Reuters"),
    feed(4, "Reuters", last_polled=NOW - timedelta(hours=3, minutes=5)),
    feed(5, "NHK", "ja", last_polled=None),
    feed(6, "Old Paper", state=FeedState.GONE),
    feed(7, "Bild", "de", state=FeedState.PAUSED),
]
