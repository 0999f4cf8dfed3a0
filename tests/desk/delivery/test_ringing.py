"""Whether news rings now, later or not at all, by the chat's clock."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.delivery.ringing import AT_ONCE, Ringing, Wait, digest_comes, quiet_span, quiet_until, rings, waits_until
from bot.model import Alerts, Chat, ChatType, Level, Manner

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""21:00 in Seoul, 13:00 in Berlin."""


def chat(alerts: Alerts = Alerts.ALL, zone: str = "Asia/Seoul", **manner: object) -> Chat:
    return Chat(1, ChatType.PRIVATE, "", True, zone, alerts=alerts, manner=Manner(**manner))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quiet", "hour", "ends"),
    [
        ("22:00-07:00", 12, None),
        ("21:00-07:00", 12, 22),
        ("21:00-07:00", 21, 22),
        ("21:00-07:00", 22, None),
        ("22:00-21:00", 12, None),
        ("20:00-21:30", 12, 12.5),
        ("09:00-12:00", 12, None),
        ("", 12, None),
        ("nonsense", 12, None),
        ("08:00-08:00", 23, None),
    ],
)
def test_quiet_hours_end_by_the_clock_of_the_chat(quiet: str, hour: int, ends: float | None) -> None:
    """Hours in UTC; the day is that of NOON."""
    now = NOON.replace(hour=hour)
    midnight = NOON.replace(hour=0)
    assert quiet_until(now, "Asia/Seoul", quiet) == (None if ends is None else midnight + timedelta(hours=ends))


def test_quiet_hours_end_by_the_clock_on_the_wall_when_clocks_change() -> None:
    saturday = datetime(2026, 10, 24, 21, 0, tzinfo=UTC)  # 23:00 in Berlin, in the night of the change
    assert quiet_until(saturday, "Europe/Berlin", "22:00-07:00") == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    assert quiet_until(saturday, "Nowhere/Land", "20:00-22:00") == datetime(2026, 10, 24, 22, 0, tzinfo=UTC)


def test_what_is_critical_rings_unless_it_is_quiet_and_the_chat_lets_nothing_pass() -> None:
    for alerts in Alerts:
        assert rings(chat(alerts, cap=1), Level.CRITICAL, NOON) == AT_ONCE
        assert rings(chat(alerts, quiet="20-7", great_pass=True), Level.CRITICAL, NOON) == AT_ONCE
        waits = rings(chat(alerts, quiet="20:00-07:00"), Level.CRITICAL, NOON)
        assert waits == Ringing(Wait.QUIET, NOON.replace(hour=22))


def test_what_is_material_rings_waits_or_does_not_come() -> None:
    morning = NOON.replace(hour=23)  # 08:00 in Seoul
    assert rings(chat(), Level.MATERIAL, NOON) == AT_ONCE
    assert rings(chat(Alerts.CRITICAL), Level.MATERIAL, NOON) is None
    assert rings(chat(Alerts.DIGEST), Level.MATERIAL, NOON) == Ringing(Wait.DIGEST, morning)
    assert rings(chat(quiet="21:00-07:30"), Level.MATERIAL, NOON) == Ringing(
        Wait.QUIET, NOON.replace(hour=22, minute=30)
    )
    assert rings(chat(cap=3), Level.MATERIAL, NOON) == Ringing(until=morning)
    assert rings(chat(Alerts.DIGEST), Level.BACKGROUND, NOON) == Ringing(Wait.DIGEST, morning)
    assert rings(chat(quiet="21:00-07:30", cap=1), Level.BACKGROUND, NOON) is None


def test_a_digest_waits_for_the_end_of_quiet_hours() -> None:
    assert digest_comes(chat(Alerts.DIGEST, quiet="22:00-09:30"), NOON) == NOON + timedelta(hours=12.5)


def test_what_waits_comes_when_there_is_nothing_to_wait_for() -> None:
    assert waits_until(chat(), Wait.DIGEST, NOON) == NOON
    assert waits_until(chat(cap=2), Wait.CAP, NOON) == NOON.replace(hour=23)
    assert waits_until(chat(), Wait.CAP, NOON) == NOON
    assert waits_until(chat(quiet="20:00-22:00"), Wait.QUIET, NOON) == NOON.replace(hour=13)
    assert waits_until(chat(quiet="20:00-22:00"), Wait.DIGEST, NOON) == NOON.replace(hour=13)
    assert waits_until(chat(Alerts.DIGEST), Wait.QUIET, NOON) == NOON


def test_a_span_has_two_ends() -> None:
    assert quiet_span("22-7") is not None
    assert quiet_span("22:00") is None
    assert quiet_span("7-7") is None
