"""Addresses of doors as they are typed: which channel's they are, how they are kept, and how they are shown."""

from urllib.parse import SplitResult, urlsplit

from bot.chat.typed.bad_argument import BadArgument, shown

WEBHOOK = "webhook"
EXAMPLE = "/doors add https://desk.example/hooks/news"
_NAMES = {WEBHOOK: WEBHOOK, "hook": WEBHOOK, "webhooks": WEBHOOK}
"""What may stand before an address, and the channel that it names."""


def taken_apart(words: str) -> tuple[str, str]:
    """The channel that is named, "" where none is, and the address."""
    first, *rest = words.split()[:2] or [""]
    channel = _NAMES.get(first.casefold(), "")
    return (channel, rest[0] if rest else "") if channel else ("", first)


def webhook(words: str) -> str | None:
    """An address on the web that is no other channel's."""
    named, address = taken_apart(words)
    return _kept(address) if named in {"", WEBHOOK} else None


def shown_on_the_web(address: str) -> str:
    """``desk.example/…x7Qz``: what follows the host is a password, more often than not."""
    parts = urlsplit(address)
    rest = address.partition(parts.netloc)[2].rstrip("/")
    return f"{parts.netloc}/…{rest[-4:]}" if len(rest) > 12 else parts.netloc


def refusal(words: str) -> BadArgument:
    """What to type instead of what no channel knows."""
    _, address = taken_apart(words)
    if not address:
        return BadArgument("Say where news is to go: the address of a webhook.", EXAMPLE)
    if "://" not in address:
        return BadArgument(f"“{shown(address)}” is no whole address; one begins with https://.", EXAMPLE)
    parts = _parts(address)
    if parts is not None and "@" in parts.netloc:
        return BadArgument(
            "A user name and a password in an address are not sent; messages are signed instead, and what else the "
            "receiver needs to know goes into the path.",
            EXAMPLE,
        )
    return BadArgument(f"“{shown(address)}” is no address that can be posted to; one begins with https://.", EXAMPLE)


def refuse_open(address: str) -> None:
    """Raises BadArgument for an address whose messages anybody on the way can read: for operators' own networks."""
    if address.startswith("http://"):
        raise BadArgument("Whoever is on the way reads what http:// sends. Give an address with https://.", EXAMPLE)


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
