"""The messages to operators about changes of the feeds: what was done, and what is asked first."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.render.html import Button, Line, Rendered, bold, clip, compose, joined, link, text, tidy
from bot.chat.render.operators.feeds import FEEDS, button, name_of
from bot.chat.render.words import age, language_name
from bot.model import Added, Candidate, Exported, Feed, FeedState, Imported
from bot.phrases.wording import count

MOST_CHOICES = 8
MOST_TROUBLES = 10
OLD = timedelta(days=30)
"""A feed whose newest item is older is followed, and the answer says so."""

FILE_NAME = "burdenwatch-feeds.opml"


def choose_feed(feeds: Sequence[Feed], verb: str, words: str) -> Rendered:
    """Where several feeds go by what was typed: a button for each, which does to it what the command does."""
    lines: list[Line] = [f"{count(len(feeds), 'feed')} go by “{clip(tidy(words), 40)}”. Which one?"]
    if len(feeds) > MOST_CHOICES:
        lines.append(f"These are the first {MOST_CHOICES}; /feeds shows the numbers of all.")
    buttons = tuple((button(clip(f"#{feed.id} {name_of(feed)}", 60), verb, feed),) for feed in feeds[:MOST_CHOICES])
    return compose(lines, buttons=buttons)


def candidates(found: Sequence[Candidate]) -> Rendered:
    """The feeds that a page names. The press of a button finds its address in the message, as that line's link."""
    shown = found[:MOST_CHOICES]
    lines: list[Line] = [bold("This page names " + count(len(found), "feed")) + ". Which one do you want?", ""]
    for number, one in enumerate(shown, start=1):
        language = language_name(one.language) if one.language else ""
        items = count(one.entries, "item") if one.entries is not None else ""
        title = clip(tidy(one.title), 80) or clip(one.url, 80)
        lines.append(f"{number}. " + joined(" · ", [link(title, one.url), language, items]))
    if len(found) > len(shown):
        lines.append(f"… and {len(found) - len(shown)} more; /addfeed with the address of one adds it")
    numbers = [Button(str(n), data=f"{FEEDS}:add:{n}") for n in range(1, len(shown) + 1)]
    return compose(lines, buttons=tuple(tuple(numbers[i : i + 4]) for i in range(0, len(numbers), 4)))


def feed_added(came: Added, *, now: datetime, replay: bool) -> Rendered:
    """What is followed from now on, and what it had."""
    feed = came.feed
    lines: list[Line] = [bold("Added: ") + name_of(feed), link(clip(feed.url, 200), feed.url), ""]
    lines.append(f"{count(came.entries, 'item')} in it now{_newest(came.newest, now)}")
    if feed.language:
        lines.append(f"Language: {language_name(feed.language)}")
    elif came.guess:
        lines.append(f"Language: it does not say; {language_name(came.guess)} by its headlines")
    else:
        lines.append("Language: it does not say; each report's is found out")
    lines.append("Its first poll fills the archive and rings nobody; from then on what is new may ring.")
    if replay:
        lines.append("It is polled live, beside the replay of past reports.")
    if came.newest and now - came.newest > OLD:
        lines.append(f"⚠ Nothing new in it for {age(now - came.newest)}: is there a newer feed of this site?")
    return compose(lines, buttons=((button("Show", "show", feed), button("Remove", "remove", feed)),))


def confirm_removal(feed: Feed) -> Rendered:
    """Asks back before a feed is removed."""
    lines: list[Line] = [
        text("Stop following ") + bold(name_of(feed)) + "?",
        link(clip(feed.url, 200), feed.url),
        "Its reports stay, and /addfeed takes it up again.",
    ]
    return compose(lines, buttons=((button("Remove", "drop", feed), button("Keep", "show", feed)),))


def feed_removed(feed: Feed) -> Rendered:
    return compose([bold("Removed: ") + name_of(feed), link(clip(feed.url, 200), feed.url), "Its reports stay."])


def topics_own_feed(feed: Feed) -> Rendered:
    """The message that a feed is in the topic's list, so that removing it would not last."""
    lines: list[Line] = [
        bold(name_of(feed)) + " is in the topic's list and would come back with the next start.",
        "Pausing it lasts. To be rid of it, take it out of config/feeds.toml.",
    ]
    paused = feed.state is FeedState.PAUSED
    return compose(lines, buttons=((button("Show", "show", feed) if paused else button("Pause", "pause", feed),),))


def list_followed(came: Imported) -> Rendered:
    """What came of a list of feeds."""
    lines: list[Line] = [bold(f"{count(came.added, 'feed')} added")]
    if came.followed:
        by_topic = f", {came.by_topic:,} of them by the topic" if came.by_topic else ""
        lines.append(f"{came.followed:,} followed already{by_topic}")
    if came.repeated:
        lines.append(f"{len(came.repeated):,} named more than once")
    if came.unusable:
        lines += ["", f"{len(came.unusable):,} cannot be used:"]
        lines += [f"• {clip(tidy(line), 160)}" for line in came.unusable[:MOST_TROUBLES]]
        if len(came.unusable) > MOST_TROUBLES:
            lines.append(f"… and {len(came.unusable) - MOST_TROUBLES} more")
    if came.added:
        lines += ["", "None was asked yet; they are in the next minutes. /feeds shows how they do."]
    return compose(lines)


def list_caption(given: Exported) -> str:
    """The caption of the file."""
    left = given.left_out
    gone = f" {left} left out, because {'it is' if left == 1 else 'they are'} gone." if left else ""
    return f"{count(given.feeds, 'feed')} as OPML, which other feed readers take in.{gone}"


def _newest(newest: datetime | None, now: datetime) -> str:
    if newest is None:
        return ", without dates"
    return f", the newest {age(now - newest)} old" if newest <= now else ""
