"""Who hears of a report, and when: countries and kinds, muted outlets and stories, quiet hours and the day's cap."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.model import Alerts, Delivery, Event, Interest, Level, Manner, NewsKind
from bot.store import Store
from tests.store.build import DEMAND, HOUR, NOW, add_feed, chat, entry, new, plan, reading, stories_since
from tests.store.outbox.test_owe import deliver

NIGHT = Manner(quiet="11:00-15:00")
"""NOW is noon in UTC, of a Tuesday."""
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(store: Store) -> Store:
    add_feed(store)
    return store


def join(store: Store, number: int, interest: Interest | None = None, manner: Manner | None = None) -> None:
    store.outbox.subscribe(chat(number), NOW)
    store.outbox.set_interest(number, interest or Interest())
    store.outbox.set_manner(number, manner or Manner())


def tell(store: Store, name: str, at: timedelta = timedelta(0), **changes: Any) -> int:
    """One report that rings, or what ``changes`` say; how many messages are owed for it."""
    event, track, outlet = (
        changes.pop("event", Event.TALKS_ROUND),
        changes.pop("track", "KR"),
        changes.pop("outlet", ""),
    )
    language = changes.pop("language", "en")
    figures = (DEMAND,) if changes.pop("demand", False) else ()
    values: dict[str, Any] = {
        "ring": True,
        "level": Level.MATERIAL,
        "entry": entry(name, outlet=outlet),
        "reading": reading(*figures, event=event, track=track, language=language),
    }
    return store.intake.apply(plan(store.feeds.all()[0].id, new(name, **values | changes)), NOW + at).rung


def heard(store: Store, at: timedelta = timedelta(0)) -> list[tuple[int, str]]:
    """Who got what, and the titles of the reports."""
    return [(row.chat.id, _title(store, row)) for row in deliver(store, at)]


def _title(store: Store, row: Delivery) -> str:
    numbers = row.articles or (row.article_id or 0,)
    titles = [article.title if (article := store.archive.article(number)) else "" for number in numbers]
    return f"{row.kind}: {', '.join(titles)}"


# --- What


def test_each_chat_hears_of_its_countries_and_kinds(desk: Store) -> None:
    join(desk, 1)
    join(desk, 2, Interest(tracks=("KR",)))
    join(desk, 3, Interest(tracks=("JP", "KR"), kinds=(NewsKind.DEALS,)))
    join(desk, 4, Interest(kinds=(NewsKind.DEMANDS,)))
    assert tell(desk, "round") == 2
    assert tell(desk, "deal", track="JP", event=Event.SIGNED, level=Level.CRITICAL, rings_for="signed") == 2
    assert tell(desk, "demand", track="NATO", demand=True) == 2
    assert tell(desk, "general", track=None) == 1
    assert sorted(heard(desk)) == [
        (1, "alert: Talks deal"),
        (1, "alert: Talks demand"),
        (1, "alert: Talks general"),
        (1, "alert: Talks round"),
        (2, "alert: Talks round"),
        (3, "alert: Talks deal"),
        (4, "alert: Talks demand"),
    ]


def test_a_digest_has_what_its_chat_hears_of_and_no_more(desk: Store) -> None:
    join(desk, 1, Interest(tracks=("JP",)))
    desk.outbox.set_alerts(1, Alerts.DIGEST, "13:00")
    tell(desk, "one")
    tell(desk, "two", track="JP")
    tell(desk, "three", track="JP", ring=False, level=Level.BACKGROUND)
    tell(desk, "four", ring=False, level=Level.BACKGROUND)
    assert heard(desk, HOUR) == [(1, "digest: Talks two, Talks three")]


def test_a_story_that_turns_to_what_a_chat_wants_is_told_there_by_its_turn(desk: Store) -> None:
    join(desk, 1)
    join(desk, 2, Interest(kinds=(NewsKind.BREAK_OFFS,)))
    join(desk, 3, Interest(kinds=(NewsKind.TALKS,)))
    assert tell(desk, "round") == 2
    deliver(desk)
    story = stories_since(desk, NOW)[0].id
    off: dict[str, Any] = {"event": Event.TALKS_BREAK_OFF, "level": Level.CRITICAL, "rings_for": "talks_break_off"}
    assert tell(desk, "off", story_id=story, opens=None, **off) == 2
    assert heard(desk) == [(1, "turn: Talks off"), (2, "alert: Talks off")]


# --- Outlets


def test_a_story_of_a_muted_outlet_is_told_once_another_one_has_it(desk: Store) -> None:
    join(desk, 1)
    join(desk, 2, Interest(muted=("KCNA",)))
    join(desk, 3, Interest(muted=("KCNA", "Wire")))
    assert tell(desk, "one", outlet="kcna") == 1
    assert heard(desk) == [(1, "alert: Talks one")]
    story = stories_since(desk, NOW)[0].id
    echo: dict[str, Any] = {"story_id": story, "opens": None, "ring": False, "level": Level.ECHO}
    assert tell(desk, "two", outlet="KCNA", **echo) == 0
    assert tell(desk, "three", **echo) == 1, "Wire tells it"
    assert tell(desk, "four", outlet="Times", **echo) == 1
    assert tell(desk, "five", outlet="Herald", **echo) == 0
    assert heard(desk) == [(2, "alert: Talks three"), (3, "alert: Talks four")]


def test_a_story_in_another_language_is_told_once_a_report_in_the_chats_own_tells_it(desk: Store) -> None:
    join(desk, 1)
    join(desk, 2, Interest(languages=("ko",)))
    join(desk, 3, Interest(languages=("en", "ja")))
    join(desk, 4, Interest(muted=("Hani",), languages=("ko",)))
    assert tell(desk, "one", language="en") == 2
    assert [chat_id for chat_id, _ in heard(desk)] == [1, 3]
    (story,) = [one.id for one in stories_since(desk, NOW - HOUR)]
    echo: dict[str, Any] = {"ring": False, "level": Level.MATERIAL, "story_id": story, "opens": None}
    assert tell(desk, "two", language="de", **echo) == 0
    assert tell(desk, "three", language="ko", outlet="Hani", **echo) == 1
    assert heard(desk) == [(2, "alert: Talks three")]
    assert tell(desk, "four", language="ko", outlet="Yonhap", **echo) == 1
    assert heard(desk) == [(4, "alert: Talks four")]
    assert tell(desk, "five", language="ko", **echo) == 0


def test_a_turn_of_a_muted_outlet_is_told_by_another_one_at_its_level(desk: Store) -> None:
    join(desk, 1, Interest(muted=("KCNA",)))
    join(desk, 2, Interest(muted=("KCNA",)))
    desk.outbox.set_alerts(2, Alerts.CRITICAL, "13:00")
    assert tell(desk, "one") == 1
    deliver(desk)
    story = stories_since(desk, NOW)[0].id
    turn: dict[str, Any] = {"event": Event.SIGNED, "level": Level.CRITICAL, "rings_for": "signed"}
    assert tell(desk, "two", story_id=story, opens=None, outlet="KCNA", **turn) == 0
    assert tell(desk, "three", story_id=story, opens=None, ring=False, level=Level.ECHO) == 2
    assert [one for one in heard(desk) if "edit" not in one[1]] == [
        (1, "turn: Talks three"), (2, "alert: Talks three"),
    ]  # fmt: skip


def test_who_left_hears_of_no_other_outlet(desk: Store) -> None:
    join(desk, 1, Interest(muted=("KCNA",)))
    tell(desk, "one", outlet="KCNA")
    desk.outbox.unsubscribe(1, NOW)
    story = stories_since(desk, NOW)[0].id
    assert tell(desk, "two", story_id=story, opens=None, ring=False, level=Level.ECHO) == 0


# --- Stories


def test_a_muted_story_is_told_of_no_more_and_what_was_owed_of_it_is_not(desk: Store) -> None:
    for number in (1, 2, 3):
        join(desk, number)
    tell(desk, "one")
    deliver(desk)
    story = stories_since(desk, NOW)[0].id
    assert desk.outbox.mute_story(1, story, NOW)
    assert not desk.outbox.mute_story(1, story, NOW)
    turn: dict[str, Any] = {"story_id": story, "opens": None, "level": Level.CRITICAL}
    assert tell(desk, "two", event=Event.SIGNED, rings_for="signed", **turn) == 2
    assert desk.outbox.mute_story(2, story, NOW)
    assert heard(desk) == [(3, "turn: Talks two")]
    assert tell(desk, "denial", answers=story, ring=False) == 1
    assert heard(desk) == [(3, "correction: Talks denial")]
    assert desk.outbox.muted_stories(1, NOW) == {story: None}
    assert (desk.outbox.unmute_stories(1, story), desk.outbox.unmute_stories(1)) == (1, 0)
    assert tell(desk, "three", event=Event.RATIFIED, rings_for="ratified", **turn) == 2
    assert tell(desk, "other") == 3


def test_a_muted_story_stays_muted_when_it_is_merged_or_split_and_when_the_chat_moves(desk: Store) -> None:
    join(desk, -5)
    for name in ("one", "two"):
        tell(desk, name)
    first, second = sorted(one.id for one in stories_since(desk, NOW))
    desk.outbox.mute_story(-5, second, NOW)
    desk.intake.merge(first, second, NOW)
    assert desk.outbox.muted_stories(-5, NOW) == {first: None}
    desk.intake.split(first, [article.id for article in desk.archive.articles() if article.title == "Talks two"], NOW)
    assert len(desk.outbox.muted_stories(-5, NOW)) == 2
    desk.outbox.move_chat(-5, -100777)
    assert len(desk.outbox.muted_stories(-100777, NOW)) == 2


# --- When


def test_what_comes_in_quiet_hours_comes_together_at_their_end(desk: Store) -> None:
    join(desk, 1, manner=NIGHT)
    join(desk, 2)
    assert tell(desk, "one") == 2
    assert tell(desk, "two", level=Level.CRITICAL) == 2
    assert heard(desk) == [(2, "alert: Talks one"), (2, "alert: Talks two")]
    assert desk.outbox.owed() == 0, "what waits on purpose is not late"
    assert heard(desk, 3 * HOUR - MINUTE) == []
    assert heard(desk, 3 * HOUR) == [(1, "digest: Talks one, Talks two")]
    tell(desk, "three", 3 * HOUR)
    assert (1, "alert: Talks three") in heard(desk, 3 * HOUR)


def test_quiet_hours_are_by_the_clock_of_the_chat_and_over_midnight(desk: Store) -> None:
    join(desk, 1, manner=Manner(quiet="20:00-07:00"))
    desk.outbox.set_time_zone(chat(1), "Asia/Seoul")
    tell(desk, "one")
    assert heard(desk, 10 * HOUR - MINUTE) == [], "it is 21:00 in Seoul at noon in UTC"
    assert heard(desk, 10 * HOUR) == [(1, "digest: Talks one")]


def test_great_events_pass_quiet_hours_where_the_chat_wants_it(desk: Store) -> None:
    join(desk, 1, manner=Manner(quiet=NIGHT.quiet, great_pass=True))
    tell(desk, "one")
    tell(desk, "two", level=Level.CRITICAL)
    assert heard(desk) == [(1, "alert: Talks two")]
    story = next(one for one in stories_since(desk, NOW) if one.title == "Talks one").id
    turn: dict[str, Any] = {"event": Event.SIGNED, "level": Level.CRITICAL, "rings_for": "signed"}
    assert tell(desk, "three", story_id=story, opens=None, **turn) == 0, "what waits of the story goes out"
    assert heard(desk) == [(1, "alert: Talks three")]
    assert heard(desk, 3 * HOUR) == []


def test_denials_and_turns_wait_for_the_end_of_quiet_hours_too(desk: Store) -> None:
    join(desk, 1, manner=NIGHT)
    tell(desk, "one", -2 * HOUR)
    deliver(desk, -2 * HOUR)
    story = stories_since(desk, NOW)[0].id
    turn: dict[str, Any] = {"event": Event.SIGNED, "level": Level.CRITICAL, "rings_for": "signed"}
    assert tell(desk, "two", story_id=story, opens=None, **turn) == 1
    assert tell(desk, "no", answers=story, ring=False) == 1
    assert {row.kind for row in deliver(desk, HOUR)} == {"edit"}, "which makes no sound"
    assert heard(desk, 3 * HOUR) == [(1, "digest: Talks two, Talks no")]


def test_a_digest_whose_time_is_in_quiet_hours_comes_at_their_end(desk: Store) -> None:
    join(desk, 1, manner=NIGHT)
    desk.outbox.set_alerts(1, Alerts.DIGEST, "14:00")
    tell(desk, "one")
    assert heard(desk, 2 * HOUR) == []
    assert heard(desk, 3 * HOUR) == [(1, "digest: Talks one")]


def test_beyond_the_cap_of_a_day_the_rest_is_in_the_digest_but_for_great_events(desk: Store) -> None:
    join(desk, 1, manner=Manner(cap=2))
    desk.outbox.set_alerts(1, Alerts.ALL, "18:00")
    tell(desk, "great", level=Level.CRITICAL)
    for name in ("one", "two", "three", "four"):
        assert tell(desk, name) == 1
    tell(desk, "great again", level=Level.CRITICAL)
    said = [title for _, title in heard(desk)]
    assert said == [f"alert: Talks {name}" for name in ("great", "one", "two", "great again")]
    assert heard(desk, 6 * HOUR) == [(1, "digest: Talks three, Talks four")]
    tell(desk, "next day", 12 * HOUR)
    assert heard(desk, 12 * HOUR) == [(1, "alert: Talks next day")]


def test_a_report_that_the_chat_has_already_counts_for_no_cap(desk: Store) -> None:
    join(desk, 1, manner=Manner(cap=2))
    tell(desk, "one")
    story = stories_since(desk, NOW)[0].id
    assert tell(desk, "again", story_id=story, opens=None, rings_for="story") == 0
    assert tell(desk, "two") == 1
    assert [title for _, title in heard(desk)] == ["alert: Talks one", "alert: Talks two"]


def test_what_waits_comes_when_it_need_wait_no_more(desk: Store) -> None:
    join(desk, 1, manner=NIGHT)
    tell(desk, "one")
    desk.outbox.set_manner(1, Manner(quiet="11:00-13:00"))
    assert desk.outbox.set_digest_anew(1, NOW) == 0
    assert heard(desk, HOUR) == [(1, "digest: Talks one")]
    tell(desk, "two", -HOUR / 2)
    desk.outbox.set_manner(1, Manner())
    assert desk.outbox.set_digest_anew(1, NOW) == 1
    assert heard(desk) == [(1, "digest: Talks two")]
    desk.outbox.set_manner(1, Manner(cap=1))
    for name in ("three", "four"):
        tell(desk, name)
    deliver(desk)
    assert desk.outbox.set_digest_anew(1, NOW) == 0
    desk.outbox.set_manner(1, Manner())
    assert desk.outbox.set_digest_anew(1, NOW) == 1


# --- Keeping


def test_wishes_go_along_when_a_group_becomes_a_supergroup(desk: Store) -> None:
    wish, manner = Interest(tracks=("JP",)), Manner("22:00-07:00", silent=True, cap=3)
    join(desk, -5, wish, manner)
    desk.outbox.move_chat(-5, -100777)
    moved = desk.outbox.chat(-100777)
    assert moved is not None
    assert (moved.interest, moved.manner) == (wish, manner)
    join(desk, -6)
    desk.outbox.move_chat(-100777, -6)
    merged = desk.outbox.chat(-6)
    assert merged is not None
    assert (merged.interest, merged.manner) == (wish, manner)


def test_what_a_report_costs_goes_by_the_wishes_and_not_by_the_chats(desk: Store) -> None:
    """As many statements for sixty chats as for six, of three wishes and two manners."""
    wishes = [Interest(tracks=("JP",)), Interest(kinds=(NewsKind.DEALS,)), Interest(muted=("KCNA",))]
    counts = []
    tell(desk, "before all")
    for chats in (6, 60):
        for number in range(1, chats + 1):
            join(desk, number, wishes[number % 3], Manner(quiet=NIGHT.quiet if number % 2 else "", cap=number % 2))
        counts.append(_statements(desk, f"report {chats}"))
    assert counts[0] == counts[1]


def _statements(store: Store, name: str) -> int:
    told: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        told.append(statement)

    engine = store._database._engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        tell(store, name)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(told)


def test_a_row_says_how_its_chat_is_told(desk: Store) -> None:
    join(desk, 1, manner=Manner(silent=True))
    tell(desk, "one")
    (row,) = deliver(desk)
    assert row.chat.manner == Manner(silent=True)
