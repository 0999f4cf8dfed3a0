"""/status, whole, as a phone shows it."""

from datetime import timedelta

from tests.chat.builders import NOW, chat, delivery, feed
from tests.chat.render.reports import FEEDS, asked


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
