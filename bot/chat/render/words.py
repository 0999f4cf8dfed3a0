"""Words that several messages share: roles, events, flags, local times, ages, and the line of one figure."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from bot.chat.render.html import Text, bold, clip, joined, link, text, tidy
from bot.chat.typed.zones import zone_or_utc
from bot.desk.ledger.compare import Comparison
from bot.desk.ledger.denials import corrects, denies
from bot.desk.ledger.disputes import Odds
from bot.desk.ledger.rows import Doubt, LedgerRow, Source
from bot.desk.ledger.standing import is_due
from bot.desk.ledger.states import is_near, is_wished
from bot.model import Article, Event, Figure, Kind, Measure, Party, Period, Role, Stance, Topic, Track
from bot.phrases.amounts import Base, amount, with_base
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
from bot.phrases.wording import count, day, name_in_sentence
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

_MEASURED = {
    (Kind.MONEY, Measure.PART): "{} (a part)",
    (Kind.PERCENT, Measure.SHARE): "a share of {}",
    (Kind.MONEY, Measure.GAP): "a gap of {}",
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
_CHANGES = {"up": "a rise of {}", "down": "a cut of {}", "": "a change of {}"}

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


def track_name(track: Track) -> str:
    return f"{flag(track.payer)} {track.name}".strip()


def headline(article: Article, url: str | None = None) -> Text:
    """The title in bold, linked to the report."""
    return link(bold(title(article)), url if url is not None else article.url)


def title(article: Article) -> str:
    return clip(tidy(article.title), HEADLINE) or "(without a title)"


def local_time(when: datetime, zone: str, now: datetime) -> str:
    """The chat's local time, with the date when it is not today. Midnight UTC to the second is a date, not a time."""
    if when.astimezone(UTC).time() == time(0):
        return day(when.astimezone(UTC))
    local = when.astimezone(zone_or_utc(zone))
    clock = f"{local:%H:%M %Z}"
    return clock if local.date() == now.astimezone(local.tzinfo).date() else f"{day(local)}, {clock}"


def source_line(article: Article, zone: str, now: datetime) -> Text:
    """``Yonhap · in Korean · 19 Nov 2019, 18:05 KST``; English, which answers are in, goes without saying."""
    language = f"in {language_name(article.language)}" if article.language not in {"en", ""} else ""
    return joined(" · ", [outlet(article, 60), language, local_time(article.published, zone, now)])


def outlet(source: Article | Source, most: int = 40) -> Text:
    """The outlet's name; ``Investing.com`` opens to the report, see ``as_printed``."""
    return as_printed(clip(tidy(source.outlet), most), source.url)


def as_printed(words: str | Text, url: str) -> Text:
    """Words that are not ours; where a chat takes some of them for an address or a mention, they open to the report."""
    inner = text(words)
    return link(inner, url) if _ADDRESS.search(inner.plain) else inner


def language_name(code: str) -> str:
    """A language in English, by its ISO 639-1 code; the code where the program has no table of it."""
    from bot.reading.languages import LOCALES  # here, since most that is rendered is in English

    return LOCALES[code].name if code in LOCALES else code or "Other"


def age(span: timedelta) -> str:
    """``40 s``, ``5 min``, ``3 h 10 min``, ``2 days``."""
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


def sized(row: ToldFigure) -> str:
    """The amount as what it is: ``US$5bn a year``, ``a rise of ₩78.7bn``, ``a share of 61%``, ``5% of GDP``."""
    figure, base = row.figure, _fitting(row.base, row.figure)
    if figure.kind is Kind.TROOPS:
        return " ".join(filter(None, [with_base(figure, None), "that might leave" if row.is_weighed else row.troops]))
    if row.is_whole:
        return f"a staff of {with_base(figure, None)}"
    if row.is_noticed:
        return f"{with_base(figure, None)} given notice"
    printed = with_base(figure, base)
    if row.around.is_first_year and figure.year is None:
        printed = printed.replace(" a year", " in the first year")
    if base is not None or figure.measure is None or (figure.measure is Measure.PART and row.is_in_title):
        return printed
    if figure.measure is Measure.INCREASE and figure.kind in {Kind.MONEY, Kind.PERCENT}:
        return _CHANGES[row.change].format(printed)
    return _MEASURED.get((figure.kind, figure.measure), "{}").format(printed)


def sized_row(row: LedgerRow) -> str:
    """The same of a row of the ledger, whose reports may not all say which way a change goes."""
    if row.kind is Kind.TROOPS:
        return f"{with_base(row, None)} {_OF_TROOPS.get(row.measure, 'stationed')}"
    printed = with_base(row, row.base)
    if row.base is not None or row.measure is None:
        return printed
    if row.measure is Measure.INCREASE and row.kind in {Kind.MONEY, Kind.PERCENT}:
        return _CHANGES[""].format(printed)
    return _MEASURED.get((row.kind, row.measure), "{}").format(printed)


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


def role_words(role: Role, year: int | None) -> str:
    """``agreed for 2019``; of what is unclear no year, as it would read as that of a deal."""
    return " ".join(filter(None, [role.traits.word, f"for {year}" if year and role is not Role.UNCLEAR else ""]))


def role_of(figure: Figure | LedgerRow, base: Base | None = None) -> str:
    """The role in words, with the year that the sum is for.

    Troops and workers are in no year's deal. The length of a deal that nobody asks for or offers stands alone:
    reports give it in passing. Of a share of GDP reports name the year of the pledge as often as that of its aim. Which
    it is the date of a row tells: ``agreed in 2014``, ``agreed (by 2035)``; of a figure alone nothing: ``(2014)``.
    ``base`` is the one that a percentage of an article has; a row of the ledger knows its own.
    """
    if figure.role is Role.UNCLEAR:
        return role_words(figure.role, None)
    if figure.kind is Kind.YEARS:
        return figure.role.traits.word if figure.role in {Role.DEMANDED, Role.OFFERED} else ""
    if isinstance(figure, LedgerRow) and figure.base is Base.GDP and figure.year:
        is_aim = figure.year > figure.first_seen.year
        return f"{figure.role.traits.word} {f'(by {figure.year})' if is_aim else f'in {figure.year}'}".lstrip()
    if not isinstance(figure, LedgerRow) and base is Base.GDP and figure.year:
        return f"{figure.role.traits.word} ({figure.year})".lstrip()
    words = role_words(figure.role, None if figure.kind in {Kind.TROOPS, Kind.COUNT} else figure.year)
    return f"to be {words}" if isinstance(figure, LedgerRow) and is_due(figure) else words


def standing_words(comparison: Comparison, figure: Figure | None = None) -> str:
    """How a figure stands, for the line below it; of a sum that no text calls a year's it stands so if it is one."""
    words = "as in the baseline" if comparison.relation == "same" else comparison.phrase
    is_guess = figure is not None and figure.kind is Kind.MONEY and figure.period is None
    return f"↳ {words}, if it is a year's" if is_guess else f"↳ {words}"


def doubt(row: LedgerRow) -> Text:
    """``⚠ disputed: denied (Kyodo +1, 16 Nov 2019)``, opening to the first that does so; empty for what nobody takes
    back.
    """
    what = row.doubt
    if what is None:
        return text("")
    source = (row.corrections or row.denials)[0]
    others = len(row.corrections or row.denials) - 1
    more = f" +{others}" if others else ""
    about = text(" (") + outlet(source) + f"{more}, {day(source.date)})"
    verb = "corrected" if row.corrections else "denied"
    if not row.corrections and row.is_refuted_by_outlets:
        verb = "refuted by the outlet" if not others else "refuted by the outlets"
    words = f"{what.value}: {verb}" if what is Doubt.DISPUTED else verb
    return bold("⚠ ") + link(words, source.url) + about


def halt(row: LedgerRow) -> Text:
    """``⚠ halted (n-tv +3, 4 Feb 2021)``, opening to that report; empty for what nobody stopped."""
    if not row.halts:
        return text("")
    source, more = row.halts[0], f" +{len(row.halts) - 1}" if len(row.halts) > 1 else ""
    return bold("⚠ ") + link("halted", source.url) + " (" + outlet(source) + f"{more}, {day(source.date)})"


def odds_line(one: Odds) -> Text:
    """``Disputed: ₩1.04tn agreed for 2019 (Yonhap +3) or ₩1.2tn (Kyodo)``."""
    sums = [
        link(bold(sized_row(row)), row.sources[0].url)
        + " ("
        + outlet(row.sources[0])
        + f"{f' +{row.outlets - 1}' if row.outlets > 1 else ''})"
        for row in (one.one, one.other)
    ]
    return bold("Disputed: ") + joined(" or ", sums) + f" {role_of(one.one)}"


def by_account(speaker: str | None, role: Role | None = None) -> str:
    return account(person(speaker), role) if speaker else ""


def person(name: str) -> str:
    """Somebody as a report names him, as a sentence has it."""
    return clip(name_in_sentence(tidy(name)), 80)


def account(speakers: str, role: Role | None) -> str:
    """``according to Mark Esper``; who names an unclear figure does not say that it is unclear: ``named by ...``."""
    return f"{'named by' if role is Role.UNCLEAR else 'according to'} {speakers}"


def sureness(figure: Figure) -> str:
    """``83% sure``; "" where no probability is known. A probability that rounds to one is not certainty."""
    return f"{_percent(figure.chance)} sure" if figure.chance is not None else ""


def likeliest(figure: Figure, whose: str = "") -> str:
    """``most likely offered, 48%``, of a figure whose role is unclear; "" where nothing is known of it.

    ``whose``: what is to be said of whose it is then.
    """
    if figure.likely is None:
        return ""
    words = " ".join(filter(None, [f"most likely {figure.likely.traits.word or NO_ROLE}", whose]))
    return ", ".join(filter(None, [words, _percent(figure.chance) if figure.chance is not None else ""]))


def _percent(chance: float) -> str:
    return f"{min(99, round(100 * chance))}%"


def figure_line(row: ToldFigure, track: Track | None, topic: Topic) -> Text:
    """``up to US$5bn a year (S$6.81bn) demanded by the United States, according to South Korean lawmakers``.

    What is denied or supposed says so: ``US$8bn demanded by the United States (denied)``.
    """
    actor, speaker = _actor_and_speaker(row, topic.vocabulary.parties)
    if row.troops == "not withdrawn":
        speaker = None  # who ordered them to leave is not who says that they stayed
    words = joined(
        " ",
        [
            bold(sized(row)),
            _bracketed(row.conversions),
            _role_and_payer(row, track, topic.vocabulary.tracks),
            f"by {person(actor)}" if actor else "",
            _doubts(row),
        ],
    )
    return joined(", ", [words, by_account(speaker, row.figure.role)])


def _doubts(row: ToldFigure) -> str:
    """``(disputed)`` of what its own report says to be wrong; who claims it denies nothing."""
    stance = "disputed" if row.is_refuted else STANCES[row.figure.stance]
    doubts = ", ".join(filter(None, [stance, "unconfirmed" if row.around.is_unconfirmed else ""]))
    return f"({doubts})" if doubts else ""


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


def main_figure(article: Article, topic: Topic) -> Text:
    """The weightiest figure in a few words, or nothing."""
    rows = told_figures(article)
    if not rows:
        return text("")
    return joined(" ", [bold(sized(rows[0])), role_of(rows[0].figure, rows[0].base)])


def _bracketed(conversions: Sequence[Figure]) -> str:
    amounts = list(dict.fromkeys(amount(c) for c in conversions))
    return f"({', '.join(amounts)})" if amounts else ""


def _role_and_payer(row: ToldFigure, track: Track | None, tracks: Sequence[Track]) -> str:
    """The payer is named where it is not the one that the whole report is about."""
    figure = row.figure
    is_rise = figure.kind is Kind.PERCENT and figure.measure is Measure.INCREASE  # its year is that of either sum
    is_earlier = row.around.is_earlier and figure.role.traits.is_position and not row.is_first
    words = role_words(figure.role, None) if is_rise or is_earlier else role_of(figure, row.base)
    words = f"{'first ' if row.is_first else 'to be ' if row.is_planned else ''}{words}"
    if is_earlier:  # its year may be that of the sum, or when it was asked
        words += f" earlier ({figure.year})" if figure.year and not is_rise else " earlier"
    source_year = f"({row.around.source_year})" if row.around.source_year and _is_of_source(figure) else ""
    words = " ".join(filter(None, [words, total_years(row), source_year]))
    if row.around.is_of_some:
        return f"{words} (some countries)".lstrip()
    if figure.payer is None or (track is not None and track.payer == figure.payer):
        return words
    payer = next((t.name for t in tracks if t.payer == figure.payer), figure.payer)
    return f"{words} ({payer})" if words else f"({payer})"


def total_years(row: ToldFigure) -> str:
    """``over 5 years``, of a total that has no year of its own."""
    return row.around.years if row.figure.period is Period.TOTAL and not row.figure.year else ""


def _is_of_source(figure: Figure) -> bool:
    """Whether a figure without a year can be of the year of the study that has it: a share, and nobody's demand."""
    return figure.kind is Kind.PERCENT and figure.year is None and not figure.role.traits.is_position


def edition(seen: datetime, change: str, url: str, whose: str | Text = "") -> Text:
    """``✎ Kyodo, 24 Nov 2026: changed in silence: ...``: that a report was edited after it came; the day is in UTC.

    All of it opens to the report: it quotes headlines, of which a chat would make links and mentions of their own.
    """
    when = joined(", ", [whose, day(seen.astimezone(UTC))])
    return text("✎ ") + when + ": " + link(clip(tidy(change), 400), url)
