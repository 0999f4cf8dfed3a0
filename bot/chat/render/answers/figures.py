"""The ledger of figures: each with role, speaker, dates, outlets, and how it stands to the baseline."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.chat.render.html import Line, Rendered, Text, bold, clip, code, compose, joined, link, text, tidy
from bot.chat.render.words import account, doubt, role_of, standing_words, track_name, track_of
from bot.chat.typed.arguments import FigureWords, short_name
from bot.desk.ledger.disputes import at_odds
from bot.desk.ledger.entries import Key
from bot.desk.ledger.rows import LedgerRow
from bot.model import Kind, Role, Topic
from bot.phrases.amounts import money, with_base
from bot.phrases.wording import count, day, list_in_words, name_in_sentence

_OF_A_TRACK, _OF_A_ROLE, _OF_ONE_KIND = 4, 3, 12
"""Rows shown in a group, by how narrowly was asked."""

_MOST_OUTLETS = 2


def figures(rows: Sequence[LedgerRow], topic: Topic, *, asked: FigureWords) -> Rendered:
    """The rows of what was asked, in groups that fit a phone, with the command that shows the rest of a group."""
    if not rows:
        return _nothing(asked)
    lines: list[Line] = [bold("Figures") + _asked_label(asked)]
    odds = _odds(rows)
    for heading, group, most, command in _groups(rows, topic, asked):
        lines += ["", bold(heading)] if heading else [""]
        for row in _first_of_each_role(group, most):
            lines += figure_row(row, with_role=not (asked.role or heading == _role_heading(row.role)))
            lines += [f"   ⚠ disputed: {with_base(other, other.base)} is told too" for other in odds.get(row.key, [])]
        if len(group) > most:
            lines.append(text(f"… and {len(group) - most} more") + _hint(command))
    return compose(lines, more="… and {n} more lines; ask for less: /figures demanded")


def figure_row(row: LedgerRow, *, with_role: bool = True, with_standing: bool = True) -> list[Line]:
    """What, by whom; when and in which outlets; how it stands. The role may stand in the heading already."""
    what = bold(with_base(row, row.base))
    if row.sources:
        what = link(what, row.sources[0].url)
    role = role_of(row) if with_role else role_of(row).removeprefix(row.role.traits.word).strip()
    words = joined(" ", [what, _conversions(row), role])
    lines: list[Line] = ["• " + joined(", ", [words, by_actors(row)])]
    lines.append(text("   ") + joined(" · ", [_days(row.first_seen, row.last_seen), _outlets(row)]))
    if row.doubt is not None:
        lines.append(text("   ") + doubt(row))
    if with_standing and row.comparison and row.comparison.relation != "unlike":
        lines.append(f"   {standing_words(row.comparison)}")
    return lines


def _odds(rows: Sequence[LedgerRow]) -> dict[Key, list[LedgerRow]]:
    """By the key of a row those that cannot hold beside it."""
    found: dict[Key, list[LedgerRow]] = {}
    for one in at_odds(rows):
        found.setdefault(one.one.key, []).append(one.other)
        found.setdefault(one.other.key, []).append(one.one)
    return found


_Group = tuple[str, Sequence[LedgerRow], int, str]
"""Heading, rows, how many are shown, the command for the rest."""


def _groups(rows: Sequence[LedgerRow], topic: Topic, asked: FigureWords) -> list[_Group]:
    tracks = topic.vocabulary.tracks
    narrow = " ".join(filter(None, [asked.kind, asked.role]))
    if asked.track is None:
        keys = dict.fromkeys(row.track for row in rows)
        return [_track_group([row for row in rows if row.track == key], topic, key, narrow) for key in keys]
    if narrow:
        return [("", sorted(rows, key=_newest_first), _OF_ONE_KIND, "")]
    name = short_name(asked.track, tracks)
    roles = dict.fromkeys(row.role for row in rows)
    return [
        (_role_heading(role), [row for row in rows if row.role is role], _OF_A_ROLE, _role_command(name, role))
        for role in roles
    ]


def _newest_first(row: LedgerRow) -> tuple[bool, float]:
    return row.role is Role.UNCLEAR, -row.last_seen.timestamp()


def _track_group(rows: Sequence[LedgerRow], topic: Topic, key: str | None, narrow: str) -> _Group:
    track = track_of(topic, key)
    if track is None:
        return (key or "In general", rows, _OF_A_TRACK, "")
    name = short_name(track, topic.vocabulary.tracks)
    return (track_name(track), rows, _OF_A_TRACK, f"/figures {name} {narrow or 'all'}")


def _role_heading(role: Role) -> str:
    return (role.traits.word or "other figures").capitalize()


def _role_command(name: str, role: Role) -> str:
    return f"/figures {name} {role}" if role.traits.typed else ""


def _first_of_each_role(rows: Sequence[LedgerRow], most: int) -> list[LedgerRow]:
    """At most so many rows, in their order, but of each role the newest sum before more of one role.

    What several outlets report comes before what one does, which may be wrong, or read wrongly; an unclear role comes
    last.
    """
    chosen: list[LedgerRow] = []
    seen: set[Role] = set()
    for row in sorted(rows, key=lambda row: (row.role is Role.UNCLEAR, row.kind is not Kind.MONEY, row.outlets == 1)):
        if row.role not in seen:
            seen.add(row.role)
            chosen.append(row)
    others = (row for row in rows if row not in chosen)
    rest = sorted(others, key=lambda row: (row.role is Role.UNCLEAR, row.outlets == 1))
    kept = [*chosen, *rest][:most]
    return [row for row in rows if row in kept]


def _asked_label(asked: FigureWords) -> str:
    parts = [asked.where, *filter(None, [asked.kind, asked.role])]
    label = ", ".join(filter(None, parts))
    return f" · {label}" if label else ""


def _hint(command: str) -> Text:
    return text(": ") + code(command) if command else text("")


def by_actors(row: LedgerRow, most: int = 2) -> str:
    """``according to the United States and Donald Trump``: the first whom the reports name.

    "" where none does, or where one gives as a fact what is no claim.
    """
    if not row.actors or (row.stated and not row.role.traits.is_claim):
        return ""
    more = [count(len(row.actors) - most, "other")] if len(row.actors) > most else []
    return account(
        list_in_words([*(clip(name_in_sentence(tidy(actor)), 60) for actor in row.actors[:most]), *more]), row.role
    )


def _days(first: datetime, last: datetime) -> str:
    """``19 Nov 2019``, ``19–23 Nov 2019``, ``19 Nov 2019 – 3 Mar 2020``."""
    if first.date() == last.date():
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
