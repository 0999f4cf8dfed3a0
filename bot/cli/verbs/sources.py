"""``feeds add``, ``remove``, ``pause`` and ``resume``: what operators do to the feeds, in the terminal's words."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import NoReturn

from bot.cli.terminal.common import fail, has_replay_feeds, open_store
from bot.cli.terminal.consoles import complain, hint, stderr, stdout
from bot.feeds import Poller
from bot.feeds.ask.guard import Guard
from bot.feeds.discover import Discovery, discover
from bot.model import Added, Feed, FeedRefused, FeedState, Followed, Refusal, Several, Topic
from bot.phrases.wording import count
from bot.settings import Settings
from bot.store import Store, StoreError
from bot.worker.factories import fetch_policy, utc_now
from bot.worker.sources import Sources, address_of, host_of

EXIT_CODES = {Refusal.ADDRESS: 2, Refusal.LIST: 2}
"""Of refusals; 1 for the others."""

STALE_DAYS = 30
"""An entry older than this is no news; a feed with none newer is followed, and the line says so."""


@contextmanager
def sources(settings: Settings, topic: Topic, opening: Callable[[Settings], Store] = open_store) -> Iterator[Sources]:
    """The feeds; trouble with the store is a sentence and exit code 3, a refusal one and its own.

    ``opening``: how the store is opened, by default for verbs that write.
    """
    policy = fetch_policy(settings)

    async def look(address: str) -> Discovery:
        hint(f"asking {host_of(address)} ...")
        async with Poller(policy) as poller:
            return await discover(address, poller)

    store = opening(settings)
    try:
        yield Sources(store, topic, look=look, guard=Guard(policy))
    except StoreError as problem:
        fail(3, str(problem))
    except FeedRefused as refusal:
        fail(EXIT_CODES.get(refusal.reason, 1), str(refusal), *_way_out(refusal))
    finally:
        store.close()


async def add(
    settings: Settings, topic: Topic, url: str, *, title: str, language: str, country: str, unchecked: bool
) -> None:
    """Follow the feed at an address, or the one that the page there names."""
    with sources(settings, topic) as feeds:
        came = await feeds.add(url, title=title, language=language, country=country, unchecked=unchecked)
        beside_replay = has_replay_feeds(feeds.feeds())
    match came:
        case Added():
            _say_added(came)
            if beside_replay:
                hint("the sandbox replays past reports here; this feed is polled live beside them")
        case Followed():
            _say_followed(came.feed)
        case Several():
            _choose(url, came)


def remove(settings: Settings, topic: Topic, words: str) -> None:
    """Stop following a feed that was added by hand."""
    with sources(settings, topic) as feeds:
        feed = _the_one(feeds, words)
        try:
            feeds.remove(feed)
        except FeedRefused:
            fail(
                1,
                f"{feed.outlet} is the topic's: take it out of config/feeds.toml, "
                f"or leave it unasked: burdenwatch feeds pause {feed.url}",
            )
    stdout.print(f"Removed {feed.outlet}: {feed.url}; its reports stay", markup=False, soft_wrap=True)


def pause(settings: Settings, topic: Topic, words: str) -> None:
    """Leave a feed unasked until it is resumed."""
    with sources(settings, topic) as feeds:
        feed = _the_one(feeds, words)
        was = "" if feeds.pause(feed) else " already"
    stdout.print(f"{feed.outlet} is paused{was}: {feed.url}", markup=False, soft_wrap=True)


def resume(settings: Settings, topic: Topic, words: str) -> None:
    """Ask a paused feed again, or one that was gone."""
    with sources(settings, topic) as feeds:
        feed = _the_one(feeds, words)
        state = feeds.resume(feed)
    said = "is active" if state is FeedState.ACTIVE else "is resumed, and waits for a worker that follows the topic"
    stdout.print(f"{feed.outlet} {said}: {feed.url}", markup=False, soft_wrap=True)
    if feed.hold_until and feed.hold_until > utc_now():
        hint(f"it asked to be left alone until {feed.hold_until:%Y-%m-%d %H:%M} UTC, and is")


def _way_out(refusal: FeedRefused) -> tuple[str, ...]:
    """What may be done all the same."""
    match refusal.reason:
        case Refusal.NO_ANSWER:
            return ("where it is right all the same, --no-check adds it unasked",)
        case Refusal.NOT_NAMED:
            return ("burdenwatch feeds add makes it yours",)
        case _:
            return ()


def _the_one(feeds: Sources, words: str) -> Feed:
    """The feed with an address, or the only one with a name; a part of a name is no name here."""
    typed = words.strip()
    names = {typed, address_of(typed), typed.casefold()} - {""}
    found = [
        feed
        for feed in feeds.find(typed, everything=True)
        if names & {feed.url, feed.address, feed.outlet.casefold(), feed.title.casefold()}
    ]
    if len(found) > 1:
        complain(f"{count(len(found), 'feed')} go by the name {typed}; say which by its address:")
        for feed in found:
            stderr.print(f"  {feed.url}", markup=False, soft_wrap=True)
        fail(2)
    return found[0] if found else _unknown(typed, feeds.every_feed())


def _unknown(typed: str, feeds: Sequence[Feed]) -> NoReturn:
    names = [name for feed in feeds for name in (feed.url, feed.outlet)]
    alike = get_close_matches(address_of(typed), names, n=1, cutoff=0.8) or get_close_matches(typed, names, n=1)
    meant = f"did you mean {alike[0]}?" if alike else "burdenwatch feeds list shows them"
    fail(2, f"no feed has the address or name {typed}; {meant}")


def _say_added(came: Added) -> None:
    feed = came.feed
    entries = f", {count(came.entries, 'entry', 'entries')} now" if came.asked else ""
    stdout.print(f"Added {feed.outlet}: {feed.url}{entries}", markup=False, soft_wrap=True)
    if came.newest and (days := (utc_now() - came.newest).days) > STALE_DAYS:
        hint(f"its newest entry is {count(days, 'day')} old")
    if not feed.language:
        seems = f", which seems to be {came.guess}" if came.guess else ""
        hint(f"it does not say its language{seems}, so each report's is found out")
        hint(f"--language {came.guess or 'en'} would say it")


def _say_followed(feed: Feed) -> None:
    stdout.print(f"{feed.outlet} is followed already: {feed.url}", markup=False, soft_wrap=True)
    if feed.state is not FeedState.ACTIVE:
        hint(f"it is {feed.state.value}; burdenwatch feeds resume {feed.url} asks it again")


def _choose(url: str, came: Several) -> NoReturn:
    complain(f"{address_of(url)} names several feeds; add the one that you want:")
    for feed in came.feeds:
        stderr.print(f"  burdenwatch feeds add {feed.url}  # {feed.title}", markup=False, soft_wrap=True)
    fail(1)
