"""The answers about the course of talks: what a day knew, pages, buttons and files."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import partial

import aiohttp
import pytest
from icalendar import Calendar
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.commands import course
from bot.chat.commands.alerts import AlertCommands
from bot.chat.commands.command import CommandRequest
from bot.chat.commands.course import CourseAnswers, end_of
from bot.chat.render import Rendered
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.days import day_in
from bot.chat.updates.application import BotApplication
from bot.model import Article, Chat, ChatType, Event, Level, Version
from bot.sandbox import Sandbox
from tests.chat.builders import NOW, article, context, families, feed
from tests.chat.conftest import Json, Phone, until
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf
from tests.desk.replayed import articles
from tests.shared import rates, topic

DAY = timedelta(days=1)
AHEAD = "The next round of talks is to be held in Seoul on Dec. 3-4."


def answers(*reports: Article, **more: object) -> CourseAnswers:
    shelf = Shelf()
    shelf.stored = list(reports)
    shelf.listed = more.pop("feeds", [])  # type: ignore[assignment]  # shorthand
    return families(context(shelf, **more)).of(CourseAnswers)


def buttons(message: Rendered) -> list[tuple[str, str | None]]:
    return [(one.label, one.data) for row in message.buttons for one in row]


def test_what_was_changed_in_silence_is_told_by_story_and_why_and_not_of_a_day_before() -> None:
    words = "changed in silence: US$5bn demanded → US$4.7bn demanded"
    shelf = Shelf()
    now = article(1, title="Seoul is asked for less", figures=())
    before = Version(1, 1, "Seoul is asked for more", now.text, now.reading, NOW + DAY, words, Level.MATERIAL)
    shelf.stored, shelf.edited = [now], {1: (before,)}
    around = context(shelf)
    said = families(around).of(CourseAnswers).story("1").html
    assert f'Seoul is asked for less</a>\n✎ 25 Nov 2026: <a href="{now.url}">{words}</a>' in said
    assert families(around).of(CourseAnswers).the_story("1").reports[0].edits[0].words == words
    asked = CommandRequest(Chat(1, ChatType.PRIVATE, "Reader", subscribed=False))
    assert (
        f'✎ 25 Nov 2026: <a href="{now.url}">{words}</a>' in families(around).of(AlertCommands).why_of(now, asked).html
    )
    later = families(context(shelf, now=lambda: NOW + 2 * DAY)).of(CourseAnswers)
    assert "Seoul is asked for more" in later.asof("2026-11-24").html
    assert "Seoul is asked for less" in later.asof("2026-11-25").html


# --- The archive, as a reader has it


def archive(on: date = date(2026, 11, 24)) -> CourseAnswers:
    known = [one for one in articles() if one.published <= end_of(on)]
    return answers(*known, topic=topic(), convert=rates().convert, now=lambda: end_of(on))


@pytest.mark.parametrize("on", [date(2019, 11, 19), date(2021, 3, 8)])
def test_what_was_known_is_what_a_run_stopped_that_day_answers(on: date) -> None:
    today, stopped = archive(), archive(on)
    assert today.the_stand(f"{on}") == stopped.the_summary("")
    assert visible(today.asof(f"{on} korea")).split("\n")[1:] == visible(stopped.summary("korea")).split("\n")[1:]


def test_the_stand_on_a_day_in_words() -> None:
    lines = visible(archive().asof("19 Nov 2019 korea")).split("\n")
    assert lines[0] == "Known on 19 Nov 2019 · South Korea"
    assert lines[4:7] == [
        "🇰🇷 South Korea: talks broken off in round 3 (The Dong-A Ilbo +7, 19 Nov 2019)",
        "   ↳ as at the baseline",
        "   agreement for 2019 in force since 5 Apr 2019, ends in Dec 2019",
    ]


def test_an_agreement_that_ran_out_is_not_in_force() -> None:
    lines = visible(archive().asof("2021-03-31 korea")).split("\n")
    assert lines[4:7] == [
        "🇰🇷 South Korea: agreed for 2020–2025 (Reuters via National Post +2, 10 Mar 2021)",
        "   ↳ at the baseline: talks broken off in round 3",
        "   last agreement, for 2019, ran from 5 Apr 2019 to 31 Dec 2019",
    ]


def test_a_deal_without_years_is_named_by_its_headline_and_each_newest_is_the_newest() -> None:
    lines = visible(archive(date(2025, 7, 31)).summary("")).split("\n")
    assert "NATO: agreed (Hürriyet Daily News +3, 25 Jun 2025): “NATO pledges 5 percent for defense by 2035”" in lines
    assert "🇵🇱 Poland: agreement signed, by one report (VOA, 15 Aug 2020)" in lines, "the line below names it"
    assert "“트럼프 “한국, 방위비 스스로 감당해야”” · Donald Trump · SBS, 9 Jul 2025" in lines
    assert not any("Korea will stick" in line for line in lines if line.startswith("“")), "it is the newest report"
    before = visible(archive(date(2021, 3, 31)).summary("")).split("\n")
    assert [line for line in before if line.startswith("▸ Newest: GAO adds up")], "of Japan, and Korea in its headline"
    assert lines[4].endswith("29 Nov 2024)")
    assert "▸ Newest: Berlin asks Washington to coordinate any troop cut in Europe · RBC-Ukraine, 28 Jul 2025" in lines


def test_what_the_sides_say_is_looked_for_where_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Collection[int]] = []

    def texts(_: Shelf, ids: Collection[int]) -> dict[int, str]:
        asked.append(ids)
        return {}

    monkeypatch.setattr(Shelf, "texts", texts)
    both = answers(article(1, title="Seoul denies it"), article(2, track="JP"))
    for made in (both.summary(""), both.asof("2026-11-24"), both.summary("7d")):
        assert "Denied" not in made.plain
    assert asked == []
    assert "Denied: Seoul denies it" in both.asof("2026-11-24 korea").plain
    assert asked == [[1]], "and of no other country"
    assert [len(one.disputes) for one in both.the_summary("").tracks] == [1, 0]
    assert len(asked[-1]) == 2, "a program is told of all"


# --- Pages, buttons and bad words


def test_a_timeline_turns_its_pages() -> None:
    many = answers(*(article(n, published=NOW - n * DAY) for n in range(1, 26)))
    first = many.timeline("")
    assert visible(first).startswith("Timeline\n25 stories, the newest first · page 1 of 3\n\n1. 23 Nov 2026 · 🇰🇷")
    assert "/story_10" in first.html
    assert "/story_11" not in first.html
    assert buttons(first)[10:] == [("Older ›", "go:timeline:p2"), ("‹ Summary", "go:summary:")]
    second = many.timeline("korea 20y p2")
    assert "page 2 of 3" in second.html
    assert buttons(second)[10:] == [
        ("‹ Newer", "go:timeline:kr 7300d p1"),
        ("Older ›", "go:timeline:kr 7300d p3"),
        ("‹ Summary", "go:summary:kr 7300d"),
    ]
    assert [len(row) for row in second.buttons] == [5, 5, 2, 1]
    assert buttons(second)[:2] == [("1", "open:11"), ("2", "open:12")], "by the reports, whatever comes in meanwhile"
    assert "\n1. " not in many.timeline("", in_chat=False).html, "a terminal has no buttons"
    assert visible(many.timeline("japan")).endswith("No report in this period. All there is: /timeline")
    assert len(many.the_timeline("p2")) == 25


@pytest.mark.parametrize("page", ["p99", "page 99", "p0", "p123456789"])
def test_a_page_that_there_is_not_says_which_there_are(page: str) -> None:
    many = answers(*(article(n, published=NOW - n * DAY) for n in range(1, 26)))
    with pytest.raises(BadArgument, match=r"There is no page \d+: the last of 3 pages is p3\.") as caught:
        many.timeline(f"korea {page}")
    assert caught.value.example == "/timeline korea p3"
    for command, words in (("story", "1 p2"), ("calendar", "p2"), ("timeline", "japan p2")):
        with pytest.raises(BadArgument, match=r"There is no page 2: it is all on one\."):
            getattr(many, command)(words)


def test_a_long_calendar_turns_its_pages_and_names_what_passed_on_each() -> None:
    days = [f"The vote on the deal is due on Dec. {n}." for n in range(1, 19)]
    many = answers(*(article(n, text=text, published=NOW - n * DAY) for n, text in enumerate(days, start=1)))
    pages, page = [many.calendar("korea")], 1
    while any(label == "Later ›" for label, _ in buttons(pages[-1])):
        page += 1
        pages.append(many.calendar(f"kr p{page}"))
    dates = [line.split(" · ")[0] for one in pages for line in visible(one).split("\n") if " · 🇰🇷 " in line]
    assert len(pages) > 1
    assert len(dates) == len(set(dates)) == len(many.the_calendar("korea"))
    assert all("… and" not in visible(one) for one in pages)
    assert buttons(pages[1])[0] == ("‹ Earlier", "go:calendar:kr p1")


def test_a_story_tells_its_reports_first_to_last() -> None:
    told = answers(
        article(2, story_id=7, outlet="KBS", language="ko", published=NOW - DAY, event=Event.TALKS_BREAK_OFF),
        article(1, story_id=7, title="Round 3 ends early", published=NOW - 2 * DAY, event=Event.TALKS_BREAK_OFF),
    )
    assert visible(told.story("7")) == (
        "Story 7 · Round 3 ends early\n"
        "🇰🇷 South Korea · talks broken off in round 3 · 2 reports from 2 outlets · 2 independent reports\n"
        "\n"
        "22 Nov 2026 · Yonhap · talks broken off\n"
        "Round 3 ends early\n"
        "\n"
        "23 Nov 2026 · KBS · in Korean · talks broken off\n"
        "Seoul and Washington talk, round 2"
    )
    assert [one.source.article_id for one in told.the_story("#7").reports] == [1, 2]


def test_a_calendar_says_what_came_of_each_date() -> None:
    said = article(1, text=AHEAD, published=datetime(2026, 11, 20, tzinfo=UTC), event=Event.STATEMENT)
    gone = article(2, text="Talks go on: a round is due on Nov. 10.", published=NOW - 20 * DAY, event=Event.STATEMENT)
    made = answers(said, gone).calendar("")
    assert visible(made) == (
        "Calendar\n"
        "Dates that reports name, as of 24 Nov 2026\n"
        "\n"
        "3–4 Dec 2026 · 🇰🇷 round of talks\n"
        f"“{AHEAD}” · Yonhap, 20 Nov 2026\n"
        "\n"
        "Passed\n"
        "\n"
        "10 Nov 2026 · 🇰🇷 round of talks · expected; no report of it\n"
        "“Talks go on: a round is due on Nov. 10.” · Yonhap, 4 Nov 2026"
    )
    assert buttons(made) == [("Calendar file (.ics)", "ics:"), ("‹ Summary", "go:summary:")]
    assert visible(answers(said).calendar("japan")).endswith("No report names a date after 24 Nov 2026.")


def test_the_file_has_an_event_for_each_date() -> None:
    report = article(1, text=AHEAD, published=datetime(2026, 11, 20, tzinfo=UTC))
    content = answers(report).calendar_file("korea")
    (event,) = Calendar.from_ical(content).events
    assert (str(event["summary"]), str(event["status"])) == ("South Korea: round of talks", "CONFIRMED")
    assert (event.start, event.end) == (date(2026, 12, 3), date(2026, 12, 5))
    assert AHEAD in str(event["description"])
    again = answers(report, article(2, text=AHEAD, published=NOW)).calendar_file("")
    (same,) = Calendar.from_ical(again).events
    assert same["uid"] == event["uid"]


def test_a_summary_leads_on() -> None:
    both = answers(article(1), article(2, track="JP"), feeds=[feed(1, "Yonhap", errors=3)])
    made = both.summary("7d")
    assert buttons(made) == [
        ("🇰🇷 South Korea", "go:summary:kr 7d"),
        ("🇯🇵 Japan", "go:summary:jp 7d"),
        ("Timeline", "go:timeline:7d"),
        ("Calendar", "go:calendar:<7d"),
    ]
    of_one = both.summary("korea 7d")
    assert buttons(of_one) == [
        ("Timeline", "go:timeline:kr 7d"),
        ("Calendar", "go:calendar:kr<7d"),
        ("‹ All countries", "go:summary:7d"),
    ]
    assert buttons(both.calendar("kr<7d"))[-1] == ("‹ Summary", "go:summary:kr 7d")
    assert buttons(both.asof("2026-11-24 korea")) == [("‹ All countries", "go:asof:2026-11-24")]
    assert "Gaps: 1 feed failing (Yonhap); 2 of 2 reports read by headline and teaser only" in visible(made)
    assert buttons(both.asof("2026-11-24"))[0] == ("🇰🇷 South Korea", "go:asof:2026-11-24 kr")
    assert visible(both.asof("2019-01-01")).startswith("Nothing on record was known on 1 Jan 2019.")


@pytest.mark.parametrize(
    ("command", "words", "example"),
    [
        ("asof", "", "/asof 2019-11-19"),
        ("asof", "2019-02-30", "/asof 2019-11-19"),
        ("asof", "2030-01-01", "/asof 2019-11-19"),
        ("asof", "2019-11-19 mars", "/asof 2019-11-19 korea"),
        ("story", "", "/timeline"),
        ("story", "seven", "/timeline"),
        ("story", "99", "/timeline"),
        ("calendar", "7d", "/calendar"),
        ("timeline", "mars", "/timeline korea"),
    ],
)
def test_what_cannot_be_read_is_answered_with_an_example(command: str, words: str, example: str) -> None:
    with pytest.raises(BadArgument) as caught:
        getattr(answers(article(1)), command)(words)
    assert caught.value.example == example


@pytest.mark.parametrize(
    ("words", "day", "rest"),
    [
        ("2019-11-19", date(2019, 11, 19), ""),
        ("19 Nov 2019 korea", date(2019, 11, 19), "korea"),
        ("korea November 9, 2019", date(2019, 11, 9), "korea"),
        ("2020-02 7d", date(2020, 2, 29), "7d"),
        ("2019", date(2019, 12, 31), ""),
        ("japan Feb. 2020", date(2020, 2, 29), "japan"),
        ("yesterday korea", date(2026, 11, 23), "korea"),
        ("Today", date(2026, 11, 24), ""),
        ("2026", date(2026, 11, 24), ""),
        ("November 2026", date(2026, 11, 24), ""),
        ("2027", date(2027, 12, 31), ""),
    ],
)
def test_days_are_read_as_people_write_them(words: str, day: date, rest: str) -> None:
    assert day_in(words, NOW.date()) == (day, rest)


@pytest.mark.parametrize(
    ("words", "day"),
    [("19/11/2019", date(2019, 11, 19)), ("3 days ago", date(2026, 11, 21)), ("-3d", date(2026, 11, 21))],
)
def test_days_are_written_in_many_ways(words: str, day: date) -> None:
    assert day_in(f"{words} korea", NOW.date()) == (day, "korea")


def test_in_a_replay_what_is_to_come_is_told_by_its_clock() -> None:
    told = answers(article(1, published=datetime(2019, 11, 19, tzinfo=UTC)), replay=True)
    for ask, words in ((told.summary, "japan since 2024-03"), (told.timeline, "2024-03"), (told.asof, "1 Mar 2024")):
        with pytest.raises(BadArgument) as caught:
            ask(words)
        assert str(caught.value) == "1 Mar 2024 is still to come: the replay has got to 19 Nov 2019."


def test_what_one_country_lacked_on_a_day_is_not_said_of_all() -> None:
    told = answers(article(1, published=datetime(2019, 2, 1, tzinfo=UTC)))
    assert visible(told.asof("1 Mar 2019 japan")) == (
        "Nothing on record about Japan was known on 1 Mar 2019.\nWhat was known of the others: /asof 2019-03-01"
    )
    assert visible(told.asof("1 Jan 2019 japan")).startswith("Nothing on record was known on 1 Jan 2019.")


def test_a_period_that_is_over_is_told_as_it_stood_at_its_end() -> None:
    told = archive()
    lines, stood = visible(told.summary("korea 2019")).split("\n"), visible(told.asof("2019-12-31 korea")).split("\n")
    assert lines[0] == "Summary · South Korea · 2019"
    assert [line for line in lines if line.startswith("🇰🇷")] == [line for line in stood if line.startswith("🇰🇷")]
    assert told.the_summary("2019").period == "2019"
    assert {one.published.year for one in told.the_timeline("korea 2020")} == {2020}


def test_two_countries_are_told_without_the_others() -> None:
    told = archive()
    for made in (told.summary("korea japan"), told.summary("japan korea 20y"), told.asof("2021-03-08 korea japan")):
        names = [
            line.partition(":")[0] for line in visible(made).split("\n") if line.startswith(("🇰🇷", "🇯🇵", "🇩🇪", "NATO"))
        ]
        assert names == ["🇰🇷 South Korea", "🇯🇵 Japan"]
    assert {one.track for one in told.the_timeline("korea japan")} == {"KR", "JP"}
    assert visible(told.timeline("korea japan")).startswith("Timeline · South Korea and Japan\n")
    assert {one.track for one in told.the_calendar("korea japan")} == {"KR", "JP"}


@pytest.mark.parametrize(("hour", "ahead"), [(9, True), (16, False)])
def test_a_day_that_has_begun_anywhere_does_not_lie_ahead(hour: int, ahead: bool) -> None:
    about = answers(article(1), now=lambda: NOW.replace(hour=hour))
    if ahead:
        with pytest.raises(BadArgument, match="25 Nov 2026 is still to come"):
            about.asof("2026-11-25")
    else:
        assert "Known on 25 Nov 2026" in visible(about.asof("2026-11-25"))


def test_an_old_turn_holds_however_much_was_written_since(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "MOST_ARTICLES", 3)
    signed = [
        article(n, title="Allies sign", event=Event.SIGNED, story_id=1, outlet=f"{n}", published=NOW - 300 * DAY)
        for n in (1, 2)
    ]
    since = [article(n, event=Event.STATEMENT, published=NOW - n * DAY) for n in range(3, 9)]
    assert "South Korea: agreement signed (1 +1, 28 Jan 2026)" in visible(answers(*signed, *since).summary("korea"))


# --- In the chat


async def test_buttons_turn_pages_in_place_and_send_the_file(
    bot: BotApplication, phone: Phone, shelf: Shelf, sandbox: Sandbox
) -> None:
    shelf.stored = [article(n, text=AHEAD, published=NOW - n * DAY) for n in range(1, 13)]
    me = await phone.add("private")
    await phone.type(me, "/timeline")
    first = await phone.answer(me)
    await phone.press(me, first["id"], "go:timeline:p2")

    async def turned() -> bool:
        return any("page 2 of 2" in one["text"] for one in await phone.messages(me))

    assert await until(turned)
    assert (await phone.ask(me, "/story_3")).startswith("Story 3 · ")
    await phone.type(me, "/calendar")
    await phone.press(me, (await phone.answer(me))["id"], "ics:")
    message = await phone.answer(me)
    assert message["document"]["name"] == "burdenwatch.ics"
    async with aiohttp.ClientSession() as session, session.get(sandbox.url + message["document"]["url"]) as response:
        assert len(Calendar.from_ical(await response.read()).events) == 1


async def test_a_button_to_a_page_that_is_gone_shows_the_last_one(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    shelf.stored = [article(n, published=NOW - n * DAY) for n in range(1, 13)]
    me = await phone.add("private")
    await phone.type(me, "/timeline")
    first = await phone.answer(me)
    shelf.stored = shelf.stored[:3]
    await phone.press(me, first["id"], "go:timeline:p2")
    assert "3 stories, the newest first\n" in (await until(lambda: another(phone, me, first)))["text"]


async def test_every_button_below_a_summary_leads_back(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    """From message to message by each button that replaces it, and back by the last one, to the very same words."""
    shelf.stored = [article(n, text=AHEAD, published=NOW - n * DAY) for n in range(1, 13)]
    me = await phone.add("private")
    for start in ("/summary", "/summary korea", "/summary since 2026-01", f"/asof {NOW:%Y-%m-%d}"):
        await phone.type(me, start)
        whole = await phone.answer(me)
        for button in [one for row in whole["buttons"] for one in row if one["text"][0] != "‹"]:
            await phone.press(me, whole["id"], button["data"])
            inner = await until(partial(another, phone, me, whole))
            await phone.press(me, whole["id"], inner["buttons"][-1][0]["data"])
            assert await until(partial(same, phone, me, whole)), button


async def another(phone: Phone, chat: int, than: Json) -> Json | None:
    (message,) = [one for one in await phone.messages(chat) if one["id"] == than["id"]]
    return message if message["text"] != than["text"] else None


async def same(phone: Phone, chat: int, one: Json) -> bool:
    return one["text"] in {message["text"] for message in await phone.messages(chat) if message["id"] == one["id"]}


@pytest.mark.parametrize(
    "data", ["go:calendar:kr<mars", f"go:calendar:<{'x' * 40}", "go:timeline:px", "go:asof:", "story:x", "digest:mars"]
)
async def test_what_strangers_make_up_is_no_button(bot: BotApplication, phone: Phone, shelf: Shelf, data: str) -> None:
    shelf.stored = [article(1)]
    me = await phone.add("private")
    sent = await bot.bot.send_message(
        me, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])
    )
    await phone.press(me, sent.message_id, data)
    request = (await until(lambda: phone.requests("answerCallbackQuery")))[0]
    assert request["params"]["text"] == "This button no longer works."


async def test_a_number_below_a_list_opens_its_report_and_that_its_story(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    """The report that the line showed, though another one has come in since."""
    shelf.stored = [article(n, published=NOW - n * DAY) for n in range(1, 4)]
    me = await phone.add("private")
    await phone.type(me, "/timeline")
    listed = await phone.answer(me)
    shelf.stored.append(article(9))
    await phone.press(me, listed["id"], listed["buttons"][0][1]["data"])
    card = await phone.answer(me)
    assert card["reply_to"] == listed["id"]
    assert "Seoul and Washington talk, round 2" in card["text"]
    labels = {key["text"]: key.get("data") for row in card["buttons"] for key in row}
    assert (labels["Why"], labels["Story"]) == ("why:2", "story:2")
    await phone.press(me, card["id"], "story:2")
    assert (await phone.answer(me))["text"].startswith("Story 2 · Seoul and Washington talk, round 2\n")


async def test_a_button_whose_story_is_gone_says_so(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    shelf.stored = [article(n, story_id=1) for n in range(12)]
    me = await phone.add("private")
    await phone.type(me, "/story 1")
    message = await phone.answer(me)
    shelf.stored = []
    await phone.press(me, message["id"], "go:story:1 p2")
    request = (await until(lambda: phone.requests("answerCallbackQuery")))[0]
    assert request["params"]["text"] == "This button no longer works."
