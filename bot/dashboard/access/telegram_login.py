"""What Telegram signs with the bot's token: who opened the Mini App, and who pressed a login button on a website.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app and
https://core.telegram.org/widgets/login#checking-authorization: the fields but ``hash``, sorted, a line each, under
HMAC-SHA-256. Of the Mini App the key is the token's own HMAC with ``WebAppData``, of the login the token's SHA-256.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import msgspec

FRESH = timedelta(hours=1)
"""How long after it was signed it lets in. A Mini App's is made when it is opened, a login's when it is pressed."""
AHEAD = timedelta(minutes=1)
"""How far Telegram's clock may be ahead of ours."""
LONGEST = 8192
"""Characters of all fields together; Telegram sends a few hundred."""


NOT_OURS = "this is no login of Telegram's"
EXPIRED = "this login has expired; open the dashboard from the bot's chat once more"
NOBODY = "Telegram does not say who you are here; open the dashboard from the bot's chat"


class LoginError(Exception):
    """What somebody brought lets him in nowhere; the text may be shown."""


class _User(msgspec.Struct):
    id: int


def user_of_app(init_data: str, token: str, now: datetime) -> int:
    """The Telegram id of whoever opened the Mini App with these ``initData``. Raises LoginError."""
    if len(init_data) > LONGEST:
        raise LoginError(NOT_OURS)
    try:
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, max_num_fields=32)
    except ValueError:
        raise LoginError(NOT_OURS) from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise LoginError(NOT_OURS)
    _check(fields, hmac.digest(b"WebAppData", token.encode(), "sha256"), now)
    try:
        return msgspec.json.decode(fields.get("user", ""), type=_User).id
    except msgspec.DecodeError:  # opened where Telegram tells no user, as from a keyboard's button
        raise LoginError(NOBODY) from None


def user_of_login(fields: Mapping[str, str], token: str, now: datetime) -> int:
    """The Telegram id of whoever logged in on a website with these fields. Raises LoginError."""
    if sum(len(name) + len(value) for name, value in fields.items()) > LONGEST:
        raise LoginError(NOT_OURS)
    _check(fields, hashlib.sha256(token.encode()).digest(), now)
    number = fields.get("id", "")
    if not (number.isascii() and number.isdigit() and len(number) < 20):
        raise LoginError(NOT_OURS)
    return int(number)


def _check(fields: Mapping[str, str], key: bytes, now: datetime) -> None:
    """Raises LoginError for what is not signed by this key, or was long ago."""
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields) if name != "hash")
    signed = hmac.new(key, lines.encode("utf-8", "surrogatepass"), "sha256").hexdigest()
    if not hmac.compare_digest(signed.encode(), fields.get("hash", "").encode("utf-8", "surrogatepass")):
        raise LoginError(NOT_OURS)
    since = fields.get("auth_date", "")
    if not (since.isascii() and since.isdigit() and len(since) < 12):
        raise LoginError(NOT_OURS)
    age = now - datetime.fromtimestamp(int(since), UTC)
    if not -AHEAD <= age <= FRESH:
        raise LoginError(EXPIRED)
