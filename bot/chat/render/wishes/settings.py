"""/settings: one message with what rings in a chat, whose buttons change that and edit the message.

A button says what is to be, and not what is to change: pressed twice it does no more than once.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.chat.render.digest import come_now
from bot.chat.render.html import Button, Line, Rendered, bold, compose
from bot.chat.render.wishes.sentence import at
from bot.chat.render.words import language_name
from bot.chat.typed.zones import SUGGESTED, zone_in_words
from bot.desk.delivery.digest import DEFAULT_AT, clock_of
from bot.desk.delivery.ringing import quiet_span
from bot.model import EVERY_DAY, Alerts, Chat, NewsKind, Track
from bot.phrases.wording import count, list_in_words

SET = "set"
"""What a button's data begins with; then its screen, and what it sets there."""
TRACKS, KINDS, ALERTS, QUIET, MOST, SOUND, ZONE, MUTED, LANGUAGES, SUBSCRIBED = (
    "tracks", "kinds", "alerts", "quiet", "most", "sound", "zone", "muted", "langs", "on",
)  # fmt: skip
EVERY = "all"
PASS = "pass"  # noqa: S105  # of great events in quiet hours
OFFERED = ("en", "ko", "ja", "de")
"""Languages of reports that have a button: those of most feeds."""
_CLOCKS = ("07:00", "08:00", "12:00", "18:00")
_DAYS = (("Every day", EVERY_DAY), ("Weekdays", "12345"), ("Mondays", "1"))
_NIGHTS = ("21:00-06:00", "22:00-07:00", "23:00-08:00", "00:00-07:00")
_NUMBERS = (3, 5, 10, 20)
_ALERTS = {Alerts.ALL: "Every story", Alerts.CRITICAL: "Great events", Alerts.DIGEST: "Great events + digest"}
GREAT = (
    "Great events: a deal, a break-off, a signature, a ratification, a furlough, an order of troops, a record demand."
)


class View(Struct, frozen=True):
    """What the screens are made of."""

    chat: Chat
    tracks: Sequence[Track]
    sentence: str
    """What rings."""
    zone: str
    muted: int
    """Stories."""
    come: int = 0
    """Reports that waited, and come now."""


def screen(name: str, view: View) -> Rendered:
    """A screen by its name; the first one for whatever is none."""
    if not view.chat.subscribed:
        button = _button("Get alerts here", SUBSCRIBED, "yes")
        return compose([bold("Settings"), "This chat gets no alerts."], buttons=((button,),))
    title, rows = _SCREENS.get(name, _first)(view)
    lines: list[Line] = [bold(title), view.sentence, *([come_now(view.come)] if view.come else [])]
    if name in _SCREENS:
        rows = [*rows, [_button("‹ Back", "main")]]
    lines += _HINTS.get(name, ())
    return compose(lines, buttons=tuple(tuple(row) for row in rows if row))


Rows = list[list[Button]]


def _button(label: str, name: str, value: str = "") -> Button:
    return Button(label, data=f"{SET}:{name}" + (f":{value}" if value else ""))


def _choice(label: str, name: str, value: str, *, chosen: bool) -> Button:
    return _button(f"✓ {label}" if chosen else label, name, value)


def _in_twos(buttons: Iterable[Button]) -> Rows:
    those = list(buttons)
    return [those[n : n + 2] for n in range(0, len(those), 2)]


def _first(view: View) -> tuple[str, Rows]:
    manner, interest = view.chat.manner, view.chat.interest
    span = quiet_span(manner.quiet)
    quiet = f"{at(span[0])}–{at(span[1])}" if span else "none"
    return "Settings", [
        [
            _button(f"Countries: {len(interest.tracks) or 'all'}", TRACKS),
            _button(f"Kinds: {len(interest.kinds) or 'all'}", KINDS),
        ],
        [_button(f"Rings: {_ALERTS[view.chat.alerts].lower()}", ALERTS)],
        [_button(f"Quiet: {quiet}", QUIET), _button(f"A day: {manner.cap or 'any number'}", MOST)],
        [
            _button("Sound: off" if manner.silent else "Sound: on", SOUND, "on" if manner.silent else "off"),
            _button(f"Muted: {view.muted + len(interest.muted) or 'none'}", MUTED),
        ],
        [
            _button(f"Clock: {zone_in_words(view.zone)}", ZONE),
            _button(f"Reports in: {', '.join(interest.languages) or 'all languages'}", LANGUAGES),
        ],
        [_button("No alerts any more", SUBSCRIBED, "no")],
    ]


def _tracks(view: View) -> tuple[str, Rows]:
    mine = view.chat.interest.tracks
    each = [_toggle(one.name, TRACKS, one.key, chosen=one.key in mine) for one in view.tracks]
    return "Countries", [[_choice("All", TRACKS, EVERY, chosen=not mine)], *_in_twos(each)]


def _kinds(view: View) -> tuple[str, Rows]:
    mine = view.chat.interest.kinds
    each = [_toggle(str(kind).capitalize(), KINDS, str(kind), chosen=kind in mine) for kind in NewsKind]
    return "Kinds of news", [[_choice("All", KINDS, EVERY, chosen=not mine)], *_in_twos(each)]


def _languages(view: View) -> tuple[str, Rows]:
    mine = view.chat.interest.languages
    offered = [*OFFERED, *(code for code in mine if code not in OFFERED)]
    each = [_toggle(language_name(code), LANGUAGES, code, chosen=code in mine) for code in offered]
    return "Languages of reports", [[_choice("All", LANGUAGES, EVERY, chosen=not mine)], *_in_twos(each)]


def _toggle(label: str, name: str, value: str, *, chosen: bool) -> Button:
    return _choice(label, name, f"{'-' if chosen else '+'}{value}", chosen=chosen)


def _alerts(view: View) -> tuple[str, Rows]:
    chat = view.chat
    rows: Rows = [[_choice(words, ALERTS, str(one), chosen=one is chat.alerts)] for one, words in _ALERTS.items()]
    if chat.alerts is Alerts.DIGEST:
        mine = clock_of(chat.digest_at) or DEFAULT_AT
        clocks = [clock_of(one) or DEFAULT_AT for one in _CLOCKS]
        rows.append([_choice(at(one), ALERTS, f"at {one:%H:%M}", chosen=one == mine) for one in clocks])
        rows.append([_choice(words, ALERTS, f"on {days}", chosen=days == chat.digest_days) for words, days in _DAYS])
    return "What rings at once", rows


def _quiet(view: View) -> tuple[str, Rows]:
    manner = view.chat.manner
    nights = [(span, night) for night in _NIGHTS if (span := quiet_span(night)) is not None]
    each = [_choice(f"{at(a)}–{at(b)}", QUIET, night, chosen=night == manner.quiet) for (a, b), night in nights]
    passing = [
        _choice("Great events ring all the same", QUIET, f"{PASS} {'no' if manner.great_pass else 'yes'}",
                chosen=manner.great_pass)
    ]  # fmt: skip
    rows = [[_choice("None", QUIET, "off", chosen=not manner.quiet)], *_in_twos(each)]
    return "Quiet hours", [*rows, passing] if manner.quiet else rows


def _most(view: View) -> tuple[str, Rows]:
    cap = view.chat.manner.cap
    each = [_choice(str(number), MOST, str(number), chosen=number == cap) for number in _NUMBERS]
    return "Alerts a day", [[_choice("Any number", MOST, "off", chosen=not cap)], each]


def _zone(view: View) -> tuple[str, Rows]:
    each = [_choice(zone_in_words(zone), ZONE, zone, chosen=zone == view.zone) for zone in SUGGESTED]
    return "The clock of this chat", _in_twos(each)


def _muted(view: View) -> tuple[str, Rows]:
    outlets, stories = len(view.chat.interest.muted), view.muted
    told = [count(stories, "story", "stories")] if stories else []
    told += [count(outlets, "outlet")] if outlets else []
    return "Muted", [[_button(f"Unmute {list_in_words(told)}", MUTED, EVERY)]] if told else []


_SCREENS = {
    TRACKS: _tracks,
    KINDS: _kinds,
    ALERTS: _alerts,
    QUIET: _quiet,
    MOST: _most,
    ZONE: _zone,
    MUTED: _muted,
    LANGUAGES: _languages,
}
_HINTS = {
    TRACKS: ("A report of no single country comes where all are chosen.",),
    ALERTS: (GREAT, "Any other time and days: /alerts digest mon 9:30"),
    QUIET: ("By the clock of this chat. Any other hours: /alerts quiet 20:30-6:00",),
    MOST: ("It is for every story; great events do not count. Any other number: /alerts most 7",),
    ZONE: ("Any other: /timezone and a city",),
    LANGUAGES: (
        "What is reported in other languages alone does not ring; it comes when a report in one of these tells it.",
        "Any other: /alerts languages fr. The language of the alerts themselves: /language",
    ),
    MUTED: (
        "/unmute lists them.",
        "A story is muted by a reply to its alert with /mute, an outlet by /mute and its name.",
    ),
}
