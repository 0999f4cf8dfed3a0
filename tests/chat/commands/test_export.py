"""/export: what may be typed, what is left out, and files that are sent."""

import re
from codecs import BOM_UTF8
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.chat.commands import export as module
from bot.chat.commands.export import ExportWords, export_words
from bot.chat.render.files.export_messages import usage
from bot.chat.typed.arguments import BadArgument
from bot.chat.updates.application import BotApplication
from bot.desk.answers.export import Format, What
from bot.sandbox import Sandbox
from tests.chat.builders import (
    NOW,
    context,
    families,
)
from tests.chat.conftest import Phone
from tests.chat.render.files.test_files import DAY, REPORTS, TRACKS, answers
from tests.chat.shelf import Shelf


def test_a_long_period_says_what_is_left_out() -> None:
    asked = ExportWords(Format.CSV, What.REPORTS)
    file = answers().file(asked, most=2)
    assert (file.rows, file.back_to) == (2, REPORTS[1].published)
    assert file.caption == "Reports: 2 rows from 2 reports. Older ones than of 22 Nov 2026 are left out."
    assert answers().file(asked, most=3).caption == "Reports: 3 rows from 3 reports."


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("json", ExportWords(Format.JSON, What.FIGURES)),
        ("Korea STORIES md", ExportWords(Format.MARKDOWN, What.STORIES, TRACKS[0])),
        ("rss", ExportWords(Format.ATOM, What.STORIES)),
        ("reports 7d", ExportWords(Format.CSV, What.REPORTS, since=NOW - 7 * DAY)),
        (
            "csv since:2024 until:2024-02 japan",
            ExportWords(
                Format.CSV, What.FIGURES, TRACKS[1], datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)
            ),
        ),
    ],
)
def test_words_are_read_in_any_order(typed: str, expected: ExportWords) -> None:
    assert export_words(typed, TRACKS, NOW) == expected


@pytest.mark.parametrize("typed", ["csv json", "figures stories", "atom figures", "csv mars", "csv since:mars"])
def test_what_cannot_be_read_is_answered_with_an_example(typed: str) -> None:
    with pytest.raises(BadArgument) as caught:
        export_words(typed, TRACKS, NOW)
    export_words(caught.value.example.removeprefix("/export "), TRACKS, NOW)


def test_what_is_offered_can_be_read() -> None:
    offered = [button.data or "" for row in usage().buttons for button in row]
    shown = re.findall("<code>/export ([^<]+)</code>", usage().html)
    assert len(offered) == 6
    assert max(len(button.label) for row in usage().buttons for button in row) <= 13, "or a phone cuts it short"
    for words in [
        *(one.removeprefix("export:") for one in offered),
        *shown,
        families(context(Shelf())).commands["export"].example,
    ]:
        export_words(words, TRACKS, NOW)


async def test_a_file_is_sent_on_a_command_and_on_a_press(
    bot: BotApplication, phone: Phone, shelf: Shelf, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_REPORTS", 1)
    shelf.stored = list(REPORTS)
    me = await phone.add("private")
    await phone.type(me, "/export csv reports")
    message = await phone.answer(me)
    assert message["document"]["name"] == "burdenwatch-reports-2026-11-24.csv"
    assert message["text"] == (
        "Reports: 1 row from 1 report. Older ones than of 23 Nov 2026 are left out. They come with until:2026-11-23"
    )
    async with aiohttp.ClientSession() as session, session.get(sandbox.url + message["document"]["url"]) as response:
        assert (await response.read()).startswith(BOM_UTF8 + b"article_id,story_id,published,outlet,")
    await phone.type(me, "/export")
    offer = await phone.answer(me)
    await phone.press(me, offer["id"], "export:atom")
    assert (await phone.answer(me))["document"]["name"] == "burdenwatch-stories-2026-11-24.atom"
    assert "There are no figures on record for this" in await phone.ask(me, "/export figures until:2001")
    assert "neither a period nor one of" in await phone.ask(me, "/export mars")
