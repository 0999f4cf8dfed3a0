"""Times, ages and flags in words."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.render.words import age, flag, language_name, local_time
from tests.chat.builders import NOW


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


def test_a_language_with_a_table_has_its_name() -> None:
    shown = [language_name(code) for code in ("ko", "lv", "id", "ms", "vi", "")]
    assert shown == ["Korean", "Latvian", "Indonesian", "Malay", "vi", "Other"]
