"""The tracks side by side: a table that fits a phone, and below it each figure with its source."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from bot.chat.render.answers.positions import HOW, source_of
from bot.chat.render.html import Button, Line, Rendered, Text, block, bold, compose, joined, link, text
from bot.chat.render.words import outlet, role_of, track_name, track_of
from bot.desk.answers.positions import SIDES, Comparable, Item, ItemStand, Position
from bot.model import Role, Topic
from bot.phrases.amounts import SYMBOLS, money, with_base
from bot.phrases.wording import day

AT_ONCE = 4
"""Tracks in one table: with the names of the rows, 36 letters, which a phone shows without folding."""
_LABEL, _CELL = 8, 7
_ASKED = "asked"
"""What is demanded, in a narrow column."""
_THEN = (Role.DEMANDED, Role.AGREED)
"""The ends of the baseline's gap."""

Stands = Mapping[tuple[str, Item], ItemStand]


def compare(stands: Sequence[ItemStand], topic: Topic, *, asked: str = "") -> Rendered:
    """Each side's latest, what the baseline had, and the gap, of every track that there is anything to say of.

    ``asked``: the countries that were named; "" for all.
    """
    by_item = {(stand.track, stand.item): stand for stand in stands if stand.track is not None}
    there = {key for key, _ in by_item}
    keys = [track.key for track in topic.vocabulary.tracks if track.key in there]
    if not keys and asked:
        return compose([f"No report with a figure of {asked} is in yet.", "All countries: /compare"])
    if not keys:
        return compose(["No report with a figure is in yet.", "What all will be compared with: /baseline"])
    lines: list[Line] = [bold("Side by side") + _unit_words(by_item)]
    for start in range(0, len(keys), AT_ONCE):
        lines += ["", block(_table(keys[start : start + AT_ONCE], by_item))]
    for key in keys:
        lines += ["", *_sources(key, by_item, topic)]
    return compose(lines, buttons=((Button("How computed", data=f"{HOW}:"),),))


def _table(keys: Sequence[str], stands: Stands) -> list[str]:
    """Rows without any figure are left out."""
    rows: list[tuple[str, Callable[[str], str]]] = []
    for role in SIDES:
        rows.append((_ASKED if role is Role.DEMANDED else role.traits.word, partial(_side, stands, role=role)))
        if role in _THEN:
            rows.append((" then", partial(_then, stands, role=role)))
    rows += [
        ("gap", lambda key: _gap(stands, key)),
        (" then", lambda key: _gap_then(stands, key)),
        ("troops", lambda key: _plain(stands, key, Item.TROOPS)),
        (" leave", lambda key: _plain(stands, key, Item.LEAVING)),
        ("% GDP", lambda key: _plain(stands, key, Item.SPENDING, Role.AGREED)),
        (" asked", lambda key: _plain(stands, key, Item.SPENDING, Role.DEMANDED)),
    ]
    table = [_line("", keys)]
    for label, cell in rows:
        cells = [cell(key) for key in keys]
        if any(cells):
            table.append(_line(label, [one or "–" for one in cells] if label[0] != " " else cells))
    return table


def _line(label: str, cells: Iterable[str]) -> str:
    return (f"{label:<{_LABEL}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)).rstrip()


def _position(stands: Stands, key: str, item: Item, role: Role | None = None) -> Position | None:
    stand = stands.get((key, item))
    found = (one for one in stand.positions if role in {None, one.role}) if stand else ()
    return next(iter(found), None)


def _side(stands: Stands, key: str, *, role: Role) -> str:
    position = _position(stands, key, Item.CONTRIBUTION, role)
    if position is None:
        return ""
    return _bare(position.like.value) if isinstance(position.like, Comparable) else "n/c"


def _then(stands: Stands, key: str, *, role: Role) -> str:
    """The baseline's end of the gap, from what the two are apart and the multiple."""
    stand = stands.get((key, Item.CONTRIBUTION))
    if stand is None or stand.before is None or stand.before.ratio == 1:
        return ""
    low = stand.before.amount / (stand.before.ratio - 1)
    return _bare(low if role is Role.AGREED else low + stand.before.amount)


def _gap(stands: Stands, key: str) -> str:
    stand = stands.get((key, Item.CONTRIBUTION))
    return f"{stand.gap.ratio:.1f}x" if stand and stand.gap else ""


def _gap_then(stands: Stands, key: str) -> str:
    stand = stands.get((key, Item.CONTRIBUTION))
    return f"{stand.before.ratio:.1f}x" if stand and stand.before else ""


def _plain(stands: Stands, key: str, item: Item, role: Role | None = None) -> str:
    position = _position(stands, key, item, role)
    return f"{position.like.value:,.10g}" if position and isinstance(position.like, Comparable) else ""


def _bare(value: float) -> str:
    """``8bn``, ``1.05bn``, ``892m``: three digits, for a narrow column."""
    return money(float(f"{value:.3g}"), None)


def _unit_words(stands: Stands) -> Text:
    """The currency that all sums are in."""
    likes = (one.like for stand in stands.values() for one in stand.positions if stand.item is Item.CONTRIBUTION)
    currency = next((like.currency for like in likes if isinstance(like, Comparable) and like.currency), None)
    if currency is None:
        return text("")
    then = "; “then” is the baseline" if any(stand.before for stand in stands.values()) else ""
    return text(f" · {SYMBOLS.get(currency, currency)} a year{then}")


def _sources(key: str, stands: Stands, topic: Topic) -> list[Line]:
    """Each figure as its reports have it, with the first of them."""
    track = track_of(topic, key)
    lines: list[Line] = [bold(track_name(track) if track else key)]
    for item in (Item.CONTRIBUTION, Item.TROOPS, Item.LEAVING, Item.SPENDING):
        stand = stands.get((key, item))
        lines += [_source(position) for position in stand.positions] if stand else []
    return lines


def _source(position: Position) -> Text:
    row, source = position.row, source_of(position.row)
    words = joined(" ", [link(with_base(row, row.base), source.url), role_of(row)])
    return "• " + words + " · " + outlet(source, 30) + f", {day(source.date)}"
