"""The ledger of figures: each with role, speaker, dates, outlets, and how it stands to the baseline."""

from collections.abc import Iterable, Sequence

from bot.chat.render.corrected import NOTHING, CorrectedFigures, marks
from bot.chat.render.html import Line, Rendered, Text, bold, clip, code, compose, joined, link, text, tidy, whole
from bot.chat.render.paging import numbered, pages, rows_of
from bot.chat.render.words import account, doubt, halt, role_of, sized_row, standing_words, track_name, track_of
from bot.chat.typed.arguments import FigureWords, short_name
from bot.chat.typed.pages import pages_of
from bot.desk.answers.positions import soldiers
from bot.desk.ledger.disputes import at_odds
from bot.desk.ledger.entries import Key
from bot.desk.ledger.rows import LedgerRow, Source
from bot.model import Kind, Measure, Role, Topic
from bot.phrases.amounts import money
from bot.phrases.wording import count, day, list_in_words, name_in_sentence

PER_PAGE = 8
_MOST_OUTLETS, _MOST_ODDS, _MOST_NAMED = 2, 2, 3
BULLET = "•"
_ELSE = "Also told"
_COUNTRY = "country"
_ACTS = {Role.DEMANDED: "asks", Role.OFFERED: "hosts"}
"""The side of whoever asks or offers."""
"""The role of those parties that are one."""


def figures(
    rows: Sequence[LedgerRow],
    topic: Topic,
    *,
    asked: FigureWords,
    page: int | None = 1,
    is_whole: bool = True,
    corrected: CorrectedFigures = NOTHING,
) -> Rendered:
    """A page of every row of what was asked, each with a number that is a button below; None: all of them, for a
    terminal. ``is_whole``: no others are on record, as of a large ledger there are.
    """
    if not rows:
        return _nothing(asked)
    ordered = _in_groups(rows, topic, asked)
    last = pages_of(len(ordered), PER_PAGE)
    shown = ordered if page is None else ordered[(page - 1) * PER_PAGE : page * PER_PAGE]
    heading = bold("Figures") + _asked_label(asked)
    if page is not None and last > 1:
        heading = heading + f" · {count(len(ordered), 'figure')}, page {page} of {last}"
    lines: list[Line] = [heading]
    odds, before = _odds(rows), None
    for number, (group, row) in enumerate(shown, start=1):
        if group != before:
            lines += ["", bold(group)] if group else [""]
            before = group
        mark = BULLET if page is None else f"{number}."
        lines += figure_row(row, topic, with_role=not (asked.role or group == _role_heading(row.role)), mark=mark)
        lines += corrected_lines(row, topic, corrected)
        lines += _odds_lines(odds.get(row.key, []))
    if not is_whole and page in {None, last}:
        lines += ["", _left_out(topic, asked, in_chat=page is not None)]
    if page is None:
        return whole(lines)
    turning = pages("figures", figures_again(asked), page, last, "More", "Before")
    return compose(lines, buttons=rows_of(*numbered(source_of(row).article_id for _, row in shown), turning))


def figures_again(asked: FigureWords) -> str:
    """The shortest words that mean the same: ``kr demanded``."""
    keys = [track.key.lower() for track in asked.named]
    return " ".join(filter(None, [*keys, asked.kind, asked.role, "all" if asked.every else ""]))


def figure_row(
    row: LedgerRow, topic: Topic, *, with_role: bool = True, with_standing: bool = True, mark: str = BULLET
) -> list[Line]:
    """What, by whom; when and in which outlets; how it stands. The role may stand in the heading already."""
    what = bold(sized_row(row))
    if row.sources:
        what = link(what, source_of(row).url)
    role = role_of(row) if with_role else role_of(row).removeprefix(row.role.traits.word).strip()
    words = joined(" ", [what, _conversions(row), role])
    lines: list[Line] = [f"{mark} " + words + by_actors(row, topic)]
    lines.append(text("   ") + joined(" · ", [days_of(row), _outlets(row)]))
    if row.doubt is not None:
        lines.append(text("   ") + doubt(row))
    if row.halts:
        lines.append(text("   ") + halt(row))
    if with_standing and row.comparison and row.comparison.relation != "unlike" and not row.is_refuted:
        lines.append(f"   {standing_words(row.comparison)}")
    return lines


def corrected_lines(row: LedgerRow, topic: Topic, corrected: CorrectedFigures) -> list[Line]:
    """``✎ corrected by the operator: demanded → offered, 24 Nov 2026``, of each report that the row leads to."""
    found: list[Line] = []
    for one in row.sources if corrected else ():
        if one.article_id is not None and one.where is not None and one.start is not None:
            made = corrected.get((one.article_id, (one.where, one.start, one.surface)), ())
            found += [text(mark) + f" · /why_{one.article_id}" for mark in marks(made, topic)]
    return found


def _odds(rows: Sequence[LedgerRow]) -> dict[Key, list[LedgerRow]]:
    """By the key of a row those that cannot hold beside it."""
    found: dict[Key, list[LedgerRow]] = {}
    for one in at_odds(rows):
        found.setdefault(one.one.key, []).append(one.other)
        found.setdefault(one.other.key, []).append(one.one)
    return found


def _in_groups(rows: Sequence[LedgerRow], topic: Topic, asked: FigureWords) -> list[tuple[str, LedgerRow]]:
    """All rows, each with the heading of its group: its country, or its role in one country."""
    if asked.track is None:
        groups = [(_track_heading(row.track, topic), row) for row in rows]
        return _those_there_first(groups) if asked.kind is Kind.TROOPS and len(rows) > PER_PAGE else groups
    if asked.kind is Kind.TROOPS:
        return [("", row) for row in rows]
    if asked.kind or asked.role:
        return [("", row) for row in sorted(rows, key=_newest_first)]
    return [(_role_heading(row.role), row) for row in sorted(rows, key=lambda row: row.role is Role.UNCLEAR)]


def _those_there_first(groups: Sequence[tuple[str, LedgerRow]]) -> list[tuple[str, LedgerRow]]:
    """Rows of soldiers over several pages: on the first one those of every country who are there, leave or come."""
    by_track: dict[str | None, list[LedgerRow]] = {}
    for _, row in groups:
        by_track.setdefault(row.track, []).append(row)
    keys = {row.key for rows in by_track.values() for row in soldiers(rows).rows}
    rest = [(f"{_ELSE} · {group}", row) for group, row in groups if row.key not in keys]
    return [(group, row) for group, row in groups if row.key in keys] + rest


def _newest_first(row: LedgerRow) -> tuple[bool, float]:
    return row.role is Role.UNCLEAR, -row.last_seen.timestamp()


def _track_heading(key: str | None, topic: Topic) -> str:
    track = track_of(topic, key)
    return track_name(track) if track else key or "In general"


def _role_heading(role: Role) -> str:
    return (role.traits.word or "other figures").capitalize()


def _odds_lines(others: Sequence[LedgerRow]) -> list[Line]:
    lines: list[Line] = [f"   ⚠ disputed: {sized_row(one)} is told too" for one in others[:_MOST_ODDS]]
    if len(others) > _MOST_ODDS:
        lines.append(f"   ⚠ and {count(len(others) - _MOST_ODDS, 'other sum')} that cannot hold beside it")
    return lines


def _left_out(topic: Topic, asked: FigureWords, *, in_chat: bool) -> Text:
    """Where the rest of a large ledger is to be had."""
    name = short_name(asked.track, topic.vocabulary.tracks) if asked.track else ""
    if in_chat:
        how = f"/export csv figures {name}".strip()
    else:
        how = "burdenwatch export" + (f" --track {name}" if name else "")
    return text("More figures are on record, older and told by fewer: ") + code(how)


def _asked_label(asked: FigureWords) -> str:
    parts = [asked.where, *filter(None, [asked.kind, asked.role])]
    label = ", ".join(filter(None, parts))
    return f" · {label}" if label else ""


def by_actors(row: LedgerRow, topic: Topic) -> str:
    """``, according to John Bolton and Donald Trump``, behind what they say: the first whom the reports name.

    "" where none does, or where one gives as a fact what is no claim. Who asks or offers is not who says so: a country
    is passed over, and one of its people is named as who does it where nobody else tells of it: `` by John Bolton``.
    """
    if row.stated and not row.role.traits.is_claim and row.measure is not Measure.WEIGHED:
        return ""
    parties = topic.vocabulary.parties
    countries = {party.name for party in parties if party.role == _COUNTRY}
    own = {one.name for one in parties if one.person and one.country and one.side == _ACTS.get(row.role)}
    actors = [actor for actor in row.actors if not row.role.traits.is_claim or actor not in countries]
    tellers = [actor for actor in actors if actor not in own]
    if not tellers and actors and row.role in _ACTS and not row.is_denied:
        return f" by {name_in_sentence(tidy(actors[0]))}"
    actors = tellers or actors
    if not actors:
        return ""
    more = [count(len(actors) - _MOST_NAMED, "other")] if len(actors) > _MOST_NAMED else []
    named = [clip(name_in_sentence(tidy(actor)), 60) for actor in actors[:_MOST_NAMED]]
    names = list_in_words([*named, *more])
    is_claim = row.kind is Kind.TROOPS and row.is_refuted_by_outlets
    return f", claimed by {names}" if is_claim else f", {account(names, row.role)}"


def source_of(row: LedgerRow) -> Source:
    """The first report of it; of what was agreed the first that says so on its own account."""
    return row.first_stated if row.role is Role.AGREED and row.first_stated else row.sources[0]


def days_of(row: LedgerRow) -> str:
    """From the report that it opens to the last: ``19 Nov 2019``, ``19–23 Nov 2019``, ``19 Nov 2019 – 3 Mar 2020``."""
    first, last = source_of(row).date, row.last_seen.date()
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first)} – {day(last)}"


def _outlets(row: LedgerRow) -> Text:
    """The first report of each outlet, linked."""
    first = {source.outlet: source for source in reversed(row.sources)}
    named = [first[outlet] for outlet in dict.fromkeys(source.outlet for source in row.sources)]
    links: Iterable[Text] = (link(clip(tidy(s.outlet), 40), s.url) for s in named[:_MOST_OUTLETS])
    shown = joined(", ", links)
    return shown + f" +{len(named) - _MOST_OUTLETS}" if len(named) > _MOST_OUTLETS else shown


def _conversions(row: LedgerRow) -> str:
    amounts = list(dict.fromkeys(money(c.value, c.currency) for c in row.conversions))
    return f"({', '.join(amounts[:2])})" if amounts else ""


def _nothing(asked: FigureWords) -> Rendered:
    label = ", ".join(filter(None, [asked.where, *filter(None, [asked.kind, asked.role])]))
    if not label:
        return compose(["No report with a figure is in yet."])
    return compose([f"No figure is on record for {label}.", "Everything: /figures"])
