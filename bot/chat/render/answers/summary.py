"""The summary: where each line of talks stands, what came in a period, and the figures that stand."""

from collections.abc import Collection
from datetime import date

from bot.chat.render.answers.figures import by_actors, source_of
from bot.chat.render.baseline import compared_with
from bot.chat.render.html import Line, Rendered, Text, bold, clip, code, compose, joined, link, text, tidy
from bot.chat.render.paging import CAME_FROM, ButtonRows, command_button, rows_of, typed_again
from bot.chat.render.words import (
    HEADLINE,
    doubt,
    odds_line,
    outlet,
    role_of,
    sized_row,
    standing_words,
    track_name,
    track_of,
)
from bot.chat.typed.arguments import SummaryWords, short_name
from bot.desk.answers.course import Agreement, Ending
from bot.desk.answers.quotes import Voice
from bot.desk.answers.summary import Summary, TrackSummary
from bot.desk.answers.timeline import Development
from bot.desk.ledger.disputes import Dispute
from bot.desk.ledger.rows import LedgerRow, Source
from bot.desk.ledger.states import DONE, State
from bot.model import Event, Topic, Track
from bot.phrases.wording import count, day, month

OF_ALL = 3
"""Stories shown of a track where a period of all tracks was asked for."""
SENTENCE = 260
"""UTF-16 units of a sentence before it is cut."""


def summary(
    made: Summary,
    topic: Topic,
    *,
    asked: SummaryWords,
    until: date | None = None,
    known_on: date | None = None,
    others: bool = False,
) -> Rendered:
    """Without a period or country: the stand of every track and its newest report. Else what came, by weight and time.

    Of one country everything is told; buttons open the countries of the others. ``until`` is the last day of the period
    where that is not today, as in a replay; ``known_on`` is the day of a stand in the past, and ``others`` whether
    something was known on it of other countries than those asked for.
    """
    if made.newest is None:
        buttons = _buttons(made, topic, asked, known_on) if asked.named else ()
        return _empty_archive(asked, known_on, buttons, others=others)
    lines: list[Line] = [_heading(made, asked, until, known_on)]
    lines += [*_counts(made, asked), compared_with(topic.baseline)]
    for track in made.tracks:
        lines += _track(track, topic, asked)
    if made.unseen:
        lines += ["", bold("Gaps: ") + "; ".join(made.unseen)]
    if made.baseline:
        lines += ["", bold("Baseline") + " · " + link(made.baseline, made.baseline_source.url)]
    if asked == SummaryWords(None, None) and topic.vocabulary.tracks and known_on is None:
        name = short_name(topic.vocabulary.tracks[0], topic.vocabulary.tracks)
        lines.append(text("More: ") + code("/summary 7d") + ", " + code(f"/summary {name}"))
    buttons = _buttons(made, topic, asked, known_on)
    return compose(lines, buttons=buttons, more="… and {n} more lines; a country alone shows them")


def _buttons(made: Summary, topic: Topic, asked: SummaryWords, known_on: date | None) -> ButtonRows:
    """The countries, where all were asked for, or else the way back to them; and what the summary leads on to."""
    words = typed_again(asked)
    day = f"{known_on:%Y-%m-%d}" if known_on else ""
    tracks = [track for one in made.tracks if (track := track_of(topic, one.track)) is not None]
    command = "asof" if known_on else "summary"
    rows = (
        [command_button(track_name(track), command, day, track.key.lower(), words) for track in tracks]
        if not asked.track
        else []
    )
    countries = tuple(tuple(rows[n : n + 2]) for n in range(0, len(rows), 2))
    whole = typed_again(SummaryWords(asked.span, None))
    back = (command_button("‹ All countries", command, day, whole),) if asked.track else ()
    if known_on is not None:
        return rows_of(*countries, back)
    country = asked.track.key.lower() if asked.track else ""
    # The calendar has no period, and leads back to this one's.
    calendar = f"{country}{CAME_FROM}{whole}" if asked.span else country
    leads = command_button("Timeline", "timeline", words), command_button("Calendar", "calendar", calendar)
    return rows_of(*countries, leads, back)


def _heading(made: Summary, asked: SummaryWords, until: date | None, known_on: date | None) -> Text:
    span = asked.span.label if asked.span else ""
    ended = known_on or until
    if span and ended and asked.span and asked.span.until is None:
        span = f"{span.removeprefix('since ')} to {day(ended)}"
    parts = [asked.where, span]
    label = " · ".join(filter(None, parts))
    if known_on is not None:
        return bold(f"Known on {day(known_on)}") + (f" · {label}" if label else "")
    return bold("Summary") + f" · {label}" if label else bold("Where it stands")


def _counts(made: Summary, asked: SummaryWords) -> list[Line]:
    if not made.empty:
        return [made.counts]
    when = asked.span.within if asked.span else "yet"
    lines: list[Line] = [f"Nothing new {when}."]
    return [*lines, text("The newest report: ") + _source(made.newest)] if made.newest else lines


def _track(of: TrackSummary, topic: Topic, asked: SummaryWords) -> list[Line]:
    """A track's course, its figures, its developments; nothing for a track that has none of them."""
    short = asked == SummaryWords(None, None)
    whole = asked.track is not None
    shown = of.developments if whole else of.developments[:OF_ALL]
    if short:
        shown = (of.newest,) if of.newest else ()
    course = of.course
    if not (shown or course.state or course.agreement or course.troops or of.figures):
        return []
    track = track_of(topic, of.track)
    name = track_name(track) if track else of.track or "In general"
    there = {one.source.article_id for one in shown}
    lines: list[Line] = ["", joined(": ", [bold(name), _state_of(course.state, there) if course.state else ""])]
    lines += _beside(of, there)
    lines += [
        line
        for row, remark in zip(of.figures, of.remarks, strict=True)
        for line in _figure(row, topic, remark, new=row in of.moved)
    ]
    if short:
        lines += [_quote(text("“"), one.sentence, one.source, one.party) for one in _stances(of, there)]
    lines += [_development(one, newest_only=short) for one in shown]
    left = len(of.developments) - len(shown) + of.more
    if not short and left:
        lines.append(text(f"… and {count(left, 'more story', 'more stories')}") + _more(track, topic, asked))
    if whole:
        lines += [_quote(text("“"), one.sentence, one.source, one.party) for one in of.voices]
        lines += [line for one in of.disputes for line in _dispute(one)]
    if not short:
        lines += [odds_line(one) for one in of.odds]
    return lines


def _stances(of: TrackSummary, there: Collection[int | None]) -> list[Voice]:
    """What the sides hold, without the headlines that other lines have."""
    states = (of.course.state, of.course.troops)
    told = {*there, *(state.source.article_id for state in states if state is not None)}
    return [one for one in of.stances if one.source.article_id not in told]


def _more(track: Track | None, topic: Topic, asked: SummaryWords) -> Text:
    """Where the rest of a track's stories are: a country alone shows more of them, and its timeline all."""
    if track is None:
        return text("")
    span = typed_again(SummaryWords(asked.span, None))
    words = f"{short_name(track, topic.vocabulary.tracks)} {span}".strip()
    return text(": ") + code(f"/{'timeline' if asked.track else 'summary'} {words}")


def _beside(of: TrackSummary, there: Collection[int | None]) -> list[Line]:
    """Below the newest turn: how it was at the baseline, the agreement that runs, the troops."""
    course, lines = of.course, list[Line]()
    before = of.before.state.said if of.before and of.before.state else ""
    if before and course.state:
        same = before == course.state.said
        lines.append("   ↳ as at the baseline" if same else f"   ↳ at the baseline: {before}")
    if course.agreement is not None and (runs := _agreement(course.agreement, course.state)).plain:
        lines.append(text("   ") + runs)
    if course.troops is not None:
        lines.append(text("   ") + _state_of(course.troops, there))
    return lines


def _agreement(agreement: Agreement, newest: State | None) -> Text:
    """``agreement for 2019 in force since 5 Apr 2019, ends 31 Dec 2019``; of one that ran out ``last agreement, for
    2019, ran from 5 Apr 2019 to 31 Dec 2019``."""
    state, ends = agreement.state, agreement.ends
    if state is not None and ends is not None and agreement.expired:
        term = f", for {state.term}," if state.term else ""
        ran = link("last agreement", state.source.url) + f"{term} ran from {day(state.since)} to "
        return ran + link(_ends_on(ends), ends.source.url)
    parts: list[Text | str] = []
    if state is not None and state != newest:
        parts.append(link(state.said, state.source.url) + f" since {day(state.since)}")
    if ends is not None and not (agreement.expired and newest is not None and newest.event is None):
        word = "expired" if agreement.expired else "ends"
        at = "" if ends.exact else "in "
        parts.append(link(word if parts else f"agreement {word}", ends.source.url) + f" {at}{_ends_on(ends)}")
    return joined(", ", parts)


def _ends_on(ends: Ending) -> str:
    return day(ends.on) if ends.exact else month(ends.on)


def _state(state: State) -> Text:
    """``talks broken off in round 3 (UPI +8, 19 Nov 2019)``: since when, and on whose word."""
    by = ", by one report" if state.outlets == 1 else ""
    more = f" +{state.outlets - 1}" if state.outlets > 1 else ""
    return link(state.said, state.source.url) + f"{by} (" + outlet(state.source) + f"{more}, {day(state.since)})"


def _state_of(state: State, there: Collection[int | None]) -> Text:
    """A state, and what it is about: a headline, where neither years nor a line below (``there``) tell it."""
    is_told = state.term or state.source.article_id in there
    if is_told or not (state.event in DONE or state.event is Event.TROOP_CUT):
        return _state(state)
    return _state(state) + ": " + link(f"“{clip(tidy(state.source.title), HEADLINE)}”", state.source.url)


def _quote(mark: Text, sentence: str, source: Source, party: str = "") -> Text:
    """A sentence as it stands in its report, opening to it."""
    end = "”" if mark.plain == "“" else ""
    words = link(clip(tidy(sentence), SENTENCE), source.url)
    about: list[str | Text] = [party, outlet(source) + f", {day(source.date)}"]
    return mark + words + end + " · " + joined(" · ", about)


def _dispute(one: Dispute) -> list[Line]:
    """The headline that denies, and below it the one that it denies."""
    lines: list[Line] = [_quote(bold("Denied: "), one.sentence, one.source)]
    if one.against is not None:
        lines.append(_quote(text("   ↳ "), one.against.title, one.against))
    return lines


def _figure(row: LedgerRow, topic: Topic, remark: str, *, new: bool) -> list[Line]:
    """One row that stands, opening to the first report that had it; of what was agreed, to the first that says so."""
    source, more = source_of(row), ""
    words = joined(" ", [link(bold(sized_row(row)), source.url), role_of(row)])
    if row.outlets > 1:
        more = f" +{row.outlets - 1}"
    about = f" ({remark})" if remark else " · new" if new else ""
    whose = text("" if more else "only ") + outlet(source) + f"{more}, {day(source.date)}{about}"
    lines: list[Line] = ["• " + words + by_actors(row, topic) + " · " + whose]
    if row.comparison and row.comparison.relation != "unlike":
        lines.append(f"   {standing_words(row.comparison)}")
    if row.doubt is not None:
        lines.append(text("   ") + doubt(row))
    return lines


def _development(one: Development, *, newest_only: bool) -> Text:
    """``▸ Title · Reuters +2, 5 Nov 2026``."""
    headline = link(clip(tidy(one.sentence), HEADLINE), one.source.url)
    more = f" +{one.outlets - 1}" if one.outlets > 1 else ""
    mark = text("▸ Newest: " if newest_only else "▸ ")
    return mark + headline + " · " + outlet(one.source) + f"{more}, {day(one.published)}"


def _source(source: Source) -> Text:
    return link(clip(tidy(source.title), HEADLINE), source.url) + " · " + outlet(source) + f", {day(source.date)}"


def _empty_archive(asked: SummaryWords, known_on: date | None, buttons: ButtonRows, *, others: bool) -> Rendered:
    if known_on is not None and others:
        lines: list[Line] = [f"Nothing on record about {asked.where} was known on {day(known_on)}."]
        lines.append(text("What was known of the others: ") + code(f"/asof {known_on:%Y-%m-%d}"))
        return compose(lines, buttons=buttons)
    if known_on is not None:
        lines = [f"Nothing on record was known on {day(known_on)}.", "What there is: /timeline"]
        return compose(lines, buttons=buttons)
    if asked.named:
        return compose([f"No report about {asked.where} is in yet.", "Everything: /summary"], buttons=buttons)
    return compose(["No report is in yet.", "What all will be compared with: /baseline"])
