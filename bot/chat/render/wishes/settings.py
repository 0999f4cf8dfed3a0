"""/settings: one message with what rings in a chat, whose buttons change that and edit the message.

A button says what is to be, and not what is to change: pressed twice it does no more than once.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.chat.languages.lists import listed
from bot.chat.languages.names import track_in_list
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.digest import come_now
from bot.chat.render.html import Button, Line, Rendered, bold, columns, compose
from bot.chat.render.wishes.sentence import at
from bot.chat.render.wishes.subscriptions import Listed
from bot.chat.render.words import language_name
from bot.chat.typed.zones import SUGGESTED, zone_in_words
from bot.desk.delivery.digest import DEFAULT_AT, clock_of
from bot.desk.delivery.ringing import quiet_span
from bot.model import EVERY_DAY, Alerts, Chat, NewsKind, Party, Track

SET = "set"
"""What a button's data begins with; then its screen, and what it sets there."""
TRACKS, KINDS, ALERTS, QUIET, MOST, SOUND, ZONE, MUTED, LANGUAGES, SUBSCRIBED = (
    "tracks", "kinds", "alerts", "quiet", "most", "sound", "zone", "muted", "langs", "on",
)  # fmt: skip
SUBSCRIPTIONS, ONE, PAUSE, REMOVE = "subs", "one", "pause", "remove"
OF_ONE = frozenset({TRACKS, KINDS, ALERTS, SOUND, LANGUAGES, ONE})
"""Screens that are of one subscription; where a chat has several their names have ``@`` and its key behind them."""
EVERY = "all"
PASS = "pass"  # noqa: S105  # of great events in quiet hours
OFFERED = ("en", "ko", "ja", "de")
"""Languages of reports that have a button: those of most feeds."""
_CHECK = "✓ "
HALF = 18
"""Columns of a label that half the width of a phone has room for."""
_CLOCKS = ("07:00", "08:00", "12:00", "18:00")
DAYS = (("Every day", EVERY_DAY), ("Weekdays", "12345"), ("Mondays", "1"))
_NIGHTS = ("21:00-06:00", "22:00-07:00", "23:00-08:00", "00:00-07:00")
_NUMBERS = (3, 5, 10, 20)
ALERT_WORDS = {Alerts.ALL: "Every story", Alerts.CRITICAL: "Great events", Alerts.DIGEST: "Great events + digest"}
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
    t: Translator = ENGLISH
    parties: Sequence[Party] = ()
    several: Sequence[Listed] = ()
    """The chat's subscriptions."""
    key: str = ""
    """That of the one which the screen is of, where there are several; ``chat`` has what it wants."""


def screen(name: str, view: View) -> Rendered:
    """A screen by its name; the first one for whatever is none."""
    t = view.t
    if not view.chat.subscribed:
        button = _button(t.say("Get alerts here"), SUBSCRIBED, "yes")
        return compose([bold(t.say("Settings")), t.say("This chat gets no alerts.")], buttons=((button,),))
    title, rows = _SCREENS.get(name, _first)(view)
    told = [_numbered(n, one, t) for n, one in enumerate(view.several, 1)]
    lines: list[Line] = [bold(title), *(told if name == SUBSCRIPTIONS else [view.sentence])]
    lines += [come_now(view.come, t)] if view.come else []
    if name in _SCREENS:
        rows = [*rows, [_button(t.say("‹ Back"), _before(name, view))]]
    # What is typed behind /alerts is of the first subscription.
    hints = [hint for hint in HINTS.get(name, ()) if not view.key or "/alerts" not in hint]
    lines += [t.say(hint) for hint in hints]
    if view.key and name == ALERTS:
        lines.append(t.say("The time and the days of the digest are the same for all subscriptions of this chat."))
    rows = [[_of_one(button, view.key) for button in row] for row in rows] if view.key else rows
    return compose(lines, buttons=tuple(tuple(row) for row in rows if row))


def _before(name: str, view: View) -> str:
    """The screen that a screen was reached from."""
    if not view.key:
        return "main"
    return SUBSCRIPTIONS if name == ONE else ONE


def _of_one(button: Button, key: str) -> Button:
    """The button as it is below the screen of one subscription."""
    name, colon, value = (button.data or "").removeprefix(f"{SET}:").partition(":")
    return _button(button.label, f"{name}@{key}", value if colon else "") if name in OF_ONE else button


def _numbered(number: int, one: Listed, t: Translator) -> str:
    return f"{number}. " + t.say("{name}: {rings}", name=one.name, rings=one.told)


Rows = list[list[Button]]


def _button(label: str, name: str, value: str = "") -> Button:
    return Button(label, data=f"{SET}:{name}" + (f":{value}" if value else ""))


def _choice(label: str, name: str, value: str, *, chosen: bool) -> Button:
    return _button(f"{_CHECK}{label}" if chosen else label, name, value)


def _pair(*buttons: Button, most: int = HALF) -> Rows:
    """A row, or a row each where a phone would cut one of them."""
    fit = all(columns(one.label.removeprefix(_CHECK)) <= most for one in buttons)
    return [list(buttons)] if fit else [[one] for one in buttons]


def _in_twos(buttons: Iterable[Button]) -> Rows:
    those = list(buttons)
    # Chosen or not, so that rows stay where they are.
    return [row for n in range(0, len(those), 2) for row in _pair(*those[n : n + 2], most=HALF - len(_CHECK))]


def _first(view: View) -> tuple[str, Rows]:
    """Of a chat with several subscriptions, what is the same for all of them."""
    t, several = view.t, len(view.several) > 1
    manner, muted = view.chat.manner, view.muted + len(view.chat.interest.muted)
    span = quiet_span(manner.quiet)
    quiet = f"{at(span[0])}–{at(span[1])}" if span else t.word("settings", "none")
    sound, reports = _sound(view), _reports(view)
    mutes = _button(t.say("Muted: {number}", number=str(muted or t.word("settings", "none"))), MUTED)
    clock = _button(t.say("Clock: {zone}", zone=zone_in_words(view.zone, t)), ZONE)
    those = _button(t.say("Subscriptions: {number}", number=str(len(view.several))), SUBSCRIPTIONS)
    return t.say("Settings"), [
        *([[those]] if several else _what(view)),
        *_pair(
            _button(t.say("Quiet: {hours}", hours=quiet), QUIET),
            _button(t.say("A day: {number}", number=str(manner.cap or t.say("any number"))), MOST),
        ),
        *(_pair(mutes, clock) if several else [[sound, mutes], *_pair(clock, reports)]),
        [_button(t.say("No alerts any more"), SUBSCRIBED, "no")],
    ]


def _what(view: View) -> Rows:
    interest, t = view.chat.interest, view.t
    return [
        [
            _button(t.say("Countries: {which}", which=_number(len(interest.tracks), t)), TRACKS),
            _button(t.say("Kinds: {which}", which=_number(len(interest.kinds), t)), KINDS),
        ],
        [_button(t.say("Rings: {what}", what=t.say(ALERT_WORDS[view.chat.alerts].lower())), ALERTS)],
    ]


def _sound(view: View) -> Button:
    silent, t = view.chat.manner.silent, view.t
    return _button(t.say("Sound: off") if silent else t.say("Sound: on"), SOUND, "on" if silent else "off")


def _reports(view: View) -> Button:
    languages = ", ".join(view.chat.interest.languages) or view.t.say("all languages")
    return _button(view.t.say("Reports in: {languages}", languages=languages), LANGUAGES)


def _subscriptions(view: View) -> tuple[str, Rows]:
    """A row of each, to change it, pause it and, where it is not the only one, remove it."""
    t, several = view.t, len(view.several) > 1
    rows: Rows = []
    for one in view.several:
        pause = t.say("Resume") if one.paused else t.say("Pause")
        row = [
            _button(one.name, f"{ONE}@{one.key}" if several else "main"),
            _button(pause, f"{PAUSE}@{one.key}", "no" if one.paused else "yes"),
        ]
        rows.append([*row, _button(t.say("Remove"), f"{REMOVE}@{one.key}", "yes")] if several else row)
    return t.say("Subscriptions"), rows


def _one(view: View) -> tuple[str, Rows]:
    name = next((one.name for one in view.several if one.key == view.key), "")
    return name, [*_what(view), *_pair(_sound(view), _reports(view))]


def _number(chosen: int, t: Translator) -> str:
    """Of the countries or kinds that are chosen; none stands for all."""
    return str(chosen or t.word("settings", "all"))


def _tracks(view: View) -> tuple[str, Rows]:
    mine = view.chat.interest.tracks
    names = [(one.key, track_in_list(one, view.t, view.parties)) for one in view.tracks]
    each = [_toggle(name, TRACKS, key, chosen=key in mine) for key, name in names]
    return view.t.say("Countries"), [[_all(view, TRACKS, chosen=not mine)], *_in_twos(each)]


def _kinds(view: View) -> tuple[str, Rows]:
    mine = view.chat.interest.kinds
    words = [(kind, _capital(view.t.word("kind", str(kind)))) for kind in NewsKind]
    each = [_toggle(word, KINDS, str(kind), chosen=kind in mine) for kind, word in words]
    return view.t.say("Kinds of news"), [[_all(view, KINDS, chosen=not mine)], *_in_twos(each)]


def _all(view: View, name: str, *, chosen: bool) -> Button:
    return _choice(view.t.word("settings", "All"), name, EVERY, chosen=chosen)


def _capital(word: str) -> str:
    """With a capital first; a German noun keeps those that it has."""
    return word[:1].upper() + word[1:]


def _languages(view: View) -> tuple[str, Rows]:
    mine = view.chat.interest.languages
    offered = [*OFFERED, *(code for code in mine if code not in OFFERED)]
    each = [_toggle(language_name(code, view.t), LANGUAGES, code, chosen=code in mine) for code in offered]
    return view.t.say("Languages of reports"), [[_all(view, LANGUAGES, chosen=not mine)], *_in_twos(each)]


def _toggle(label: str, name: str, value: str, *, chosen: bool) -> Button:
    return _choice(label, name, f"{'-' if chosen else '+'}{value}", chosen=chosen)


def _alerts(view: View) -> tuple[str, Rows]:
    chat, t = view.chat, view.t
    weights = [(one, t.say(words)) for one, words in ALERT_WORDS.items()]
    rows: Rows = [[_choice(words, ALERTS, str(one), chosen=one is chat.alerts)] for one, words in weights]
    if chat.alerts is Alerts.DIGEST:
        mine = clock_of(chat.digest_at) or DEFAULT_AT
        clocks = [clock_of(one) or DEFAULT_AT for one in _CLOCKS]
        rows.append([_choice(at(one), ALERTS, f"at {one:%H:%M}", chosen=one == mine) for one in clocks])
        each = [(t.say(words), days) for words, days in DAYS]
        rows.append([_choice(words, ALERTS, f"on {days}", chosen=days == chat.digest_days) for words, days in each])
    return t.say("What rings at once"), rows


def _quiet(view: View) -> tuple[str, Rows]:
    manner, t = view.chat.manner, view.t
    nights = [(span, night) for night in _NIGHTS if (span := quiet_span(night)) is not None]
    each = [_choice(f"{at(a)}–{at(b)}", QUIET, night, chosen=night == manner.quiet) for (a, b), night in nights]
    passing = [
        _choice(t.say("Great events ring all the same"), QUIET, f"{PASS} {'no' if manner.great_pass else 'yes'}",
                chosen=manner.great_pass)
    ]  # fmt: skip
    rows = [[_choice(t.word("settings", "None"), QUIET, "off", chosen=not manner.quiet)], *_in_twos(each)]
    return t.say("Quiet hours"), [*rows, passing] if manner.quiet else rows


def _most(view: View) -> tuple[str, Rows]:
    cap = view.chat.manner.cap
    each = [_choice(str(number), MOST, str(number), chosen=number == cap) for number in _NUMBERS]
    return view.t.say("Alerts a day"), [[_choice(view.t.say("Any number"), MOST, "off", chosen=not cap)], each]


def _zone(view: View) -> tuple[str, Rows]:
    each = [_choice(zone_in_words(zone, view.t), ZONE, zone, chosen=zone == view.zone) for zone in SUGGESTED]
    return view.t.say("The clock of this chat"), _in_twos(each)


def _muted(view: View) -> tuple[str, Rows]:
    outlets, stories, t = len(view.chat.interest.muted), view.muted, view.t
    told = [t.plural("{number} story", "{number} stories", stories)] if stories else []
    told += [t.plural("{number} outlet", "{number} outlets", outlets)] if outlets else []
    unmute = t.say("Unmute {what}", what=listed(told, t))
    return t.word("settings", "Muted"), [[_button(unmute, MUTED, EVERY)]] if told else []


_SCREENS = {
    TRACKS: _tracks,
    KINDS: _kinds,
    ALERTS: _alerts,
    QUIET: _quiet,
    MOST: _most,
    ZONE: _zone,
    MUTED: _muted,
    LANGUAGES: _languages,
    SUBSCRIPTIONS: _subscriptions,
    ONE: _one,
}
HINTS = {
    TRACKS: ("A report of no single country comes where all are chosen.",),
    ALERTS: (GREAT, "Any other time and days: /alerts digest mon 9:30"),
    QUIET: ("By the clock of this chat. Any other hours: /alerts quiet 20:30-6:00",),
    MOST: ("It is for every story; great events do not count. Any other number: /alerts most 7",),
    ZONE: ("Any other: /timezone and a city",),
    LANGUAGES: (
        "What is reported in other languages alone does not ring; it comes when a report in one of these tells it.",
        "Any other: /alerts languages fr. The language of the alerts themselves: /language",
    ),
    SUBSCRIPTIONS: (
        "One more, by a name of its own: /subscribe deals japan as Tokyo",
        "A report that several of them want rings once, as the loudest of them says.",
    ),
    MUTED: (
        "/unmute lists them.",
        "A story is muted by a reply to its alert with /mute, an outlet by /mute and its name.",
    ),
}
