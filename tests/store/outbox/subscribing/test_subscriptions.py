"""Several subscriptions of one chat: which it has, what they ring for, and what becomes of them with their chat."""

from itertools import product
from typing import Any

import pytest

from bot.model import Alerts, ChatSubscription, Interest, Level, Manner, NewsKind, SubscriptionRefusal
from bot.store import Store
from bot.store.outbox.subscribing.subscriptions import MOST
from tests.store.build import HOUR, LEASE, NOW, add_feed, settlement, stories_since
from tests.store.outbox.test_owe import deliver
from tests.store.outbox.test_readers import _statements, heard, join, tell

JAPAN, KOREA, NATO = (Interest(tracks=(key,)) for key in ("JP", "KR", "NATO"))


@pytest.fixture
def desk(store: Store) -> Store:
    add_feed(store)
    return store


def more(
    store: Store, number: int, name: str, interest: Interest, alerts: Alerts = Alerts.ALL, *, silent: bool = False
) -> ChatSubscription:
    added = store.subscriptions.add(number, ChatSubscription(0, name, interest, alerts, silent))
    assert isinstance(added, ChatSubscription)
    return added


def names(store: Store, number: int) -> list[str]:
    return [one.name for one in store.subscriptions.of_chat(number)]


# --- Which there are


def test_a_chat_has_several_each_by_its_name_and_not_more_than_ten(desk: Store) -> None:
    assert desk.subscriptions.of_chat(1) == []
    join(desk, 1, Interest(tracks=("JP",), muted=("KCNA",)))
    desk.subscriptions.name_first(1, "Tokyo")
    camps = more(desk, 1, "Camps", Interest(kinds=(NewsKind.TROOPS,)), Alerts.DIGEST, silent=True)
    for same in ("camps", " CAMPS ", "tokyo"):
        assert desk.subscriptions.add(1, ChatSubscription(0, same, NATO)) is SubscriptionRefusal.NAME
    first, second = desk.subscriptions.of_chat(1)
    assert (first.number, first.name, first.interest.tracks) == (0, "Tokyo", ("JP",))
    assert second == ChatSubscription(
        camps.number, "Camps", Interest(kinds=(NewsKind.TROOPS,), muted=("KCNA",)), Alerts.DIGEST, silent=True
    )
    for number in range(MOST - 2):
        more(desk, 1, f"n{number}", NATO)
    assert desk.subscriptions.add(1, ChatSubscription(0, "one more", NATO)) is SubscriptionRefusal.FULL


def test_where_the_first_one_ends_the_next_is_the_first(desk: Store) -> None:
    join(desk, 1, Interest(tracks=("JP",), muted=("KCNA",)))
    desk.subscriptions.name_first(1, "Tokyo")
    more(desk, 1, "Seoul", KOREA, Alerts.CRITICAL, silent=True)
    last = more(desk, 1, "Mons", NATO)
    assert desk.subscriptions.remove(1, 0, NOW) == 0
    known = desk.outbox.chat(1)
    assert known is not None
    assert (known.called, known.interest, known.alerts) == (
        "Seoul", Interest(tracks=("KR",), muted=("KCNA",)), Alerts.CRITICAL,
    )  # fmt: skip
    assert known.manner.silent
    assert desk.subscriptions.remove(1, 77, NOW) is None
    assert desk.subscriptions.remove(1, last.number, NOW) == 0
    assert names(desk, 1) == ["Seoul"]
    assert desk.subscriptions.remove(1, 0, NOW) is None, "the last one ends with the chat's alerts"


@pytest.mark.parametrize("blocks", [False, True])
def test_a_chat_that_ends_all_comes_back_with_its_first_alone(desk: Store, *, blocks: bool) -> None:
    join(desk, 1, Interest(tracks=("JP",), paused=True))
    desk.subscriptions.name_first(1, "Tokyo")
    more(desk, 1, "Seoul", KOREA)
    assert tell(desk, "before") == 1
    (owed,) = desk.outbox.claim_owed(NOW, 1, LEASE)
    desk.outbox.settle(settlement(owed.id, "closed" if blocks else "sent", unsubscribe=blocks), NOW)
    if not blocks:
        desk.outbox.unsubscribe(1, NOW)
    assert tell(desk, "one") == 0
    assert "chat_subscriptions" not in desk.outbox.kept_of(1)
    join(desk, 1, desk.outbox.chat(1).interest)  # type: ignore[union-attr]
    assert [(one.name, one.interest) for one in desk.subscriptions.of_chat(1)] == [("", JAPAN)]


# --- What rings


def test_a_report_rings_once_where_any_of_them_wants_it(desk: Store) -> None:
    join(desk, 1, JAPAN)
    more(desk, 1, "Seoul", KOREA)
    more(desk, 1, "Camps", Interest(tracks=("KR", "NATO")))
    join(desk, 2, JAPAN)
    assert (tell(desk, "korea"), tell(desk, "japan", track="JP"), tell(desk, "nato", track="NATO")) == (1, 2, 1)
    assert tell(desk, "no track", track=None) == 0
    assert sorted(heard(desk)) == [
        (1, "alert: Talks japan"), (1, "alert: Talks korea"), (1, "alert: Talks nato"), (2, "alert: Talks japan"),
    ]  # fmt: skip


WAYS = {Alerts.ALL: 2, Alerts.DIGEST: 1, Alerts.CRITICAL: 0}


@pytest.mark.parametrize(("first", "second"), list(product(Alerts, Alerts)))
def test_of_several_that_want_it_the_loudest_wins(desk: Store, first: Alerts, second: Alerts) -> None:
    join(desk, 1)
    desk.outbox.set_alerts(1, first, "13:00")
    more(desk, 1, "Seoul", KOREA, second)
    expected = max(WAYS[first], WAYS[second])
    assert tell(desk, "one") == min(expected, 1)
    at_once, later = heard(desk), heard(desk, HOUR)
    assert [len(at_once), len(later)] == [int(expected == 2), int(expected == 1)]
    assert tell(desk, "great", HOUR, level=Level.CRITICAL) == 1
    assert heard(desk, HOUR) == [(1, "alert: Talks great")]
    tell(desk, "small", HOUR, ring=False, level=Level.BACKGROUND)
    digest = heard(desk, 25 * HOUR)
    assert digest == ([(1, "digest: Talks small")] if Alerts.DIGEST in {first, second} else [])


def test_quiet_hours_and_the_cap_are_of_the_chat(desk: Store) -> None:
    join(desk, 1, JAPAN, Manner(cap=1))
    desk.outbox.set_alerts(1, Alerts.ALL, "18:00")
    more(desk, 1, "Seoul", KOREA)
    join(desk, 2, JAPAN, Manner(quiet="11:00-15:00"))
    more(desk, 2, "Seoul", KOREA)
    tell(desk, "japan", track="JP")
    tell(desk, "korea")
    assert heard(desk) == [(1, "alert: Talks japan")]
    assert heard(desk, 3 * HOUR) == [(2, "digest: Talks japan, Talks korea")]
    assert heard(desk, 6 * HOUR) == [(1, "digest: Talks korea")]


def test_what_waits_for_the_digest_of_one_comes_once_that_ends_or_is_paused(desk: Store) -> None:
    join(desk, 1, JAPAN)
    desk.outbox.set_alerts(1, Alerts.ALL, "18:00")
    seoul = more(desk, 1, "Seoul", KOREA, Alerts.DIGEST)
    tell(desk, "one")
    assert desk.outbox.set_digest_anew(1, NOW) == 0, "the first one has no digest, but the other has"
    paused = ChatSubscription(seoul.number, "Seoul", Interest(tracks=("KR",), paused=True), Alerts.DIGEST)
    assert desk.subscriptions.keep(1, paused, NOW) == 1
    assert heard(desk) == [(1, "digest: Talks one")]
    assert tell(desk, "two") == 0
    assert desk.subscriptions.keep(1, seoul, NOW) == 0
    assert tell(desk, "three") == 1
    assert desk.subscriptions.remove(1, seoul.number, NOW) == 1
    assert heard(desk) == [(1, "digest: Talks three")]


def test_a_paused_first_one_rings_for_nothing_and_the_others_do(desk: Store) -> None:
    join(desk, 1, Interest(paused=True))
    more(desk, 1, "Seoul", KOREA)
    assert (tell(desk, "one"), tell(desk, "two", track="JP")) == (1, 0)


# --- Outlets and languages


def test_an_outlet_is_muted_for_all_and_languages_are_of_each(desk: Store) -> None:
    join(desk, 1, Interest(tracks=("JP",), muted=("KCNA",)))
    more(desk, 1, "Seoul", Interest(tracks=("KR",), languages=("ko",)))
    echo: dict[str, Any] = {"opens": None, "ring": False, "level": Level.ECHO}
    assert tell(desk, "one", outlet="KCNA", language="ko") == 0
    one = stories_since(desk, NOW)[0].id
    assert tell(desk, "two", story_id=one, language="en", **echo) == 0
    assert tell(desk, "three", story_id=one, language="ko", **echo) == 1
    assert heard(desk) == [(1, "alert: Talks three")]
    assert tell(desk, "four", language="en") == 0
    four = max(story.id for story in stories_since(desk, NOW))
    assert tell(desk, "five", story_id=four, language="ko", **echo) == 1
    assert heard(desk) == [(1, "alert: Talks five")]
    denial: dict[str, Any] = {"ring": False, "answers": one}
    assert tell(desk, "no", language="en", **denial) == 1
    assert tell(desk, "never", language="en", outlet="kcna", **denial) == 0


def test_a_denial_is_heard_in_the_language_of_any_of_them(desk: Store) -> None:
    join(desk, 1, Interest(languages=("en",)))
    more(desk, 1, "Seoul", Interest(tracks=("KR",), languages=("ko",)))
    join(desk, 2, Interest(languages=("en",)))
    tell(desk, "one", language="en")
    deliver(desk)
    assert tell(desk, "no", language="ko", ring=False, answers=stories_since(desk, NOW)[0].id) == 1
    assert heard(desk) == [(1, "correction: Talks no")]


# --- Keeping


def test_they_go_along_when_a_group_becomes_a_supergroup(desk: Store) -> None:
    join(desk, -5, JAPAN)
    desk.outbox.set_preferred(-5, ("Yonhap", "Wire"))
    desk.subscriptions.name_first(-5, "Tokyo")
    more(desk, -5, "Seoul", KOREA)
    desk.outbox.move_chat(-5, -100777)
    assert names(desk, -100777) == ["Tokyo", "Seoul"]
    moved = desk.outbox.chat(-100777)
    assert moved is not None
    assert moved.preferred == ("Yonhap", "Wire")
    join(desk, -6, NATO)
    more(desk, -6, "seoul", NATO)
    desk.outbox.move_chat(-100777, -6)
    assert names(desk, -6) == ["Tokyo", "seoul"]
    assert tell(desk, "one", track="NATO") == 1


def test_what_is_kept_of_a_chat_has_them_and_what_is_forgotten_has_them_not(desk: Store) -> None:
    join(desk, 1, JAPAN)
    more(desk, 1, "Seoul", KOREA)
    assert [row["name"] for row in desk.outbox.kept_of(1)["chat_subscriptions"]] == ["Seoul"]
    assert desk.outbox.forget(1, NOW) == 2
    assert desk.subscriptions.of_chat(1) == []
    assert tell(desk, "one") == 0


def test_what_a_report_costs_goes_by_the_wishes_of_them_and_not_by_the_chats(desk: Store) -> None:
    counts = []
    tell(desk, "before all")
    for chats in (6, 60):
        for number in range(1, chats + 1):
            join(desk, number, JAPAN, Manner(cap=number % 2))
            if len(names(desk, number)) == 1:
                more(desk, number, f"Seoul {number}", KOREA)
                more(desk, number, f"Camps {number}", Interest(tracks=("KR", "NATO")), Alerts.DIGEST)
        counts.append(_statements(desk, f"report {chats}"))
    assert counts[0] == counts[1]
    assert len(heard(desk)) == 63, "every other of the six has had its one of the day by then"
