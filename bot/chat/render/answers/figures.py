"""The ledger of figures: each with role, speaker, dates, outlets, and how it stands to the baseline."""

from collections.abc import Iterable, Sequence

from bot.chat.languages.amounts import named_sum
from bot.chat.languages.times import days
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.corrected import NOTHING, CorrectedFigures, marks
from bot.chat.render.html import Line, Rendered, Text, bold, clip, code, compose, joined, link, said, text, tidy, whole
from bot.chat.render.paging import numbered, pages, rows_of
from bot.chat.render.retold.told import row_words
from bot.chat.render.words import (
    ROLES,
    doubt,
    halt,
    role_of,
    sized_row,
    standing_of_row,
    track_heading,
    tracks_in_words,
)
from bot.chat.typed.arguments import FigureWords, short_name
from bot.chat.typed.pages import pages_of
from bot.desk.answers.positions import soldiers
from bot.desk.ledger.disputes import at_odds
from bot.desk.ledger.entries import Key
from bot.desk.ledger.rows import LedgerRow, Source
from bot.model import Kind, Role, Topic

PER_PAGE = 8
_MOST_OUTLETS, _MOST_ODDS = 2, 2
BULLET = "•"
HEADINGS = {role: (role.traits.word or "other figures").capitalize() for role in Role}
"""Of a role's figures."""
KIND_NAMES = {kind: kind.value for kind in Kind}


def figures(
    rows: Sequence[LedgerRow],
    topic: Topic,
    *,
    asked: FigureWords,
    page: int | None = 1,
    is_whole: bool = True,
    corrected: CorrectedFigures = NOTHING,
    t: Translator = ENGLISH,
) -> Rendered:
    """A page of every row of what was asked, each with a number that is a button below; None: all of them, for a
    terminal. ``is_whole``: no others are on record, as of a large ledger there are.
    """
    if not rows:
        return _nothing(asked, topic, t)
    ordered = _in_groups(rows, topic, asked, t)
    last = pages_of(len(ordered), PER_PAGE)
    shown = ordered if page is None else ordered[(page - 1) * PER_PAGE : page * PER_PAGE]
    heading = joined(" · ", [bold(t.say("Figures")), _asked_label(asked, topic, t)])
    if page is not None and last > 1:
        counted = t.plural("{number} figure", "{number} figures", len(ordered))
        where = t.say("page {page} of {last}", page=t.number(page), last=t.number(last))
        heading = heading + f" · {counted}{t.joint}{where}"
    lines: list[Line] = [heading]
    odds, before = _odds(rows), None
    for number, (group, row) in enumerate(shown, start=1):
        if group != before:
            lines += ["", bold(group)] if group else [""]
            before = group
        mark = BULLET if page is None else f"{number}."
        with_role = not (asked.role or group == _role_heading(row.role, t))
        lines += figure_row(row, topic, with_role=with_role, mark=mark, t=t)
        lines += corrected_lines(row, topic, corrected, t)
        lines += _odds_lines(odds.get(row.key, []), t)
    if not is_whole and page in {None, last}:
        lines += ["", _left_out(topic, asked, t, in_chat=page is not None)]
    if page is None:
        return whole(lines)
    turning = pages("figures", figures_again(asked), page, last, "More", "Before", t)
    return compose(lines, buttons=rows_of(*numbered(source_of(row).article_id for _, row in shown), turning), t=t)


def figures_again(asked: FigureWords) -> str:
    """The shortest words that mean the same: ``kr demanded``."""
    keys = [track.key.lower() for track in asked.named]
    return " ".join(filter(None, [*keys, asked.kind, asked.role, "all" if asked.every else ""]))


def figure_row(
    row: LedgerRow,
    topic: Topic,
    *,
    with_role: bool = True,
    with_standing: bool = True,
    mark: str = BULLET,
    t: Translator = ENGLISH,
) -> list[Line]:
    """What, by whom; when and in which outlets; how it stands. The role may stand in the heading already."""
    what = bold(sized_row(row, t))
    if row.sources:
        what = link(what, source_of(row).url)
    role = role_of(row, t=t) if with_role else _without_role(row, t)
    lines: list[Line] = [
        f"{mark} " + row_words(row, topic, t, amount=what, role=role, conversions=_conversions(row, t))
    ]
    lines.append(text("   ") + joined(" · ", [days_of(row, t), _outlets(row, t)]))
    if row.doubt is not None:
        lines.append(text("   ") + doubt(row, t))
    if row.halts:
        lines.append(text("   ") + halt(row, t))
    if with_standing and not row.is_refuted and (stands := standing_of_row(row, topic.baseline, t)):
        lines.append(f"   {stands}")
    return lines


def _without_role(row: LedgerRow, t: Translator) -> str:
    """What ``role_of`` tells besides the role that stands in the heading: ``for 2019``."""
    words = role_of(row, t=t)
    if t.is_english:
        return words.removeprefix(row.role.traits.word).strip()
    alone = t.say(ROLES[row.role], year="")
    if words == alone:
        return ""
    return t.say("[for {year}]", year=str(row.year)) if words == t.say(ROLES[row.role], year=str(row.year)) else words


def corrected_lines(row: LedgerRow, topic: Topic, corrected: CorrectedFigures, t: Translator = ENGLISH) -> list[Line]:
    """``✎ corrected by the operator: demanded → offered, 24 Nov 2026``, of each report that the row leads to."""
    found: list[Line] = []
    for one in row.sources if corrected else ():
        if one.article_id is not None and one.where is not None and one.start is not None:
            made = corrected.get((one.article_id, (one.where, one.start, one.surface)), ())
            found += [text(mark) + f" · /why_{one.article_id}" for mark in marks(made, topic, t=t)]
    return found


def _odds(rows: Sequence[LedgerRow]) -> dict[Key, list[LedgerRow]]:
    """By the key of a row those that cannot hold beside it."""
    found: dict[Key, list[LedgerRow]] = {}
    for one in at_odds(rows):
        found.setdefault(one.one.key, []).append(one.other)
        found.setdefault(one.other.key, []).append(one.one)
    return found


def _in_groups(
    rows: Sequence[LedgerRow], topic: Topic, asked: FigureWords, t: Translator
) -> list[tuple[str, LedgerRow]]:
    """All rows, each with the heading of its group: its country, or its role in one country."""
    if asked.track is None:
        headings = {key: track_heading(key, topic, t) for key in dict.fromkeys(row.track for row in rows)}
        groups = [(headings[row.track], row) for row in rows]
        return _those_there_first(groups, t) if asked.kind is Kind.TROOPS and len(rows) > PER_PAGE else groups
    if asked.kind is Kind.TROOPS:
        return [("", row) for row in rows]
    if asked.kind or asked.role:
        return [("", row) for row in sorted(rows, key=_newest_first)]
    return [(_role_heading(row.role, t), row) for row in sorted(rows, key=lambda row: row.role is Role.UNCLEAR)]


def _those_there_first(groups: Sequence[tuple[str, LedgerRow]], t: Translator) -> list[tuple[str, LedgerRow]]:
    """Rows of soldiers over several pages: on the first one those of every country who are there, leave or come."""
    by_track: dict[str | None, list[LedgerRow]] = {}
    for _, row in groups:
        by_track.setdefault(row.track, []).append(row)
    keys = {row.key for rows in by_track.values() for row in soldiers(rows).rows}
    rest = [(f"{t.say('Also told')} · {group}", row) for group, row in groups if row.key not in keys]
    return [(group, row) for group, row in groups if row.key in keys] + rest


def _newest_first(row: LedgerRow) -> tuple[bool, float]:
    return row.role is Role.UNCLEAR, -row.last_seen.timestamp()


def _role_heading(role: Role, t: Translator) -> str:
    return t.word("heading", HEADINGS[role])


def _odds_lines(others: Sequence[LedgerRow], t: Translator) -> list[Line]:
    lines: list[Line] = [
        f"   ⚠ {t.say('disputed: {amount} is told too', amount=sized_row(one, t))}" for one in others[:_MOST_ODDS]
    ]
    if len(others) > _MOST_ODDS:
        more = t.plural(
            "and {number} other sum that cannot hold beside it",
            "and {number} other sums that cannot hold beside it",
            len(others) - _MOST_ODDS,
        )
        lines.append(f"   ⚠ {more}")
    return lines


def _left_out(topic: Topic, asked: FigureWords, t: Translator, *, in_chat: bool) -> Text:
    """Where the rest of a large ledger is to be had."""
    name = short_name(asked.track, topic.vocabulary.tracks) if asked.track else ""
    if in_chat:
        how = f"/export csv figures {name}".strip()
    else:
        how = "burdenwatch export" + (f" --track {name}" if name else "")
    return said(t, "More figures are on record, older and told by fewer: {command}", command=code(how))


def _asked_label(asked: FigureWords, topic: Topic, t: Translator) -> str:
    """``South Korea, troops, demanded``."""
    kind = t.word("figure", KIND_NAMES[asked.kind]) if asked.kind else ""
    role = t.word("figure", asked.role.value) if asked.role else ""
    return t.joint.join(filter(None, [tracks_in_words(asked.named, topic, t), kind, role]))


def source_of(row: LedgerRow) -> Source:
    """The first report of it; of what was agreed the first that says so on its own account."""
    return row.first_stated if row.role is Role.AGREED and row.first_stated else row.sources[0]


def days_of(row: LedgerRow, t: Translator = ENGLISH) -> str:
    """From the report that it opens to the last: ``19 Nov 2019``, ``19–23 Nov 2019``, ``19 Nov 2019 – 3 Mar 2020``."""
    return days(source_of(row).date, row.last_seen.date(), t)


def _outlets(row: LedgerRow, t: Translator) -> Text:
    """The first report of each outlet, linked."""
    first = {source.outlet: source for source in reversed(row.sources)}
    named = [first[outlet] for outlet in dict.fromkeys(source.outlet for source in row.sources)]
    links: Iterable[Text] = (link(clip(tidy(s.outlet), 40), s.url) for s in named[:_MOST_OUTLETS])
    shown, more = joined(t.joint, links), len(named) - _MOST_OUTLETS
    return said(t, "{outlet} +{others}", outlet=shown, others=text(str(more))) if more > 0 else shown


def _conversions(row: LedgerRow, t: Translator) -> str:
    amounts = list(dict.fromkeys(named_sum(c.value, c.currency, t) for c in row.conversions))
    return t.joint.join(amounts[:2])


def _nothing(asked: FigureWords, topic: Topic, t: Translator) -> Rendered:
    label = _asked_label(asked, topic, t)
    if not label:
        return compose([t.say("No report with a figure is in yet.")])
    nothing = t.say("No figure is on record for {what}.", what=label)
    return compose([nothing, t.say("Everything: {command}", command="/figures")])
