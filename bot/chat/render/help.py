"""What the bot is, what it can do, and what it says when it joins, leaves or is subscribed to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.baseline import compared_with, in_one_line
from bot.chat.render.digest import come_now
from bot.chat.render.html import Button, Line, Rendered, Text, bold, clip, code, compose, joined, said, text, tidy
from bot.chat.render.paging import ButtonRows, rows_of
from bot.chat.render.wishes.sentence import narrowed
from bot.chat.render.words import age
from bot.chat.typed.pages import pages_of
from bot.chat.typed.zones import zone_in_words
from bot.desk.delivery.forum_topics import is_topic
from bot.model import Chat, ChatType, Topic, Track


class ListedCommand(Protocol):
    """A command as ``/help`` lists it."""

    @property
    def name(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def example(self) -> str:
        """What may be typed after the name, or ""."""


def start(
    topic: Topic, *, subscribed: bool, replay: bool, unread: str = "", buttons: ButtonRows = (), t: Translator = ENGLISH
) -> Rendered:
    """What it is in four lines, how to subscribe, and what everything is compared with.

    ``unread``: that what was typed behind it is nothing here; ``buttons``: those that lead to alerts.
    """
    lines: list[Line] = [
        *([unread, ""] if unread else []),
        bold(tidy(topic.sentence(topic.name, t.language))),
        tidy(topic.sentence(topic.about, t.language)),
        t.say(
            "Every figure comes with who said it, when and where, and whether it was demanded, offered, agreed or paid."
        ),
        t.say("Each story brings one alert, however many outlets repeat it."),
        "",
        t.say("This chat gets the alerts. /unsubscribe stops them.")
        if subscribed
        else t.say("Tap below whose alerts you want in this chat, or send /subscribe for all of them."),
        t.say("Ask /summary or /figures, or put it in your own words; /help lists all commands."),
        "",
        compared_with(topic, t),
        in_one_line(topic, t),
    ]
    if replay:
        lines += ["", t.say("This is a replay of past reports, with their own dates.")]
    return compose(lines, buttons=buttons, t=t)


def commands(
    everybody: Iterable[ListedCommand], operators: Sequence[ListedCommand] = (), t: Translator = ENGLISH
) -> Rendered:
    """Every command with what it does and an example; those of operators where one asks."""
    lines: list[Line] = [bold(t.say("Commands")), *(_command(one, t) for one in everybody), ""]
    lines.append(
        t.say(
            "More about one of them: {line}. In groups, only administrators subscribe or change settings.",
            line="/help summary",
        )
    )
    if operators:
        lines += ["", bold(t.say("For operators, in this chat")), *(_command(one, t) for one in operators)]
        lines.append(t.say("Send an .opml file to follow the feeds in it."))
    return compose(lines, t=t)


def one_command(command: ListedCommand, details: str, t: Translator = ENGLISH) -> Rendered:
    """One command with more about it, in sentences or "", and its examples a line each."""
    lines: list[Line] = [text(f"/{command.name} – {t.whole(command.about)}")]
    lines += ["", t.whole(details)] if details else []
    examples = [code(f"/{command.name} {one}") for one in command.example.split(", ") if one]
    lines += ["", *examples] if examples else []
    return compose(lines, t=t)


def what_to_ask(typed: str, t: Translator = ENGLISH) -> Rendered:
    """The answer to a sentence that no command is near to."""
    return compose(
        [
            t.say("I do not know what that asks for, so I answered nothing."),
            t.say(
                "You can ask what a country pays, what is demanded, what is new, when the next date is, or what was "
                "known on a day."
            ),
            said(t, "Or look for the words in the reports: {line}", line=code(f"/search {clip(tidy(typed), 60)}")),
            t.say("All commands: /help"),
        ]
    )


def greeting(topic: Topic, t: Translator = ENGLISH) -> Rendered:
    """What a group hears when the bot is added."""
    name = bold(tidy(topic.sentence(topic.name, t.language)))
    return compose(
        [
            said(t, "Hello. I follow the news on {topic}.", topic=name),
            t.say("An administrator can send /subscribe to get alerts here; /help says more."),
        ]
    )


def after_subscribe(*, zone: str, alerts: str = "", come: int = 0, t: Translator = ENGLISH) -> Rendered:
    """The answer to /subscribe; ``alerts`` is which ones were chosen, in a sentence; "" for all of them.

    ``come``: reports that waited, and come now.
    """
    return compose(
        [
            bold(t.say("Subscribed.")) + t.gap + (alerts or t.say("Each new story will be sent here, once.")),
            *([come_now(come, t)] if come else []),
            t.say("Times are shown in {zone}. /timezone changes that, and /settings which alerts you get.", zone=zone),
            t.say("Where things stand now: /summary"),
        ]
    )


def subscribed_already(*, rings: str = "", t: Translator = ENGLISH) -> Rendered:
    """The answer to /subscribe where that changes nothing; ``rings``: to what alerts are narrowed, in a sentence."""
    told = t.say("This chat gets the alerts already. /unsubscribe stops them.")
    return compose([told, *([rings] if rings else [])])


def after_unsubscribe(*, changed: bool, t: Translator = ENGLISH) -> Rendered:
    """The answer to /unsubscribe."""
    if not changed:
        return compose([t.say("This chat gets no alerts. /subscribe starts them.")])
    head = bold(t.say("Unsubscribed.")) + t.gap + t.say("No more alerts here.")
    return compose([head, t.say("/subscribe starts them again.")])


CHATS, CHATS_PER_PAGE = "chats", 25


def chats(
    subscribers: Sequence[Chat],
    tracks: tuple[Track, ...],
    further: Mapping[int, int],
    *,
    now: datetime,
    page: int = 1,
    t: Translator = ENGLISH,
) -> Rendered:
    """A page of who gets which alerts, for operators; the newest first.

    ``further``: how many subscriptions a chat has beside its first one, which is told.
    """
    head = t.plural("{number} chat subscribed", "{number} chats subscribed", len(subscribers))
    lines: list[Line] = [bold(head if subscribers else t.say("no chats subscribed"))]
    newest = sorted(subscribers, key=lambda chat: (chat.since is not None, chat.since or now, chat.id), reverse=True)
    last = pages_of(len(newest), CHATS_PER_PAGE)
    if last > 1:
        lines[0] = text(lines[0]) + " · " + t.say("page {page} of {last}", page=str(page), last=str(last))
    lines += [
        _chat(chat, tracks, further.get(chat.id, 0), now, t)
        for chat in newest[(page - 1) * CHATS_PER_PAGE : page * CHATS_PER_PAGE]
    ]
    turning = [Button(t.say("‹ Newer"), data=f"{CHATS}:p{page - 1}")] if page > 1 else []
    turning += [Button(t.say("Older ›"), data=f"{CHATS}:p{page + 1}")] if page < last else []
    return compose(lines, buttons=rows_of(tuple(turning)), t=t)


def _chat(chat: Chat, tracks: tuple[Track, ...], further: int, now: datetime, t: Translator) -> Text:
    since = t.say("for {age}", age=age(now - chat.since, t)) if chat.since else ""
    kind = t.say("forum topic") if is_topic(chat) else t.word("chat", str(chat.type))
    kind = chat.channel if chat.type is ChatType.ADDRESS else kind
    who = [f"• {clip(tidy(chat.title), 60) or chat.id}", kind, zone_in_words(chat.time_zone, t)]
    one, many = "and {number} subscription more", "and {number} subscriptions more"
    more = [t.plural(one, many, further)] if further else []
    return joined(" · ", [*who, *narrowed(chat, tracks, t), *more, since])


def _command(command: ListedCommand, t: Translator) -> Text:
    line = text(f"/{command.name} – {t.whole(command.about)}")
    return said(t, "{line} (e.g. {example})", line=line, example=text(command.example)) if command.example else line
