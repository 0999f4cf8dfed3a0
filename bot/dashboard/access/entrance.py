"""Who is let in: by a session, or by what Telegram signed; and where the bot keeps strangers out, so does this."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from enum import StrEnum

from bot.dashboard.access.session import Sessions
from bot.dashboard.access.telegram_login import LoginError, user_of_app, user_of_login

STRANGER = "this bot is for people who were invited; ask who runs it for an invitation"


class Access(StrEnum):
    """Whom the dashboard is for; the values of the setting DASHBOARD."""

    OFF = "off"
    OPEN = "open"
    TELEGRAM = "telegram"
    """Those whom Telegram's login names, and who may use the bot."""


class Entrance:
    """Lets somebody in, and knows him again."""

    def __init__(
        self,
        access: Access,
        token: str,
        *,
        now: Callable[[], datetime],
        allowed: frozenset[int] = frozenset(),
        operators: frozenset[int] = frozenset(),
        is_guest: Callable[[Collection[int]], bool] = lambda ids: False,
    ) -> None:
        """``allowed``: the Telegram ids that may use the bot, beside operators and guests; empty for everybody."""
        self.access = access
        self._token = token
        self._now = now
        self._allowed = allowed
        self._operators = operators
        self._is_guest = is_guest
        self._sessions = Sessions(token)

    @property
    def bot_id(self) -> str:
        """The bot's own Telegram id."""
        return self._token.partition(":")[0]

    def enter_by_app(self, init_data: str) -> str:
        """A session for a Mini App's ``initData``. Raises LoginError. Asks the store."""
        return self._begin(user_of_app(init_data, self._token, self._now()))

    def enter_by_login(self, fields: Mapping[str, str]) -> str:
        """A session for the fields of Telegram's login for websites. Raises LoginError. Asks the store."""
        return self._begin(user_of_login(fields, self._token, self._now()))

    def user(self, session: str) -> int | None:
        """Whose session a cookie has, None for nobody's."""
        return self._sessions.user(session, self._now())

    def is_on_list(self, user: int) -> bool:
        """Whether somebody may use the bot without an invitation."""
        return not self._allowed or user in self._allowed or user in self._operators

    def is_welcome(self, user: int) -> bool:
        """Whether somebody may use the bot. Asks the store where he stands on no list."""
        return self.is_on_list(user) or self._is_guest((user,))

    def _begin(self, user: int) -> str:
        if not self.is_welcome(user):
            raise LoginError(STRANGER)
        return self._sessions.begin(user, self._now())
