"""The environment (and ``.env``) read once into frozen ``Settings``; the one list of what can be set.

An unusable value stops the start with the setting's name and its value; a token's value is never shown.
"""

import ipaddress
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.mail_server import PORTS, TLS, Mailbox, MailServer, mailbox
from bot.proxies import FeedProxy, feed_proxy

LOG_FORMATS = ("text", "json")
DASHBOARDS = ("off", "open", "telegram")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

LEAST_DAYS, MOST_DAYS = 7, 36500
"""Messages are edited for two days, and a digest may wait for one."""

LONGEST_OF_ACCOUNT = 500

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(Exception):
    """One or more settings are unusable; ``problems`` has a sentence for each, name and value in it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _setting(name: str, default: str, about: str, parse: Callable[[str], Any], *, secret: bool = False) -> Any:
    meta = {"name": name, "default": default, "about": about, "parse": parse, "secret": secret}
    return dataclass_field(metadata=meta, repr=not secret)


def shown(value: str) -> str:
    """A value as messages may show it: no password of an address, no bot token, and of a long one both ends."""
    masked = re.sub(r"((?:^|//)[^:/?#@\s]*):(?!//).*@", r"\1:***@", value, flags=re.DOTALL)
    masked = re.sub(r"(?i)([?&][^=&]*password[^=&]*=)[^&]*", r"\1***", masked)
    # Looked for where digits begin: from each digit anew, thousands of them would take the square of their number.
    masked = re.sub(r"(?<!\d)(\d{5,}):[\w-]{20,}", r"\1:***", masked)
    return masked if len(masked) <= 100 else f"{masked[:60]}…{masked[-20:]}"


def _fault_of_any(value: str) -> str | None:
    """What no setting's value has, whatever the setting: what files of other programs leave in it."""
    if re.search(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]", value):
        return "has a character in it that cannot be seen; type it anew"
    if re.search(r"[\ud800-\udfff]", value):
        return "is not UTF-8; type it anew"
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return "has quotes around it; leave them out"
    if re.search(r"\s#(\s|$)", value):
        return "has a comment behind it; put the comment on a line of its own"
    return None


def _token(value: str) -> str | None:
    if not value:
        return None
    number, _, rest = value.partition(":")
    if not (re.fullmatch(r"[0-9]+", number) and re.fullmatch(r"[A-Za-z0-9_-]{10,}", rest)):
        raise ValueError("is not a bot token; @BotFather gives one like 123456:ABC-DEF...")
    return value


def _bearer(value: str) -> str | None:
    if value and not re.fullmatch(r"[A-Za-z0-9._~+/-]{16,512}=*", value):
        raise ValueError("is not 16 to 512 letters, digits or ._~+/-; openssl rand -hex 24 makes one")
    return value or None


def _http_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, half an IPv6 address
        usable = False
    if not usable or re.search(r"\s", value):
        raise ValueError("is not an http or https address such as https://example.org")
    return value.rstrip("/")


def _base_url(value: str) -> str:
    """An address that paths are put behind."""
    base = _http_url(value)
    if "?" in base or "#" in base:
        raise ValueError("has a ? or # in it; give the address up to there")
    return base


def _api_url(value: str) -> str:
    base = _base_url(value)
    if re.search(r"/bot[0-9]+:", base):
        raise ValueError("has a token in it; give the address up to /bot, and the token as TELEGRAM_TOKEN")
    return base


def _public_url(value: str) -> str | None:
    return _base_url(value) if value else None


def _is_host(value: str) -> bool:
    """Whether it is an IP address, or a name whose last part is no number, as that of half an IP address is."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        labels = value.removesuffix(".").split(".")
        fits = all(re.fullmatch(r"(?!-)[\w-]{1,63}(?<!-)", label) for label in labels)
        return fits and len(value) <= 253 and not labels[-1].isdecimal()
    return True


def _host(value: str) -> str:
    if not value.isascii() or not _is_host(value):
        raise ValueError("is not an address such as 127.0.0.1, ::1 or 0.0.0.0 (without http://, [] and a port)")
    return value


def _mail_host(value: str) -> str | None:
    if value and not (value.isascii() and _is_host(value)):
        raise ValueError("is not the name of a mail server such as mail.example.org (without smtp:// and a port)")
    return value.lower() or None


def _mail_tls(value: str) -> str:
    if value.lower() not in TLS:
        raise ValueError(f"is none of {', '.join(TLS)}")
    return value.lower()


def _mail_port(value: str) -> int | None:
    return _whole(1, 65535)(value) if value else None


def _of_account(value: str) -> str:
    """A user name or a password: any word that is no accident."""
    if re.search(r"[\t\n\r]", value):
        raise ValueError("has a line break or a tab in it; type it anew")
    if len(value) > LONGEST_OF_ACCOUNT:
        raise ValueError(f"is longer than {LONGEST_OF_ACCOUNT} characters")
    return value


def _hosts(value: str) -> frozenset[str]:
    hosts = frozenset(value.lower().replace(",", " ").split())
    if not all(_is_host(host) and ":" not in host for host in hosts):
        raise ValueError("is not a list of hosts such as rsshub.app, without http://")
    return hosts


def _database_url(value: str) -> str:
    if not value:
        return value
    if not re.match(r"sqlite(\+\w+)?://(/|$)|postgres(ql)?(\+\w+)?://", value) or "%00" in value:
        raise ValueError("is not a database address; use sqlite:///path/to/file.db or postgres://user@host/name")
    return value


def _folder(value: str) -> Path | None:
    if not value:
        return None
    path = Path(value)
    try:
        path = path.expanduser()
        is_topic = (path / "config").is_dir()
    except (OSError, RuntimeError):  # longer than a path may be; the home of nobody
        is_topic = False
    if not is_topic:
        raise ValueError("is not a topic: it has no folder config/")
    return path


def _data_folder(value: str) -> Path:
    """A folder that is there or may be made; ``~`` is the user's home."""
    try:
        path = Path(value).expanduser()
        is_other = "://" in value or "\n" in value or (path.exists() and not path.is_dir())
    except (OSError, RuntimeError):  # longer than a path may be; the home of nobody
        is_other = True
    if is_other:
        raise ValueError(
            "is not a folder, nor can one be made there; give a folder such as data or /var/lib/burdenwatch"
        )
    return path


def _ids(value: str, *, chats: bool = False) -> frozenset[int]:
    """Telegram's ids, of 52 bits at most (https://core.telegram.org/bots/api#user); those of groups are negative."""
    parts = value.replace(",", " ").split()
    ids = frozenset(int(part) for part in parts if re.fullmatch(r"-?[0-9]{1,16}", part))
    if not chats and any(one <= 0 for one in ids):
        raise ValueError("has an id that is no user's: those are above 0, such as 123456789")
    fits = all(0 < abs(one) < 2**52 for one in ids)
    if not fits or not all(re.fullmatch(r"-?[0-9]{1,16}", part) for part in parts):
        of_chats = ", those of groups and channels like -1001234567890" if chats else ""
        raise ValueError(f"is not a list of numbers; Telegram user ids look like 123456789{of_chats}")
    return ids


def _chat_ids(value: str) -> frozenset[int]:
    return _ids(value, chats=True)


def _number(low: float, high: float) -> Callable[[str], float]:
    def parse(value: str) -> float:
        if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", value):
            raise ValueError(f"is not a number between {low:g} and {high:g}, written like 30 or 1.5")
        number = float(value)
        if not low <= number <= high:
            raise ValueError(f"is not between {low:g} and {high:g}")
        return number

    return parse


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
            raise ValueError(f"is not a whole number from {low} to {high}")
        return int(value)

    return parse


def _days(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value) or (int(value) and not LEAST_DAYS <= int(value) <= MOST_DAYS):
        raise ValueError(f"is neither 0, which keeps everything, nor a whole number from {LEAST_DAYS} to {MOST_DAYS}")
    return int(value)


def _switch(value: str) -> bool:
    if value.lower() not in {"on", "off"}:
        raise ValueError("is neither on nor off")
    return value.lower() == "on"


def _doors(value: str) -> str:
    if value.lower() not in {"all", "operators", "off"}:
        raise ValueError("is none of all, operators, off")
    return value.lower()


def _perhaps(value: str) -> bool | None:
    return _switch(value) if value else None


def _networks(value: str) -> tuple[Network, ...]:
    networks: list[Network] = []
    for part in value.replace(",", " ").split():
        try:
            networks.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            raise ValueError("is not a list of networks such as 10.0.0.0/8, 192.168.1.7") from None
    return tuple(networks)


def _dashboard(value: str) -> str:
    if value.lower() not in DASHBOARDS:
        raise ValueError(f"is none of {', '.join(DASHBOARDS)}")
    return value.lower()


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"is none of {', '.join(LOG_LEVELS)}")
    return value.upper()


def _log_format(value: str) -> str:
    if value.lower() not in LOG_FORMATS:
        raise ValueError(f"is none of {', '.join(LOG_FORMATS)}")
    return value.lower()


def _zone(value: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a time zone such as Asia/Seoul or Europe/Berlin") from None
    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set. Each field's metadata has the variable's name, its default as text, and what it is for."""

    token: str | None = _setting(
        "TELEGRAM_TOKEN", "", "The bot's token from @BotFather; without one the sandbox starts instead.", _token,
        secret=True,
    )  # fmt: skip
    api_url: str = _setting("TELEGRAM_API_URL", "https://api.telegram.org", "The Bot API server to talk to.", _api_url)
    database_url: str = _setting(
        "DATABASE_URL", "", "SQLite or PostgreSQL (postgres:// too); by default a file under DATA_DIR.",
        _database_url,
    )  # fmt: skip
    topic: Path | None = _setting(
        "BURDENWATCH_TOPIC", "", "The folder of another topic (with config/ and seeds/ in it).", _folder
    )
    operators: frozenset[int] = _setting(
        "OPERATOR_IDS", "", "Telegram user ids that may change things and get the operator's notices.", _ids
    )
    allowed_chats: frozenset[int] = _setting(
        "ALLOWED_CHATS",
        "",
        "Telegram ids of users and chats that may use the bot, beside operators and who came by /invite; empty for "
        "everybody.",
        _chat_ids,
    )
    port: int = _setting("PORT", "8080", "The port of the sandbox's page and of /healthz.", _whole(0, 65535))
    host: str = _setting(
        "HOST", "127.0.0.1", "The address that port is bound to; the sandbox's only to loopback.", _host
    )
    poll_floor: float = _setting(
        "POLL_FLOOR", "600", "Seconds between two polls of a feed, at the least.", _number(1, 86400)
    )
    host_gap: float = _setting(
        "HOST_GAP", "1", "Seconds between two requests to one site; 0 for none.", _number(0, 3600)
    )
    full_text: bool = _setting(
        "FULL_TEXT",
        "on",
        "Whether articles that match, or nearly do, are fetched and read in full; on or off.",
        _switch,
    )
    encoder: bool = _setting(
        "ENCODER",
        "on",
        "Whether the encoder reads reports, for some 130 MB of memory while it does; without it no figure has a role, "
        "and every new story rings; on or off.",
        _switch,
    )
    separate_hosts: frozenset[str] = _setting(
        "SEPARATE_HOSTS",
        "",
        "Hosts whose feeds stand for other sites, such as rsshub.app; limited feed by feed.",
        _hosts,
    )
    public_url: str | None = _setting(
        "PUBLIC_URL",
        "",
        "Where the web reaches this worker, for hubs that push news (WebSub) and for the dashboard.",
        _public_url,
    )
    dashboard: str = _setting(
        "DASHBOARD",
        "off",
        "Whom the dashboard on PORT is for: off, open (whoever reaches the port) or telegram (whoever may use the bot, "
        "by Telegram's login); the sandbox always has it, open.",
        _dashboard,
    )
    atom: bool | None = _setting(
        "ATOM",
        "",
        "Whether the port has Atom addresses, on or off; not set, it has unless ALLOWED_CHATS keeps strangers out.",
        _perhaps,
    )
    doors: str = _setting(
        "DOORS",
        "all",
        "Who may have news sent to addresses beside Telegram: all, each for the own chat; operators; or off.",
        _doors,
    )
    smtp_host: str | None = _setting(
        "SMTP_HOST",
        "",
        "The server that takes e-mail for doors; with MAIL_FROM and PUBLIC_URL it opens doors to e-mail.",
        _mail_host,
    )
    smtp_port: int | None = _setting(
        "SMTP_PORT", "", "Its port; not set, 587, with SMTP_TLS=ssl 465, with none 25.", _mail_port
    )
    smtp_tls: str = _setting(
        "SMTP_TLS", "starttls", "How it is spoken to: starttls, ssl, or none, on private networks alone.", _mail_tls
    )
    smtp_user: str = _setting("SMTP_USER", "", "The account there, where it asks for one.", _of_account)
    smtp_password: str = _setting("SMTP_PASSWORD", "", "The account's password.", _of_account, secret=True)
    mail_from: Mailbox | None = _setting(
        "MAIL_FROM", "", "Whose e-mail it is, such as Burden Watch <news@example.org>.", mailbox
    )
    metrics_token: str | None = _setting(
        "METRICS_TOKEN",
        "",
        "What a Prometheus shows as its bearer token at /metrics; without one /metrics answers only where HOST is "
        "loopback.",
        _bearer,
        secret=True,
    )
    private_addresses: tuple[Network, ...] = _setting(
        "ALLOW_PRIVATE_ADDRESSES",
        "",
        "Private networks that feeds, and doors of operators, may live in, such as 10.0.0.0/8; none by default.",
        _networks,
    )
    feed_proxy: FeedProxy = _setting(
        "FEED_PROXY",
        "off",
        "Whether feeds and articles are asked through a proxy: off, env (HTTP_PROXY, HTTPS_PROXY and NO_PROXY say) or "
        "http://user:password@host:port.",
        feed_proxy,
        secret=True,
    )
    log_level: str = _setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR.", _log_level)
    log_format: str = _setting(
        "LOG_FORMAT", "text", "text, or json: an object a line with the event's name, repeats folded.", _log_format
    )
    time_zone: str = _setting(
        "TIME_ZONE", "UTC", "The time zone of chats, such as Asia/Seoul; alerts show this local time.", _zone
    )
    data_dir: Path = _setting(
        "DATA_DIR", "data", "The folder of the SQLite database and of the sandbox's chats.", _data_folder
    )
    keep_days: int = _setting(
        "KEEP_DAYS",
        "90",
        "Days that sent messages, entries that no feed shows and old versions' words are kept; 0 keeps all.",
        _days,
    )
    telegram_timeout: float = _setting(
        "TELEGRAM_TIMEOUT", "20", "Seconds that an answer of Telegram may take.", _number(0.5, 120)
    )
    send_rate: float = _setting(
        "SEND_RATE", "28", "Messages a second to all chats together; Telegram bears about 30.", _number(0.1, 10000)
    )
    replay_seconds: float = _setting(
        "REPLAY_SECONDS", "4", "In the sandbox: seconds between two reports of the replay.", _number(0.1, 3600)
    )
    contact_url: str = _setting(
        "CONTACT_URL", "https://github.com/burdenwatch/burdenwatch",
        "Where a site's owner finds out who polls; sent in the User-Agent.", _http_url,
    )  # fmt: skip

    @property
    def has_atom(self) -> bool:
        """Whether the port has Atom addresses."""
        return not self.allowed_chats if self.atom is None else self.atom

    @property
    def mail_server(self) -> MailServer | None:
        """The server that takes e-mail; None where none is set."""
        if self.smtp_host is None:
            return None
        port = self.smtp_port or PORTS[self.smtp_tls]
        return MailServer(self.smtp_host, port, self.smtp_tls, self.smtp_user, self.smtp_password)


@dataclass(frozen=True, slots=True)
class SettingInfo:
    """A row of the list of settings, for ``burdenwatch check`` and the README's test."""

    name: str
    default: str
    about: str
    secret: bool


def listed() -> tuple[SettingInfo, ...]:
    """All settings in the order in which they are documented."""
    return tuple(
        SettingInfo(f.metadata["name"], f.metadata["default"], f.metadata["about"], f.metadata["secret"])
        for f in fields(Settings)
    )


def environment(env_file: Path | None = Path(".env")) -> dict[str, str]:
    """The process's environment over what ``.env`` says. Raises SettingsError where that cannot be read."""
    try:
        # As Notepad saves it, with a mark before the first name.
        from_file = dotenv_values(env_file, encoding="utf-8-sig") if env_file and env_file.is_file() else {}
    except UnicodeDecodeError as problem:
        raise SettingsError([f"{env_file} is not UTF-8 (byte {problem.start + 1}); save it as UTF-8"]) from None
    except OSError as problem:
        raise SettingsError([f"{env_file} cannot be read: {problem.strerror}"]) from None
    return {name: value for name, value in from_file.items() if value is not None} | dict(os.environ)


def exposed(env_file: Path = Path(".env")) -> str | None:
    """What to do where others on this machine may read the file, which may hold the token; None where they may not."""
    try:
        mode = env_file.stat().st_mode
    except OSError:
        return None
    if not mode & (stat.S_IRGRP | stat.S_IROTH):
        return None
    return f"{env_file} can be read by others on this machine; close it to them: chmod 600 {env_file}"


def load(variables: Mapping[str, str] | None = None) -> Settings:
    """Settings from the variables given, or from the environment and ``.env``.

    Raises SettingsError with every problem at once, each naming the setting and its value (but for secrets).
    """
    given = environment() if variables is None else variables
    values: dict[str, Any] = {}
    problems: list[str] = []
    for entry in fields(Settings):
        meta = entry.metadata
        text = given.get(meta["name"], "").strip() or meta["default"]
        try:
            if fault := _fault_of_any(text):
                raise ValueError(fault)
            values[entry.name] = meta["parse"](text)
        except ValueError as problem:
            value = "(its value is not shown)" if meta["secret"] else repr(shown(text))
            problems.append(f"{meta['name']} {value} {problem}")
    if problems:
        raise SettingsError(problems)
    settings = Settings(**values)
    if alone := list(_alone(settings)):
        raise SettingsError(alone)
    return settings


def _alone(settings: Settings) -> Iterator[str]:
    """What is set without what it is of no use without."""
    if settings.smtp_host and settings.mail_from is None:
        yield f"SMTP_HOST {settings.smtp_host!r} needs MAIL_FROM, the address that e-mail comes from"
    if settings.smtp_host and settings.public_url is None:
        yield f"SMTP_HOST {settings.smtp_host!r} needs PUBLIC_URL, as e-mail has links that confirm and end it"
    if settings.smtp_user and not settings.smtp_password:
        yield f"SMTP_USER {shown(settings.smtp_user)!r} has no SMTP_PASSWORD; set both, or neither"
    if settings.smtp_password and not settings.smtp_user:
        yield "SMTP_PASSWORD (its value is not shown) has no SMTP_USER; set both, or neither"
