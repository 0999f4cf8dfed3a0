"""Whole messages, as a phone shows them."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chat.commands.alerts import AlertCommands
from bot.chat.commands.button_press import Outdated
from bot.chat.commands.command import CommandRequest
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.render import Rendered
from bot.chat.render.alert import alert
from bot.chat.render.html import LIMIT, utf16
from bot.chat.render.why import quoted
from bot.chat.render.words import age, flag, local_time
from bot.chat.typed.arguments import BadArgument
from bot.model import Article, Event, Feed, FeedKind, FeedOrigin, FeedState, Figure, Hedge, Kind, Match, Period, Role
from tests.chat.builders import (
    DEMAND,
    IN_SINGAPORE,
    NOW,
    SHARE,
    TEXT,
    TOPIC,
    TROOPS,
    article,
    chat,
    context,
    convert,
    delivery,
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


def asked(name: str, words: str = "", *, reports: Sequence[Article] = (FIRST, SECOND, THIRD), **more: Any) -> str:
    """What a reader sees of the answer; of a list whose lines have numbers, with the marks that a terminal shows."""
    shelf = Shelf()
    shelf.stored = list(reports)
    shelf.listed = more.pop("feeds", [])
    shelf.owe(*more.pop("owed", []))
    answer = families(context(shelf, **more)).message_of(name, CommandRequest(chat(7), words))
    assert utf16(answer.plain) <= LIMIT
    return re.sub(r"^\d+\. ", "• ", visible(answer), flags=re.MULTILINE)


# --- Alerts


def test_an_alert_with_figures() -> None:
    message = alert(FIRST, TOPIC, convert, now=NOW, zone="Asia/Seoul")
    assert message.html == (
        "🇰🇷 South Korea · talks broken off: <b>US$5bn a year</b> demanded\n"
        '<a href="https://news.example/1"><b>Seoul and Washington talk, round 1</b></a>\n'
        "Yonhap · 17:05 KST\n"
        "\n"
        "• <b>US$5bn a year</b> (S$6.8bn) demanded, according to lawmakers in Seoul\n"
        "   ↳ as in the baseline\n"
        "• <b>₩1.18tn a year</b> agreed for 2021\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019"
    )
    assert message.plain == (
        "🇰🇷 South Korea · talks broken off: US$5bn a year demanded\n"
        "Seoul and Washington talk, round 1 (https://news.example/1)\n"
        "Yonhap · 17:05 KST\n"
        "\n"
        "• US$5bn a year (S$6.8bn) demanded, according to lawmakers in Seoul\n"
        "   ↳ as in the baseline\n"
        "• ₩1.18tn a year agreed for 2021\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019"
    )


def _figures_of_alert(*figures: Figure, text: str = TEXT, **more: Any) -> list[str]:
    message = visible(alert(article(9, figures=figures, text=text, **more), TOPIC, convert, now=NOW, zone="UTC"))
    return [line.removeprefix("• ") for line in message.split("\n") if line.startswith("•")]


def test_an_alert_leaves_out_what_every_report_has() -> None:
    cut = Figure("3,000", Kind.TROOPS, 3000, Role.OTHER, "text", 0, year=2020)
    assert _figures_of_alert(TROOPS, cut) == ["3,000 troops"]
    half = Figure("half", Kind.PERCENT, 50, Role.OTHER, "text", 0)
    long, short = (Figure(f"{n} years", Kind.YEARS, n, Role.AGREED, "text", n) for n in (5, 1))
    assert _figures_of_alert(half, long, event=Event.SIGNED) == ["5-year deal"]
    assert _figures_of_alert(long, short, event=Event.SIGNED) == []
    assert _figures_of_alert(half, long, event=Event.STATEMENT) == [], "of whichever deal runs"
    assert _figures_of_alert(half, replace(long, role=Role.DEMANDED)) == ["5-year deal demanded"]


def test_a_percentage_says_of_what() -> None:
    rise = Figure("13 percent", Kind.PERCENT, 13, Role.OFFERED, "text", 22, payer="KR")
    text = "Seoul would go up by: 13 percent more than in 2019."
    assert _figures_of_alert(rise, text=text) == ["a rise of 13% offered"]
    assert _figures_of_alert(rise, text=text.replace("more than in 2019", "of GDP")) == ["13% of GDP offered"]
    assert _figures_of_alert(rise, text="") == ["13% offered"]


def test_the_year_of_a_share_of_gdp_is_not_called_the_one_that_it_is_for() -> None:
    share = Figure("2 percent", Kind.PERCENT, 2, Role.AGREED, "text", 22, year=2014)
    assert _figures_of_alert(share, text="They agreed in 2014 on 2 percent of GDP.") == ["2% of GDP agreed (2014)"]
    assert _figures_of_alert(share, text="They agreed in 2014 on 2 percent more.") == ["2% agreed for 2014"]


def test_speakers_have_their_article() -> None:
    ask = replace(DEMAND, attributed_to="United States")
    assert _figures_of_alert(ask) == ["US$5bn a year demanded, according to the United States"]


def test_an_alert_of_an_old_report_in_another_language() -> None:
    assert visible(alert(SECOND, TOPIC, convert, now=NOW, zone="Asia/Seoul")) == (
        "🇯🇵 Japan · signing reported: ¥211bn a year for 2022\n"
        "東京が署名\n"
        "共同通信 · in Japanese · 15 Oct 2026\n"
        "\n"
        "• ¥211bn a year agreed for 2022"
    )


def test_an_alert_that_knows_next_to_nothing() -> None:
    bare = article(9, track=None, event=Event.NONE, title=" ", url="")
    message = alert(bare, TOPIC, convert, now=NOW, zone="UTC")
    assert visible(message) == "(without a title)\nYonhap · 08:05 UTC"
    assert [[button.label for button in row] for row in message.buttons] == [["Why"]]


def test_another_countrys_money_is_named() -> None:
    stray = article(9, figures=[money("¥1bn", 1e9, "JPY", Role.PAID, payer="JP", hedge=Hedge.ABOUT, period=None)])
    assert "• about ¥1bn paid (Japan)" in visible(alert(stray, TOPIC, convert, now=NOW, zone="UTC"))


def test_a_figure_that_is_told_twice_is_told_once_and_with_its_speaker() -> None:
    twice = [money("US$5 billion", 5e9, "USD", Role.DEMANDED), DEMAND]
    lines = visible(alert(article(9, figures=twice), TOPIC, convert, now=NOW, zone="UTC")).split("\n")
    assert [line for line in lines if line.startswith("•")] == [
        "• US$5bn a year demanded, according to lawmakers in Seoul"
    ]


def test_an_estimate_is_never_a_demand() -> None:
    worth = money("US$5 billion", 5e9, "USD", Role.ESTIMATE, attributed_to="Donald Trump", period=None)
    shown = visible(alert(article(9, figures=[worth]), TOPIC, convert, now=NOW, zone="UTC"))
    assert shown.endswith("• US$5bn estimated, according to Donald Trump")


def test_what_cannot_be_compared_is_explained_under_figures_only() -> None:
    total = money("US$30 billion", 3e10, "USD", Role.DEMANDED, period=Period.TOTAL)
    one = article(1, figures=[total])
    assert "↳" not in visible(alert(one, TOPIC, convert, now=NOW, zone="UTC"))
    shelf = Shelf()
    assert "↳ not compared" in visible(
        families(context(shelf)).of(AlertCommands).figures_of(one, CommandRequest(chat()))
    )


def test_a_conversion_is_shown_with_the_comparison_that_rests_on_it() -> None:
    dollars = article(1, figures=[money("US$1 billion", 1e9, "USD", Role.AGREED)])
    assert visible(families(context(Shelf())).of(AlertCommands).figures_of(dollars, CommandRequest(chat()))).endswith(
        "• US$1bn a year agreed\n   ↳ US$1bn agreed (₩1.16tn at that day's rate): 12% above the ₩1.04tn agreed for 2019"
    )


# --- Why


def test_why_shows_words_and_each_figure_in_its_sentence() -> None:
    shelf = Shelf()
    assert visible(families(context(shelf)).of(AlertCommands).why_of(FIRST, CommandRequest(chat()))) == (
        "Why this alert\n"
        "Seoul and Washington talk, round 1\n"
        "Yonhap · 17:05 KST\n"
        "\n"
        "Words that matched (score 7.5):\n"
        "• subject: “cost-sharing”\n"
        "• force: “US troops”\n"
        "Rule that let it in: a bill for forces\n"
        "Decision: new story.\n"
        "Read as: 🇰🇷 South Korea · talks broken off\n"
        "\n"
        "The figures, as the report has them\n"
        "• “…in Seoul say Washington seeks up to US$5 billion (S$6.8 billion) a year. The government paid…”\n"
        "   US$5bn a year, demanded, according to lawmakers in Seoul\n"
        "• “…(S$6.8 billion) a year. The government paid 1.18 trillion won for 2021 for the 28,500 US troops in the…”\n"
        "   ₩1.18tn a year, agreed for 2021\n"
        "• “…paid 1.18 trillion won for 2021 for the 28,500 US troops in the country.”\n"
        "   28,500 troops\n"
        "\n"
        "Report 1 of /story_1"
    )


def test_why_counts_many_words_and_figures() -> None:
    words = [Match("host_nation", f"word{n}", "text", n) for n in range(9)]
    words.append(Match("host_nation", "WORD1", "text", 20))
    many = [placed(Figure(f"{n}%", Kind.PERCENT, n, Role.PAID, "text", 0), f"{n}% ") for n in range(1, 10)]
    shown = visible(
        families(context(Shelf()))
        .of(AlertCommands)
        .why_of(article(1, words=tuple(words), figures=many), CommandRequest(chat()))
    )
    assert "• host nation: “word0”, “word1”, “word2”, “word3”, “word4”, “word5” and 3 more" in shown
    assert shown.endswith("and 3 more\n\nReport 1 of /story_1")


def test_why_without_words_says_so() -> None:
    shown = visible(
        families(context(Shelf()))
        .of(AlertCommands)
        .why_of(article(1, words=(), why="", rule=""), CommandRequest(chat()))
    )
    assert "No word of the topic is on record for it.\nRead as" in shown


def test_a_quote_is_only_the_figure_where_its_place_does_not_fit() -> None:
    assert quoted(FIRST, DEMAND).plain == "US$5 billion"
    assert quoted(article(1, text="US$5 billion"), placed(DEMAND, "US$5 billion")).plain == "“US$5 billion”"
    in_title = Figure("round 1", Kind.PERCENT, 1, Role.OTHER, "title", 27)
    assert quoted(FIRST, in_title).plain == "“Seoul and Washington talk, round 1”"
    hostile = article(1, text="US$5 billion, see @someone")
    assert quoted(hostile, placed(DEMAND, hostile.text)).html == (
        f'<a href="{hostile.url}">“<b>US$5 billion</b>, see @someone”</a>'
    )
    assert "US$5 billion" in TEXT


# --- Answers


def test_latest() -> None:
    assert asked("latest") == (
        "Newest reports\n"
        "\n"
        "Seoul and Washington talk, round 1\n"
        "Yonhap · 17:05 KST · US$5bn a year demanded\n"
        "\n"
        "Seoul and Washington talk, round 3\n"
        "Reuters · 23 Nov 2026, 12:30 KST · US$5bn a year demanded\n"
        "\n"
        "東京が署名\n"
        "共同通信 · in Japanese · 15 Oct 2026 · ¥211bn a year agreed for 2022"
    )


def test_latest_shows_five() -> None:
    assert asked("latest", reports=[article(n) for n in range(1, 9)]).count("Yonhap") == 5


def test_the_stand_of_every_track() -> None:
    assert asked("summary") == (
        "Where it stands\n"
        "3 reports of 2 stories, from 3 outlets\n"
        "Everything is compared with the baseline: what was reported on 19 Nov 2019.\n"
        "\n"
        "🇰🇷 South Korea: talks broken off in round 3 (Reuters +1, 23 Nov 2026)\n"
        "• US$5bn a year demanded, according to lawmakers in Seoul · Reuters +1, 23 Nov 2026\n"
        "   ↳ as in the baseline\n"
        "• ₩1.18tn a year agreed for 2021 · only Yonhap, 24 Nov 2026\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019\n"
        "▸ Newest: Seoul and Washington talk, round 1 · Yonhap +1, 24 Nov 2026\n"
        "\n"
        "🇯🇵 Japan: agreement signed, by one report (共同通信, 15 Oct 2026)\n"
        "▸ Newest: 東京が署名 · 共同通信, 15 Oct 2026\n"
        "\n"
        "Gaps: 2 of 3 reports read by headline and teaser only\n"
        "\n"
        "Baseline · 19 Nov 2019: US$5bn a year demanded, ₩1.04tn agreed for 2019\n"
        "More: /summary 7d, /summary korea"
    )


def test_a_summary_of_a_country_and_a_period() -> None:
    assert asked("summary", "korea 7d") == (
        "Summary · South Korea · the last 7 days\n"
        "2 reports of 1 story, from 2 outlets\n"
        "Everything is compared with the baseline: what was reported on 19 Nov 2019.\n"
        "\n"
        "🇰🇷 South Korea: talks broken off in round 3 (Reuters +1, 23 Nov 2026)\n"
        "• US$5bn a year demanded, according to lawmakers in Seoul · Reuters +1, 23 Nov 2026 · new\n"
        "   ↳ as in the baseline\n"
        "• ₩1.18tn a year agreed for 2021 · only Yonhap, 24 Nov 2026 · new\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019\n"
        "▸ Seoul and Washington talk, round 1 · Yonhap +1, 24 Nov 2026\n"
        "\n"
        "Gaps: 2 of 2 reports read by headline and teaser only\n"
        "\n"
        "Baseline · 19 Nov 2019: US$5bn a year demanded, ₩1.04tn agreed for 2019"
    )


def test_an_empty_period_says_what_is_newest() -> None:
    assert asked("summary", "japan 24h").startswith(
        "Summary · Japan · the last 24 hours\n"
        "Nothing new in the last 24 hours.\n"
        "The newest report: 東京が署名 · 共同通信, 15 Oct 2026\n"
    )


def test_a_summary_since_a_day_says_so_and_leads_on_with_it() -> None:
    lines = asked("summary", "korea since 2026-11-24").split("\n")
    assert lines[0] == "Summary · South Korea · since 24 Nov 2026"
    with pytest.raises(BadArgument, match="1 Dec 2026 is still to come"):
        asked("summary", "since 2026-12")
    assert asked("timeline", "since Nov 2026").startswith("Timeline · since 1 Nov 2026\n")
    assert asked("summary", "since 2020", replay=True).startswith("Summary · 1 Jan 2020 to 24 Nov 2026\n")


@pytest.mark.parametrize("name", ["Investing.com 한국어", "nippon.com", "@desk", "#news"])
def test_an_outlet_that_a_chat_takes_for_an_address_opens_to_its_report(name: str) -> None:
    """And an outlet that is none is no link of its own."""
    shelf, other = Shelf(), Shelf()
    shelf.stored, other.stored = [replace(FIRST, outlet=name)], [FIRST]
    for command, words in (("latest", ""), ("timeline", ""), ("summary", "korea"), ("figures", ""), ("compare", "")):
        shown, plain = (
            families(context(one)).message_of(command, CommandRequest(chat(7), words)).html for one in (shelf, other)
        )
        assert f'<a href="{FIRST.url}">{name}</a>' in shown, command
        assert f">{FIRST.outlet}</a>" not in plain, command


def test_the_periods_of_a_replay_end_where_it_is() -> None:
    old = [replace(one, published=one.published - timedelta(days=2000)) for one in (FIRST, SECOND, THIRD)]
    lines = asked("summary", "7d", reports=old, replay=True).split("\n")
    assert lines[:2] == ["Summary · the last 7 days to 3 Jun 2021", "2 reports of 1 story, from 2 outlets"]
    assert asked("summary", "7d", reports=old).split("\n")[1] == "Nothing new in the last 7 days."
    assert asked("summary", replay=True).startswith("Where it stands\n3 reports")
    assert asked("summary", "7d", reports=(), replay=True).startswith("No report is in yet.")


def test_many_stories_are_counted_and_lead_on() -> None:
    many = [article(n, published=NOW - timedelta(hours=n)) for n in range(1, 10)]
    assert "… and 6 more stories: /summary korea 7d" in asked("summary", "7d", reports=many)
    assert "more stories: /timeline korea 7d" in asked("summary", "korea 7d", reports=many)


def _lines(message: str) -> list[str]:
    return [line for line in message.split("\n") if line.startswith(("• ", "▸ "))]


@pytest.mark.parametrize("words", ["", "7d", "korea", "japan 10y"])
def test_every_line_of_a_summary_opens_its_source(words: str) -> None:
    shelf = Shelf()
    shelf.stored = [FIRST, SECOND, THIRD]
    for line in _lines(families(context(shelf)).message_of("summary", CommandRequest(chat(), words)).html):
        assert '<a href="https://news.example/' in line


def test_who_stands_where() -> None:
    assert asked("figures") == (
        "Figures · who stands where\n"
        "\n"
        "🇰🇷 South Korea\n"
        "• US$5bn a year demanded, according to lawmakers in Seoul · Reuters +1, 23 Nov 2026\n"
        "   ↳ as in the baseline\n"
        "• ₩1.18tn a year agreed for 2021 (≈ US$1.017bn) · only Yonhap, 24 Nov 2026\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019\n"
        "Gap: US$3.983bn a year; what is demanded is 4.9 times what was agreed\n"
        "   ↳ in the baseline US$4.103bn, 5.6 times\n"
        "• 28,500 troops · only Yonhap, 24 Nov 2026\n"
        "   ↳ as in the baseline\n"
        "\n"
        "More: /figures korea, /figures all, /compare"
    )


def test_who_stands_where_on_one_track() -> None:
    assert asked("figures", "korea") == (
        "Figures · South Korea\n"
        "\n"
        "A year's contribution\n"
        "• US$5bn a year (S$6.8bn) demanded, according to lawmakers in Seoul\n"
        "   23–24 Nov 2026 · Reuters, Yonhap\n"
        "   ↳ as in the baseline\n"
        "• ₩1.18tn a year agreed for 2021 (≈ US$1.017bn)\n"
        "   24 Nov 2026 · Yonhap\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019\n"
        "Gap: US$3.983bn a year; what is demanded is 4.9 times what was agreed\n"
        "   ↳ in the baseline US$4.103bn, 5.6 times\n"
        "\n"
        "Troops\n"
        "• 28,500 troops\n"
        "   24 Nov 2026 · Yonhap\n"
        "   ↳ as in the baseline\n"
        "\n"
        "Every figure: /figures korea all, /figures korea demanded"
    )


def test_an_offer_in_percent_and_a_demand_that_turned() -> None:
    def two(number: int, figure: Figure, days: int, **more: Any) -> list[Article]:
        on = NOW - timedelta(days=days)
        return [article(number + n, figures=[figure], outlet=f"O{n}", published=on, **more) for n in (0, 1)]

    told = [
        *two(1, money("₩1.04tn", 1.04e12, "KRW", Role.AGREED, year=2019), 900),
        *two(3, money("US$2bn", 2e9, "USD", Role.DEMANDED), 90),
        *two(5, money("US$6bn", 6e9, "USD", Role.DEMANDED), 10),
        *two(7, Figure("13", Kind.PERCENT, 13, Role.OFFERED, "text", 0, payer="KR"), 5, text="13 more than before"),
    ]
    shown = asked("figures", "korea", reports=told)
    assert "↳ 20% above the US$5bn demanded in Nov 2019; the previous figure was below it" in shown
    assert "• a rise of 13% offered (≈ US$1.013bn a year)" in shown
    assert "↳ no such figure in the baseline" in shown
    assert "Gap: US$4.987bn a year; what is demanded is 5.9 times what is offered" in shown


def test_how_it_is_computed() -> None:
    shelf = Shelf()
    shelf.stored = [FIRST, SECOND, THIRD]
    words = families(context(shelf)).of(LedgerAnswers).how("KR")
    assert words is not None
    assert visible(words).startswith(
        "How it is computed\n"
        "\n"
        "🇰🇷 South Korea · a year's contribution\n"
        "• ₩1.18tn is US$1.017bn at the ECB's rate of 24 Nov 2026, US$1 = ₩1,160.\n"
        "• US$5bn less US$1.017bn is US$3.983bn a year; US$5bn over US$1.017bn is 4.92.\n"
        "• In the baseline: ₩1.04tn is US$896.6m at the ECB's rate of 19 Nov 2019, US$1 = ₩1,160.\n"
        "\n"
        "A side's position is what was reported last"
    )
    with pytest.raises(Outdated):
        families(context(Shelf())).of(LedgerAnswers).how("XX")


def test_the_tracks_side_by_side() -> None:
    assert asked("compare") == (
        "Side by side · US$ a year; “then” is the baseline\n"
        "\n"
        "             KR\n"
        "asked       5bn\n"
        " then       5bn\n"
        "agreed   1.02bn\n"
        " then      897m\n"
        "gap        4.9x\n"
        " then      5.6x\n"
        "troops   28,500\n"
        "\n"
        "🇰🇷 South Korea\n"
        "• US$5bn a year demanded · Reuters, 23 Nov 2026\n"
        "• ₩1.18tn a year agreed for 2021 · Yonhap, 24 Nov 2026\n"
        "• 28,500 troops · Yonhap, 24 Nov 2026"
    )
    assert asked("compare", reports=()).startswith("No report with a figure is in yet.")


@pytest.mark.parametrize("words", ["", "korea", "korea all", "demanded"])
def test_every_figure_opens_its_source(words: str) -> None:
    shelf = Shelf()
    shelf.stored = [FIRST, SECOND, THIRD]
    answers = families(context(shelf))
    for line in _lines(answers.message_of("figures", CommandRequest(chat(), words)).html) + _lines(
        answers.message_of("compare", CommandRequest(chat())).html
    ):
        assert '<a href="https://news.example/' in line


def test_every_figure_by_track() -> None:
    assert asked("figures", "all") == (
        "Figures\n"
        "\n"
        "🇰🇷 South Korea\n"
        "• US$5bn a year (S$6.8bn) demanded, according to lawmakers in Seoul\n"
        "   23–24 Nov 2026 · Reuters, Yonhap\n"
        "   ↳ as in the baseline\n"
        "• ₩1.18tn a year agreed for 2021\n"
        "   24 Nov 2026 · Yonhap\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019\n"
        "• 28,500 troops\n"
        "   24 Nov 2026 · Yonhap\n"
        "   ↳ as in the baseline\n"
        "\n"
        "🇯🇵 Japan\n"
        "• ¥211bn a year agreed for 2022\n"
        "   15 Oct 2026 · 共同通信"
    )


def test_every_figure_of_a_track_by_role() -> None:
    shown = asked("figures", "korea all").split("\n")
    assert [line for line in shown if not line.startswith(("•", "   ")) and line] == [
        "Figures · South Korea",
        "Demanded",
        "Agreed",
        "Other figures",
    ]


def test_figures_of_a_role_or_kind() -> None:
    assert asked("figures", "agreed japan") == (
        "Figures · Japan, agreed\n\n• ¥211bn a year for 2022\n   15 Oct 2026 · 共同通信"
    )
    assert asked("figures", "troops").startswith("Figures · troops\n\n🇰🇷 South Korea\n• 28,500 troops\n")


def test_all_figures_are_all_by_pages() -> None:
    many = [
        article(n, figures=[money(f"US${n} billion", n * 1e9, "USD", role)], published=NOW - timedelta(days=40 * n))
        for n, role in enumerate([Role.DEMANDED] * 17 + [Role.OFFERED] * 2, start=1)
    ]
    for words, sums in (("all", 19), ("korea all", 19), ("korea demanded", 17), ("demanded", 17), ("money", 19)):
        pages = [message(f"{words} p{page}", many) for page in range(1, 4)]
        assert visible(pages[1]).split("\n")[0].endswith(f"· {sums} figures, page 2 of 3")
        listed = [line for page in pages for line in visible(page).split("\n") if re.match(r"\d\. US\$", line)]
        found = [re.sub(r"^\d\. (US\$\d+bn).*", r"\1", line) for line in listed]
        assert sorted(found) == sorted(f"US${n}bn" for n in range(1, sums + 1)), "each once"
        turning = [one for row in pages[1].buttons for one in row if not one.label.isdigit()]
        assert [one.label for one in turning] == ["‹ Before", "More ›"]
        again = {message((one.data or "").removeprefix("go:figures:"), many) for one in turning}
        assert again == {pages[0], pages[2]}, "the buttons lead to the pages beside it"
        with pytest.raises(BadArgument, match=r"There is no page 4: the last of 3 pages is p3\."):
            message(f"{words} p4", many)


def message(words: str, reports: Sequence[Article]) -> Rendered:
    shelf = Shelf()
    shelf.stored = list(reports)
    return families(context(shelf)).message_of("figures", CommandRequest(chat(7), words))


def test_lines_of_figures_have_numbers_that_open_their_reports() -> None:
    for words in ("", "korea", "korea all", "demanded"):
        answer = message(words, (FIRST, SECOND, THIRD))
        numbers = [one for row in answer.buttons for one in row if one.label.isdigit()]
        lines = [line for line in answer.html.split("\n") if re.match(r"\d+\. ", line)]
        assert [one.label for one in numbers] == [line.partition(".")[0] for line in lines] != []
        for line, one in zip(lines, numbers, strict=True):
            number = int((one.data or "").removeprefix("open:"))
            assert f'"https://news.example/{number}"' in line, "it opens the report that the line links to"


def test_a_terminal_has_every_figure_in_one_piece() -> None:
    shelf = Shelf()
    shelf.stored = [
        article(n, figures=[money(f"US${n} billion", n * 1e9, "USD", Role.DEMANDED, attributed_to="A" * 50)])
        for n in range(1, 60)
    ]
    printed = families(context(shelf)).of(LedgerAnswers).figures("korea all", in_chat=False)
    shown = printed.plain.count("• US$")
    assert utf16(printed.plain) > LIMIT
    more = "More figures are on record, older and told by fewer: "
    assert printed.plain.endswith(f"{more}burdenwatch export --track korea")
    in_chat = families(context(shelf)).of(LedgerAnswers).figures(f"korea all p{-(-shown // 8)}")
    assert in_chat.plain.endswith(f"{more}/export csv figures korea")
    shelf.stored = shelf.stored[:20]
    assert more not in families(context(shelf)).of(LedgerAnswers).figures("korea all p3").plain


def test_a_figure_of_many_outlets_and_speakers_stays_short() -> None:
    same = [
        article(
            n, outlet=f"Outlet {n}", figures=[money("US$5bn", 5e9, "USD", Role.DEMANDED, attributed_to=f"Voice {n}")]
        )
        for n in range(1, 6)
    ]
    shown = asked("figures", "all", reports=same)
    assert "• US$5bn a year demanded, according to Voice 1, Voice 2 and 3 others\n" in shown
    for one, name in zip(same, ("Donald Trump", "United States"), strict=False):
        figures = [replace(figure, attributed_to=name) for figure in one.reading.figures]
        same[one.id - 1] = replace(one, reading=replace(one.reading, figures=tuple(figures)))
    two = asked("figures", "all", reports=same[:2])
    assert "• US$5bn a year demanded, according to Donald Trump and the United States\n" in two
    assert "   24 Nov 2026 · Outlet 1, Outlet 2 +3\n" in shown


def test_the_baseline() -> None:
    assert asked("baseline") == (
        "The baseline\n"
        "Everything is compared with the baseline: what was reported on 19 Nov 2019.\n"
        "\n"
        "Talks in Seoul end after an hour · Reuters, 19 Nov 2019\n"
        "\n"
        "• US demand: US$5bn a year, according to South Korean lawmakers\n"
        "• Share agreed for 2019: ₩1.04tn a year\n"
        "• US troops in South Korea: 28,500 troops\n"
        "\n"
        "Positions\n"
        "United States: Seoul must pay far more.\n"
        "South Korea: Both must bear it.\n"
        "\n"
        "What was to come\n"
        "• Japan: talks due in 2020."
    )


@pytest.mark.parametrize("command", ["start", "baseline", "summary"])
def test_what_the_baseline_is_stands_in_a_sentence_before_anything_is_held_against_it(command: str) -> None:
    topic = replace(TOPIC, baseline=replace(TOPIC.baseline, when="Washington left the talks"))
    said = asked(command, topic=topic)
    sentence = "Everything is compared with the baseline: 19 Nov 2019, the day when Washington left the talks."
    assert sentence in said.split("\n")
    assert "baseline" not in said.partition(sentence)[0].removeprefix("The baseline")


# --- Feeds and health

FEEDS: list[Feed] = [
    feed(1, "Yonhap", "ko"),
    feed(2, "Yonhap", "ko", errors=3, last_error="answered 503"),
    feed(3, "Reuters"),
    feed(4, "Reuters", last_polled=NOW - timedelta(hours=3, minutes=5)),
    feed(5, "NHK", "ja", last_polled=None),
    feed(6, "Old Paper", state=FeedState.GONE),
    feed(7, "Bild", "de", state=FeedState.PAUSED),
]


def test_sources() -> None:
    assert asked("sources", feeds=FEEDS) == (
        "Sources · 7 feeds, 2 failing\n"
        "\n"
        "English · 3 feeds\n"
        "⚠ Old Paper · is gone\n"
        "✓ Reuters (2) · 4 min ago\n"
        "\n"
        "Korean · 2 feeds\n"
        "⚠ Yonhap (1 of 2) · answered 503\n"
        "\n"
        "German · 1 feed\n"
        "⏸ Bild · paused\n"
        "\n"
        "Japanese · 1 feed\n"
        "○ NHK · not asked yet"
    )


def test_silence_holds_and_gaps_are_shown_to_everybody() -> None:
    odd = [
        feed(1, "Yonhap", "ko", last_gap=NOW - timedelta(hours=5), gaps=1),
        feed(2, "Bild", "de", silent=True, last_news=NOW - timedelta(days=30)),
        feed(3, "NHK", "ja", hold_until=NOW + timedelta(hours=3)),
    ]
    assert asked("sources", feeds=odd) == (
        "Sources · 3 feeds, none failing, 1 silent\n\n"
        "German · 1 feed\n💤 Bild · nothing new for 30 days\n\n"
        "Japanese · 1 feed\n⏳ NHK · left alone for 3 h more, as its site asked\n\n"
        "Korean · 1 feed\n✓ Yonhap · 4 min ago · had a gap lately"
    )
    shown = asked("status", feeds=odd)
    assert (
        "Feeds: 3 ok, 1 silent, 1 with gaps\nNot asked for now, at their request: site3.example until 21:30 KST\n"
        in shown
    )
    assert shown.endswith(
        "2 things are wrong\n⚠ Bild: nothing new for 30 days\n"
        "⚠ items were probably missed in the last 7 days, of Yonhap"
    )


def test_feeds_added_by_hand_are_polled_beside_a_replay() -> None:
    both = [feed(1, "Replay", kind=FeedKind.REPLAY), feed(2, "Mine", origin=FeedOrigin.OPERATOR)]
    assert "is being read, and beside it 1 feed added by hand.\n" in asked("sources", feeds=both, replay=True)
    assert "Replaying past reports, and polling 1 feed added by hand\n" in asked("status", feeds=both, replay=True)


def test_a_long_list_of_sources_has_those_in_trouble_first_and_turns_its_pages() -> None:
    many = [feed(n, f"Outlet {n:02}") for n in range(40)] + [feed(99, "Zeitung", errors=1, last_error="timed out")]
    shown = asked("sources", feeds=many, replay=True)
    assert shown.startswith(
        "Sources · 41 feeds, 1 failing\nA replay of past reports is being read; nothing is asked of the web.\n"
    )
    assert "⚠ Zeitung · timed out" in shown
    assert shown.endswith("✓ Outlet 23 · 4 min ago\n\nPage 1 of 2")
    assert asked("sources", "p2", feeds=many).endswith("✓ Outlet 39 · 4 min ago\n\nPage 2 of 2")
    with pytest.raises(BadArgument, match=r"There is no page 3: the last of 2 pages is p2\."):
        asked("sources", "p3", feeds=many)


def test_the_newest_reports_turn_their_pages() -> None:
    many = [article(n, published=NOW - timedelta(hours=n)) for n in range(1, 13)]
    pages = [asked("latest", f"p{page}", reports=many) for page in (1, 2, 3)]
    assert [page.split("\n")[0] for page in pages] == [
        "Newest reports", "Newest reports · page 2", "Newest reports · page 3",
    ]  # fmt: skip
    listed = [line for page in pages for line in page.split("\n") if line.startswith("Seoul and")]
    assert listed == [f"Seoul and Washington talk, round {n}" for n in range(1, 13)]
    with pytest.raises(BadArgument, match=r"There is no page 4: the last of 3 pages is p3\."):
        asked("latest", "p4", reports=many)


def test_status_when_all_is_well() -> None:
    assert asked("status", feeds=[feed(1, "Yonhap")]) == (
        "burdenwatch 9.9.9 · up 3 h 12 min\n"
        "Last poll: 4 min ago\n"
        "Feeds: 1 ok\n"
        "Reports: 3 on the topic, of 3 entries seen\n"
        "Subscribers: 0\n"
        "Waiting to be sent: nothing · sent in the last 24 h: 0\n"
        "\n"
        "All is well."
    )


def test_status_names_what_is_wrong_in_one_line_each() -> None:
    later = NOW + timedelta(hours=2, minutes=30)
    shown = asked(
        "status", feeds=FEEDS, owed=[delivery(1, chat(1)), delivery(2, chat(2))], now=lambda: later, replay=True
    )
    assert shown == (
        "burdenwatch 9.9.9 · up 5 h 42 min\n"
        "Replaying past reports\n"
        "Last poll: 2 h 34 min ago\n"
        "Feeds: 4 ok, 1 failing, 1 paused, 1 gone\n"
        "Reports: 3 on the topic, of 3 entries seen\n"
        "Subscribers: 0\n"
        "Waiting to be sent: 2 messages, the oldest 2 h 30 min old · sent in the last 24 h: 0\n"
        "\n"
        "3 things are wrong\n"
        "⚠ messages have been waiting for 2 h 30 min\n"
        "⚠ no feed has been polled for 2 h 34 min\n"
        "⚠ Yonhap: answered 503 (3 times in a row)"
    )


def test_status_cuts_a_long_list_of_troubles() -> None:
    many = [feed(n, f"Outlet {n}", errors=1, last_error="timed out") for n in range(20)]
    assert asked("status", feeds=many).endswith("⚠ Outlet 14: timed out\n… and 5 more")


def test_status_before_the_first_poll() -> None:
    assert "Last poll: none yet\n" in asked("status", reports=[], feeds=[feed(1, "Yonhap", last_polled=None)])


def test_start_in_a_replay_says_so() -> None:
    assert asked("start", replay=True).endswith("This is a replay of past reports, with their own dates.")


# --- Words


@pytest.mark.parametrize(
    ("when", "zone", "shown"),
    [
        (datetime(2026, 11, 24, 8, 5, tzinfo=UTC), "Asia/Seoul", "17:05 KST"),
        (datetime(2026, 11, 24, 8, 5, tzinfo=UTC), "America/New_York", "03:05 EST"),
        (datetime(2026, 11, 23, 14, 59, tzinfo=UTC), "Asia/Seoul", "23 Nov 2026, 23:59 KST"),
        (datetime(2026, 11, 23, 15, 1, tzinfo=UTC), "Asia/Seoul", "00:01 KST"),
        (datetime(2019, 11, 19, tzinfo=UTC), "Asia/Seoul", "19 Nov 2019"),
        (datetime(2019, 11, 19, 6, tzinfo=UTC), "Mars/Base", "19 Nov 2019, 06:00 UTC"),
    ],
)
def test_local_times(when: datetime, zone: str, shown: str) -> None:
    assert local_time(when, zone, NOW) == shown


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(hours=9, minutes=59), "9 h 59 min"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_ages(span: timedelta, shown: str) -> None:
    assert age(span) == shown


def test_flags() -> None:
    assert flag("kr") == "🇰🇷"
    assert flag(None) == flag("EUR") == flag("한국") == ""
