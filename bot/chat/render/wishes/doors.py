"""The doors of a chat, and a new one with its secret."""

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Line, Rendered, bold, clip, code, compose, joined, said, tidy
from bot.chat.render.retold.elsewhere import retold
from bot.model import Door, DoorState

_REASON = 200
_HOOK = "/doors add https://desk.example/hooks/news"


def doors(those: Sequence[tuple[Door, str]], atom: str, *, owners: bool = False, t: Translator = ENGLISH) -> Rendered:
    """Each with what goes there; ``atom``: where feed readers find the news, "" where they do not."""
    head = t.plural("{number} door", "{number} doors", len(those)) if those else ""
    lines: list[Line] = [bold(head) if head else t.say("No door is open from here.")]
    for door, rings in those:
        owner = f" · {t.say('of chat {number}', number=str(door.owner_id))}" if owners else ""
        lines.append(f"• {door.id}: {door.chat.channel} → {clip(tidy(door.chat.title), 60)}{owner}")
        lines.append(f"   {_state(door, rings, t)}")
    lines += ["", t.say("A door sends the news of this chat to another address as well:")]
    lines += [
        said(t, "{command} – a signed webhook", command=code(_HOOK)),
        said(
            t,
            "{command} – Slack, by an incoming webhook of its app",
            command=code("/doors add https://hooks.slack.com/services/..."),
        ),
        said(
            t,
            "{command} – Discord, by a webhook of a channel",
            command=code("/doors add https://discord.com/api/webhooks/..."),
        ),
        said(t, "{command} – e-mail, once its reader has confirmed", command=code("/doors add name@example.org")),
        said(t, "{command} – some of the news", command=code(f"{_HOOK} deals korea")),
    ]
    if those:
        number = those[0][0].id
        verbs = (f"test {number}", f"pause {number}", f"remove {number}", f"set {number} digest 8:00")
        lines.append(said(t, "Also: {commands}", commands=joined(", ", [code(f"/doors {one}") for one in verbs])))
    if atom:
        told = "Feed readers need no door: {address}, also {path} behind it, or ?q=QUERY"
        lines += ["", said(t, told, address=code(atom), path=code("/korea"))]
    return compose(lines, t=t)


def added(door: Door, rings: str, secret: str, t: Translator = ENGLISH) -> Rendered:
    """``secret``: what its messages are signed with, which is told here alone; "" where they are not."""
    number, address = str(door.id), tidy(door.chat.title)
    told = t.say(
        "Door {number} is open: {channel} to {address}.", number=number, channel=door.chat.channel, address=address
    )
    lines: list[Line] = [bold(told), _state(door, rings, t)]
    if secret:
        lines += [
            "",
            said(t, "Its secret, shown this once: {secret}", secret=code(secret)),
            t.say(
                "Messages are signed with it as standardwebhooks.com has it: check webhook-signature, refuse a "
                "webhook-timestamp that is minutes old, and take no webhook-id twice."
            ),
        ]
    lines += ["", said(t, "To see one arrive: {command}", command=code(f"/doors test {door.id}"))]
    return compose(lines, t=t)


def to_confirm(door: Door, within: timedelta, t: Translator = ENGLISH) -> Rendered:
    """An address that was asked whether news may go there."""
    number, address = str(door.id), tidy(door.chat.title)
    hours = t.number(within.total_seconds() / 3600)
    told = "It has a link to a page with a button. Pressed within {hours} hours, it opens door {number}."
    lines: list[Line] = [
        bold(t.say("An e-mail was sent to {address}.", address=address)),
        t.say(told, hours=hours, number=number),
        t.say("No news goes there before. If it has not come in a few minutes, look where spam is kept."),
    ]
    return compose(lines, t=t)


def _state(door: Door, rings: str, t: Translator) -> str:
    match door.state:
        case DoorState.OPEN:
            return rings
        case DoorState.PAUSED:
            return t.say("paused")
        case DoorState.UNCONFIRMED:
            return t.say("waits until whoever reads there has confirmed it")
        case DoorState.ENDED:
            return t.say("ended: {reason}", reason=clip(retold(tidy(door.reason), t), _REASON))
