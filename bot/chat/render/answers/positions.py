"""Who stands where: each side's latest position, the gap, the move since the baseline, and how it all was reckoned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.chat.render.answers.figures import BULLET, by_actors, corrected_lines, days_of, figure_row, source_of
from bot.chat.render.corrected import NOTHING, CorrectedFigures
from bot.chat.render.html import Button, Line, Rendered, bold, code, compose, joined, link, text
from bot.chat.render.paging import ButtonRows, numbered
from bot.chat.render.words import doubt, outlet, role_of, sized_row, track_name, track_of
from bot.chat.typed.arguments import short_name
from bot.desk.answers.positions import Comparable, Gap, Incomparable, Item, ItemStand, Move, Position
from bot.desk.ledger.compare import distance, relation_of, yardstick
from bot.desk.ledger.rows import Source
from bot.model import Baseline, Kind, Topic
from bot.phrases.amounts import amount, money
from bot.phrases.wording import day, month

HOW, CHART = "how", "chart"
"""Of the buttons' data; a track's key comes after a colon."""

ITEMS = {
    Item.CONTRIBUTION: "A year's contribution",
    Item.INCREASE: "Increase",
    Item.LENGTH: "Length of the deal",
    Item.TROOPS: "Troops",
    Item.LEAVING: "Troops to leave",
    Item.COMING: "Troops to come",
    Item.SPENDING: "Defence spending",
}

_WEIGHTY = (Item.CONTRIBUTION, Item.SPENDING, Item.TROOPS, Item.LEAVING, Item.COMING)
"""What is shown of a track among others."""

RULES = (
    "A side's position is what was reported last, not what is repeated most. One outlet alone does not outweigh "
    "several that go on reporting another sum.",
    "A deal settles what was demanded or offered before it, and a sum that was paid stands until a year has begun for "
    "which another was agreed.",
    "What an alliance agreed for all its members stands under the alliance.",
    "A sum in the currency of the deal is not converted. Any other sum is converted at one rate, that of the day when "
    "it was first reported, so that nothing moves because a rate did.",
    "Exchange rates are the European Central Bank's for that day, or for the last day before it that has one.",
    "What was said by somebody out of office, or was last reported more than a year ago, is no demand or offer of "
    "today.",
)


def of_tracks(
    stands: Sequence[ItemStand], topic: Topic, *, in_chat: bool = True, corrected: CorrectedFigures = NOTHING
) -> Rendered:
    """Every track in short, its contribution first, with the command that shows all of it."""
    lines: list[Line] = [bold("Figures") + text(" · who stands where")]
    shown = Marks(in_chat=in_chat)
    for key in dict.fromkeys(stand.track for stand in stands):
        mine = [stand for stand in stands if stand.track == key and stand.item in _WEIGHTY]
        lines += ["", bold(_name(key, topic))]
        for stand in mine:
            for position in stand.positions:
                lines += _short(position, topic, shown.of(source_of(position.row)))
                lines += corrected_lines(position.row, topic, corrected)
            lines += _gap_lines(stand)
    tracks = [track for track in topic.vocabulary.tracks if any(stand.track == track.key for stand in stands)]
    if tracks:
        more = code(f"/figures {short_name(tracks[0], topic.vocabulary.tracks)}")
        lines += ["", text("More: ") + more + ", " + code("/figures all") + ", " + code("/compare")]
    buttons = (*shown.buttons(), *_buttons("", chart=False))
    return compose(lines, buttons=buttons, more="… and {n} more lines; ask for less: /figures korea")


def of_track(
    stands: Sequence[ItemStand],
    topic: Topic,
    key: str,
    *,
    chart: bool,
    in_chat: bool = True,
    corrected: CorrectedFigures = NOTHING,
) -> Rendered:
    """One track with each of its items, and the commands that list every figure."""
    track, shown = track_of(topic, key), Marks(in_chat=in_chat)
    lines: list[Line] = [bold("Figures") + f" · {track.name if track else key}"]
    for stand in stands:
        lines += ["", bold(ITEMS[stand.item])]
        for position in stand.positions:
            lines += _full(position, topic, shown.of(source_of(position.row)))
            lines += corrected_lines(position.row, topic, corrected)
        lines += _gap_lines(stand)
    if track is not None:
        name = short_name(track, topic.vocabulary.tracks)
        lines += ["", text("Every figure: ") + code(f"/figures {name} all") + ", " + code(f"/figures {name} demanded")]
    return compose(lines, buttons=(*shown.buttons(), *_buttons(key, chart=chart)))


@dataclass(slots=True)
class Marks:
    """The marks that lines begin with: in a chat numbers, each with a button that opens what the line links to."""

    in_chat: bool
    articles: list[int | None] = field(default_factory=list)

    def of(self, source: Source) -> str:
        """The mark of the next line."""
        self.articles.append(source.article_id)
        return f"{len(self.articles)}." if self.in_chat else BULLET

    def buttons(self) -> ButtonRows:
        return numbered(self.articles) if self.in_chat else ()


def reckoning(stands: Sequence[ItemStand], topic: Topic) -> Rendered:
    """How what is shown was made comparable: rates with their days, assumptions, and the gap's arithmetic."""
    lines: list[Line] = [bold("How it is computed")]
    for stand in stands:
        steps = _steps(stand)
        if steps:
            lines += ["", bold(f"{_name(stand.track, topic)} · {ITEMS[stand.item].lower()}")]
            lines += [f"• {step}." for step in steps]
    if len(lines) == 1:
        lines += ["", "Nothing had to be converted or assumed: the figures are as the reports have them."]
    lines += ["", *RULES]
    return compose(lines)


def gap_words(gap: Gap) -> str:
    """``₩12.14tn a year at the rate of 15 Oct 2024; what is demanded is 9 times what was agreed``."""
    if gap.amount <= 0:
        return f"none; what is demanded is no more than {_other(gap)}"
    apart = f"{money(gap.amount, gap.currency)} a year" if gap.currency else f"{gap.amount:.4g} percentage points"
    apart += f" at the rate of {day(gap.on)}" if gap.on else ""
    if gap.ratio >= 2:
        times = f"{distance('above', gap.ratio)} {_other(gap)}"
    else:
        times = f"{max(1, round((gap.ratio - 1) * 100))}% more than {_other(gap)}"
    return f"{apart}; what is demanded is {times}"


def _other(gap: Gap) -> str:
    """``what was agreed``."""
    return gap.to.traits.side.words if gap.to.traits.side else gap.to.traits.word


def move_words(position: Position, baseline: Baseline) -> str:
    """``46% above the ₩1.04tn agreed for 2019``; "" where the baseline has nothing of the kind."""
    if isinstance(position.like, Incomparable):
        return f"not compared: {position.like.reason}"
    if position.since is None:
        return "no such figure in the baseline" if position.move is Move.NEW and _is_side(position) else ""
    if position.ratio is None or position.move is None:
        return ""
    if position.move is Move.SAME:
        return "as in the baseline"
    words = f"{distance(relation_of(position.ratio), position.ratio)} {yardstick(position.since, baseline)}"
    if position.previous is None:
        return words
    before, previous = "below" if position.ratio > 1 else "above", position.previous
    told = f"{amount(previous, hedged=False)} of {month(source_of(previous).date)}"
    return f"{words}; what was {previous.role} before, {told}, was {before} it"


def _is_side(position: Position) -> bool:
    return position.role.traits.side is not None


def _full(position: Position, topic: Topic, mark: str) -> list[Line]:
    lines = figure_row(position.row, topic, with_standing=False, mark=mark)
    lines[0] = lines[0] + _reckoned(position) + (f" · {position.remark}" if position.remark else "")
    moved = move_words(position, topic.baseline)
    return [*lines, f"   ↳ {moved}"] if moved else lines


def _short(position: Position, topic: Topic, mark: str) -> list[Line]:
    """``• US$10bn a year demanded, according to Donald Trump · KBS +5, 15 Oct 2024 – 9 Jul 2025``."""
    row = position.row
    source = source_of(row)
    words = joined(" ", [link(bold(sized_row(row)), source.url), role_of(row)]) + _reckoned(position)
    more = f" +{row.outlets - 1}" if row.outlets > 1 else ""
    about = f" ({position.remark})" if position.remark else ""
    whose = text("" if more else "only ") + outlet(source) + f"{more}, {days_of(row)}{about}"
    lines: list[Line] = [f"{mark} " + words + by_actors(row, topic) + " · " + whose]
    lines += [text("   ") + doubt(row)] if row.doubt is not None else []
    moved = move_words(position, topic.baseline)
    return [*lines, f"   ↳ {moved}"] if moved else lines


def _reckoned(position: Position) -> str:
    """``(≈ US$1.13bn)`` of a deal in another currency than the common one; of a rise ``(≈ ₩1.175tn a year)``."""
    like = position.like
    if position.row.kind is not Kind.MONEY and isinstance(like, Comparable) and like.currency:
        return f" (≈ {money(like.value, like.currency)} a year)"
    return f" (≈ {money(position.common.value, position.common.currency)})" if position.common else ""


def _gap_lines(stand: ItemStand) -> list[Line]:
    if stand.obstacle:
        return [f"Gap: {stand.obstacle}"]
    if stand.gap is None:
        return []
    lines: list[Line] = [bold("Gap: ") + gap_words(stand.gap)]
    if stand.before is not None and stand.before.currency and stand.item is Item.CONTRIBUTION:
        before = stand.before
        lines.append(f"   ↳ in the baseline {money(before.amount, before.currency)}, {before.ratio:.1f} times")
    return lines


def _steps(stand: ItemStand) -> list[str]:
    likes = [like for one in stand.positions for like in (one.like, one.common) if isinstance(like, Comparable)]
    found = [step for like in likes for step in like.steps]
    found += [
        f"{_role(one)} is not compared: {one.like.reason}"
        for one in stand.positions
        if isinstance(one.like, Incomparable)
    ]
    if stand.gap is not None:
        found += [*stand.gap.steps, *_arithmetic(stand)]
    if stand.before is not None and stand.gap is not None:
        found += [f"In the baseline: {step}" for step in stand.before.steps]
    return list(dict.fromkeys(found))


def _arithmetic(stand: ItemStand) -> Iterable[str]:
    gap = stand.gap
    if gap is None:
        return
    low = gap.ends[1]
    if gap.currency:
        a, b, apart = (money(value, gap.currency) for value in (low.value + gap.amount, low.value, gap.amount))
        yield f"{a} less {b} is {apart} a year; {a} over {b} is {gap.ratio:.2f}"
    else:
        yield f"The gap is {gap.amount:.4g} percentage points"


def _role(position: Position) -> str:
    return f"What is {position.role}"


def _name(key: str | None, topic: Topic) -> str:
    track = track_of(topic, key)
    return track_name(track) if track else key or "In general"


def _buttons(key: str, *, chart: bool) -> tuple[tuple[Button, ...], ...]:
    row = [Button("How computed", data=f"{HOW}:{key}")]
    if chart:
        row.append(Button("Chart", data=f"{CHART}:{key}"))
    return (tuple(row),)
