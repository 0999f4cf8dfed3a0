"""A session: who came in and until when, in a cookie that only this bot can have signed. Nothing is kept of it here.

Its key is made of the bot's token: it is the same in every worker and after a restart, and ends with the token.
"""

import hmac
from datetime import UTC, datetime, timedelta

LASTS = timedelta(hours=12)
_PURPOSE = b"burdenwatch dashboard session, 1"
_LONGEST = 200


class Sessions:
    """Makes sessions, and reads them."""

    def __init__(self, token: str) -> None:
        self._key = hmac.digest(token.encode(), _PURPOSE, "sha256")

    def begin(self, user: int, now: datetime) -> str:
        """A session's value for a cookie: ``USER.EXPIRES.SIGNATURE``, the time in Unix seconds."""
        what = f"{user}.{int((now + LASTS).timestamp())}"
        return f"{what}.{self._signature(what)}"

    def user(self, value: str, now: datetime) -> int | None:
        """Whose session it is; None for one that is not ours, or is over."""
        if len(value) > _LONGEST or not value.isascii():
            return None
        what, _, signature = value.rpartition(".")
        if not hmac.compare_digest(self._signature(what), signature):
            return None
        user, _, until = what.partition(".")  # of our own making, as the signature says
        return int(user) if now < datetime.fromtimestamp(int(until), UTC) else None

    def _signature(self, what: str) -> str:
        return hmac.new(self._key, what.encode(), "sha256").hexdigest()
