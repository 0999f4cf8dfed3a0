"""What Telegram signs is believed, and nothing else: signed here by hand, as its documentation says, and held against
aiogram's own check, which is loaded when it is first asked: aiogram takes three seconds, in each process of a run."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dashboard.access.entrance import STRANGER, Access, Entrance
from bot.dashboard.access.session import LASTS
from bot.dashboard.access.telegram_login import (
    EXPIRED,
    FRESH,
    LONGEST,
    NOBODY,
    NOT_OURS,
    LoginError,
    user_of_app,
    user_of_login,
)

TOKEN = "4242:AAEexampleTokenOfTheTests_only"
NOW = datetime(2026, 12, 2, 12, tzinfo=UTC)
USER = {"id": 99, "first_name": "Ann & Söhne", "language_code": "ko"}


def signed(fields: dict[str, str], key: bytes) -> dict[str, str]:
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    return fields | {"hash": hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()}


def init_data(when: datetime = NOW, token: str = TOKEN, **more: str) -> str:
    """As Telegram hands it to a Mini App, with the field for third parties too."""
    fields = {"auth_date": str(int(when.timestamp())), "query_id": "AA", "user": json.dumps(USER), "signature": "x_Y-z"}
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode(signed(fields | more, key))


def login(when: datetime = NOW, token: str = TOKEN) -> dict[str, str]:
    """As the login widget and the login buttons bring it."""
    fields = {"id": "99", "first_name": "Ann", "username": "ann", "auth_date": str(int(when.timestamp()))}
    return signed(fields, hashlib.sha256(token.encode()).digest())


def test_what_telegram_signed_is_believed() -> None:
    from aiogram.utils.auth_widget import check_signature
    from aiogram.utils.web_app import check_webapp_signature

    assert check_webapp_signature(TOKEN, init_data())
    assert user_of_app(init_data(), TOKEN, NOW) == 99
    assert check_signature(TOKEN, **login())
    assert user_of_login(login(), TOKEN, NOW) == 99


@pytest.mark.parametrize("late", [FRESH + timedelta(seconds=1), -timedelta(minutes=2), timedelta(days=400)])
def test_it_expires_and_comes_from_no_future(late: timedelta) -> None:
    for enter in (
        lambda: user_of_app(init_data(), TOKEN, NOW + late),
        lambda: user_of_login(login(), TOKEN, NOW + late),
    ):
        with pytest.raises(LoginError, match=EXPIRED):
            enter()  # type: ignore[no-untyped-call]
    assert user_of_app(init_data(), TOKEN, NOW + FRESH) == 99


OTHERS = [
    lambda: user_of_app(init_data(token="4242:another-token-altogether"), TOKEN, NOW),
    lambda: user_of_app(init_data().replace("99", "98"), TOKEN, NOW),
    lambda: user_of_app(init_data() + "&user=%7B%22id%22%3A1%7D", TOKEN, NOW),
    lambda: user_of_app("", TOKEN, NOW),
    lambda: user_of_app("hash=", TOKEN, NOW),
    lambda: user_of_app("x" * (LONGEST + 1), TOKEN, NOW),
    lambda: user_of_app(init_data(auth_date="soon"), TOKEN, NOW),
    lambda: user_of_login(dict(parse_qsl(init_data())), TOKEN, NOW),
    lambda: user_of_app(urlencode(login()), TOKEN, NOW),
    lambda: user_of_login(login() | {"id": "1"}, TOKEN, NOW),
    lambda: user_of_login(login() | {"more": "x"}, TOKEN, NOW),
    lambda: user_of_login({}, TOKEN, NOW),
]


@pytest.mark.parametrize("enter", OTHERS)
def test_what_it_did_not_sign_is_not(enter: Callable[[], int]) -> None:
    with pytest.raises(LoginError, match=NOT_OURS):
        enter()


def test_a_mini_app_that_tells_no_user_lets_nobody_in() -> None:
    with pytest.raises(LoginError, match="does not say who you are") as caught:
        user_of_app(init_data(user=""), TOKEN, NOW)
    assert str(caught.value) == NOBODY


@given(st.text(max_size=300), st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=6))
def test_nonsense_is_refused_and_breaks_nothing(data: str, fields: dict[str, str]) -> None:
    with pytest.raises(LoginError):
        user_of_app(data, TOKEN, NOW)
    with pytest.raises(LoginError):
        user_of_login(fields, TOKEN, NOW)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def test_a_session_is_the_bots_own_and_ends() -> None:
    clock = Clock()
    session = Entrance(Access.TELEGRAM, TOKEN, now=clock).enter_by_app(init_data())
    again = Entrance(Access.TELEGRAM, TOKEN, now=clock)  # after a restart, or another worker's
    assert again.user(session) == 99
    assert Entrance(Access.TELEGRAM, "4242:another-token-altogether", now=clock).user(session) is None
    number, until, signature = session.split(".")
    forged = (
        f"98.{until}.{signature}",
        f"{number}.{int(until) + 9}.{signature}",
        session[:-1],
        "",
        "..",
        "ä",
        "x" * 999,
    )
    assert [again.user(one) for one in forged] == [None] * len(forged)
    clock.now = NOW + LASTS
    assert again.user(session) is None


def test_the_bots_own_door_is_the_dashboards_too() -> None:
    asked: list[object] = []

    def is_guest(ids: object) -> bool:
        asked.append(ids)
        return ids == (99,)

    def entrance(**more: frozenset[int]) -> Entrance:
        return Entrance(Access.TELEGRAM, TOKEN, now=Clock(), is_guest=is_guest, **more)

    assert entrance().is_welcome(5)
    assert entrance(allowed=frozenset({5})).is_welcome(5)
    assert entrance(allowed=frozenset({6}), operators=frozenset({5})).is_welcome(5)
    assert asked == []
    assert entrance(allowed=frozenset({6})).enter_by_login(login())
    with pytest.raises(LoginError, match=STRANGER):
        Entrance(Access.TELEGRAM, TOKEN, now=Clock(), allowed=frozenset({6})).enter_by_login(login())
