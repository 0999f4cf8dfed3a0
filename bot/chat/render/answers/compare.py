"""The tracks side by side: a table that fits a phone, and below it each figure with its source."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import takewhile

from bot.chat.languages.amounts import named_currency, short_number, short_sum
from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.answers.card import card_button
from bot.chat.render.answers.figures import source_of
from bot.chat.render.answers.positions import HOW
from bot.chat.render.html import Button, Line, Rendered, Text, aside, block, bold, columns, compose, link, padded, text
from bot.chat.render.retold.told import remark_in_words, row_words
from bot.chat.render.words import doubt, outlets, sized_row, track_heading
from bot.desk.answers.positions import SIDES, Comparable, Item, ItemStand, Position, unit_of
from bot.desk.ledger.standing import is_due
from bot.model import Role, Topic
from bot.phrases.amounts import SYMBOLS

AT_ONCE = 3
"""Tracks in one table: with the names of the rows, 35 letters, which a phone shows without folding."""
_LABEL, _CELL = 8, 9
WORDS = {role: "asked" if role is Role.DEMANDED else role.traits.word for role in SIDES}
"""What names the rows, in a narrow column."""
_SHARE, _GAP, _TROOPS, _LEAVE, _COME = "% GDP", "gap", "troops", "leave", "come"
"""``_SHARE`` heads the rows of the roles in which a share of GDP is told."""
_BEFORE, _COMMON = "then", "≈"
"""What the baseline has, and what was agreed in the currency that all countries are compared in."""
_NOT_COMPARED = "n/c"
NAMES = (*WORDS.values(), _SHARE, _GAP, _TROOPS, _LEAVE, _COME, _BEFORE, _COMMON, _NOT_COMPARED)
_THEN = (Role.DEMANDED, Role.AGREED)
"""The ends of the baseline's gap."""

Stands = Mapping[tuple[str, Item], ItemStand]


def compare(stands: Sequence[ItemStand], topic: Topic, *, asked: str = "", t: Translator = ENGLISH) -> Rendered:
    """Each side's latest, what the baseline had, and the gap, of every track that there is anything to say of.

    ``asked``: the countries that were named; "" for all.
    """
    by_item = {(stand.track, stand.item): stand for stand in stands if stand.track is not None}
    there = {key for (key, _), stand in by_item.items() if any(map(_stands, stand.positions))}
    keys = [track.key for track in topic.vocabulary.tracks if track.key in there]
    if not keys and asked:
        nothing = t.say("No report with a figure of {where} is in yet.", where=asked)
        return compose([nothing, t.say("All countries: {command}", command="/compare")])
    if not keys:
        compared = t.say("What all will be compared with: {command}", command="/baseline")
        return compose([t.say("No report with a figure is in yet."), compared])
    lines: list[Line] = [bold(t.say("Side by side")) + _unit_words(by_item, unit_of(topic.baseline), t)]
    at_once, *_ = _width(t)
    for start in range(0, len(keys), at_once):
        lines += ["", block(_table(keys[start : start + at_once], by_item, t))]
    for key in keys:
        lines += ["", *_sources(key, by_item, topic, t)]
    named = " ".join(key.lower() for key in keys) if asked else ""
    return compose(lines, buttons=((Button(t.say("How computed"), data=f"{HOW}:"), card_button(named, t)),), t=t)


def _table(keys: Sequence[str], stands: Stands, t: Translator) -> list[str]:
    """Rows without any figure are left out, but for one with rows below it that belong to it.

    A share of GDP stands by its role: what is spent, what is agreed and what is asked are no one row.
    """
    rows: list[tuple[str, str, Callable[[str], str]]] = []
    for role in SIDES:
        rows.append(("", WORDS[role], partial(_side, stands, t, role=role)))
        if role is Role.AGREED:
            rows.append((" ", _COMMON, partial(_common, stands, t)))
        if role in _THEN:
            rows.append((" ", _BEFORE, partial(_then, stands, t, role=role)))
    rows += [
        ("", _GAP, lambda key: _gap(stands, key, t)),
        (" ", _BEFORE, lambda key: _gap_then(stands, key, t)),
        ("", _TROOPS, lambda key: _plain(stands, key, Item.TROOPS, t)),
        (" ", _LEAVE, lambda key: _plain(stands, key, Item.LEAVING, t)),
        (" ", _COME, lambda key: _plain(stands, key, Item.COMING, t)),
        ("", _SHARE, lambda key: ""),
        *((" ", WORDS[role], partial(_share, stands, t, role=role)) for role in SIDES),
    ]
    table = [_line("", keys, t)]
    filled = [(indent, name, [cell(key) for key in keys]) for indent, name, cell in rows]
    for place, (indent, name, cells) in enumerate(filled):
        below = takewhile(lambda row: row[0], filled[place + 1 :])
        label = indent + t.word("column", name)
        if indent:
            table += [_line(label, cells, t)] if any(cells) else []
        elif any(cells) or any(any(those) for _, _, those in below):
            table.append(_line(label, [one or "–" for one in cells] if name != _SHARE else (), t))
    return table


def _line(label: str, cells: Iterable[str], t: Translator) -> str:
    _, wide, cell_wide = _width(t)
    head = label + " " * (wide - columns(label))
    return (head + "".join(padded(cell, cell_wide) for cell in cells)).rstrip()


def _width(t: Translator) -> tuple[int, int, int]:
    """Tracks of a table, columns of its names and of a cell; ``1,05 Bio.`` and ``억`` want more room than ``tn``."""
    return (AT_ONCE, _LABEL, _CELL) if t.is_english else (2, 11, 11)


def _position(stands: Stands, key: str, item: Item, role: Role | None = None) -> Position | None:
    stand = stands.get((key, item))
    found = (one for one in stand.positions if role in {None, one.role}) if stand else ()
    return next(iter(found), None)


def _side(stands: Stands, t: Translator, key: str, *, role: Role) -> str:
    position = _position(stands, key, Item.CONTRIBUTION, role)
    if position is None or not _stands(position):
        return ""
    return _bare(position.like, t) if isinstance(position.like, Comparable) else t.word("column", _NOT_COMPARED)


def _stands(position: Position) -> bool:
    """Whether it has its place in the table: not a claim that is none of today, nor what is still to be paid."""
    return not is_due(position.row) and (position.is_of_today or not position.role.traits.is_claim)


def _share(stands: Stands, t: Translator, key: str, *, role: Role) -> str:
    position = _position(stands, key, Item.SPENDING, role)
    return _plain(stands, key, Item.SPENDING, t, role) if position and _stands(position) else ""


def _common(stands: Stands, t: Translator, key: str) -> str:
    position = _position(stands, key, Item.CONTRIBUTION, Role.AGREED)
    return short_sum(position.common.value, None, t) if position and position.common else ""


def _then(stands: Stands, t: Translator, key: str, *, role: Role) -> str:
    """The baseline's end of the gap."""
    stand = stands.get((key, Item.CONTRIBUTION))
    return _bare(stand.before.ends[_THEN.index(role)], t) if stand and stand.before else ""


def _gap(stands: Stands, key: str, t: Translator) -> str:
    stand = stands.get((key, Item.CONTRIBUTION))
    return _times(stand.gap.ratio, t) if stand and stand.gap else ""


def _gap_then(stands: Stands, key: str, t: Translator) -> str:
    stand = stands.get((key, Item.CONTRIBUTION))
    return _times(stand.before.ratio, t) if stand and stand.before else ""


def _times(ratio: float, t: Translator) -> str:
    return t.say("{number}x", number=f"{ratio:.1f}" if t.is_english else t.number(round(ratio, 1)))


def _plain(stands: Stands, key: str, item: Item, t: Translator, role: Role | None = None) -> str:
    position = _position(stands, key, item, role)
    if position is None or not isinstance(position.like, Comparable):
        return ""
    low, high = position.row.value, position.row.value_max
    is_range = high is not None and item not in {Item.SPENDING, Item.INCREASE}
    return short_number(low, high if is_range else None, position.like.value, t)


def _bare(like: Comparable, t: Translator) -> str:
    """``US$8bn``, ``₩1.05tn``."""
    return short_sum(like.value, like.currency, t)


def _unit_words(stands: Stands, unit: str, t: Translator) -> Text:
    """What the sums are, where there are any, and what the rows are that have a sign or a word for a name."""
    sums = [one for (_, item), stand in stands.items() if item is Item.CONTRIBUTION for one in stand.positions]
    if not sums:
        return text("")
    parts = [t.say("a year's sum")]
    if any(stand.before for stand in stands.values()):
        parts.append(t.say("“then” is the baseline"))
    if any(one.common and one.role is Role.AGREED for one in sums):
        parts.append(
            t.say(
                "“≈” is {currency} at the rate of the day when it was first reported, or of the baseline's where that "
                "has it",
                currency=SYMBOLS.get(unit, unit) if t.is_english else named_currency(unit, t),
            )
        )
    return text(f" · {'; '.join(parts)}")


def _sources(key: str, stands: Stands, topic: Topic, t: Translator) -> list[Line]:
    """Each figure of the table as its reports have it, with the first of them, who says so, and who denies it."""
    lines: list[Line] = [bold(track_heading(key, topic, t))]
    for item in (Item.CONTRIBUTION, Item.TROOPS, Item.LEAVING, Item.COMING, Item.SPENDING):
        stand = stands.get((key, item))
        for position in filter(_stands, stand.positions if stand else ()):
            lines.append(_source(position, topic, t))
            lines += [text("   ") + doubt(position.row, t)] if position.row.doubt is not None else []
    return lines


def _source(position: Position, topic: Topic, t: Translator) -> Text:
    row, source = position.row, source_of(position.row)
    words = row_words(row, topic, t, amount=link(sized_row(row, t), source.url))
    about = aside(remark_in_words(position.remark, t), t) if position.remark else text("")
    return "• " + words + " · " + outlets(source, 1, t, day(source.date, t), 30) + about
