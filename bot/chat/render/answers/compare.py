"""The tracks side by side: a table that fits a phone, and below it each figure with its source."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import takewhile

from bot.chat.render.answers.card import card_button
from bot.chat.render.answers.figures import by_actors, source_of
from bot.chat.render.answers.positions import HOW
from bot.chat.render.html import Button, Line, Rendered, Text, block, bold, compose, joined, link, text
from bot.chat.render.words import doubt, outlet, role_of, sized_row, track_name, track_of
from bot.desk.answers.positions import SIDES, Comparable, Item, ItemStand, Position, unit_of
from bot.desk.ledger.standing import is_due
from bot.model import Role, Topic
from bot.phrases.amounts import SYMBOLS, money
from bot.phrases.wording import day

AT_ONCE = 3
"""Tracks in one table: with the names of the rows, 35 letters, which a phone shows without folding."""
_LABEL, _CELL = 8, 9
_ASKED = "asked"
"""What is demanded, in a narrow column."""
_SHARE = "% GDP"
"""Heads the rows of the roles in which a share of GDP is told."""
_BEFORE, _COMMON = " then", " ≈"
"""What the baseline has, and what was agreed in the currency that all countries are compared in."""
_THEN = (Role.DEMANDED, Role.AGREED)
"""The ends of the baseline's gap."""

Stands = Mapping[tuple[str, Item], ItemStand]


def compare(stands: Sequence[ItemStand], topic: Topic, *, asked: str = "") -> Rendered:
    """Each side's latest, what the baseline had, and the gap, of every track that there is anything to say of.

    ``asked``: the countries that were named; "" for all.
    """
    by_item = {(stand.track, stand.item): stand for stand in stands if stand.track is not None}
    there = {key for (key, _), stand in by_item.items() if any(map(_stands, stand.positions))}
    keys = [track.key for track in topic.vocabulary.tracks if track.key in there]
    if not keys and asked:
        return compose([f"No report with a figure of {asked} is in yet.", "All countries: /compare"])
    if not keys:
        return compose(["No report with a figure is in yet.", "What all will be compared with: /baseline"])
    lines: list[Line] = [bold("Side by side") + _unit_words(by_item, unit_of(topic.baseline))]
    for start in range(0, len(keys), AT_ONCE):
        lines += ["", block(_table(keys[start : start + AT_ONCE], by_item))]
    for key in keys:
        lines += ["", *_sources(key, by_item, topic)]
    named = " ".join(key.lower() for key in keys) if asked else ""
    return compose(lines, buttons=((Button("How computed", data=f"{HOW}:"), card_button(named)),))


def _table(keys: Sequence[str], stands: Stands) -> list[str]:
    """Rows without any figure are left out, but for one with rows below it that belong to it.

    A share of GDP stands by its role: what is spent, what is agreed and what is asked are no one row.
    """
    rows: list[tuple[str, Callable[[str], str]]] = []
    for role in SIDES:
        rows.append((_word(role), partial(_side, stands, role=role)))
        if role is Role.AGREED:
            rows.append((_COMMON, partial(_common, stands)))
        if role in _THEN:
            rows.append((_BEFORE, partial(_then, stands, role=role)))
    rows += [
        ("gap", lambda key: _gap(stands, key)),
        (_BEFORE, lambda key: _gap_then(stands, key)),
        ("troops", lambda key: _plain(stands, key, Item.TROOPS)),
        (" leave", lambda key: _plain(stands, key, Item.LEAVING)),
        (" come", lambda key: _plain(stands, key, Item.COMING)),
        (_SHARE, lambda key: ""),
        *((f" {_word(role)}", partial(_share, stands, role=role)) for role in SIDES),
    ]
    table = [_line("", keys)]
    filled = [(label, [cell(key) for key in keys]) for label, cell in rows]
    for place, (label, cells) in enumerate(filled):
        below = takewhile(lambda row: row[0].startswith(" "), filled[place + 1 :])
        if label.startswith(" "):
            table += [_line(label, cells)] if any(cells) else []
        elif any(cells) or any(any(those) for _, those in below):
            table.append(_line(label, [one or "–" for one in cells] if label != _SHARE else ()))
    return table


def _word(role: Role) -> str:
    return _ASKED if role is Role.DEMANDED else role.traits.word


def _line(label: str, cells: Iterable[str]) -> str:
    return (f"{label:<{_LABEL}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)).rstrip()


def _position(stands: Stands, key: str, item: Item, role: Role | None = None) -> Position | None:
    stand = stands.get((key, item))
    found = (one for one in stand.positions if role in {None, one.role}) if stand else ()
    return next(iter(found), None)


def _side(stands: Stands, key: str, *, role: Role) -> str:
    position = _position(stands, key, Item.CONTRIBUTION, role)
    if position is None or not _stands(position):
        return ""
    return _bare(position.like) if isinstance(position.like, Comparable) else "n/c"


def _stands(position: Position) -> bool:
    """Whether it has its place in the table: not a claim that is none of today, nor what is still to be paid."""
    return not is_due(position.row) and (position.is_of_today or not position.role.traits.is_claim)


def _share(stands: Stands, key: str, *, role: Role) -> str:
    position = _position(stands, key, Item.SPENDING, role)
    return _plain(stands, key, Item.SPENDING, role) if position and _stands(position) else ""


def _common(stands: Stands, key: str) -> str:
    position = _position(stands, key, Item.CONTRIBUTION, Role.AGREED)
    return money(_three_digits(position.common.value), None) if position and position.common else ""


def _then(stands: Stands, key: str, *, role: Role) -> str:
    """The baseline's end of the gap."""
    stand = stands.get((key, Item.CONTRIBUTION))
    return _bare(stand.before.ends[_THEN.index(role)]) if stand and stand.before else ""


def _gap(stands: Stands, key: str) -> str:
    stand = stands.get((key, Item.CONTRIBUTION))
    return f"{stand.gap.ratio:.1f}x" if stand and stand.gap else ""


def _gap_then(stands: Stands, key: str) -> str:
    stand = stands.get((key, Item.CONTRIBUTION))
    return f"{stand.before.ratio:.1f}x" if stand and stand.before else ""


def _plain(stands: Stands, key: str, item: Item, role: Role | None = None) -> str:
    position = _position(stands, key, item, role)
    if position is None or not isinstance(position.like, Comparable):
        return ""
    low, high = position.row.value, position.row.value_max
    is_range = high is not None and item not in {Item.SPENDING, Item.INCREASE}
    return f"{low / 1000:g}–{high / 1000:g}k" if is_range and high else f"{position.like.value:,.10g}"


def _bare(like: Comparable) -> str:
    """``US$8bn``, ``₩1.05tn``."""
    return money(_three_digits(like.value), like.currency)


def _three_digits(value: float) -> float:
    """For a narrow column."""
    return float(f"{value:.3g}")


def _unit_words(stands: Stands, unit: str) -> Text:
    """What the sums are, where there are any, and what the rows are that have a sign or a word for a name."""
    sums = [one for (_, item), stand in stands.items() if item is Item.CONTRIBUTION for one in stand.positions]
    if not sums:
        return text("")
    then = "; “then” is the baseline" if any(stand.before for stand in stands.values()) else ""
    common = any(one.common and one.role is Role.AGREED for one in sums)
    of_day = "at the rate of the day when it was first reported, or of the baseline's where that has it"
    about = f"; “≈” is {SYMBOLS.get(unit, unit)} {of_day}" if common else ""
    return text(f" · a year's sum{then}{about}")


def _sources(key: str, stands: Stands, topic: Topic) -> list[Line]:
    """Each figure of the table as its reports have it, with the first of them, who says so, and who denies it."""
    track = track_of(topic, key)
    lines: list[Line] = [bold(track_name(track) if track else key)]
    for item in (Item.CONTRIBUTION, Item.TROOPS, Item.LEAVING, Item.COMING, Item.SPENDING):
        stand = stands.get((key, item))
        for position in filter(_stands, stand.positions if stand else ()):
            lines.append(_source(position, topic))
            lines += [text("   ") + doubt(position.row)] if position.row.doubt is not None else []
    return lines


def _source(position: Position, topic: Topic) -> Text:
    row, source = position.row, source_of(position.row)
    words = joined(" ", [link(sized_row(row), source.url), role_of(row)])
    about = f" ({position.remark})" if position.remark else ""
    said = words + by_actors(row, topic)
    return "• " + said + " · " + outlet(source, 30) + f", {day(source.date)}{about}"
