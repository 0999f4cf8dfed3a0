"""/start: what leads a newcomer to alerts in three taps, by country, weight and clock.

Each button carries what was chosen before it, so that nothing is kept of who stops half-way.
"""

from collections.abc import Sequence

from bot.chat.render.html import Button, Line, Rendered, bold, compose, joined
from bot.chat.render.wishes.settings import GREAT
from bot.chat.typed.zones import SUGGESTED, zone_in_words
from bot.model import Alerts, Track

BEGIN = "begin"
"""What the buttons' data begins with; then the country, the weight and the zone, as far as they are chosen."""
EVERY = "*"
"""For all countries."""
DIGEST_AT = "08:00"
WEIGHTS = {
    Alerts.ALL: "Every new story at once",
    Alerts.CRITICAL: "Great events alone",
    Alerts.DIGEST: "Great events, the rest at 8:00",
}


def countries(tracks: Sequence[Track]) -> tuple[tuple[Button, ...], ...]:
    """The first buttons, below what /start says."""
    each = [_button(track.name, track.key) for track in tracks]
    rows = [tuple(each[n : n + 2]) for n in range(0, len(each), 2)]
    return ((_button("Alerts of all countries", EVERY),), *rows)


def weights(where: str, key: str) -> Rendered:
    """What is to ring of a country (``where``, "" for all)."""
    lines: list[Line] = [bold(f"Alerts of {where or 'all countries'}"), "What is to ring?", GREAT]
    rows = tuple((_button(words, key, str(one)),) for one, words in WEIGHTS.items())
    return compose(lines, buttons=rows)


def zones(where: str, key: str, weight: Alerts) -> Rendered:
    """By which clock."""
    head = f"Alerts of {where or 'all countries'} · {WEIGHTS[weight].lower()}"
    each = [_button(zone_in_words(zone), key, str(weight), zone) for zone in SUGGESTED]
    rows = tuple(tuple(each[n : n + 2]) for n in range(0, len(each), 2))
    return compose([bold(head), "Whose clock is yours? /timezone takes any other."], buttons=rows)


def begun(sentence: str, *, zone: str, first: str = "Subscribed.") -> Rendered:
    """It rings from now on."""
    return compose(
        [
            joined(" ", [bold(first), sentence]),
            f"Times are shown in {zone}. Change any of it: /settings",
            "Where things stand now: /summary",
        ]
    )


def kept(sentence: str) -> Rendered:
    """The chat had alerts already: a link changes nothing of them."""
    return compose(["This chat gets the alerts already, and nothing was changed.", sentence, "Change it: /settings"])


def _button(label: str, *chosen: str) -> Button:
    return Button(label, data=":".join((BEGIN, *chosen)))
