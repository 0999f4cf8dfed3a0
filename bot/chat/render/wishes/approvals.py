"""What editors are shown: a post that waits for them, what became of it, and what else waits."""

from collections.abc import Sequence

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Button, Line, Rendered, bold, clip, compose, said, text, tidy
from bot.chat.render.notice import say, try_this
from bot.model import Chat, Decision

EDITOR, POST, DROP, OFF = "editor", "post", "drop", "off"
MOST_LISTED = 10
_TITLE, _HEADLINE, _SETTLED = 60, 150, 400
_ON_BUTTON = 24


def for_editors(post: Rendered, channel: Chat, number: int, t: Translator = ENGLISH) -> Rendered:
    """A post as the channel would have it now, with the buttons that decide on row ``number``."""
    head = compose([said(t, "For {channel}, once you post it:", channel=bold(_named(channel)))])
    row = (
        Button(t.say("Post"), data=f"{EDITOR}:{POST}:{number}"),
        Button(t.say("Drop"), data=f"{EDITOR}:{DROP}:{number}"),
    )
    # An alert is far shorter than a message may be.
    return Rendered(f"{head.html}\n\n{post.html}", f"{head.plain}\n\n{post.plain}", (row,))


def expired(channel: Chat, headline: str, t: Translator = ENGLISH) -> Rendered:
    """Nobody decided in time."""
    sentence = "Nobody decided within 24 hours, so this was not posted to {channel}[: {headline}]"
    return say(t.say(sentence, channel=_named(channel), headline=clip(tidy(headline), _HEADLINE)))


def decided(came: Decision, channel: Chat, t: Translator = ENGLISH) -> str:
    """What a press came to."""
    match came:
        case Decision.POSTED:
            return t.say("Approved: it goes to {channel} now.", channel=_named(channel))
        case Decision.DROPPED:
            return t.say("Dropped: it does not go to {channel}.", channel=_named(channel))
        case Decision.WAS_POSTED:
            return t.say("Another editor has approved it already.")
        case Decision.WAS_DROPPED:
            return t.say("Another editor has dropped it already.")
        case Decision.LATE | Decision.GONE:
            return t.say("Its 24 hours are over: it was not posted.")


def settled(told: str, words: str) -> Rendered:
    """A post that was decided on, without its buttons."""
    return compose([bold(told), "", clip(words, _SETTLED)])


def changed(channel: Chat, *, is_set: bool, waited: int, subscribed: bool, t: Translator = ENGLISH) -> Rendered:
    """The answer to /editor @channel and /editor off @channel; ``waited``: posts that waited."""
    lines: list[Line] = []
    if is_set:
        lines.append(t.say("Posts of {channel} come here first from now on, with the buttons Post and Drop. Its "
                           "administrators decide; what nobody decides on within 24 hours is dropped.",
                           channel=_named(channel)))  # fmt: skip
        if waited:
            lines.append(t.plural("{number} post that waited comes here too.",
                                  "{number} posts that waited come here too.", waited))  # fmt: skip
        if not subscribed:
            lines.append(t.say("It gets no alerts yet: post /subscribe there."))
    else:
        lines.append(t.say("Posts of {channel} wait for nobody's approval from now on.", channel=_named(channel)))
        if waited:
            lines.append(t.plural("{number} post that waited is dropped.",
                                  "{number} posts that waited are dropped.", waited))  # fmt: skip
    return compose(lines)


def listed(channels: Sequence[Chat], waiting: Sequence[tuple[str, str, str]], t: Translator = ENGLISH) -> Rendered:
    """The channels of a chat's editors, with a button each that ends it; of what waits the channel, the headline and
    until when.
    """
    if not channels:
        return try_this(t.say("No channel's posts are approved in this chat."), "/editor @channel", t)
    names = ", ".join(_named(channel) for channel in channels)
    lines: list[Line] = [t.say("Approved here before they are posted: posts of {channels}.", channels=names)]
    if not waiting:
        lines.append(t.say("Nothing waits for you."))
    else:
        lines.append(bold(t.plural("{number} post waits:", "{number} posts wait:", len(waiting))))
    for channel, headline, until in waiting[:MOST_LISTED]:
        told = t.say("{channel}[: {headline}], until {time}", channel=clip(tidy(channel), _TITLE),
                     headline=clip(tidy(headline), _HEADLINE), time=until)  # fmt: skip
        lines.append(text(f"• {told}"))
    return compose(lines, buttons=tuple((_end(channel, t),) for channel in channels[:MOST_LISTED]))


def _end(channel: Chat, t: Translator) -> Button:
    label = t.say("Stop approving {channel}", channel=clip(_named(channel), _ON_BUTTON))
    return Button(label, data=f"{EDITOR}:{OFF}:{channel.id}")


def _named(channel: Chat) -> str:
    return clip(tidy(channel.title), _TITLE) or str(channel.id)
