"""The messages to operators about changes of the feeds: what was done, and what is asked first."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Button, Line, Rendered, bold, clip, compose, joined, link, said, tidy
from bot.chat.render.operators.feeds import FEEDS, button, name_of
from bot.chat.render.retold.elsewhere import retold
from bot.chat.render.words import age, language_name
from bot.model import Added, Candidate, Exported, Feed, FeedState, Imported

MOST_CHOICES = 8
MOST_TROUBLES = 10
OLD = timedelta(days=30)
"""A feed whose newest item is older is followed, and the answer says so."""

FILE_NAME = "burdenwatch-feeds.opml"


def choose_feed(feeds: Sequence[Feed], verb: str, words: str, t: Translator = ENGLISH) -> Rendered:
    """Where several feeds go by what was typed: a button for each, which does to it what the command does."""
    one, many = "{number} feed go by “{words}”. Which one?", "{number} feeds go by “{words}”. Which one?"
    lines: list[Line] = [t.plural(one, many, len(feeds), words=clip(tidy(words), 40))]
    if len(feeds) > MOST_CHOICES:
        told = "These are the first {number}; /feeds shows the numbers of all."
        lines.append(t.say(told, number=str(MOST_CHOICES)))
    buttons = tuple((button(clip(f"#{feed.id} {name_of(feed)}", 60), verb, feed),) for feed in feeds[:MOST_CHOICES])
    return compose(lines, buttons=buttons, t=t)


def candidates(found: Sequence[Candidate], t: Translator = ENGLISH) -> Rendered:
    """The feeds that a page names. The press of a button finds its address in the message, as that line's link."""
    shown = found[:MOST_CHOICES]
    head = t.plural("This page names {number} feed", "This page names {number} feeds", len(found))
    lines: list[Line] = [said(t, "{head}. Which one do you want?", head=bold(head)), ""]
    for number, one in enumerate(shown, start=1):
        language = language_name(one.language, t) if one.language else ""
        items = _items(one.entries, t) if one.entries is not None else ""
        title = clip(tidy(one.title), 80) or clip(one.url, 80)
        lines.append(f"{number}. " + joined(" · ", [link(title, one.url), language, items]))
    if len(found) > len(shown):
        told = "… and {number} more; /addfeed with the address of one adds it"
        lines.append(t.say(told, number=str(len(found) - len(shown))))
    numbers = [Button(str(n), data=f"{FEEDS}:add:{n}") for n in range(1, len(shown) + 1)]
    return compose(lines, buttons=tuple(tuple(numbers[i : i + 4]) for i in range(0, len(numbers), 4)), t=t)


def feed_added(came: Added, *, now: datetime, replay: bool, t: Translator = ENGLISH) -> Rendered:
    """What is followed from now on, and what it had."""
    feed = came.feed
    lines: list[Line] = [
        bold(t.say("Added:") + t.gap) + name_of(feed),
        link(clip(feed.url, 200), feed.url),
        "",
        _in_it_now(came, now, t),
    ]
    if feed.language:
        lines.append(t.say("Language: {language}", language=language_name(feed.language, t)))
    elif came.guess:
        told = "Language: it does not say; {language} by its headlines"
        lines.append(t.say(told, language=language_name(came.guess, t)))
    else:
        lines.append(t.say("Language: it does not say; each report's is found out"))
    lines.append(t.say("Its first poll fills the archive and rings nobody; from then on what is new may ring."))
    if replay:
        lines.append(t.say("It is polled live, beside the replay of past reports."))
    if came.newest and now - came.newest > OLD:
        told = "⚠ Nothing new in it for {age}: is there a newer feed of this site?"
        lines.append(t.say(told, age=age(now - came.newest, t)))
    buttons = (button(t.say("Show"), "show", feed), button(t.say("Remove"), "remove", feed))
    return compose(lines, buttons=(buttons,), t=t)


def confirm_removal(feed: Feed, t: Translator = ENGLISH) -> Rendered:
    """Asks back before a feed is removed."""
    lines: list[Line] = [
        said(t, "Stop following {feed}?", feed=bold(name_of(feed))),
        link(clip(feed.url, 200), feed.url),
        t.say("Its reports stay, and /addfeed takes it up again."),
    ]
    buttons = (button(t.say("Remove"), "drop", feed), button(t.say("Keep"), "show", feed))
    return compose(lines, buttons=(buttons,), t=t)


def feed_removed(feed: Feed, t: Translator = ENGLISH) -> Rendered:
    head = bold(t.say("Removed:") + t.gap) + name_of(feed)
    return compose([head, link(clip(feed.url, 200), feed.url), t.say("Its reports stay.")], t=t)


def topics_own_feed(feed: Feed, t: Translator = ENGLISH) -> Rendered:
    """The message that a feed is in the topic's list, so that removing it would not last."""
    told = "{feed} is in the topic's list and would come back with the next start."
    lines: list[Line] = [
        said(t, told, feed=bold(name_of(feed))),
        t.say("Pausing it lasts. To be rid of it, take it out of config/feeds.toml."),
    ]
    paused = feed.state is FeedState.PAUSED
    one = button(t.say("Show"), "show", feed) if paused else button(t.say("Pause"), "pause", feed)
    return compose(lines, buttons=((one,),), t=t)


def list_followed(came: Imported, t: Translator = ENGLISH) -> Rendered:
    """What came of a list of feeds."""
    added = t.plural("{number} feed added", "{number} feeds added", came.added)
    lines: list[Line] = [bold(added if came.added else t.say("no feeds added"))]
    if came.followed:
        by_topic = t.number(came.by_topic) if came.by_topic else ""
        told = "{number} followed already[, {by_topic} of them by the topic]"
        lines.append(t.say(told, number=t.number(came.followed), by_topic=by_topic))
    if came.repeated:
        lines.append(t.say("{number} named more than once", number=t.number(len(came.repeated))))
    if came.unusable:
        lines += ["", t.say("{number} cannot be used:", number=t.number(len(came.unusable)))]
        lines += [f"• {clip(retold(tidy(line), t), 160)}" for line in came.unusable[:MOST_TROUBLES]]
        if len(came.unusable) > MOST_TROUBLES:
            lines.append(t.say("… and {number} more", number=str(len(came.unusable) - MOST_TROUBLES)))
    if came.added:
        lines += ["", t.say("None was asked yet; they are in the next minutes. /feeds shows how they do.")]
    return compose(lines, t=t)


def list_caption(given: Exported, t: Translator = ENGLISH) -> str:
    """The caption of the file."""
    told = t.plural(
        "{number} feed as OPML, which other feed readers take in.",
        "{number} feeds as OPML, which other feed readers take in.",
        given.feeds,
    )
    told = told if given.feeds else t.say("no feeds as OPML, which other feed readers take in.")
    if not given.left_out:
        return told
    left = t.plural(
        "{number} left out, because it is gone.", "{number} left out, because they are gone.", given.left_out
    )
    return t.spaced([told, left])


def _items(number: int, t: Translator) -> str:
    return t.plural("{number} item", "{number} items", number) if number else t.say("no items")


def _in_it_now(came: Added, now: datetime, t: Translator) -> str:
    """``12 items in it now, the newest 54 days old``."""
    items = _items(came.entries, t)
    if came.newest is None:
        return t.say("{items} in it now, without dates", items=items)
    newest = age(now - came.newest, t) if came.newest <= now else ""
    return t.say("{items} in it now[, the newest {age} old]", items=items, age=newest)
