"""What every handler and renderer is handed: the store, the topic, the clock and who may do what."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.languages.translator import Translator, translator
from bot.chat.logs import one_line
from bot.chat.ports import DoorKeeper, Mailing, Posting, Store
from bot.model import Article, Chat, Convert, FeedDesk, Figure, HealthTrouble, Reasons, Report, Shortfall, Topic

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ChatContext:
    """The chat's surroundings, made once by the worker."""

    store: Store
    topic: Topic
    convert: Convert
    now: Callable[[], datetime]
    """The time, aware and in UTC."""
    operators: frozenset[int]
    """Telegram user ids."""
    default_zone: str
    """IANA name of the time zone of chats that have set none."""
    started: datetime
    version: str
    replay: bool
    """The sandbox replays past reports, and the answers say so."""
    allowed: frozenset[int] = frozenset()
    """Telegram ids of users and chats that may use the bot, beside operators and guests; empty for everybody."""
    desk: FeedDesk | None = None
    """What operators do to the feeds; None where nobody is one, as on a terminal."""
    reasons: Callable[[Article, Sequence[Figure]], Sequence[Reasons | None] | None] | None = None
    """Why each of some figures of a report has its role; it answers None while it works for somebody else. None itself
    where no encoder reads."""
    relabel: Callable[[], None] | None = None
    """Writes the corrected reports anew, as labelled ones for training. Raises OSError. None where nobody trains."""

    shortfall: Callable[[Report], Shortfall] | None = None
    """What a report lacks to be on the topic by the queries. None where nobody reads."""
    checkup: Callable[[], Sequence[HealthTrouble]] | None = None
    """What is wrong now; never raises. None where no worker runs."""
    doors: DoorKeeper | None = None
    """What opens doors beside Telegram; None where none may be opened."""
    doors_for_all: bool = True
    """Everybody may open doors, and not operators alone."""
    post: Posting | None = None
    """What makes requests to doors. None where no worker runs."""
    mail: Mailing | None = None
    """What hands e-mail to a server. None where none is set, or no worker runs."""
    dashboard: str | None = None
    """Where the dashboard is on the web; "" where it is on the worker's own machine alone. None where there is none."""
    canonical: Callable[[str], str] = str
    """An address in the spelling that links of feeds are kept in; "" for what is none."""

    def today(self) -> datetime:
        """What periods such as ``7d`` end with: now, and in a replay the date of its newest report, years before."""
        newest = self.store.archive.articles(limit=1) if self.replay else []
        return newest[0].published if newest else self.now()

    def zone_of(self, chat_id: int) -> str:
        """The IANA name of the zone that a chat's times are shown in. Asks the store."""
        known = self.store.outbox.chat(chat_id)
        return (known.time_zone if known else "") or self.default_zone

    def translator_of(self, chat: Chat) -> Translator:
        """Who speaks the language of a chat's answers: that of its alerts; where it gets none and chose none, that of
        who asks, as an update's ``chat`` has it. Asks the store; where that cannot answer, nobody is kept from being
        told so.
        """
        try:
            known = self.store.outbox.chat(chat.id)
        except Exception as problem:  # the store's own errors are not known here
            _log.info("a chat's language cannot be read: %s", one_line(f"{type(problem).__name__}: {problem}"))
            known = None
        chosen = known.language if known else ""
        return translator(chosen if chosen or (known and known.subscribed) else chat.language)
