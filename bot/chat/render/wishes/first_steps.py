"""/start: what leads a newcomer to alerts in three taps, by country, weight and clock.

Each button carries what was chosen before it, so that nothing is kept of who stops half-way.
"""

from collections.abc import Sequence

from bot.chat.languages.names import track_in_list
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Button, Line, Rendered, bold, compose, joined
from bot.chat.render.wishes.settings import GREAT
from bot.chat.typed.zones import SUGGESTED, zone_in_words
from bot.model import Alerts, Party, Track

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


def countries(
    tracks: Sequence[Track], t: Translator = ENGLISH, parties: Sequence[Party] = ()
) -> tuple[tuple[Button, ...], ...]:
    """The first buttons, below what /start says."""
    each = [_button(track_in_list(track, t, parties), track.key) for track in tracks]
    rows = [tuple(each[n : n + 2]) for n in range(0, len(each), 2)]
    return ((_button(t.say("Alerts of all countries"), EVERY),), *rows)


def weights(where: str, key: str, t: Translator = ENGLISH) -> Rendered:
    """What is to ring of a country (``where``, "" for all)."""
    lines: list[Line] = [bold(_alerts_of(where, t)), t.say("What is to ring?"), t.say(GREAT)]
    rows = tuple((_button(t.say(words), key, str(one)),) for one, words in WEIGHTS.items())
    return compose(lines, buttons=rows)


def _alerts_of(where: str, t: Translator) -> str:
    return t.say("Alerts of {country}", country=where) if where else t.say("Alerts of all countries")


def zones(where: str, key: str, weight: Alerts, t: Translator = ENGLISH) -> Rendered:
    """By which clock."""
    head = f"{_alerts_of(where, t)} · {t.say(WEIGHTS[weight].lower())}"
    each = [_button(zone_in_words(zone, t), key, str(weight), zone) for zone in SUGGESTED]
    rows = tuple(tuple(each[n : n + 2]) for n in range(0, len(each), 2))
    return compose([bold(head), t.say("Whose clock is yours? /timezone takes any other.")], buttons=rows)


def begun(sentence: str, *, zone: str, t: Translator = ENGLISH) -> Rendered:
    """It rings from now on."""
    return compose(
        [
            joined(t.gap, [bold(t.say("Subscribed.")), sentence]),
            t.say("Times are shown in {zone}. Change any of it: /settings", zone=zone),
            t.say("Where things stand now: /summary"),
        ]
    )


def kept(sentence: str, t: Translator = ENGLISH) -> Rendered:
    """The chat had alerts already: a link changes nothing of them."""
    return compose(
        [
            t.say("This chat gets the alerts already, and nothing was changed."),
            sentence,
            t.say("Change it: /settings"),
        ]
    )


def _button(label: str, *chosen: str) -> Button:
    return Button(label, data=":".join((BEGIN, *chosen)))
