"""What proves that somebody reads at an address: the ends of links that were mailed there. And the ids of e-mails.

Each is an HMAC-SHA256 of what it is for, by the secret of its door; by the bot's own key where it must be good for
longer than the door is there.
"""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from bot.model import Door

KEY = "mail key"
"""The setting with the bot's key."""
CONFIRM_WITHIN = timedelta(hours=24)
CONFIRM, END, NEVER = "confirm", "end", "never"
"""What a link is for."""
_TOKEN = re.compile(r"([0-9a-f]{1,32})-([A-Za-z0-9_-]{32})", re.ASCII)


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def of_door(door: Door, purpose: str) -> str:
    return f"{door.id}-{_made(door.secret, f'{door.id} {purpose}')}"


def of_mark(key: str, mark: str) -> str:
    return f"{mark}-{_made(key, f'{mark} {NEVER}')}"


def subject(token: str) -> str:
    """Which door or mark a token says that it is of; "" of what is no token."""
    found = _TOKEN.fullmatch(token)
    return found[1] if found else ""


def is_same(typed: str, right: str) -> bool:
    return hmac.compare_digest(typed.encode(), right.encode())


def mark(key: str, address: str) -> str:
    """What an address is counted by; nobody without the key can tell which address it is.

    One for all spellings that reach a mailbox, as far as that is known: ``Jane.Doe+news@x.example`` is
    ``janedoe@x.example``.
    """
    local, _, domain = address.casefold().partition("@")
    mailbox = f"{local.partition('+')[0].replace('.', '')}@{domain}"
    return hmac.new(key.encode(), f"address {mailbox}".encode(), hashlib.sha256).hexdigest()[:32]


def message_id(door: Door, row: int, part: int, domain: str) -> str:
    """The same each time a message is tried again, so that whoever has it already can tell; of no other bot's."""
    return f"<{row}.{part}.{_made(door.secret, f'message {row}.{part}')[:16]}@{domain}>"


def _made(secret: str, purpose: str) -> str:
    made = hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:24]).decode()
