"""Settings: sensible without any, refused with name and value when unusable, and silent about secrets."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SettingsError, environment, listed, load, shown

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


PASTED = "98765:" + "Ab3-_" * 7
"""A bot's token, as it gets into the wrong setting."""

BAD = {
    "word": "maybe!",
    "negative": "-1",
    "huge": "9" * 400,
    "longer than int() reads": "7" * 5000,
    "fraction": "1.5x",
    "not finite": "nan",
    "NUL": "a\0b",
    "escape": "\x1b[31mred",
    "not UTF-8": "\udcff",
    "digits of another script": "٣",
    "superscript": "²",
    "underscore": "1_0",
    "half an IPv6 address": "http://[",
    "port": "http://h:99999",
    "newline": "http://a\nb",
    "pasted token": PASTED,
    "pasted token in an address": f"https://api.telegram.org/bot{PASTED}/",
    "password": "mysql://me:hush hush@db/x",
    "password without a scheme": "me:hush@db/x",
    "comment": "{} # for now",
    "quotes": '"{}"',
}
"""What people type and files leave; {} is a value that would do."""

_NUMBER = "is not a number between", "is not between"
_ADDRESS = ("is not an http or https address such as https://", "has a token in it")
_ACCOUNT = "has a line break or a tab in it", "is longer than 500 characters"
_NETS = ("is not a list of networks such as 10.0.0.0/8",)
REFUSED: dict[str, tuple[str, tuple[str, ...]]] = {
    "TELEGRAM_TOKEN": (TOKEN, ("is not a bot token; @BotFather gives one like",)),
    "TELEGRAM_API_URL": ("http://a.example", _ADDRESS),
    "DATABASE_URL": ("sqlite:///x.db", ("is not a database address; use sqlite:///",)),
    "BURDENWATCH_TOPIC": (".", ("is not a topic: it has no folder config/",)),
    "OPERATOR_IDS": ("7", ("is not a list of numbers; Telegram user ids look like 123456789", "is no user's")),
    "ALLOWED_CHATS": ("7", ("those of groups and channels like -1001234567890",)),
    "PORT": ("80", ("is not a whole number from 0 to 65535",)),
    "HOST": ("::1", ("is not an address such as 127.0.0.1",)),
    "POLL_FLOOR": ("600", _NUMBER),
    "HOST_GAP": ("1", _NUMBER),
    "FULL_TEXT": ("on", ("is neither on nor off",)),
    "ENCODER": ("on", ("is neither on nor off",)),
    "SEPARATE_HOSTS": ("a.example", ("is not a list of hosts such as rsshub.app",)),
    "PUBLIC_URL": ("http://a.example", _ADDRESS),
    "DASHBOARD": ("open", ("is none of off, open, telegram",)),
    "ATOM": ("on", ("is neither on nor off",)),
    "DOORS": ("all", ("is none of all, operators, off",)),
    "SMTP_HOST": ("mail.example", ("is not the name of a mail server such as mail.example.org",)),
    "SMTP_PORT": ("2525", ("is not a whole number from 1 to 65535",)),
    "SMTP_TLS": ("ssl", ("is none of starttls, ssl, none",)),
    "SMTP_USER": ("news", _ACCOUNT),
    "SMTP_PASSWORD": ("news", _ACCOUNT),
    "MAIL_FROM": ("News <a@a.example>", ("is not an e-mail address such as news@example.org",)),
    "METRICS_TOKEN": ("a" * 16, ("is not 16 to 512 letters",)),
    "ALLOW_PRIVATE_ADDRESSES": ("10.0.0.0/8", _NETS),
    "FEED_PROXY": ("off", ("is not the address of an HTTP proxy such as",)),
    "LOG_LEVEL": ("INFO", ("is none of DEBUG, INFO",)),
    "LOG_FORMAT": ("text", ("is none of text, json",)),
    "TIME_ZONE": ("UTC", ("is not a time zone such as Asia/Seoul",)),
    "DATA_DIR": ("data", ("is not a folder, nor can one be made there; give a folder such as",)),
    "KEEP_DAYS": ("90", ("is neither 0, which keeps everything",)),
    "TELEGRAM_TIMEOUT": ("20", _NUMBER),
    "SEND_RATE": ("28", _NUMBER),
    "REPLAY_SECONDS": ("4", _NUMBER),
    "CONTACT_URL": ("http://a.example", _ADDRESS),
}
"""Of each setting a value that would do, and what a refusal says to give instead."""

BESIDE = {
    "SMTP_HOST": {"MAIL_FROM": "news@a.example", "PUBLIC_URL": "https://a.example"},
    "SMTP_USER": {"SMTP_PASSWORD": "word"},
    "SMTP_PASSWORD": {"SMTP_USER": "news"},
}
"""What some are of no use without."""

TAKEN: dict[str, dict[str, Any]] = {
    "ALLOWED_CHATS": {"negative": {-1}},
    "TELEGRAM_TOKEN": {"pasted token": PASTED},
    "HOST": {"underscore": "1_0", "fraction": "1.5x", "not finite": "nan"},
    "SMTP_HOST": {"underscore": "1_0", "fraction": "1.5x", "not finite": "nan"},
    "SEPARATE_HOSTS": {"fraction": {"1.5x"}, "not finite": {"nan"}, "underscore": {"1_0"}, "superscript": {"²"}},
    "METRICS_TOKEN": {"huge": "9" * 400},
    "PUBLIC_URL": {"pasted token in an address": f"https://api.telegram.org/bot{PASTED}"},
    "CONTACT_URL": {"pasted token in an address": f"https://api.telegram.org/bot{PASTED}"},
}
"""What is odd and means something all the same. A name of a host may be any word, and one of a folder anything."""
TAKEN["DATA_DIR"] = {
    kind: Path(BAD[kind])
    for kind in ("word", "negative", "fraction", "not finite", "digits of another script", "superscript", "underscore")
} | {kind: Path(BAD[kind]) for kind in ("pasted token", "password without a scheme")}

OF_ANY = {
    "NUL": "cannot be seen; type it anew",
    "escape": "cannot be seen; type it anew",
    "not UTF-8": "is not UTF-8; type it anew",
    "comment": "put the comment on a line of its own",
    "quotes": "has quotes around it; leave them out",
}


TAKEN["SMTP_USER"] = TAKEN["SMTP_PASSWORD"] = {
    kind: value for kind, value in BAD.items() if kind not in {*OF_ANY, "newline", "longer than int() reads"}
}


@pytest.mark.parametrize("name", [info.name for info in listed()])
def test_bad_values_of_each_setting_are_refused_with_what_to_give_or_mean_something(name: str) -> None:
    usable, sentences = REFUSED[name]
    field = next(one for one in fields(Settings) if one.metadata["name"] == name)
    assert load({name: "  "}) == load({name: ""}) == load({})
    beside = BESIDE.get(name, {})
    load({**beside, name: f" {usable} "})
    for kind, pattern in BAD.items():
        value = pattern.replace("{}", usable)
        if kind in TAKEN.get(name, {}):
            assert getattr(load({**beside, name: value}), field.name) == TAKEN[name][kind], kind
            continue
        with pytest.raises(SettingsError) as caught:
            load({**beside, name: value})
        (said,) = caught.value.problems
        expected = (OF_ANY[kind],) if kind in OF_ANY else sentences
        assert any(sentence in said for sentence in expected), (kind, said)
        hidden = field.metadata["secret"]
        assert said.startswith(f"{name} (its value is not shown) " if hidden else f"{name} {shown(value)!r} "), said
        assert said.isprintable(), kind
        assert len(said) < 400, said
        for secret in (PASTED.partition(":")[2], "hush"):
            assert secret not in said


def test_a_file_of_settings_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"PORT=9001\nHOST=\xff\n")
    with pytest.raises(SettingsError, match=r"\.env is not UTF-8 \(byte 16\); save it as UTF-8"):
        environment(file)
    file.write_bytes(b"\xef\xbb\xbfPORT=9001\r\n")  # as Notepad saves it
    assert environment(file)["PORT"] == "9001"


def test_a_folder_may_be_of_the_home_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "file").touch()
    assert load({"DATA_DIR": "~/news"}).data_dir == tmp_path / "news"
    for value in ("~/file", "~nobody-here/news"):
        with pytest.raises(SettingsError, match="is not a folder, nor can one be made there"):
            load({"DATA_DIR": value})


MAIL = {"SMTP_HOST": "Mail.example", "MAIL_FROM": "News desk <news@a.example>", "PUBLIC_URL": "https://a.example"}


def test_a_mail_server_has_the_port_of_its_way_and_shows_no_password() -> None:
    assert load({}).mail_server is None
    for tls, port in (("starttls", 587), ("SSL", 465), ("none", 25)):
        server = load({**MAIL, "SMTP_TLS": tls}).mail_server
        assert server is not None
        assert (server.host, server.port, server.tls) == ("mail.example", port, tls.lower())
    settings = load({**MAIL, "SMTP_PORT": "2525", "SMTP_USER": "me", "SMTP_PASSWORD": "hush/@:#1"})
    assert settings.mail_server is not None
    assert (settings.mail_server.port, settings.mail_server.password) == (2525, "hush/@:#1")
    assert "hush" not in repr(settings) + repr(settings.mail_server)
    assert settings.mail_from is not None
    assert (settings.mail_from.name, settings.mail_from.address) == ("News desk", "news@a.example")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({**MAIL, "MAIL_FROM": ""}, "SMTP_HOST 'mail.example' needs MAIL_FROM, the address that e-mail comes from"),
        ({**MAIL, "PUBLIC_URL": ""}, "SMTP_HOST 'mail.example' needs PUBLIC_URL, as e-mail has links"),
        ({**MAIL, "SMTP_USER": "me"}, "SMTP_USER 'me' has no SMTP_PASSWORD; set both, or neither"),
        ({**MAIL, "SMTP_PASSWORD": "hush"}, "SMTP_PASSWORD (its value is not shown) has no SMTP_USER"),
    ],
)
def test_what_a_mail_server_needs_beside_it_is_named(given: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(given)
    (sentence,) = caught.value.problems
    assert sentence.startswith(said)
