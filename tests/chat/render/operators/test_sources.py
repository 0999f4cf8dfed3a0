"""/sources, whole, as a phone shows it."""

from datetime import timedelta

import pytest

from bot.chat.typed.arguments import BadArgument
from bot.model import FeedKind, FeedOrigin
from tests.chat.builders import NOW, feed
from tests.chat.render.reports import FEEDS, asked


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
