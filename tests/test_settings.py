"""Settings: sensible without any, refused with name and value when unusable, and silent about secrets."""

from pathlib import Path

import pytest

from bot.settings import SettingsError, environment, load, shown

TOKEN = "123456:abcdefghijklmnop"


def test_nothing_set_is_enough() -> None:
    settings = load({})
    assert settings.token is None
    assert settings.port == 8080
    assert settings.poll_floor == 600
    assert settings.host == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "http", "PORT 'http' is not a whole number"),
        ("PORT", "70000", "PORT '70000' is not a whole number from 0 to 65535"),
        ("POLL_FLOOR", "0", "POLL_FLOOR '0' is not between"),
        ("POLL_FLOOR", "soon", "POLL_FLOOR 'soon' is not a number"),
        ("DATABASE_URL", "mysql://db/x", "DATABASE_URL 'mysql://db/x' is not a database address"),
        ("DATABASE_URL", "mysql://me:secret@db/x", "DATABASE_URL 'mysql://me:***@db/x'"),
        ("OPERATOR_IDS", "12, me", "OPERATOR_IDS '12, me' is not a list of numbers"),
        ("OPERATOR_IDS", "12, -1", "OPERATOR_IDS '12, -1' has an id that is no user's: those are above 0"),
        ("ALLOWED_CHATS", "-100123, @desk", "ALLOWED_CHATS '-100123, @desk' is not a list of numbers"),
        ("ALLOW_PRIVATE_ADDRESSES", "10.0.0.0/40", "ALLOW_PRIVATE_ADDRESSES '10.0.0.0/40'"),
        ("KEEP_DAYS", "3", "KEEP_DAYS '3' is neither 0, which keeps everything, nor a whole number from 7 to 36500"),
        ("KEEP_DAYS", "always", "KEEP_DAYS 'always' is neither 0"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL 'loud' is none of DEBUG, INFO"),
        ("TIME_ZONE", "Mars/Base", "TIME_ZONE 'Mars/Base' is not a time zone"),
        ("TELEGRAM_API_URL", "ftp://x", "TELEGRAM_API_URL 'ftp://x' is not an http or https address"),
        ("BURDENWATCH_TOPIC", "/nowhere/at/all", "BURDENWATCH_TOPIC '/nowhere/at/all' is not a topic"),
        ("BURDENWATCH_TOPIC", "x" * 4096, "xxx' is not a topic: it has no folder config/"),
        ("BURDENWATCH_TOPIC", "~nobody-here/topic", "BURDENWATCH_TOPIC '~nobody-here/topic' is not a topic"),
    ],
)
def test_an_unusable_setting_is_named_with_its_value(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({name: value})
    assert len(caught.value.problems) == 1
    assert says in caught.value.problems[0]
    assert "secret" not in caught.value.problems[0]


def test_a_token_is_never_shown() -> None:
    with pytest.raises(SettingsError) as caught:
        load({"TELEGRAM_TOKEN": "not-a-token-at-all"})
    assert "TELEGRAM_TOKEN" in str(caught.value)
    assert "not-a-token" not in str(caught.value)
    assert TOKEN not in repr(load({"TELEGRAM_TOKEN": TOKEN}))


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        load({"PORT": "x", "LOG_LEVEL": "x", "POLL_FLOOR": "x"})
    assert len(caught.value.problems) == 3


def test_the_environment_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=9001\nLOG_LEVEL=DEBUG\n")
    monkeypatch.setenv("PORT", "9002")
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    settings = load(environment(file))
    assert (settings.port, settings.log_level) == (9002, "DEBUG")


def test_lists_are_read() -> None:
    settings = load({"OPERATOR_IDS": "7, 8 9", "ALLOW_PRIVATE_ADDRESSES": "10.0.0.0/8 192.168.1.7"})
    assert settings.operators == {7, 8, 9}
    assert [str(network) for network in settings.private_addresses] == ["10.0.0.0/8", "192.168.1.7/32"]


def test_a_password_in_an_address_is_hidden() -> None:
    assert shown("postgres://me:pass@word@host/db") == "postgres://me:***@host/db"
    assert shown("sqlite:///data/x.db") == "sqlite:///data/x.db"
