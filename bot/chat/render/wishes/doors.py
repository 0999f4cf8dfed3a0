"""The doors of a chat, and a new one with its secret."""

from collections.abc import Sequence

from bot.chat.render.html import Line, Rendered, bold, clip, code, compose, text, tidy
from bot.model import Door, DoorState
from bot.phrases.wording import count

_REASON = 200


def doors(those: Sequence[tuple[Door, str]], atom: str, *, owners: bool = False) -> Rendered:
    """Each with what goes there; ``atom``: where feed readers find the news, "" where they do not."""
    lines: list[Line] = [bold(count(len(those), "door"))] if those else ["No door is open from here."]
    for door, rings in those:
        owner = f" · of chat {door.owner_id}" if owners else ""
        lines.append(f"• {door.id}: {door.chat.channel} to {clip(tidy(door.chat.title), 60)}{owner}")
        lines.append(f"   {_state(door, rings)}")
    lines += ["", "A door sends the news of this chat to another address as well:"]
    lines += [code("/doors add https://desk.example/hooks/news") + " – a signed webhook"]
    lines += [code("/doors add https://hooks.slack.com/services/...") + " – Slack, by an incoming webhook of its app"]
    lines += [code("/doors add https://discord.com/api/webhooks/...") + " – Discord, by a webhook of a channel"]
    lines += [code("/doors add https://desk.example/hooks/news deals korea") + " – some of the news"]
    if those:
        number = those[0][0].id
        rest = [f"/doors {one}" for one in (f"test {number}", f"pause {number}", f"remove {number}")]
        lines.append(text("Also: ") + code(rest[0]) + ", " + code(rest[1]) + ", " + code(rest[2]) + ", "
                     + code(f"/doors set {number} digest 8:00"))  # fmt: skip
    if atom:
        lines += ["", text("Feed readers need no door: ") + code(atom) + ", also /korea behind it, or ?q=QUERY"]
    return compose(lines)


def added(door: Door, rings: str, secret: str) -> Rendered:
    """``secret``: what its messages are signed with, which is told here alone; "" where they are not."""
    lines: list[Line] = [bold(f"Door {door.id} is open: ") + f"{door.chat.channel} to {tidy(door.chat.title)}."]
    lines.append(_state(door, rings))
    if secret:
        lines += [
            "",
            text("Its secret, shown this once: ") + code(secret),
            "Messages are signed with it as standardwebhooks.com has it: check webhook-signature, refuse a "
            "webhook-timestamp that is minutes old, and take no webhook-id twice.",
        ]
    lines += ["", text("To see one arrive: ") + code(f"/doors test {door.id}")]
    return compose(lines)


def _state(door: Door, rings: str) -> str:
    match door.state:
        case DoorState.OPEN:
            return rings
        case DoorState.PAUSED:
            return "paused"
        case DoorState.ENDED:
            return f"ended: {clip(tidy(door.reason), _REASON)}"
