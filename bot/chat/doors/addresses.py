"""Addresses of doors as they are typed: which channel's they are, how they are kept, and how they are shown."""

import re
from urllib.parse import SplitResult, urlsplit

from bot.chat.typed.bad_argument import BadArgument, shown
from bot.mail_server import usable_address

WEBHOOK, SLACK, DISCORD, MAIL = "webhook", "slack", "discord", "e-mail"
EXAMPLE = "/doors add https://desk.example/hooks/news"
MAIL_EXAMPLE = "/doors add name@example.org"
_NAMES = {
    **dict.fromkeys((WEBHOOK, "hook", "webhooks"), WEBHOOK),
    **dict.fromkeys((MAIL, "email", "mail"), MAIL),
    SLACK: SLACK,
    DISCORD: DISCORD,
}
"""What may stand before an address, and the channel that it names."""
_HOSTS = {
    "hooks.slack.com": SLACK,
    "hooks.slack-gov.com": SLACK,
    **{f"{which}{host}": DISCORD for host in ("discord.com", "discordapp.com") for which in ("", "ptb.", "canary.")},
}
"""Hosts that tell the channel."""
_OF_SLACK = re.compile(r"(/services(?:/[A-Za-z0-9]+){3})/?")
_OF_DISCORD = re.compile(r"/api(?:/v\d+)?(/webhooks/\d+/[\w-]+)(?:/slack|/github)?/?", re.ASCII)
_THREAD = re.compile(r"thread_id=\d+", re.ASCII)
_DISCORD_API = "https://discord.com/api/v10"
"""One version, as others tell waits in other units."""


def taken_apart(words: str) -> tuple[str, str]:
    """The channel that is named, "" where none is, and the address."""
    first, *rest = words.split()[:2] or [""]
    channel = _NAMES.get(first.casefold(), "")
    return (channel, rest[0] if rest else "") if channel else ("", first)


def webhook(words: str) -> str | None:
    """An address on the web that is no other channel's."""
    named, address = taken_apart(words)
    return _kept(address) if named in {"", WEBHOOK} and _told_by_host(address) is None else None


def slack(words: str) -> str | None:
    """An incoming webhook of Slack's; where that is named, any address that takes the same, as Mattermost's do."""
    named, address = taken_apart(words)
    told = _told_by_host(address)
    if told is None:
        return _kept(address) if named == SLACK else None
    parts = _parts(address) if told == SLACK and named in {"", SLACK} else None
    path = _path_in(parts, _OF_SLACK)
    return f"https://{parts.hostname}{path}" if parts is not None and path else None


def discord(words: str) -> str | None:
    """A webhook of Discord's, in one spelling of several; where that is named, any address that takes the same."""
    named, address = taken_apart(words)
    told = _told_by_host(address)
    if told is None:
        return _kept(address) if named == DISCORD else None
    parts = _parts(address) if told == DISCORD and named in {"", DISCORD} else None
    path = _path_in(parts, _OF_DISCORD)
    if parts is None or path is None:
        return None
    thread = _THREAD.search(parts.query)
    return f"{_DISCORD_API}{path}{f'?{thread[0]}' if thread else ''}"


def mail(words: str) -> str | None:
    """An e-mail address; of "mailto:" what is behind it."""
    named, address = taken_apart(words)
    return usable_address(address.removeprefix("mailto:")) if named in {"", MAIL} else None


def shown_mail(address: str) -> str:
    """``j…@example.org``: lists and logs need not tell who reads there."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


def shown_on_the_web(address: str) -> str:
    """``desk.example/…x7Qz``: what follows the host is a password, more often than not."""
    parts = urlsplit(address)
    rest = address.partition(parts.netloc)[2].rstrip("/")
    return f"{parts.netloc}/…{rest[-4:]}" if len(rest) > 12 else parts.netloc


def refusal(words: str) -> BadArgument:
    """What to type instead of what no channel knows."""
    named, address = taken_apart(words)
    if not address:
        return BadArgument(
            "Say where news is to go: an e-mail address, or that of a webhook, of your own, of Slack or Discord.",
            EXAMPLE,
        )
    if "://" not in address and (named == MAIL or "@" in address):
        return BadArgument("“{typed}” is no e-mail address that can be written to.", MAIL_EXAMPLE, typed=shown(address))
    if "://" not in address:
        return BadArgument("“{typed}” is no whole address; one begins with https://.", EXAMPLE, typed=shown(address))
    parts = _parts(address)
    if parts is not None and "@" in parts.netloc:
        return BadArgument(
            "A user name and a password in an address are not sent; messages are signed instead, and what else the "
            "receiver needs to know goes into the path.",
            EXAMPLE,
        )
    told = _told_by_host(address)
    if told and named not in {"", told}:
        return BadArgument(
            "This is an address of {service}'s; leave out “{typed}” before it.",
            EXAMPLE,
            service=told.capitalize(),
            typed=named,
        )
    match told:
        case "slack":
            return BadArgument(
                "This is no incoming webhook of Slack's. Slack shows its address under Incoming Webhooks of an app.",
                "/doors add https://hooks.slack.com/services/T01AB2C3/B04DE5F6/abcdef123456",
            )
        case "discord":
            return BadArgument(
                "This is no webhook of Discord's. Its address is copied under Integrations of a channel.",
                "/doors add https://discord.com/api/webhooks/1234567890/abcdef123456",
            )
    return BadArgument(
        "“{typed}” is no address that can be posted to; one begins with https://.", EXAMPLE, typed=shown(address)
    )


def refuse_open(address: str) -> None:
    """Raises BadArgument for an address whose messages anybody on the way can read: for operators' own networks."""
    if address.startswith("http://"):
        raise BadArgument("Whoever is on the way reads what http:// sends. Give an address with https://.", EXAMPLE)


def _told_by_host(address: str) -> str | None:
    parts = _parts(address)
    return None if parts is None else _HOSTS.get((parts.hostname or "").rstrip("."))


def _path_in(parts: SplitResult | None, pattern: re.Pattern[str]) -> str | None:
    """What a pattern keeps of the path, of an address of https at its own port with nobody's name before the host."""
    if parts is None or parts.scheme != "https" or "@" in parts.netloc or parts.port not in {None, 443}:
        return None
    found = pattern.fullmatch(parts.path)
    return found[1] if found else None


def _kept(address: str) -> str | None:
    parts = _parts(address)
    if parts is None or "@" in parts.netloc:
        return None
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc.lower()}{path}{query}"


def _parts(address: str) -> SplitResult | None:
    """None for what is no address on the web."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0
    return parts if is_web and address.isprintable() and "\\" not in address else None
