"""/summary, whole, as a phone shows it: where talks stand, and what a period brought."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.chat.commands.command import CommandRequest
from bot.chat.typed.arguments import BadArgument
from tests.chat.builders import DEMAND, NOW, article, chat, context, families, placed
from tests.chat.render.reports import FIRST, SECOND, THIRD, asked, lines
from tests.chat.shelf import Shelf


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


@pytest.mark.parametrize("words", ["", "7d", "korea", "japan 10y"])
def test_every_line_of_a_summary_opens_its_source(words: str) -> None:
    shelf = Shelf()
    shelf.stored = [FIRST, SECOND, THIRD]
    for line in lines(families(context(shelf)).message_of("summary", CommandRequest(chat(), words)).html):
        assert '<a href="https://news.example/' in line


def test_figures_in_a_replay_tell_no_age_from_the_clock_s_day() -> None:
    old = [article(1, published=datetime(2019, 11, 19, tzinfo=UTC), figures=[placed(DEMAND)])]
    assert "last reported 7 years ago" in asked("figures", "korea", reports=old)
    assert "ago" not in asked("figures", "korea", reports=old, replay=True)
