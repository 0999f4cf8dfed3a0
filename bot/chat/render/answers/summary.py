"""The summary: where each line of talks stands, what came in a period, and the figures that stand."""

from collections.abc import Collection
from datetime import date

from bot.chat.languages.names import name
from bot.chat.languages.times import day, month
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.answers.figures import source_of
from bot.chat.render.baseline import compared_with, yardstick_in_one_line
from bot.chat.render.html import Line, Rendered, Text, aside, bold, clip, code, compose, joined, link, said, text, tidy
from bot.chat.render.paging import CAME_FROM, ButtonRows, command_button, rows_of, typed_again
from bot.chat.render.retold.periods import span_label, within
from bot.chat.render.retold.told import (
    quoted,
    remark_in_words,
    row_words,
    state_words,
    term_words,
    unseen_in_words,
    whole_state,
)
from bot.chat.render.words import (
    HEADLINE,
    doubt,
    odds_line,
    outlets,
    outlets_of_row,
    sized_row,
    standing_of_row,
    track_heading,
    track_name,
    track_of,
    tracks_in_words,
)
from bot.chat.typed.arguments import SummaryWords, short_name
from bot.chat.typed.periods import Span
from bot.desk.answers.course import Agreement, Ending
from bot.desk.answers.quotes import Voice
from bot.desk.answers.summary import Summary, TrackSummary
from bot.desk.answers.timeline import Development
from bot.desk.ledger.disputes import Dispute
from bot.desk.ledger.rows import LedgerRow, Source
from bot.desk.ledger.states import DONE, State
from bot.model import Event, Topic, Track

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
    t: Translator = ENGLISH,
) -> Rendered:
    """Without a period or country: the stand of every track and its newest report. Else what came, by weight and time.

    Of one country everything is told; buttons open the countries of the others. ``until`` is the last day of the period
    where that is not today, as in a replay; ``known_on`` is the day of a stand in the past, and ``others`` whether
    something was known on it of other countries than those asked for.
    """
    if made.newest is None:
        buttons = _buttons(made, topic, asked, known_on, t) if asked.named else ()
        return _empty_archive(asked, topic, known_on, buttons, t, others=others)
    lines: list[Line] = [_heading(made, topic, asked, until, known_on, t)]
    lines += [*_counts(made, asked, t), compared_with(topic, t)]
    for track in made.tracks:
        lines += _track(track, topic, asked, t)
    if made.unseen:
        lines += ["", bold(f"{t.say('Gaps:')} ") + "; ".join(unseen_in_words(one, t) for one in made.unseen)]
    if made.baseline:
        in_one_line = yardstick_in_one_line(made.baseline, topic.baseline, made.track, t)
        lines += ["", bold(t.say("Baseline")) + " · " + link(in_one_line, made.baseline_source.url)]
    if asked == SummaryWords(None, None) and topic.vocabulary.tracks and known_on is None:
        short = short_name(topic.vocabulary.tracks[0], topic.vocabulary.tracks)
        lines.append(text(f"{t.say('More:')} ") + code("/summary 7d") + ", " + code(f"/summary {short}"))
    buttons = _buttons(made, topic, asked, known_on, t)
    return compose(lines, buttons=buttons, more="… and {n} more lines; a country alone shows them", t=t)


def _buttons(made: Summary, topic: Topic, asked: SummaryWords, known_on: date | None, t: Translator) -> ButtonRows:
    """The countries, where all were asked for, or else the way back to them; and what the summary leads on to."""
    words = typed_again(asked)
    on = f"{known_on:%Y-%m-%d}" if known_on else ""
    tracks = [track for one in made.tracks if (track := track_of(topic, one.track)) is not None]
    command, parties = "asof" if known_on else "summary", topic.vocabulary.parties
    rows = (
        [command_button(track_name(track, t, parties), command, on, track.key.lower(), words) for track in tracks]
        if not asked.track
        else []
    )
    countries = tuple(tuple(rows[n : n + 2]) for n in range(0, len(rows), 2))
    whole = typed_again(SummaryWords(asked.span, None))
    back = (command_button(f"‹ {t.say('All countries')}", command, on, whole),) if asked.track else ()
    if known_on is not None:
        return rows_of(*countries, back)
    country = asked.track.key.lower() if asked.track else ""
    # The calendar has no period, and leads back to this one's.
    calendar = f"{country}{CAME_FROM}{whole}" if asked.span else country
    leads = (
        command_button(t.say("Timeline"), "timeline", words),
        command_button(t.say("Calendar"), "calendar", calendar),
    )
    return rows_of(*countries, leads, back)


def _heading(
    made: Summary, topic: Topic, asked: SummaryWords, until: date | None, known_on: date | None, t: Translator
) -> Text:
    label = joined(" · ", [tracks_in_words(asked.named, topic, t), _period(asked.span, known_on or until, t)])
    if known_on is not None:
        return joined(" · ", [bold(t.say("Known on {day}", day=day(known_on, t))), label])
    return bold(t.say("Summary")) + " · " + label if label.plain else bold(t.say("Where it stands"))


def _period(span: Span | None, ended: date | None, t: Translator) -> str:
    """``the last 7 days``; of one that ended, and by itself names no end, ``1 Mar 2024 to 19 Nov 2026``."""
    if span is None or ended is None or span.until is not None:
        return span_label(span, t) if span else ""
    first = day(span.since, t) if span.since else span_label(span, t)
    return t.say("{first} to {last}", first=first, last=day(ended, t))


def _counts(made: Summary, asked: SummaryWords, t: Translator) -> list[Line]:
    if not made.empty:
        return [made.counts if t.is_english else _in_numbers(made, t)]
    nothing = t.say("Nothing new {within}.", within=within(asked.span, t)) if asked.span else t.say("Nothing new yet.")
    return (
        [nothing, said(t, "The newest report: {report}", report=_source(made.newest, t))] if made.newest else [nothing]
    )


def _in_numbers(made: Summary, t: Translator) -> str:
    """As ``made.counts``."""
    return t.say(
        "{reports} of {stories}, from {outlets}",
        reports=t.plural("{number} report", "{number} reports", made.reports),
        stories=t.plural("{number} story", "{number} stories", made.stories),
        outlets=t.plural("{number} outlet", "{number} outlets", made.outlets),
    )


def _track(of: TrackSummary, topic: Topic, asked: SummaryWords, t: Translator) -> list[Line]:
    """A track's course, its figures, its developments; nothing for a track that has none of them."""
    short = asked == SummaryWords(None, None)
    whole = asked.track is not None
    shown = of.developments if whole else of.developments[:OF_ALL]
    if short:
        shown = (of.newest,) if of.newest else ()
    course = of.course
    if not (shown or course.state or course.agreement or course.troops or of.figures):
        return []
    there = {one.source.article_id for one in shown}
    state = _state_of(course.state, there, t) if course.state else ""
    lines: list[Line] = ["", joined(": ", [bold(track_heading(of.track, topic, t)), state])]
    lines += _beside(of, there, t)
    lines += [
        line
        for row, remark in zip(of.figures, of.remarks, strict=True)
        for line in _figure(row, topic, remark, t, new=row in of.moved)
    ]
    if short:
        lines += [_voice(one, topic, t) for one in _stances(of, there)]
    lines += [_development(one, t, newest_only=short) for one in shown]
    left = len(of.developments) - len(shown) + of.more
    if not short and left:
        more = t.plural("… and {number} more story", "… and {number} more stories", left)
        lines.append(text(more) + _more(track_of(topic, of.track), topic, asked))
    if whole:
        lines += [_voice(one, topic, t) for one in of.voices]
        lines += [line for one in of.disputes for line in _dispute(one, t)]
    if not short:
        lines += [odds_line(one, t) for one in of.odds]
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


def _beside(of: TrackSummary, there: Collection[int | None], t: Translator) -> list[Line]:
    """Below the newest turn: how it was at the baseline, the agreement that runs, the troops."""
    course, lines = of.course, list[Line]()
    before = of.before.state if of.before else None
    if before is not None and before.said and course.state:
        same = before.said == course.state.said
        was = t.say("as at the baseline") if same else t.say("at the baseline: {state}", state=state_words(before, t))
        lines.append(f"   ↳ {was}")
    if course.agreement is not None and (runs := _agreement(course.agreement, course.state, t)).plain:
        lines.append(text("   ") + runs)
    if course.troops is not None:
        lines.append(text("   ") + _state_of(course.troops, there, t))
    return lines


def _agreement(agreement: Agreement, newest: State | None, t: Translator) -> Text:
    """``agreement for 2019 in force since 5 Apr 2019, ends 31 Dec 2019``; of one that ran out ``last agreement, for
    2019, ran from 5 Apr 2019 to 31 Dec 2019``."""
    state, ends = agreement.state, agreement.ends
    if state is not None and ends is not None and agreement.expired:
        return said(
            t,
            "{agreement}[, for {term},] ran from {first} to {last}",
            agreement=link(t.say("last agreement"), state.source.url),
            term=text(state.term if t.is_english else term_words(state.term, t)),
            first=text(day(state.since, t)),
            last=link(_ends_on(ends, t), ends.source.url),
        )
    parts: list[Text | str] = []
    if state is not None and state != newest:
        words, since = link(state_words(state, t), state.source.url), text(day(state.since, t))
        parts.append(said(t, "{state} since {day}", state=words, day=since))
    if ends is not None and not (agreement.expired and newest is not None and newest.event is None):
        pattern = "{ends} {day}" if ends.exact else "{ends} in {day}"
        word = link(t.say(ENDS[bool(parts), agreement.expired]), ends.source.url)
        parts.append(said(t, pattern, ends=word, day=text(_ends_on(ends, t))))
    return joined(", ", parts)


ENDS = {
    (True, True): "expired",
    (True, False): "ends",
    (False, True): "agreement expired",
    (False, False): "agreement ends",
}
"""By whether the agreement is named before, and whether it ran out."""


def _ends_on(ends: Ending, t: Translator) -> str:
    return day(ends.on, t) if ends.exact else month(ends.on, t)


def _state_of(state: State, there: Collection[int | None], t: Translator) -> Text:
    """A state, and what it is about: a headline, where neither years nor a line below (``there``) tell it."""
    is_told = state.term or state.source.article_id in there
    if is_told or not (state.event in DONE or state.event is Event.TROOP_CUT):
        return whole_state(state, t)
    headline = quoted(clip(tidy(state.source.title), HEADLINE), t)
    return whole_state(state, t) + ": " + link(headline, state.source.url)


def _voice(one: Voice, topic: Topic, t: Translator) -> Text:
    """A sentence of a side as it stands in its report, opening to it."""
    words = quoted(link(clip(tidy(one.sentence), SENTENCE), one.source.url), t)
    party = one.party if t.is_english else name(one.party, topic.vocabulary.parties, t)
    return words + " · " + joined(" · ", [party, outlets(one.source, 1, t)])


def _quote(mark: Text, sentence: str, source: Source, t: Translator) -> Text:
    words = link(clip(tidy(sentence), SENTENCE), source.url)
    return mark + words + " · " + outlets(source, 1, t)


def _dispute(one: Dispute, t: Translator) -> list[Line]:
    """The headline that denies, and below it the one that it denies."""
    lines: list[Line] = [_quote(bold(f"{t.say('Denied:')} "), one.sentence, one.source, t)]
    if one.against is not None:
        lines.append(_quote(text("   ↳ "), one.against.title, one.against, t))
    return lines


def _figure(row: LedgerRow, topic: Topic, remark: str, t: Translator, *, new: bool) -> list[Line]:
    """One row that stands, opening to the first report that had it; of what was agreed, to the first that says so."""
    source = source_of(row)
    words = row_words(row, topic, t, amount=link(bold(sized_row(row, t)), source.url))
    about = aside(remark_in_words(remark, t), t) if remark else text(f" · {t.say('new')}" if new else "")
    lines: list[Line] = ["• " + words + " · " + outlets_of_row(row, source, day(source.date, t), t) + about]
    if stands := standing_of_row(row, topic.baseline, t):
        lines.append(f"   {stands}")
    if row.doubt is not None:
        lines.append(text("   ") + doubt(row, t))
    return lines


def _development(one: Development, t: Translator, *, newest_only: bool) -> Text:
    """``▸ Title · Reuters +2, 5 Nov 2026``."""
    headline = link(clip(tidy(one.sentence), HEADLINE), one.source.url)
    mark = text(f"▸ {t.say('Newest:')} " if newest_only else "▸ ")
    return mark + headline + " · " + outlets(one.source, one.outlets, t, day(one.published, t))


def _source(source: Source, t: Translator) -> Text:
    return link(clip(tidy(source.title), HEADLINE), source.url) + " · " + outlets(source, 1, t)


def _empty_archive(
    asked: SummaryWords, topic: Topic, known_on: date | None, buttons: ButtonRows, t: Translator, *, others: bool
) -> Rendered:
    where, on = tracks_in_words(asked.named, topic, t), day(known_on, t) if known_on else ""
    if known_on is not None and others:
        nothing = t.say("Nothing on record about {where} was known on {day}.", where=where, day=on)
        command = code(f"/asof {known_on:%Y-%m-%d}")
        return compose([nothing, said(t, "What was known of the others: {command}", command=command)], buttons=buttons)
    if known_on is not None:
        nothing = t.say("Nothing on record was known on {day}.", day=on)
        return compose([nothing, t.say("What there is: {command}", command="/timeline")], buttons=buttons)
    if asked.named:
        nothing = t.say("No report about {where} is in yet.", where=where)
        return compose([nothing, t.say("Everything: {command}", command="/summary")], buttons=buttons)
    compared = t.say("What all will be compared with: {command}", command="/baseline")
    return compose([t.say("No report is in yet."), compared])
