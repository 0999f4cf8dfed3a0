"""Words that several messages share: roles, events, flags, local times, ages, and the line of one figure."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from bot.chat.languages.amounts import amount, in_first_year, with_base
from bot.chat.languages.lists import listed
from bot.chat.languages.names import contracted, country, doer, language_label, source_name, track_label
from bot.chat.languages.times import day, month
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Text, aside, bold, clip, joined, link, said, text, tidy
from bot.chat.typed.zones import zone_or_utc
from bot.desk.ledger.compare import Comparison
from bot.desk.ledger.denials import corrects, denies
from bot.desk.ledger.disputes import Odds
from bot.desk.ledger.rows import Doubt, LedgerRow, Source
from bot.desk.ledger.standing import is_due
from bot.desk.ledger.states import is_near, is_wished
from bot.model import (
    Article,
    Baseline,
    BaselineFigure,
    Event,
    Figure,
    Kind,
    Measure,
    Party,
    Period,
    Role,
    Stance,
    Topic,
    Track,
)
from bot.phrases.amounts import Base
from bot.phrases.circumstances import Circumstances, circumstances, is_negated
from bot.phrases.context import (
    Fate,
    base_in,
    change_in,
    is_first_position,
    is_second_position,
    is_whole_staff,
    tells_of_gdp,
    tells_of_notices,
    troops_in,
)
from bot.phrases.wording import count
from bot.reading.text import sentences

HEADLINE = 240
"""UTF-16 units of a headline before it is cut."""

NO_ROLE = "no part of a demand, an offer or a deal"

MEASURES = {
    Measure.LEVEL: "",
    Measure.INCREASE: "an increase",
    Measure.SHARE: "a share",
    Measure.PART: "a part of a larger sum",
    Measure.TOTAL: "a total over several years",
    Measure.GAP: "the gap between two sides",
    Measure.COUNT: "a number of people",
    Measure.LENGTH: "the length of a deal",
    **{measure: "a number of people" for measure in Measure if measure.is_of_troops},
}

STANCES = {Stance.ASSERTED: "", Stance.DENIED: "denied", Stance.HYPOTHETICAL: "hypothetical"}

_ADDRESS = re.compile(r"\w\.[a-z]{2,}|(?:^|\W)[@#/]\w", re.IGNORECASE)
"""What Telegram makes a link, a mention, a hashtag or a command of (https://core.telegram.org/api/entities)."""

MEASURED = {
    (Kind.MONEY, Measure.PART): "{amount} (a part)",
    (Kind.PERCENT, Measure.SHARE): "a share of {amount}",
    (Kind.MONEY, Measure.GAP): "a gap of {amount}",
}
"""How an amount is told that is not the whole of something."""
_OF_TROOPS: dict[Measure | None, str] = {
    Measure.LEAVING: "to leave",
    Measure.WEIGHED: "that might leave",
    Measure.KEPT: "not withdrawn",
    Measure.COMING: "to come",
    Measure.STAYING: "to stay",
    Measure.FLOOR: "as a floor",
}
"""What becomes of soldiers, where they are not those who are there."""
FATES = {fate: f"{{amount}} {fate}" for fate in (*_OF_TROOPS.values(), "stationed")}
CHANGES = {"up": "a rise of {amount}", "down": "a cut of {amount}", "": "a change of {amount}"}
ROLES = {
    role: (f"{role.traits.word}[ for {{year}}]" if role.traits.word else "[for {year}]")
    if role is not Role.UNCLEAR
    else role.traits.word
    for role in Role
}
"""A role in print, with the year that a sum is for."""
FIGURE = "{amount}[ ({conversions})][ {role}][ by {actor}][ ({doubts})][, {account}]"
SPANS = (
    ("for {first}–{last}", re.compile(r"for (?P<first>\d{4})–(?P<last>\d{4})")),
    ("over the {years} years from {first}", re.compile(r"over the (?P<years>\d+) years from (?P<first>\d{4})")),
    ("over the {years} years to {last}", re.compile(r"over the (?P<years>\d+) years to (?P<last>\d{4})")),
    ("over {years} years", re.compile(r"over (?P<years>\d+) years")),
    ("by {last}", re.compile(r"by (?P<last>\d{4})")),
)
"""The years of a total, as ``Circumstances.years`` has them."""

_MOST_OF_GDP = 10
"""Percent; no country is asked to spend more of its output on defence."""
_KIND_WEIGHT = {Kind.MONEY: 0, Kind.PERCENT: 5, Kind.MULTIPLE: 5, Kind.TROOPS: 8, Kind.COUNT: 9, Kind.YEARS: 10}


def track_of(topic: Topic, key: str | None) -> Track | None:
    return next((track for track in topic.vocabulary.tracks if track.key == key), None)


def flag(country: str | None) -> str:
    """The flag of an alpha-2 country, from Unicode's regional indicators; "" for none."""
    if country is None or len(country) != 2 or not (country.isascii() and country.isalpha()):
        return ""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in country.upper())


def track_name(track: Track, t: Translator = ENGLISH, parties: Sequence[Party] = ()) -> str:
    return f"{flag(track.payer)} {track_label(track, t, parties)}".strip()


def track_mark(track: Track | None, topic: Topic, t: Translator = ENGLISH) -> str:
    """Before what is told of it: the flag of its country, or the name of what has none; "" for no track."""
    if track is None:
        return ""
    sign = flag(track.payer)
    if sign or t.is_english:
        return sign or track.name
    named = track_label(track, t, topic.vocabulary.parties)
    return f"{named}:" if t.language == "de" else named


def track_heading(key: str | None, topic: Topic, t: Translator = ENGLISH) -> str:
    """A track as a heading, by its key; of what is of none ``In general``."""
    track = track_of(topic, key)
    return track_name(track, t, topic.vocabulary.parties) if track else key or t.say("In general")


def tracks_in_words(tracks: Sequence[Track], topic: Topic, t: Translator = ENGLISH) -> str:
    """``South Korea and Japan``; "" for none."""
    parties = topic.vocabulary.parties
    return listed([track.name if t.is_english else track_label(track, t, parties) for track in tracks], t)


def headline(article: Article, url: str | None = None, t: Translator = ENGLISH) -> Text:
    """The title in bold, linked to the report."""
    return link(bold(title(article, t)), url if url is not None else article.url)


def title(article: Article, t: Translator = ENGLISH) -> str:
    return clip(tidy(article.title), HEADLINE) or t.say("(without a title)")


def local_time(when: datetime, zone: str, now: datetime, t: Translator = ENGLISH) -> str:
    """The chat's local time, with the date when it is not today. Midnight UTC to the second is a date, not a time."""
    if when.astimezone(UTC).time() == time(0):
        return day(when.astimezone(UTC), t)
    local = when.astimezone(zone_or_utc(zone))
    clock = f"{local:%H:%M %Z}"
    if local.date() == now.astimezone(local.tzinfo).date():
        return clock
    return t.say("{day}, {clock}", day=day(local, t), clock=clock)


def source_line(article: Article, zone: str, now: datetime, t: Translator = ENGLISH) -> Text:
    """``Yonhap · in Korean · 19 Nov 2019, 18:05 KST``; the language of the answer goes without saying."""
    language = in_language(article.language, t)
    return joined(" · ", [outlet(article, 60), language, local_time(article.published, zone, now, t)])


def in_language(code: str, t: Translator = ENGLISH) -> str:
    """``in Korean``; "" for that of the answer."""
    return t.say("in {language}", language=language_name(code, t)) if code not in {t.language, ""} else ""


def outlet(source: Article | Source, most: int = 40) -> Text:
    """The outlet's name; ``Investing.com`` opens to the report, see ``as_printed``."""
    return as_printed(clip(tidy(source.outlet), most), source.url)


def as_printed(words: str | Text, url: str) -> Text:
    """Words that are not ours; where a chat takes some of them for an address or a mention, they open to the report."""
    inner = text(words)
    return link(inner, url) if _ADDRESS.search(inner.plain) else inner


def language_name(code: str, t: Translator = ENGLISH) -> str:
    """A language by its ISO 639-1 code; in English the code where the program has no table of it."""
    if not t.is_english:
        return language_label(code, t)
    from bot.reading.languages import LOCALES  # here, since most that is rendered is in English

    return LOCALES[code].name if code in LOCALES else code or "Other"


def age(span: timedelta, t: Translator = ENGLISH) -> str:
    """``40 s``, ``5 min``, ``3 h 10 min``, ``2 days``; in other languages in one unit, by Unicode's CLDR."""
    if not t.is_english:
        from babel.dates import format_timedelta

        told = str(format_timedelta(span, threshold=1, locale=t.language))
        return told.replace(" ", "") if t.language == "ja" else told
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes and hours < 10 else f"{hours} h"
    return count(hours // 24, "day")


def ago(span: timedelta, t: Translator = ENGLISH) -> str:
    """``3 h 10 min ago``, ``vor 2 Tagen``: a language may have its units in another case here."""
    if t.is_english:
        return f"{age(span)} ago"
    from babel.dates import format_timedelta

    told = str(format_timedelta(-span, threshold=1, add_direction=True, locale=t.language))
    return told.replace(" ", "") if t.language == "ja" else told


class ToldFigure(Struct, frozen=True):
    """A figure as a message tells it, with the conversions that its report gives."""

    figure: Figure
    conversions: tuple[Figure, ...] = ()
    base: Base | None = None
    """Of what a percentage is."""
    change: Literal["up", "down", ""] = ""
    """Which way it goes, where it is no level but a change."""
    troops: Fate = ""
    """Of soldiers, what becomes of them."""
    is_first: bool = False
    """Of a demand or an offer, whether it is the one that its side began with."""
    is_whole: bool = False
    """Of people, whether it is all that there are."""
    is_noticed: bool = False
    """Of people, whether a notice of leave is what they are given."""
    is_planned: bool = False
    """Of what is agreed, whether the deal is only said to be near."""
    is_weighed: bool = False
    """Of soldiers, whether that they leave is only weighed."""
    is_refuted: bool = False
    """Whether its report says that it is not so, of what its speaker claims."""
    tells_of: tuple[str, ...] = ()
    """Whose positions its speaker tells in the report."""
    is_in_title: bool = False
    """Whether the headline has it, and with that says what it is for."""
    around: Circumstances = Circumstances()


def told_figures(article: Article) -> tuple[ToldFigure, ...]:
    """The figures on the topic, each once, the weightiest first, conversions beside what they convert.

    A percentage or a multiple in no role is left out: what it is a share of, only its sentence tells.
    """
    on_topic = [figure for figure in article.reading.figures if figure.on_topic and not _is_bare(figure)]
    conversions = [figure for figure in on_topic if figure.role is Role.CONVERSION]
    amounts: dict[tuple[object, ...], list[Figure]] = {}
    for figure in on_topic:
        if figure.role is not Role.CONVERSION:
            own = _same(figure)
            same = next((key for key in amounts if _is_told_again(own, key)), own)
            amounts.setdefault(same, []).append(figure)
    tellers: defaultdict[str | None, list[str]] = defaultdict(list)
    for figure in on_topic:
        if figure.role.traits.is_claim and figure.actor is not None and figure.actor != figure.attributed_to:
            tellers[figure.attributed_to].append(figure.actor)
    result = [
        _told(article, those, conversions, tellers) for those in sorted(amounts.values(), key=lambda one: _rank(one[0]))
    ]
    result = _first_of_two(article, result)
    used = {c.spot for row in result for c in row.conversions}
    return tuple(result) + tuple(ToldFigure(c) for c in conversions if c.spot not in used)


def _first_of_two(article: Article, rows: Sequence[ToldFigure]) -> list[ToldFigure]:
    """The rows, of which a sum is told as a side's first where the text goes on to what the side came to instead."""
    later = [row.figure for row in rows if _is_sum_of_side(row.figure) and is_second_position(article, row.figure)]
    return [
        replace(row, is_first=True) if any(_comes_before(row.figure, one) for one in later) else row for row in rows
    ]


def _is_sum_of_side(figure: Figure) -> bool:
    return figure.kind is Kind.MONEY and figure.role in {Role.DEMANDED, Role.OFFERED}


def _comes_before(one: Figure, other: Figure) -> bool:
    is_same_side = (one.kind, one.role, one.payer) == (other.kind, other.role, other.payer)
    return is_same_side and one.where == other.where == "text" and one.start < other.start


def _told(
    article: Article,
    those: Sequence[Figure],
    conversions: Sequence[Figure],
    tellers: Mapping[str | None, Sequence[str]],
) -> ToldFigure:
    """A figure as all places of its report together tell it: a headline has no room for "over", nor for who says so."""
    figure = next((one for one in those if one.attributed_to is not None), those[0])
    if figure.hedge is None and figure.value_max is None:
        figure = replace(figure, hedge=next((one.hedge for one in those if one.hedge is not None), None))
    if figure.actor is not None and figure.attributed_to in {None, figure.actor} and figure.actor in tellers:
        # Who says what somebody else demands is read as who demands it, where his next sentence names nobody.
        figure = replace(figure, actor=None, attributed_to=figure.actor)
    troops = troops_in(article, figure) if figure.kind is Kind.TROOPS else ""
    return ToldFigure(
        figure,
        tuple(c for c in conversions if c.converts == figure.surface),
        _base(article, figure, those),
        change_in(article, figure),
        troops,
        _is_sum_of_side(figure) and any(is_first_position(article, one) for one in those),
        figure.kind is Kind.COUNT and any(is_whole_staff(article, one) for one in those),
        is_noticed=figure.kind is Kind.COUNT and article.reading.event is Event.FURLOUGH and tells_of_notices(article),
        is_planned=figure.role is Role.AGREED and any(_is_planned(article, one) for one in those),
        is_weighed=troops == "to leave" and article.reading.event is Event.TROOP_CUT and is_wished(article.title),
        is_refuted=_is_refuted(article, figure),
        tells_of=tuple(dict.fromkeys(tellers.get(figure.attributed_to, ()))),
        is_in_title=any(one.where == "title" or one.surface in article.title for one in those),
        around=circumstances(article, figure),
    )


def _is_refuted(article: Article, figure: Figure) -> bool:
    """Whether somebody claims what his report says to be wrong, who neither denies it nor tells of a denial."""
    takes_back = denies(article.title) or corrects(article.title, article.text) or is_negated(article, figure)
    return figure.stance is Stance.DENIED and figure.attributed_to is not None and not takes_back


def _base(article: Article, figure: Figure, those: Sequence[Figure]) -> Base | None:
    """Of what a percentage is; a small one that is no change is of GDP where the report speaks of that at all."""
    if Base.COST in (base_in(article, one) for one in those):
        return Base.COST
    is_no_change = figure.measure in {None, Measure.LEVEL, Measure.PART}
    is_small = figure.kind is Kind.PERCENT and figure.value <= _MOST_OF_GDP and is_no_change
    own = _fitting(base_in(article, figure), figure)
    return own or (Base.GDP if is_small and tells_of_gdp(article) else None)


def _fitting(base: Base | None, figure: Figure) -> Base | None:
    """The base, unless the words around are those of another figure, which rises."""
    return None if base is Base.RISE and figure.measure not in {None, Measure.INCREASE} else base


def _is_planned(article: Article, figure: Figure) -> bool:
    """Whether a sum is of a deal that is only near, as its headline or first sentence tells it."""
    first = next((article.text[start:end] for start, end in sentences(article.text)), "")
    is_told_first = figure.where == "title" or figure.start < len(first)
    near = article.reading.event is Event.AGREEMENT_IN_PRINCIPLE and is_near(article.title, first)
    return near and is_told_first


def sized(row: ToldFigure, t: Translator = ENGLISH) -> str:
    """The amount as what it is: ``US$5bn a year``, ``a rise of ₩78.7bn``, ``a share of 61%``, ``5% of GDP``."""
    figure, base = row.figure, _fitting(row.base, row.figure)
    if figure.kind is Kind.TROOPS:
        fate = "that might leave" if row.is_weighed else row.troops
        told = with_base(figure, None, t)
        return t.say(FATES[fate], amount=told) if fate else told
    if row.is_whole:
        return t.say("a staff of {amount}", amount=with_base(figure, None, t))
    if row.is_noticed:
        return t.say("{amount} given notice", amount=with_base(figure, None, t))
    is_yearly = figure.kind is Kind.MONEY and figure.period is Period.YEAR
    is_first_year = is_yearly and row.around.is_first_year and figure.year is None
    printed = in_first_year(figure, t) if is_first_year else with_base(figure, base, t)
    if base is not None or figure.measure is None or (figure.measure is Measure.PART and row.is_in_title):
        return printed
    return _as_measured(figure.kind, figure.measure, printed, row.change, t)


def sized_row(row: LedgerRow, t: Translator = ENGLISH) -> str:
    """The same of a row of the ledger, whose reports may not all say which way a change goes."""
    if row.kind is Kind.TROOPS:
        return t.say(FATES[_OF_TROOPS.get(row.measure, "stationed")], amount=with_base(row, None, t))
    printed = with_base(row, row.base, t)
    if row.base is not None or row.measure is None:
        return printed
    return _as_measured(row.kind, row.measure, printed, "", t)


def _as_measured(kind: Kind, measure: Measure, printed: str, change: str, t: Translator) -> str:
    if measure is Measure.INCREASE and kind in {Kind.MONEY, Kind.PERCENT}:
        return t.say(CHANGES[change], amount=printed)
    pattern = MEASURED.get((kind, measure))
    return t.say(pattern, amount=printed) if pattern else printed


def _is_bare(figure: Figure) -> bool:
    return figure.role is Role.OTHER and figure.kind in {Kind.PERCENT, Kind.MULTIPLE}


def _same(figure: Figure) -> tuple[object, ...]:
    return (figure.kind, figure.value, figure.value_max, figure.currency, figure.role, figure.payer)


def _is_told_again(own: tuple[object, ...], known: tuple[object, ...]) -> bool:
    """Whose sum it is a report may tell once, and in another sentence leave to its reader."""
    return own == known or (own[:-1] == known[:-1] and None in (own[-1], known[-1]))


def _rank(figure: Figure) -> tuple[bool, int]:
    """What is in an unclear role comes last, whatever it is."""
    weight = _KIND_WEIGHT[figure.kind] + (figure.role.traits.weight if figure.kind is Kind.MONEY else 0)
    return figure.role is Role.UNCLEAR, weight


def role_words(role: Role, year: int | None, t: Translator = ENGLISH) -> str:
    """``agreed for 2019``; of what is unclear no year, as it would read as that of a deal."""
    return t.say(ROLES[role], year=str(year) if year else "")


def role_of(figure: Figure | LedgerRow, base: Base | None = None, t: Translator = ENGLISH) -> str:
    """The role in words, with the year that the sum is for.

    Troops and workers are in no year's deal. The length of a deal that nobody asks for or offers stands alone:
    reports give it in passing. Of a share of GDP reports name the year of the pledge as often as that of its aim. Which
    it is the date of a row tells: ``agreed in 2014``, ``agreed (by 2035)``; of a figure alone nothing: ``(2014)``.
    ``base`` is the one that a percentage of an article has; a row of the ledger knows its own.
    """
    if figure.role is Role.UNCLEAR:
        return role_words(figure.role, None, t)
    if figure.kind is Kind.YEARS:
        return role_words(figure.role, None, t) if figure.role in {Role.DEMANDED, Role.OFFERED} else ""
    bare = role_words(figure.role, None, t)
    if isinstance(figure, LedgerRow) and figure.base is Base.GDP and figure.year:
        is_aim = figure.year > figure.first_seen.year
        return t.say("[{role} ](by {year})" if is_aim else "[{role} ]in {year}", role=bare, year=str(figure.year))
    if not isinstance(figure, LedgerRow) and base is Base.GDP and figure.year:
        return t.say("[{role} ]({year})", role=bare, year=str(figure.year))
    words = role_words(figure.role, None if figure.kind in {Kind.TROOPS, Kind.COUNT} else figure.year, t)
    return t.say("to be {role}", role=words) if isinstance(figure, LedgerRow) and is_due(figure) else words


def standing_words(comparison: Comparison, figure: Figure | None = None) -> str:
    """How a figure stands, for the line below it; of a sum that no text calls a year's it stands so if it is one."""
    words = "as in the baseline" if comparison.relation == "same" else comparison.phrase
    return f"↳ {_if_yearly(words, figure, ENGLISH)}"


def standing_of_row(row: LedgerRow, baseline: Baseline, t: Translator = ENGLISH) -> str:
    """How a row stands, for the line below it; "" for what has nothing like it in the baseline."""
    found = row.comparison
    if found is None or found.relation == "unlike":
        return ""
    return standing_words(found) if t.is_english else f"↳ {_compared(found, row, baseline, t)}"


DISTANCES = ("{percent}% above {yardstick}", "{percent}% below {yardstick}", "twice {yardstick}",
             "{times} times {yardstick}")  # fmt: skip
YARDSTICKS = {
    (role, has_year): f"the {{amount}} {role} " + ("for {year}" if has_year else "in {month}")
    for role in Role
    if role.traits.held_against
    for has_year in (True, False)
}
"""What a figure is held against, by its role and whether it has a year."""


def standing(comparison: Comparison, figure: Figure, baseline: Baseline, t: Translator) -> str:
    """As ``standing_words``, in the chat's language; of what is like."""
    return f"↳ {_if_yearly(_compared(comparison, figure, baseline, t), figure, t)}"


def _compared(comparison: Comparison, figure: Figure | LedgerRow, baseline: Baseline, t: Translator) -> str:
    if comparison.relation == "same":
        return t.say("as in the baseline")
    words = distance_in_words(comparison.ratio or 0.0, comparison.baseline, baseline, t)
    is_range = figure.value_max is not None and figure.value_max != figure.value
    return t.say("at the upper end {distance}", distance=words) if is_range else words


def _if_yearly(words: str, figure: Figure | None, t: Translator) -> str:
    is_guess = figure is not None and figure.kind is Kind.MONEY and figure.period is None
    return t.say("{words}, if it is a year's", words=words) if is_guess else words


def distance_in_words(ratio: float, other: BaselineFigure, baseline: Baseline, t: Translator) -> str:
    """``46% above the ₩1.04tn agreed for 2019``."""
    against = yardstick_in_words(other, baseline, t)
    if ratio < 2:
        percent = str(max(1, round(abs(ratio - 1) * 100)))
        pattern = "{percent}% above {yardstick}" if ratio > 1 else "{percent}% below {yardstick}"
        return t.say(pattern, percent=percent, yardstick=against)
    times = t.number(round(ratio, 1))
    return t.say("twice {yardstick}" if times == "2" else "{times} times {yardstick}", times=times, yardstick=against)


def yardstick_in_words(other: BaselineFigure, baseline: Baseline, t: Translator) -> str:
    """``the ₩1.04tn agreed for 2019``."""
    pattern = YARDSTICKS.get((other.role, bool(other.year)), "the {amount} of {month}")
    return t.say(pattern, amount=amount(other, t, hedged=False), year=str(other.year), month=month(baseline.date, t))


DOUBTS = ("corrected", "denied", "refuted by the outlet", "refuted by the outlets")
DISPUTED = "disputed: {doubt}"


def doubt(row: LedgerRow, t: Translator = ENGLISH) -> Text:
    """``⚠ disputed: denied (Kyodo +1, 16 Nov 2019)``, opening to the first that does so; empty for what nobody takes
    back.
    """
    what = row.doubt
    if what is None:
        return text("")
    source = (row.corrections or row.denials)[0]
    others = len(row.corrections or row.denials) - 1
    about = aside(outlets(source, others + 1, t), t)
    verb = "corrected" if row.corrections else "denied"
    if not row.corrections and row.is_refuted_by_outlets:
        verb = "refuted by the outlet" if not others else "refuted by the outlets"
    told = t.say(verb)
    words = t.say(DISPUTED, doubt=told) if what is Doubt.DISPUTED else told
    return bold("⚠ ") + link(words, source.url) + about


def halt(row: LedgerRow, t: Translator = ENGLISH) -> Text:
    """``⚠ halted (n-tv +3, 4 Feb 2021)``, opening to that report; empty for what nobody stopped."""
    if not row.halts:
        return text("")
    source = row.halts[0]
    return bold("⚠ ") + link(t.say("halted"), source.url) + aside(outlets(source, len(row.halts), t), t)


def outlets_told(source: Source, number: int, t: Translator = ENGLISH, most: int = 40) -> Text:
    """``n-tv +3``: the outlet of a report, and how many more tell the same."""
    told = outlet(source, most)
    return said(t, "{outlet} +{others}", outlet=told, others=text(str(number - 1))) if number > 1 else told


def outlets(source: Source, number: int, t: Translator = ENGLISH, when: str = "", most: int = 40) -> Text:
    """``n-tv +3, 4 Feb 2021``: the outlet of a report, how many more tell the same, and the report's day (``when``)."""
    return outlets_told(source, number, t, most) + t.joint + (when or day(source.date, t))


def outlets_of_row(row: LedgerRow, source: Source, when: str, t: Translator = ENGLISH) -> Text:
    """The same; of one outlet alone ``only KBS, 19 Nov 2019``."""
    if row.outlets > 1:
        return outlets(source, row.outlets, t, when)
    return said(t, "only {outlet}", outlet=outlet(source)) + t.joint + when


def odds_line(one: Odds, t: Translator = ENGLISH) -> Text:
    """``Disputed: ₩1.04tn agreed for 2019 (Yonhap +3) or ₩1.2tn (Kyodo)``."""
    sums = [
        link(bold(sized_row(row, t)), row.sources[0].url) + aside(outlets_told(row.sources[0], row.outlets, t), t)
        for row in (one.one, one.other)
    ]
    head = bold(t.say("Disputed:"))
    return said(t, "{head} {one} or {other}[ {role}]", head=head, one=sums[0], other=sums[1],
                role=text(role_of(one.one, t=t)))  # fmt: skip


def by_account(
    speaker: str | None, role: Role | None = None, t: Translator = ENGLISH, parties: Sequence[Party] = ()
) -> str:
    return account(person(speaker, t, parties), role, t) if speaker else ""


def person(who: str, t: Translator = ENGLISH, parties: Sequence[Party] = ()) -> str:
    """Somebody who says so, as a sentence has him; for ``account``."""
    return clip(source_name(tidy(who), parties, t), 80)


def doer_in_words(who: str, topic: Topic, t: Translator = ENGLISH) -> str:
    """Somebody who demands or offers, as a sentence has him; see ``doer``."""
    return clip(doer(tidy(who), topic.vocabulary.parties, t), 80)


def account(speakers: str, role: Role | None, t: Translator = ENGLISH) -> str:
    """``according to Mark Esper``; who names an unclear figure does not say that it is unclear: ``named by ...``."""
    told = t.say("named by {speaker}" if role is Role.UNCLEAR else "according to {speaker}", speaker=speakers)
    return contracted(told, t)


def sureness(figure: Figure, t: Translator = ENGLISH) -> str:
    """``83% sure``; "" where no probability is known. A probability that rounds to one is not certainty."""
    return t.say("{percent} sure", percent=_percent(figure.chance, t)) if figure.chance is not None else ""


def likeliest(figure: Figure, whose: str = "", t: Translator = ENGLISH) -> str:
    """``most likely offered, 48%``, of a figure whose role is unclear; "" where nothing is known of it.

    ``whose``: what is to be said of whose it is then.
    """
    if figure.likely is None:
        return ""
    role = t.say("most likely {role}", role=role_words(figure.likely, None, t) or t.say(NO_ROLE))
    words = " ".join(filter(None, [role, whose]))
    return t.joint.join(filter(None, [words, _percent(figure.chance, t) if figure.chance is not None else ""]))


def _percent(chance: float, t: Translator) -> str:
    return t.say("{number}%", number=str(min(99, round(100 * chance))))


def figure_line(row: ToldFigure, track: Track | None, topic: Topic, t: Translator = ENGLISH) -> Text:
    """``up to US$5bn a year (S$6.81bn) demanded by the United States, according to South Korean lawmakers``.

    What is denied or supposed says so: ``US$8bn demanded by the United States (denied)``.
    """
    return said(t, FIGURE, **figure_parts(row, track, topic, t))


def figure_parts(row: ToldFigure, track: Track | None, topic: Topic, t: Translator = ENGLISH) -> dict[str, Text]:
    """What stands in the places of ``FIGURE``."""
    parties = topic.vocabulary.parties
    actor, speaker = _actor_and_speaker(row, parties)
    if row.troops == "not withdrawn":
        speaker = None  # who ordered them to leave is not who says that they stayed
    return {
        "amount": bold(sized(row, t)),
        "conversions": text(_listed(row.conversions, t)),
        "role": text(_role_and_payer(row, track, topic.vocabulary.tracks, t)),
        "actor": text(clip(doer(tidy(actor), parties, t), 80) if actor else ""),
        "doubts": text(_doubts(row, t)),
        "account": text(by_account(speaker, row.figure.role, t, parties)),
    }


def _doubts(row: ToldFigure, t: Translator) -> str:
    """``disputed`` of what its own report says to be wrong; who claims it denies nothing."""
    stance = "disputed" if row.is_refuted else STANCES[row.figure.stance]
    return ", ".join(t.say(one) for one in (stance, "unconfirmed" if row.around.is_unconfirmed else "") if one)


def _actor_and_speaker(row: ToldFigure, parties: Sequence[Party]) -> tuple[str | None, str | None]:
    """Who demands, offers or reckons it, and who says so if somebody else does.

    Of a country's demand that one of its own people tells, he is who demands it, unless he tells of another of its
    people, or what its report disputes. In other roles nobody acts: their sums are the payer's or both sides'.
    """
    figure = row.figure
    role, said = figure.role.traits, figure.attributed_to
    actor = figure.actor if role.is_claim and role.word else None
    if actor is None or said is None:
        return actor, said
    if row.is_refuted:
        return (None if is_same_person(actor, said) else actor), said
    if is_same_person(actor, said) or (figure.stance is Stance.DENIED and _is_of_his_side(actor, said, parties)):
        return actor, None
    tells_of_another = any(one != said and _is_of_his_side(actor, one, parties) for one in row.tells_of)
    return (said, None) if _is_of_his_side(actor, said, parties) and not tells_of_another else (actor, said)


def _is_of_his_side(country: str, name: str, parties: Sequence[Party]) -> bool:
    """Whether somebody is one of a country's own people."""
    code = next((one.country for one in parties if one.name == country and not one.person), None)
    return code is not None and any(one.person and one.name == name and one.country == code for one in parties)


def is_same_person(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and tidy(one).casefold() == tidy(other).casefold()


def main_figure(article: Article, t: Translator = ENGLISH) -> Text:
    """The weightiest figure in a few words, or nothing."""
    rows = told_figures(article)
    if not rows:
        return text("")
    return said(
        t, "{amount}[ {role}][ {total}]", amount=bold(sized(rows[0], t)),
        role=text(role_of(rows[0].figure, rows[0].base, t)),
    )  # fmt: skip


def _listed(conversions: Sequence[Figure], t: Translator) -> str:
    return ", ".join(dict.fromkeys(amount(c, t) for c in conversions))


NOTED = "[{role}][ {total}][ ({source_year})]"


def _role_and_payer(row: ToldFigure, track: Track | None, tracks: Sequence[Track], t: Translator) -> str:
    """The payer is named where it is not the one that the whole report is about."""
    figure = row.figure
    is_rise = figure.kind is Kind.PERCENT and figure.measure is Measure.INCREASE  # its year is that of either sum
    is_earlier = row.around.is_earlier and figure.role.traits.is_position and not row.is_first
    words = role_words(figure.role, None, t) if is_rise or is_earlier else role_of(figure, row.base, t)
    if row.is_first or row.is_planned:
        words = t.say("first {role}" if row.is_first else "to be {role}", role=words)
    if is_earlier:  # its year may be that of the sum, or when it was asked
        year = str(figure.year) if figure.year and not is_rise else ""
        words = t.say("{role} earlier[ ({year})]", role=words, year=year)
    source_year = str(row.around.source_year) if row.around.source_year and _is_of_source(figure) else ""
    words = t.say(NOTED, role=words, total=total_years(row, t), source_year=source_year)
    if row.around.is_of_some:
        return t.say("[{role} ](some countries)", role=words)
    if figure.payer is None or (track is not None and track.payer == figure.payer):
        return words
    payer = next((one.name for one in tracks if one.payer == figure.payer), figure.payer)
    return t.say("[{role} ]({payer})", role=words, payer=country(figure.payer, t, payer))


def total_years(row: ToldFigure, t: Translator = ENGLISH) -> str:
    """``over 5 years``, of a total that has no year of its own."""
    years = row.around.years if row.figure.period is Period.TOTAL and not row.figure.year else ""
    if not years or t.is_english:
        return years
    found = ((pattern, match) for pattern, words in SPANS if (match := words.fullmatch(years)))
    pattern, match = next(found, (years, None))
    return t.say(pattern, **(match.groupdict() if match else {}))


def _is_of_source(figure: Figure) -> bool:
    """Whether a figure without a year can be of the year of the study that has it: a share, and nobody's demand."""
    return figure.kind is Kind.PERCENT and figure.year is None and not figure.role.traits.is_position


EDITS = {"changed in silence: ": "changed in silence: {change}", "corrected: ": "corrected: {change}"}
"""What outlets do to a report, by the beginnings of ``Version.change``; what it goes on with are their own words."""


def edition(seen: datetime, change: str, url: str, whose: str | Text = "", t: Translator = ENGLISH) -> Text:
    """``✎ Kyodo, 24 Nov 2026: changed in silence: ...``: that a report was edited after it came; the day is in UTC.

    All of it opens to the report: it quotes headlines, of which a chat would make links and mentions of their own.
    """
    when = joined(", ", [whose, day(seen.astimezone(UTC), t)])
    head = next((one for one in EDITS if change.startswith(one)), "")
    words = t.say(EDITS[head], change=change.removeprefix(head)) if head else t.say(change)
    return text("✎ ") + when + ": " + link(clip(tidy(words), 400), url)
