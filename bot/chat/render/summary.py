"""The summary: where each line of talks stands, what came in a period, and the figures that stand."""

from datetime import date

from bot.chat.arguments import SummaryWords
from bot.chat.render.figures import short_name
from bot.chat.render.html import Line, Rendered, Text, bold, clip, code, compose, joined, link, text, tidy
from bot.chat.render.words import HEADLINE, by_account, role_of, standing, track_name, track_of
from bot.desk.amounts import with_base
from bot.desk.ledger import LedgerRow, Source
from bot.desk.states import State
from bot.desk.summary import Summary, TrackSummary
from bot.desk.timeline import Development
from bot.desk.wording import count, day
from bot.model import Role, Topic


def summary(made: Summary, topic: Topic, *, asked: SummaryWords, until: date | None = None) -> Rendered:
    """Without a period or country: the stand of every track and its newest report. Else what came, the newest first.

    ``until`` is the last day of the period where that is not today, as in a replay.
    """
    if made.newest is None:
        return _empty_archive(asked)
    lines: list[Line] = [_heading(made, asked, until)]
    lines += _counts(made, asked)
    newest_only = asked == SummaryWords(None, None)
    for track in made.tracks:
        lines += _track(track, topic, newest_only=newest_only, period=asked.span is not None)
    if made.baseline:
        lines += ["", bold("Baseline") + " · " + link(made.baseline, made.baseline_source.url)]
    if newest_only and topic.vocabulary.tracks:
        name = short_name(topic.vocabulary.tracks[0], topic.vocabulary.tracks)
        lines.append(text("More: ") + code("/summary 7d") + ", " + code(f"/summary {name}"))
    return compose(lines, more="… and {n} more lines; ask for less: /summary 24h")


def _heading(made: Summary, asked: SummaryWords, until: date | None) -> Text:
    span = asked.span.label if asked.span else ""
    parts = [asked.track.name if asked.track else "", f"{span} to {day(until)}" if span and until else span]
    label = " · ".join(filter(None, parts))
    return bold("Summary") + f" · {label}" if label else bold("Where it stands")


def _counts(made: Summary, asked: SummaryWords) -> list[Line]:
    if not made.empty:
        return [made.counts]
    when = f"in {asked.span.label}" if asked.span else "yet"
    lines: list[Line] = [f"Nothing new {when}."]
    return [*lines, text("The newest report: ") + _source(made.newest)] if made.newest else lines


def _track(of: TrackSummary, topic: Topic, *, newest_only: bool, period: bool) -> list[Line]:
    """A track's state, its figures, its developments; nothing for a track that has none of them."""
    shown = of.developments[:1] if newest_only else of.developments
    if not (shown or of.state or of.figures):
        return []
    track = track_of(topic, of.track)
    name = track_name(track) if track else of.track or "In general"
    lines: list[Line] = ["", joined(": ", [bold(name), _state(of.state) if of.state else ""])]
    lines += [line for row in of.figures for line in _figure(row)]
    lines += [_development(one, newest_only=newest_only) for one in shown]
    if not newest_only and of.more:
        where = f"/summary {short_name(track, topic.vocabulary.tracks)}" if track and period else ""
        lines.append(text(f"… and {count(of.more, 'more story', 'more stories')}") + (f" ({where})" if where else ""))
    return lines


def _state(state: State) -> Text:
    by = ", by one report" if state.outlets == 1 else ""
    return link(state.words, state.source.url) + f"{by} ({day(state.source.date)})"


def _figure(row: LedgerRow) -> list[Line]:
    """One row that stands, opening to the first report that had it; of what was agreed, to the first that says so."""
    source, more = row.sources[0], ""
    if row.role is Role.AGREED and row.first_stated is not None:
        source = row.first_stated
    words = joined(" ", [link(bold(with_base(row, row.base)), source.url), role_of(row)])
    speaker = by_account(row.actors[0]) if row.actors and not (row.stated and row.role is Role.AGREED) else ""
    if row.outlets > 1:
        more = f" +{row.outlets - 1}"
    outlet = f"{'only ' if not more else ''}{clip(tidy(source.outlet), 40)}{more}"
    lines: list[Line] = ["• " + joined(", ", [words, speaker]) + f" · {outlet}, {day(source.date)}"]
    if row.comparison and row.comparison.relation != "unlike":
        lines.append(f"   {standing(row.comparison)}")
    return lines


def _development(one: Development, *, newest_only: bool) -> Text:
    """``▸ Title · Reuters +2, 5 Nov 2026``."""
    headline = link(clip(tidy(one.sentence), HEADLINE), one.source.url)
    more = f" +{one.outlets - 1}" if one.outlets > 1 else ""
    return (
        text("▸ Newest: " if newest_only else "▸ ")
        + headline
        + f" · {clip(tidy(one.source.outlet), 40)}{more}, {day(one.published)}"
    )


def _source(source: Source) -> Text:
    return (
        link(clip(tidy(source.title), HEADLINE), source.url) + f" · {clip(tidy(source.outlet), 40)}, {day(source.date)}"
    )


def _empty_archive(asked: SummaryWords) -> Rendered:
    if asked.track is not None:
        return compose([f"No report about {asked.track.name} is in yet.", "Everything: /summary"])
    return compose(["No report is in yet.", "The yardstick meanwhile: /baseline"])
