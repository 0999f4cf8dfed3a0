"""The tables, as the newest migration leaves them. Change one, and write a revision in ``migrations/versions``."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    false,
)

from bot.store.database.types import CleanText, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class _Feeds(TypedColumns):
    id = Column(Integer, primary_key=True)
    url: Named[str] = Column(CleanText)
    outlet: Named[str] = Column(CleanText)
    language: Named[str] = Column(String)
    country: Named[str] = Column(String)
    kind: Named[str] = Column(String)
    title: Named[str] = Column(CleanText)
    state: Named[str] = Column(String)
    listed: Named[bool] = Column(Boolean)
    """The configuration names it; a feed that it drops is paused, and wakes when it is named again."""
    etag: Named[str | None] = Column(CleanText)
    last_modified: Named[str | None] = Column(CleanText)
    body_hash: Named[str | None] = Column(String)
    polled_once: Named[bool] = Column(Boolean)
    last_polled: Named[datetime | None] = Column(UtcDateTime)
    next_due: Named[datetime | None] = Column(UtcDateTime)
    interval: Named[float] = Column(Double)
    errors: Named[int] = Column(Integer)
    last_error: Named[str | None] = Column(CleanText)
    item_count: Named[int] = Column(Integer)
    hold_until: Named[datetime | None] = Column(UtcDateTime)
    added: Named[datetime] = Column(UtcDateTime)
    leased_by: Named[str | None] = Column(CleanText)
    lease_until: Named[datetime | None] = Column(UtcDateTime)
    domain: Named[str] = Column(CleanText, server_default="")
    """The registrable domain of the present address; "" for a feed that stands for itself (the replay's)."""
    moved_to: Named[str | None] = Column(CleanText)
    redirect_target: Named[str | None] = Column(CleanText)
    redirect_seen: Named[int] = Column(Integer, server_default="0")
    hints: Named[str | None] = Column(CleanText)
    """``Hints`` as JSON."""
    gaps: Named[int] = Column(Integer, server_default="0")
    last_gap: Named[datetime | None] = Column(UtcDateTime)
    push_until: Named[datetime | None] = Column(UtcDateTime)
    origin: Named[str] = Column(String, server_default="topic")
    """``FeedOrigin``. An operator's feed that is not listed was removed, and nobody is shown it."""
    folder: Named[str] = Column(CleanText, server_default="")
    """Names of folders, a line each, the outermost first."""
    paused_by_hand: Named[bool] = Column(Boolean, server_default=false())
    """The operator paused it, so it stays paused when the configuration names it again."""
    last_news: Named[datetime | None] = Column(UtcDateTime)
    patience: Named[float] = Column(Double, server_default="0")
    """Seconds."""
    silent: Named[bool] = Column(Boolean, server_default=false())
    noted: Named[datetime | None] = Column(UtcDateTime)
    """When it was noted last which known entries its document has; see ``entries.shown``."""


feeds = Table(
    "feeds", metadata, _Feeds, UniqueConstraint("url"), Index(None, "state", "next_due"), Index(None, "lease_until")
)


class _Domains(TypedColumns):
    name: Named[str] = Column(CleanText, primary_key=True)
    hold_until: Named[datetime | None] = Column(UtcDateTime)
    """None of its feeds is asked before: the server limited one of them."""
    next_allowed: Named[datetime | None] = Column(UtcDateTime)
    """No worker but ``worker`` asks before, so that the gap holds when one takes over from another."""
    worker: Named[str | None] = Column(CleanText)


domains = Table("domains", metadata, _Domains)
"""What holds for all feeds of a registrable domain, across workers."""


class _Subscriptions(TypedColumns):
    feed_id: Named[int] = Column(ForeignKey("feeds.id"), primary_key=True)
    hub: Named[str] = Column(CleanText)
    topic: Named[str] = Column(CleanText)
    token: Named[str] = Column(String)
    secret: Named[str] = Column(String)
    state: Named[str] = Column(String)
    lease_until: Named[datetime | None] = Column(UtcDateTime)
    next_try: Named[datetime | None] = Column(UtcDateTime)
    failures: Named[int] = Column(Integer)


subscriptions = Table(
    "subscriptions", metadata, _Subscriptions, UniqueConstraint("token"), Index(None, "state", "next_try")
)
"""Feeds at their WebSub hubs."""


class _Stories(TypedColumns):
    id = Column(Integer, primary_key=True)
    title: Named[str] = Column(CleanText)
    track: Named[str | None] = Column(String)
    event: Named[str] = Column(String)
    last_published: Named[datetime] = Column(UtcDateTime)
    alerted: Named[bool] = Column(Boolean)
    archive_key: Named[str | None] = Column(CleanText)
    """The name that reports of ``seeds/archive/`` share; None for stories of the feeds."""
    rang: Named[str] = Column(CleanText, server_default="")
    """What chats were told of it for, in words with a blank between them."""
    merged_into: Named[int | None] = Column(Integer)
    """The story that its reports were moved to; nothing is of this one any more."""
    split_from: Named[int | None] = Column(Integer)
    """The story that the operator split it from."""


stories = Table(
    "stories", metadata, _Stories, UniqueConstraint("archive_key"), Index(None, "last_published"), Index(None, "event")
)


class _Articles(TypedColumns):
    id = Column(Integer, primary_key=True)
    feed_id: Named[int | None] = Column(ForeignKey("feeds.id"))
    story_id: Named[int] = Column(ForeignKey("stories.id"))
    url: Named[str] = Column(CleanText)
    outlet: Named[str] = Column(CleanText)
    language: Named[str] = Column(String)
    title: Named[str] = Column(CleanText)
    text: Named[str] = Column(CleanText)
    published: Named[datetime] = Column(UtcDateTime)
    seen: Named[datetime] = Column(UtcDateTime)
    on_topic: Named[bool] = Column(Boolean)
    track: Named[str | None] = Column(String)
    reading: Named[str] = Column(CleanText)
    """The whole ``Reading`` as JSON."""
    why: Named[str] = Column(CleanText)


articles = Table(
    "articles",
    metadata,
    _Articles,
    Index(None, "published"),
    Index(None, "story_id", "published"),
    Index(None, "language"),
    Index(None, "on_topic", "published", "id", "story_id"),
)


class _Gists(TypedColumns):
    article_id: Named[int] = Column(ForeignKey("articles.id"), primary_key=True, autoincrement=False)
    track: Named[str | None] = Column(String)
    event: Named[str] = Column(String)
    figures: Named[int] = Column(Integer)
    length: Named[int] = Column(Integer)
    """Characters of the text."""
    round: Named[int | None] = Column(Integer)
    ahead: Named[str | None] = Column(CleanText)
    """The dates to come, ``UpcomingDate`` as JSON; None for none."""
    mentions: Named[str | None] = Column(CleanText)
    """What it tells of its figures, as ``desk.tallies`` keeps it; None for nothing."""


gists = Table("gists", metadata, _Gists)
"""What answers read of the reports on the topic instead of their texts and readings; kept up by the intake."""


class _Entries(TypedColumns):
    id = Column(Integer, primary_key=True)
    feed_id: Named[int | None] = Column(ForeignKey("feeds.id"))
    """None for a report of ``seeds/archive/``, whose id stands as its guid."""
    guid: Named[str] = Column(CleanText)
    link: Named[str] = Column(CleanText)
    article_id: Named[int | None] = Column(ForeignKey("articles.id"))
    seen: Named[datetime] = Column(UtcDateTime)
    stamp: Named[str | None] = Column(String)
    """Of what an article was made of: over its headline and text, so that an edit is noticed."""
    paged: Named[bool | None] = Column(Boolean)
    """That article has the text of its page."""
    shown: Named[datetime | None] = Column(UtcDateTime)
    """When its feed was noted last to have it; None where that was when it was first seen, or it has an article."""


entries = Table(
    "entries",
    metadata,
    _Entries,
    UniqueConstraint("feed_id", "guid"),
    Index(None, "link"),
    # Of the rows that have a stamp; the migration says so. Said here, it would load the dialects of both databases.
    Index(None, "feed_id", "seen"),
)
"""Everything ever seen, on the topic or not, so that nothing is read or rung twice; ``guid`` and ``link`` are keys."""


class _PassedOver(TypedColumns):
    id = Column(Integer, primary_key=True)
    feed_id: Named[int] = Column(ForeignKey("feeds.id"))
    link: Named[str] = Column(CleanText)
    """As in ``entries``."""
    title: Named[str] = Column(CleanText)
    text: Named[str] = Column(CleanText)
    """The beginning of what was read."""
    language: Named[str] = Column(String)
    seen: Named[datetime] = Column(UtcDateTime)


passed_over = Table("passed_over", metadata, _PassedOver, Index(None, "link"), Index(None, "seen"))
"""The words of entries that were off the topic, for some days: who asks is told what they lack."""


class _ArticleVersions(TypedColumns):
    article_id: Named[int] = Column(ForeignKey("articles.id"), primary_key=True)
    number: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    title: Named[str] = Column(CleanText)
    text: Named[str] = Column(CleanText)
    reading: Named[str] = Column(CleanText)
    """As in ``articles``."""
    until: Named[datetime] = Column(UtcDateTime)
    change: Named[str] = Column(CleanText)
    level: Named[str] = Column(String)


article_versions = Table("article_versions", metadata, _ArticleVersions)
"""What edited articles were before; ``articles`` has what they are now."""


class _Corrections(TypedColumns):
    id = Column(Integer, primary_key=True)
    article_id: Named[int] = Column(ForeignKey("articles.id"))
    aspect: Named[str] = Column(String)
    value: Named[str] = Column(CleanText)
    was: Named[str] = Column(CleanText)
    """What stood there before, as ``value``; see ``desk.corrections.values``."""
    spot: Named[str | None] = Column(CleanText)
    """Where the figure stood, ``Spot`` as JSON; None for what is of the whole report."""
    sentence: Named[str] = Column(CleanText)
    holds_at: Named[str] = Column(CleanText)
    """The figures of the present version that it has changed, a list of ``Spot`` as JSON."""
    operator: Named[int] = Column(BigInteger)
    made: Named[datetime] = Column(UtcDateTime)
    undone: Named[datetime | None] = Column(UtcDateTime)
    undone_by: Named[int | None] = Column(BigInteger)


corrections = Table("corrections", metadata, _Corrections, Index(None, "article_id"))
"""What operators have corrected, and what they took back of it: who and when stays."""


class _MachineReadings(TypedColumns):
    article_id: Named[int] = Column(ForeignKey("articles.id"), primary_key=True, autoincrement=False)
    reading: Named[str] = Column(CleanText)


machine_readings = Table("machine_readings", metadata, _MachineReadings)
"""Of articles that were corrected what the program itself reads; ``articles`` has that with the corrections."""


class _Complaints(TypedColumns):
    id = Column(Integer, primary_key=True)
    chat_id: Named[int] = Column(BigInteger, ForeignKey("chats.id"))
    article_id: Named[int] = Column(ForeignKey("articles.id"))
    subject: Named[str] = Column(String)
    """``event``, ``story``, or where the figure stands: ``text 49``."""
    surface: Named[str] = Column(CleanText)
    aspect: Named[str | None] = Column(String)
    """None for what is no figure of the talks."""
    made: Named[datetime] = Column(UtcDateTime)
    state: Named[str] = Column(String)
    settled: Named[datetime | None] = Column(UtcDateTime)
    settled_by: Named[int | None] = Column(BigInteger)


complaints = Table(
    "complaints",
    metadata,
    _Complaints,
    UniqueConstraint("chat_id", "article_id", "subject"),
    Index(None, "article_id", "subject"),
    Index(None, "state", "id"),
)
"""What chats have reported as wrong."""


class _Figures(TypedColumns):
    article_id: Named[int] = Column(ForeignKey("articles.id"), primary_key=True)
    position: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    """The figure's place in the reading, from 0."""
    surface: Named[str] = Column(CleanText)
    kind: Named[str] = Column(String)
    value: Named[float] = Column(Double)
    role: Named[str] = Column(String)
    where: Named[str] = Column(String)
    start: Named[int] = Column(Integer)
    value_max: Named[float | None] = Column(Double)
    currency: Named[str | None] = Column(String)
    period: Named[str | None] = Column(String)
    payer: Named[str | None] = Column(String)
    attributed_to: Named[str | None] = Column(CleanText)
    year: Named[int | None] = Column(Integer)
    hedge: Named[str | None] = Column(String)
    on_topic: Named[bool] = Column(Boolean)
    converts: Named[str | None] = Column(CleanText)
    actor: Named[str | None] = Column(CleanText)
    measure: Named[str | None] = Column(String)
    stance: Named[str] = Column(String, server_default="asserted")
    chance: Named[float | None] = Column(Double)
    likely: Named[str | None] = Column(String)


figures = Table("figures", metadata, _Figures, Index(None, "kind", "role"))


class _Ledger(TypedColumns):
    id = Column(Integer, primary_key=True)
    digest: Named[str] = Column(String)
    """Of the columns up to ``is_denied``, which may be NULL, so that no two rows have the same."""
    track: Named[str | None] = Column(String)
    """Of the reports; whose track a figure is on, its payer tells too."""
    kind: Named[str] = Column(String)
    role: Named[str] = Column(String)
    value: Named[float] = Column(Double)
    value_max: Named[float | None] = Column(Double)
    currency: Named[str | None] = Column(String)
    payer: Named[str | None] = Column(String)
    measure: Named[str | None] = Column(String)
    bound: Named[str | None] = Column(String)
    is_denied: Named[bool] = Column(Boolean, server_default=false())
    last_seen: Named[datetime] = Column(UtcDateTime)
    outlets: Named[int] = Column(Integer)
    told: Named[str] = Column(CleanText)
    """``LedgerTally`` as JSON."""


ledger = Table(
    "ledger",
    metadata,
    _Ledger,
    UniqueConstraint("digest"),
    Index(None, "track", "role", "last_seen"),
    Index(None, "track", "role", "outlets", "value"),
    Index(None, "payer", "role", "last_seen"),
    Index(None, "payer", "role", "outlets", "value"),
    Index(None, "track", "role", "value"),
)
"""Every exact figure once, with what all reports together tell of it: the figures added up, kept up by the intake."""


class _Ahead(TypedColumns):
    id = Column(Integer, primary_key=True)
    track: Named[str] = Column(String)
    """"" for none."""
    occasion: Named[str] = Column(String)
    day: Named[date] = Column(Date)
    """The last one that it may be."""
    article_id: Named[int] = Column(ForeignKey("articles.id"))
    """That named it first."""


ahead = Table("ahead", metadata, _Ahead, UniqueConstraint("day", "occasion", "track"))
"""The dates to come that reports named, each once, to tell which are new."""


class _Chats(TypedColumns):
    id: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    type: Named[str] = Column(String)
    title: Named[str] = Column(CleanText)
    subscribed: Named[bool] = Column(Boolean)
    time_zone: Named[str] = Column(String)
    since: Named[datetime | None] = Column(UtcDateTime)
    alerts: Named[str] = Column(String, server_default="all")
    digest_at: Named[str] = Column(String, server_default="08:00")
    digest_days: Named[str] = Column(String, server_default="1234567")
    """Digits of the days of the week, 1 for Monday."""
    channel: Named[str] = Column(String, server_default="telegram")
    address: Named[str | None] = Column(CleanText)
    """None for Telegram's chats, whose ids are Telegram's; the others, and forum topics of its groups, have ids below
    ``outbox.chats.OTHERS``."""
    interest: Named[str] = Column(CleanText, server_default="")
    """``Interest`` as JSON; "" for everything. The same wish is the same text."""
    quiet: Named[str] = Column(String, server_default="")
    """This and the three below as in ``Manner``."""
    great_pass: Named[bool] = Column(Boolean, server_default=false())
    silent: Named[bool] = Column(Boolean, server_default=false())
    cap: Named[int] = Column(Integer, server_default="0")
    counted_on: Named[str] = Column(String, server_default="")
    """The day by the chat's clock, ``2026-11-24``, of which ``counted`` is."""
    counted: Named[int] = Column(Integer, server_default="0")
    """Alerts that count for the cap."""
    language: Named[str] = Column(String, server_default="")
    """As in ``Chat``."""
    editor: Named[int | None] = Column(BigInteger)
    """As in ``Chat``."""
    called: Named[str] = Column(CleanText, server_default="")
    """As in ``Chat``."""
    preferred: Named[str] = Column(CleanText, server_default="")
    """As in ``Chat``, as JSON; "" for none. Not of ``interest``, as it narrows nothing, and what a report costs goes by
    how many interests there are."""


chats = Table(
    "chats",
    metadata,
    _Chats,
    # The address first: by the channel alone SQLite would look chats up that the claim of owed rows has at hand.
    Index(None, "address", "channel", unique=True),
    Index(None, "subscribed", "interest"),
    Index(None, "editor"),
)


class _ChatSubscriptions(TypedColumns):
    id = Column(Integer, primary_key=True)
    chat_id: Named[int] = Column(BigInteger, ForeignKey("chats.id"))
    name: Named[str] = Column(CleanText)
    name_key: Named[str] = Column(CleanText)
    """The name by which it is found, in whatever case it is typed."""
    interest: Named[str] = Column(CleanText)
    """As in ``chats``, but for outlets, which a chat mutes or prefers for all of them."""
    alerts: Named[str] = Column(String)
    silent: Named[bool] = Column(Boolean)


# Buttons have their ids: that of one that was removed is never given again.
chat_subscriptions = Table(
    "chat_subscriptions",
    metadata,
    _ChatSubscriptions,
    UniqueConstraint("chat_id", "name_key"),
    Index(None, "interest", "alerts", "chat_id"),
    sqlite_autoincrement=True,
)
"""What chats subscribe to beside their first subscription, which the chat's own row has."""


class _MutedStories(TypedColumns):
    chat_id: Named[int] = Column(BigInteger, ForeignKey("chats.id"), primary_key=True, autoincrement=False)
    story_id: Named[int] = Column(ForeignKey("stories.id"), primary_key=True, autoincrement=False)
    made: Named[datetime] = Column(UtcDateTime)
    until: Named[datetime | None] = Column(UtcDateTime)
    """When it is muted no more; None for a story that stays muted."""


muted_stories = Table("muted_stories", metadata, _MutedStories, Index(None, "story_id"))
"""The stories of which a chat hears no more."""


class _Outbox(TypedColumns):
    id = Column(Integer, primary_key=True)
    chat_id: Named[int] = Column(BigInteger, ForeignKey("chats.id"))
    kind: Named[str] = Column(String)
    story_id: Named[int | None] = Column(ForeignKey("stories.id"))
    article_id: Named[int | None] = Column(ForeignKey("articles.id"))
    notice: Named[str | None] = Column(String)
    """What a row without a story is about, so that one occasion is told once; None for alerts and their edits."""
    text: Named[str] = Column(CleanText)
    state: Named[str] = Column(String)
    """owed, leased, sent or closed; held for an alert that waits for its chat's digest."""
    attempts: Named[int] = Column(Integer)
    not_before: Named[datetime] = Column(UtcDateTime)
    lease_until: Named[datetime | None] = Column(UtcDateTime)
    leased_by: Named[str | None] = Column(CleanText)
    message_id: Named[int | None] = Column(BigInteger)
    reason: Named[str | None] = Column(CleanText)
    created: Named[datetime] = Column(UtcDateTime)
    settled: Named[datetime | None] = Column(UtcDateTime)
    replies_to: Named[int | None] = Column(Integer)
    """The row whose message it replies to; of an alert that went out in a digest, the digest's."""
    great: Named[bool] = Column(Boolean, server_default=false())
    """It passes quiet hours where the chat lets great events pass."""
    approved: Named[bool] = Column(Boolean, server_default=false())
    """An editor has had it posted."""


outbox = Table(
    "outbox",
    metadata,
    _Outbox,
    UniqueConstraint("chat_id", "story_id", "kind"),
    UniqueConstraint("chat_id", "notice"),
    Index(None, "state", "id"),
    Index(None, "chat_id", "state", "id"),
    Index(None, "chat_id", "message_id"),
    Index(None, "settled"),
    Index(None, "story_id", "kind"),
)


class _Watches(TypedColumns):
    id = Column(Integer, primary_key=True)
    chat_id: Named[int] = Column(BigInteger, ForeignKey("chats.id"))
    name: Named[str] = Column(CleanText)
    name_key: Named[str] = Column(CleanText)
    """The name by which it is found, in whatever case it is typed."""
    query: Named[str] = Column(CleanText)
    meaning: Named[str] = Column(CleanText)
    """The same query in the plainest spelling."""
    made: Named[datetime] = Column(UtcDateTime)
    paused: Named[str] = Column(String)
    """``Paused``."""
    hits: Named[int] = Column(Integer)
    last_hit: Named[datetime | None] = Column(UtcDateTime)
    day: Named[date | None] = Column(Date)
    """In UTC, that of which ``on_day`` counts the messages."""
    on_day: Named[int] = Column(Integer)


# Messages that are owed name watches by their ids: that of one that was removed is never given again.
watches = Table("watches", metadata, _Watches, UniqueConstraint("chat_id", "name_key"), sqlite_autoincrement=True)
"""The queries that chats have every new entry held against."""


class _WatchHits(TypedColumns):
    id = Column(Integer, primary_key=True)
    watch_id: Named[int] = Column(ForeignKey("watches.id"))
    entry: Named[str] = Column(CleanText)
    """The key of its link, or of its guid where it has none."""
    headline: Named[str] = Column(CleanText)
    """The key of its title in lower case; "" for none."""
    article_id: Named[int | None] = Column(ForeignKey("articles.id"))
    """None for what was off the topic."""
    at: Named[datetime] = Column(UtcDateTime)


watch_hits = Table(
    "watch_hits",
    metadata,
    _WatchHits,
    UniqueConstraint("watch_id", "entry"),
    Index(None, "watch_id", "headline"),
    Index(None, "article_id"),
)
"""What watches found, so that an entry or a story is told once."""


class _Invitations(TypedColumns):
    id = Column(Integer, primary_key=True)
    token_hash: Named[str] = Column(String)
    """SHA-256 in hexadecimal; the token itself is with whoever has the link, and nowhere else."""
    made_by: Named[int] = Column(BigInteger)
    """An operator's Telegram id."""
    made: Named[datetime] = Column(UtcDateTime)
    expires: Named[datetime] = Column(UtcDateTime)
    uses: Named[int] = Column(Integer)
    """How many may come by it."""
    used: Named[int] = Column(Integer)


invitations = Table("invitations", metadata, _Invitations, UniqueConstraint("token_hash"))
"""Links by which strangers come in where ``ALLOWED_CHATS`` keeps them out."""


class _Guests(TypedColumns):
    chat_id: Named[int] = Column(BigInteger, ForeignKey("chats.id"), primary_key=True, autoincrement=False)
    invitation_id: Named[int] = Column(ForeignKey("invitations.id"))
    since: Named[datetime] = Column(UtcDateTime)


guests = Table("guests", metadata, _Guests)
"""The chats that came by an invitation; of a private one the user may use the bot anywhere."""


class _Doors(TypedColumns):
    id = Column(Integer, primary_key=True)
    chat_id: Named[int] = Column(BigInteger, ForeignKey("chats.id"))
    """The chat that added it."""
    door_id: Named[int] = Column(BigInteger, ForeignKey("chats.id"))
    """The chat that it is."""
    secret: Named[str] = Column(CleanText)
    state: Named[str] = Column(String)
    """``DoorState``."""
    reason: Named[str] = Column(CleanText, server_default="")
    made: Named[datetime] = Column(UtcDateTime)
    confirm_by: Named[datetime | None] = Column(UtcDateTime)
    """Until when whoever reads there may say that it may be opened; None where nobody need, or somebody has."""


# Owners type a door's number: that of one that was removed is never given again.
doors = Table(
    "doors",
    metadata,
    _Doors,
    UniqueConstraint("door_id"),
    Index(None, "chat_id"),
    sqlite_autoincrement=True,
)
"""Addresses beside Telegram that chats have their news sent to; each is a chat, too."""


class _Knocks(TypedColumns):
    id = Column(Integer, primary_key=True)
    of: Named[str] = Column(String)
    """A hash of the chat that had somebody asked, or of the address that was."""
    at: Named[datetime] = Column(UtcDateTime)
    never: Named[bool] = Column(Boolean, server_default=false())
    """The address is not to be asked again."""


knocks = Table("knocks", metadata, _Knocks, Index(None, "of"))
"""Questions that were mailed to addresses whether news may go there, of thirty days. They outlive the chats that had
them asked, or who is forgotten could ask without end."""


class _Messages(TypedColumns):
    chat_id: Named[int] = Column(BigInteger, ForeignKey("chats.id"), primary_key=True, autoincrement=False)
    message_id: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Named[int] = Column(ForeignKey("articles.id"))


messages = Table("messages", metadata, _Messages)
"""The reports that messages were about, of those messages whose rows the outbox no longer has."""


class _Holds(TypedColumns):
    name: Named[str] = Column(String, primary_key=True)
    until: Named[datetime] = Column(UtcDateTime)


holds = Table("holds", metadata, _Holds)
"""By the name of a channel, until when nothing goes out by it: a flood wait of Telegram's may mean every chat."""


class _Meta(TypedColumns):
    key: Named[str] = Column(String, primary_key=True)
    value: Named[str] = Column(CleanText)


meta = Table("meta", metadata, _Meta)
