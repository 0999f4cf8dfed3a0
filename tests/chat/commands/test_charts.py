"""Charts: what they show, the process that draws, and the picture in the chat."""

import asyncio
import sys
from datetime import date, timedelta

import pytest

from bot.chat.commands.charts import DrawingError, draw_in_process
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.drawing import Chart, Dot, Level, Series
from bot.chat.render.answers.chart import chart_of
from bot.chat.updates.application import BotApplication
from bot.model import Article, Figure, Kind, Role
from tests.chat.builders import NOW, TOPIC, article, context, families, money
from tests.chat.conftest import Phone
from tests.chat.shelf import Shelf

DAY = timedelta(days=1)


def told() -> list[Article]:
    share = money("₩1.04tn", 1.04e12, "KRW", Role.AGREED, year=2019)
    rise = Figure("13", Kind.PERCENT, 13, Role.OFFERED, "text", 0, payer="KR")
    ask, alone = (money("US$", value, "USD", Role.DEMANDED) for value in (5e9, 3e9))
    return [
        *(article(n, figures=[share], outlet=f"O{n}", published=NOW - 900 * DAY) for n in (1, 2)),
        *(article(n, figures=[ask], outlet=f"O{n}", published=NOW - 90 * DAY) for n in (3, 4)),
        *(article(n, figures=[rise], text="13 more", outlet=f"O{n}", published=NOW - 20 * DAY) for n in (5, 6)),
        article(7, figures=[alone], outlet="O7", published=NOW - 10 * DAY),
    ]


def test_what_a_chart_shows() -> None:
    shelf = Shelf()
    shelf.stored = told()
    made = chart_of(families(context(shelf)).of(LedgerAnswers).trend("KR"), TOPIC, "KR")
    assert made is not None
    chart, caption = made
    dots = {series.name: series.dots for series in chart.series}
    assert [(dot.value, dot.label, dot.faint) for dot in dots["demanded"]] == [(5, "5", False), (3, "", True)]
    assert [dot.value for dot in dots["offered"]] == [pytest.approx(1040 * 1.13 / 1160)]
    assert [dot.day for dot in dots["agreed"]] == [(NOW - 900 * DAY).date()] or dots["agreed"][0].day == date(
        2019, 1, 1
    )
    assert [level.name for level in chart.levels] == ["baseline: US$5bn demanded", "baseline: US$897m agreed"]
    assert chart.mark == date(2019, 11, 19)
    assert "/figures korea all" in caption.plain
    assert chart_of(families(context(Shelf())).of(LedgerAnswers).trend("KR"), TOPIC, "KR") is None


def test_a_label_stands_below_its_dot_where_another_dot_is_right_above() -> None:
    shelf = Shelf()
    sums = ((5e9, 90), (5.5e9, 60), (5.2e9, 400), (4e9, 700), (4.2e9, 690), (3.8e9, 680))
    shelf.stored = [
        article(
            3 * n + copy,
            figures=[money(f"US${n}", value, "USD", Role.DEMANDED)],
            outlet=f"O{copy}",
            published=NOW - days * DAY,
        )
        for n, (value, days) in enumerate(sums)
        for copy in range(3 if value in {5e9, 4e9} else 2)
    ]
    made = chart_of(families(context(shelf)).of(LedgerAnswers).trend("KR"), TOPIC, "KR")
    assert made is not None
    (demanded,) = (series for series in made[0].series if series.name == "demanded")
    assert {dot.label: dot.below for dot in demanded.dots if dot.label} == {"4": False, "5.2": False, "5": True}


async def test_the_picture_is_drawn_by_another_process_and_comes_with_its_caption(
    phone: Phone, bot: BotApplication, shelf: Shelf
) -> None:
    # One test of the real drawing: the process takes a second.
    shelf.stored = told()
    group = await phone.add("group")
    await phone.answer(group)
    await phone.type(group, "/chart korea")
    sent = await phone.answer(group)
    assert sent["text"].startswith("South Korea: a year's contribution")
    assert sent["photo"]
    await phone.type(group, "/chart japan")
    assert "too few for a chart" in (await phone.answer(group))["text"]
    await phone.type(group, "/chart atlantis")
    assert "“atlantis” is not one of" in (await phone.answer(group))["text"]


async def test_a_drawing_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = Chart("t", "u", (Series("s", (Dot(date(2020, 1, 1), 1.0),)),), (Level("l", 1.0),), date(2020, 1, 1), "")
    with pytest.raises(DrawingError):
        await draw_in_process(chart, deadline=0.01)
    assert len(asyncio.all_tasks()) == 1
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(DrawingError):
        await draw_in_process(chart)
