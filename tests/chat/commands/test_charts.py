"""Charts: what they show, the process that draws, and the picture in the chat."""

import asyncio
import sys
from datetime import date, timedelta

import pytest

from bot.chat.commands.charts import DrawingError, draw_in_process
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.drawing.chart import Chart, Colour, Dot, MarkedDay, Series
from bot.chat.render import Rendered
from bot.chat.render.answers.chart import chart_of
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.chart_words import chart_words, typed_again
from bot.chat.updates.application import BotApplication
from bot.model import Article, Figure, Kind, Role
from tests.chat.builders import NOW, TOPIC, article, context, families, money
from tests.chat.conftest import Phone
from tests.chat.drawing.pictures import Picture
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


def made(reports: list[Article], typed: str = "korea") -> tuple[Chart, Rendered] | None:
    shelf = Shelf()
    shelf.stored = reports
    words = chart_words(typed, TOPIC.vocabulary.tracks)
    return chart_of(families(context(shelf)).of(LedgerAnswers).trend(words.track.key), TOPIC, words, NOW)


def dots(chart: Chart, name: str) -> list[Dot]:
    return [dot for series in chart.series if series.name == name for dot in series.dots]


def test_what_a_chart_shows() -> None:
    shown = made(told())
    assert shown is not None
    chart, caption = shown
    demanded, offered, agreed = (dots(chart, name) for name in ("demanded", "offered", "agreed"))
    # In trillions of won, the currency of the deal; labels are the reports' own figures.
    assert [(dot.label, dot.faint) for dot in demanded] == [("US$5bn", False), ("US$3bn", True)]
    assert [dot.value for dot in demanded] == pytest.approx([5e9 * 1160 / 1e12, 3e9 * 1160 / 1e12])
    assert [dot.label for dot in offered] == ["+13%"]
    assert [dot.value for dot in offered] == pytest.approx([1.04 * 1.13])
    assert [(dot.day, dot.label, dot.holds) for dot in agreed] == [(date(2019, 1, 1), "₩1.04tn", True)]
    assert [dot.value for dot in agreed] == pytest.approx([1.04])
    assert chart.mark == MarkedDay(date(2019, 11, 19), "baseline, 19 Nov 2019: US$5bn against ₩1.04tn")
    assert chart.about.startswith("A year's contribution as reported, in ₩ trillion;")
    assert (chart.first, chart.last) == (date(2019, 1, 1), NOW.date())
    assert chart.title == (
        "South Korea: US$3bn (₩3.48tn) demanded in Nov 2026, a rise of 13% offered in Nov 2026, ₩1.04tn agreed for 2019"
    )
    assert caption.plain.startswith(f"{chart.title}\n{chart.about}\n")
    assert "/figures korea all" in caption.plain
    assert made([]) is None


def test_a_period_begins_with_what_held_on_its_first_day() -> None:
    shown = made(told(), "korea 1y dark")
    assert shown is not None
    chart, _ = shown
    assert (chart.first, chart.dark, chart.mark) == (date(2025, 11, 24), True, None)
    assert [dot.label for dot in dots(chart, "agreed")] == ["₩1.04tn"]
    written = Picture(chart)
    assert "₩1.04tn" in {one.words for one in written.words}
    (line,) = (points for points, width in written.lines if width > 1)
    assert len(line) == 2
    assert line[0][0] < 60
    assert made(told(), "korea 5d") is None


def test_a_period_that_ended_has_nothing_of_what_came_later() -> None:
    """Nor in its title: who stands where now is not in it."""
    shown = made(told(), "korea 2024-01 to 2026-10")
    assert shown is not None
    chart, caption = shown
    assert (chart.first, chart.last, chart.mark) == (date(2024, 1, 1), date(2026, 10, 31), None)
    assert [[dot.label for dot in dots(chart, name)] for name in ("demanded", "offered", "agreed")] == [
        ["US$5bn"], [], ["₩1.04tn"],
    ]  # fmt: skip
    assert chart.title == "South Korea: figures as reported, 1 Jan 2024 to 31 Oct 2026"
    assert caption.plain.startswith(chart.title)
    assert Picture(chart).lines
    whole = made(told(), "korea 2019 to 2026")
    assert whole is not None
    assert (whole[0].last, whole[0].mark is None) == (NOW.date(), False)
    assert made(told(), "korea 2015") is None


@pytest.mark.parametrize("typed", ["korea japan", "japan vs nato 5y", "korea japan nato"])
def test_a_chart_is_of_one_country(typed: str) -> None:
    with pytest.raises(BadArgument, match="A chart is of one country") as caught:
        chart_words(typed, TOPIC.vocabulary.tracks)
    assert caught.value.example == f"/chart {typed.split()[0]}"


def test_the_last_day_is_a_period_and_a_day_has_this_year() -> None:
    assert chart_words("korea last day", TOPIC.vocabulary.tracks).begins(NOW) == (NOW - DAY).date()
    words = chart_words("korea since 5 Mar", TOPIC.vocabulary.tracks, NOW.date())
    assert words.begins(NOW) == date(NOW.year, 3, 5)


def test_a_sum_that_is_told_of_twice_on_a_deal_is_one() -> None:
    """As "about a billion dollars" first, and exactly a few days on: the line has no step between the two."""
    rounded = money("US$0.9bn", 9e8, "USD", Role.AGREED)
    shown = made([*told(), *(article(n, figures=[rounded], outlet=f"O{n}", published=NOW - 905 * DAY) for n in (8,))])
    assert shown is not None
    assert [dot.label for dot in dots(shown[0], "agreed")] == ["₩1.04tn"]


def test_the_title_says_of_a_demand_that_it_is_of_years_ago() -> None:
    ask = money("US$", 5e9, "USD", Role.DEMANDED)
    old = [article(n, figures=[ask], outlet=f"O{n}", published=NOW - 800 * DAY) for n in (8, 9)]
    shown = made([*told()[:2], *old])
    assert shown is not None
    assert "US$5bn (₩5.8tn) demanded in Sep 2024 (last reported 2 years ago)" in shown[0].title


def test_a_claim_of_a_deal_is_hollow_and_nothing_holds_by_it() -> None:
    claim = money("US$2bn", 2e9, "USD", Role.AGREED, attributed_to="Donald Trump")
    shown = made([*told(), *(article(n, figures=[claim], outlet=f"O{n}", published=NOW - 5 * DAY) for n in (8, 9))])
    assert shown is not None
    assert [(dot.label, dot.faint, dot.holds) for dot in dots(shown[0], "agreed")][-1] == ("", True, False)
    assert "Hollow: " in shown[0].note


async def test_the_picture_is_drawn_by_another_process_and_comes_with_its_caption(
    phone: Phone, bot: BotApplication, shelf: Shelf
) -> None:
    # One test of the real drawing: the process takes a second.
    shelf.stored = told()
    group = await phone.add("group")
    await phone.answer(group)
    await phone.type(group, "/chart korea")
    sent = await phone.answer(group)
    assert sent["text"].startswith("South Korea: US$3bn (₩3.48tn) demanded in Nov 2026")
    assert sent["photo"]
    assert [[button["text"] for button in row] for row in sent["buttons"]] == [["Last 5 years", "Dark"]]
    await phone.type(group, "/chart japan")
    assert "too few for a chart" in (await phone.answer(group))["text"]
    await phone.type(group, "/chart korea 5d")
    assert "Nothing new is on record of South Korea in the last 5 days" in (await phone.answer(group))["text"]
    await phone.type(group, "/chart atlantis")
    assert "“atlantis” is neither a period nor one of" in (await phone.answer(group))["text"]


async def test_buttons_lead_to_the_other_countries_and_back(phone: Phone, bot: BotApplication, shelf: Shelf) -> None:
    deals = ((2e11, 2021), (2.11e11, 2022))
    yen = [money("¥", value, "JPY", Role.AGREED, payer="JP", year=year) for value, year in deals]
    shelf.stored = told() + [
        article(10 + n, figures=yen, track="JP", outlet=f"O{n}", published=NOW - 80 * DAY) for n in (1, 2)
    ]
    me = await phone.add("private")
    await phone.type(me, "/chart korea dark")
    sent = await phone.answer(me)
    assert [[button["text"] for button in row] for row in sent["buttons"]] == [["Japan"], ["Last 5 years", "Light"]]
    await phone.press(me, sent["id"], sent["buttons"][0][0]["data"])
    other = await phone.answer(me)
    assert other["photo"]
    assert other["text"].startswith("Japan: ¥211bn agreed for 2022")
    assert [[button["text"] for button in row] for row in other["buttons"]] == [
        ["South Korea"], ["Last 5 years", "Light"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "japan 5y dark",
        "korea since 2019-03",
        "36h nato",
        "dark",
        "korea 30d",
        "nato 2019 to 2021 dark",
        "korea Nov 2019",
    ],
)
def test_what_a_button_has_is_read_as_what_was_typed(typed: str) -> None:
    words = chart_words(typed, TOPIC.vocabulary.tracks)
    data = typed_again(words)
    again = chart_words(data, TOPIC.vocabulary.tracks)
    assert len(f"chart:{data} 5y".encode()) <= 64
    assert (again.track, again.dark, again.begins(NOW)) == (words.track, words.dark, words.begins(NOW))
    assert again.ends == words.ends


async def test_a_drawing_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    colour, dots = Colour("#000000", "#ffffff"), (Dot(date(2020, 1, 1), 1.0),)
    chart = Chart("t", "u", (Series("s", dots, colour, "circle"),), date(2020, 1, 1), date(2020, 2, 1), "")
    with pytest.raises(DrawingError):
        await draw_in_process(chart, deadline=0.01)
    assert len(asyncio.all_tasks()) == 1
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(DrawingError):
        await draw_in_process(chart)
