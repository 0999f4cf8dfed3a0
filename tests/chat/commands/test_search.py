"""/search: what it finds on a page, how its pages turn, and what it says of a query that cannot be read."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chat.commands.search import SearchAnswers, search_words
from bot.chat.render import Rendered
from bot.chat.render.answers.search import PER_PAGE
from bot.chat.render.answers.search import search as render
from bot.chat.render.html import LIMIT, MARKS, utf16
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.periods import bounds
from bot.chat.updates.application import BotApplication
from bot.desk.answers.search import Hits, ResultPage
from bot.model import Article
from bot.reading.query.query import Query, QueryError
from tests.chat.builders import NOW, TOPIC, article, context, families
from tests.chat.conftest import Phone, until
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf

DAY = timedelta(days=1)
SEOUL = "Seoul will pay for the troops. Costs & <shares> are open."


def answers(*reports: Article) -> SearchAnswers:
    shelf = Shelf()
    shelf.stored = list(reports)
    return families(context(shelf)).of(SearchAnswers)


def buttons(message: Rendered) -> list[tuple[str, str | None]]:
    return [(one.label, one.data) for row in message.buttons for one in row]


def test_a_report_is_shown_with_its_source_and_the_sentence() -> None:
    told = answers(
        article(1, title="Seoul & the troops", text=SEOUL, story_id=12, published=NOW - DAY),
        article(2, title="미군", text="서울, US <troops> & Seoul", outlet="KBS", language="ko", track="JP"),
        article(3, title="Bases", text="Nothing of it."),
    ).search("troops  AND seoul")
    assert visible(told) == (
        "Search · troops AND seoul\n"
        "2 reports, the newest first\n"
        "\n"
        "1. 24 Nov 2026 · 🇯🇵 · KBS · in Korean · /story_2\n"
        "미군\n"
        "“서울, US <troops> & Seoul”\n"
        "\n"
        "2. 23 Nov 2026 · 🇰🇷 · Yonhap · /story_12\n"
        "Seoul & the troops\n"
        "“Seoul will pay for the troops.”"
    )
    assert "“<b>Seoul</b> will pay for the <b>troops</b>.”" in told.html
    assert "><b>Seoul</b> &amp; the <b>troops</b></a>" in told.html
    assert buttons(told) == [("1", "open:2"), ("2", "open:1")]


def test_a_sentence_makes_no_mentions_and_no_addresses_of_its_own() -> None:
    one = article(1, text="Seoul pays, says @someone at pay.example.")
    sentence = "<b>Seoul</b> pays, says @someone at pay.example."
    assert f'“<a href="{one.url}">{sentence}</a>”' in answers(one).search("seoul").html


def test_pages_and_a_page_too_far() -> None:
    many = answers(*(article(n, text=SEOUL, published=NOW - n * DAY) for n in range(1, 20)))
    first = many.search("troops since:2026")
    assert visible(first).startswith("Search · troops since:2026\n19 reports, the newest first · page 1 of 3\n")
    assert buttons(first)[PER_PAGE:] == [("Older ›", "find:2")]
    last = many.search("troops page:3 since:2026")
    assert "page 3 of 3" in visible(last)
    assert (buttons(last)[3:], visible(last).count("/story_")) == ([("‹ Newer", "find:2")], 3)
    with pytest.raises(BadArgument, match=r"There is no page 99: the last of 3 pages is page:3\.") as caught:
        many.search("troops page:99 since:2026")
    assert caught.value.example == "/search troops since:2026 page:3"
    for page in ("0", "x", "-1", "9" * 20):
        with pytest.raises(BadArgument, match="is no page; page:2 is"):
            many.search(f"troops page:{page}")
    assert visible(many.search("troops until:2025")) == (
        "Search · troops until:2025\nNo report matches.\n\n"
        "Words in “quotes” are found as written, others in all their forms."
    )


def test_the_fullest_page_fits_one_message() -> None:
    words = "troops 𝕏 " * 300
    report = article(1, title=words, text=words, outlet="The Outlet of the Longest Name " * 5, language="de")
    one = answers(report).find(search_words("troops", NOW), 1).reports
    typed = "troops OR " * 59 + "troops"
    made = render(ResultPage(typed, 10**6, False, True, NOW, one * PER_PAGE), TOPIC, typed=typed, page=12345)
    assert utf16(visible(made)) <= LIMIT
    assert len(re.findall("<(?:a|b|code)[ >]", made.html)) <= MARKS
    assert visible(made).count("/story_1") == PER_PAGE


def test_a_long_sentence_is_shown_around_the_words() -> None:
    text = "Before it all, " + "and then some more, " * 30 + "the troops left, " + "and so on, " * 30 + "it ended."
    shown = visible(answers(article(1, text=text)).search("troops")).split("\n")[-1]
    assert shown.startswith("“…")
    assert shown.endswith("…”")
    assert "the troops left" in shown
    assert shown.strip("“…”") in text


def test_what_was_not_read_is_said_and_one_press_away() -> None:
    back_to = datetime(2026, 3, 5, 7, tzinfo=UTC)
    words = search_words("cost NEAR/2 troops", NOW)
    made = render(ResultPage(str(words.query), 50_000, False, False, back_to, ()), TOPIC, typed=words.typed, page=1)
    assert visible(made) == (
        "Search · cost NEAR/2 troops\n"
        "at most 50,000 reports, the newest first\n"
        "\n"
        "Only the newest reports were searched, back to 5 Mar 2026.\n"
        "For older ones, add until:2026-03-05"
    )
    assert buttons(made) == [("Look further back ›", "find:until:2026-03-05")]


def test_how_to_ask_and_what_cannot_be_read() -> None:
    assert visible(answers().search("")).startswith("Search finds reports by their words, the newest first.\n")
    for query in re.findall("<code>/search ([^<]+)</code>", answers().search(" ").html):
        search_words(query.replace("&quot;", '"'), NOW)
    wrong = answers(article(1)).search('since:2024 seoul AND "cost')
    assert visible(wrong) == (
        "This cannot be read, at character 22:\n"
        'since:2024 seoul AND "cost\n'
        "                     ^\n"
        'the phrase that " opens is never closed\n'
        'Try /search "cost sharing" AND Seoul since:2024'
    )
    assert visible(answers().search("seoul")).startswith("No report is in yet.")


@pytest.mark.parametrize(
    ("since", "until", "start", "end"),
    [
        ("2024", "2024", datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)),
        ("2024-12", "2024-12", datetime(2024, 12, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)),
        ("2024-02-29", "2024-2-29", datetime(2024, 2, 29, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)),
        ("30d", "", NOW - 30 * DAY, None),
        ("", "", None, None),
    ],
)
def test_periods_have_both_their_days(since: str, until: str, start: datetime | None, end: datetime | None) -> None:
    assert bounds(since, until, NOW, "") == (start, end)


@pytest.mark.parametrize("words", ["since:mars", "until:30d", "since:2024-13", "until:9999", "since:2025 until:2024"])
def test_bad_periods_are_answered_with_an_example(words: str) -> None:
    with pytest.raises(BadArgument) as caught:
        search_words(f"troops {words}", NOW)
    assert search_words(caught.value.example.removeprefix("/search "), NOW).since == datetime(2024, 1, 1, tzinfo=UTC)


def test_a_filter_within_a_query_leaves_no_word_behind() -> None:
    words = search_words("page:3 seoul SINCE:2024 troops", NOW)
    assert (str(words.query), words.page, words.typed) == ("seoul AND troops", 3, "seoul SINCE:2024 troops")
    with pytest.raises(QueryError):
        search_words("since:2024", NOW)


async def test_a_press_turns_the_page_of_a_query_of_any_length(
    bot: BotApplication, phone: Phone, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.stored = [article(n, text=SEOUL, published=NOW - n * DAY) for n in range(1, 13)]
    whole = shelf.search

    def scant(query: Query, **more: Any) -> Hits:
        return whole(query, **more) if more["until"] else replace(whole(query, **more), read_back_to=NOW - 4 * DAY)

    monkeypatch.setattr(shelf, "search", scant)
    me = await phone.add("private")
    query = '"the troops" OR (방위비 AND "<b>" NOT title:nothing) since:2020'
    await phone.type(me, f"/search {query}")
    first = await phone.answer(me)
    assert "page 1 of 2" in first["text"]

    async def shows(words: str) -> bool:
        return any(words in one["text"] and query in one["text"] for one in await phone.messages(me))

    await phone.press(me, first["id"], "find:2")
    assert await until(lambda: shows("page 2 of 2"))
    await phone.press(me, first["id"], "find:until:2026-11-20")
    assert await until(lambda: shows("until:2026-11-20\n9 reports"))
    await phone.press(me, first["id"], "find:2:-")
    assert await until(lambda: shows("until:2026-11-20\n9 reports, the newest first · page 2 of 2"))
    await phone.press(me, first["id"], "find:began:-")
    assert await until(lambda: shows("since:2020\n12 reports, the newest first · page 1 of 2")), "and back"
    shelf.stored = shelf.stored[:3]
    await phone.press(me, first["id"], "find:2")
    assert await until(lambda: shows("since:2020\n3 reports")), "the second page is gone, and the last one shown"


def test_whoever_looked_further_back_gets_back_to_the_day_that_was_typed() -> None:
    words = search_words("troops until:2025-06", NOW)
    back_to = datetime(2025, 2, 3, tzinfo=UTC)
    made = render(ResultPage("troops", 50_000, False, False, back_to, ()), TOPIC, typed=words.typed, page=1)
    assert buttons(made) == [("Look further back ›", "find:until:2025-02-03:2025-06")]
    further = render(
        ResultPage("troops", 50_000, False, False, back_to, ()),
        TOPIC, typed="troops until:2025-02-03", page=1, began="2025-06",
    )  # fmt: skip
    assert buttons(further) == [
        ("‹ To the newest", "find:began:2025-06"),
        ("Look further back ›", "find:until:2025-02-03:2025-06"),
    ]
