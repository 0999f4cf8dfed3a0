"""Who stands where: each side's latest position, the gap, the move since the baseline, and how it all was reckoned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.chat.languages.amounts import amount, named_sum
from bot.chat.languages.names import track_label
from bot.chat.languages.times import day, month
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.answers.figures import BULLET, corrected_lines, days_of, figure_row, source_of
from bot.chat.render.corrected import NOTHING, CorrectedFigures
from bot.chat.render.html import Button, Line, Rendered, aside, bold, code, compose, link, text
from bot.chat.render.paging import ButtonRows, numbered
from bot.chat.render.retold.reckoned import reason_in_words, step_in_words
from bot.chat.render.retold.told import remark_in_words, row_words
from bot.chat.render.words import (
    distance_in_words,
    doubt,
    outlets_of_row,
    role_of,
    sized_row,
    track_heading,
    track_of,
)
from bot.chat.typed.arguments import short_name
from bot.desk.answers.positions import Comparable, Gap, Incomparable, Item, ItemStand, Move, Position
from bot.desk.ledger.rows import Source
from bot.model import Baseline, Kind, Role, Topic

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
    stands: Sequence[ItemStand],
    topic: Topic,
    *,
    in_chat: bool = True,
    corrected: CorrectedFigures = NOTHING,
    t: Translator = ENGLISH,
) -> Rendered:
    """Every track in short, its contribution first, with the command that shows all of it."""
    lines: list[Line] = [bold(t.say("Figures")) + text(f" · {t.say('who stands where')}")]
    shown = Marks(in_chat=in_chat)
    for key in dict.fromkeys(stand.track for stand in stands):
        mine = [stand for stand in stands if stand.track == key and stand.item in _WEIGHTY]
        lines += ["", bold(track_heading(key, topic, t))]
        for stand in mine:
            for position in stand.positions:
                lines += _short(position, topic, shown.of(source_of(position.row)), t)
                lines += corrected_lines(position.row, topic, corrected, t)
            lines += _gap_lines(stand, t)
    tracks = [track for track in topic.vocabulary.tracks if any(stand.track == track.key for stand in stands)]
    if tracks:
        more = code(f"/figures {short_name(tracks[0], topic.vocabulary.tracks)}")
        lines += ["", text(f"{t.say('More:')} ") + more + ", " + code("/figures all") + ", " + code("/compare")]
    buttons = (*shown.buttons(), *_buttons("", t, chart=False))
    return compose(lines, buttons=buttons, more="… and {n} more lines; ask for less: /figures korea", t=t)


def of_track(
    stands: Sequence[ItemStand],
    topic: Topic,
    key: str,
    *,
    chart: bool,
    in_chat: bool = True,
    corrected: CorrectedFigures = NOTHING,
    t: Translator = ENGLISH,
) -> Rendered:
    """One track with each of its items, and the commands that list every figure."""
    track, shown = track_of(topic, key), Marks(in_chat=in_chat)
    named = (track.name if t.is_english else track_label(track, t, topic.vocabulary.parties)) if track else key
    lines: list[Line] = [bold(t.say("Figures")) + f" · {named}"]
    for stand in stands:
        lines += ["", bold(t.say(ITEMS[stand.item]))]
        for position in stand.positions:
            lines += _full(position, topic, shown.of(source_of(position.row)), t)
            lines += corrected_lines(position.row, topic, corrected, t)
        lines += _gap_lines(stand, t)
    if track is not None:
        name = short_name(track, topic.vocabulary.tracks)
        all_of_it, demanded = code(f"/figures {name} all"), code(f"/figures {name} demanded")
        lines += ["", text(f"{t.say('Every figure:')} ") + all_of_it + ", " + demanded]
    return compose(lines, buttons=(*shown.buttons(), *_buttons(key, t, chart=chart)), t=t)


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


def reckoning(stands: Sequence[ItemStand], topic: Topic, t: Translator = ENGLISH) -> Rendered:
    """How what is shown was made comparable: rates with their days, assumptions, and the gap's arithmetic."""
    lines: list[Line] = [bold(t.say("How it is computed"))]
    for stand in stands:
        steps = _steps(stand, t)
        if steps:
            item = t.say(ITEMS[stand.item])
            heading = f"{track_heading(stand.track, topic, t)} · {item.lower() if t.is_english else item}"
            lines += ["", bold(heading), *(t.say("• {step}.", step=step) for step in steps)]
    if len(lines) == 1:
        lines += ["", t.say("Nothing had to be converted or assumed: the figures are as the reports have them.")]
    lines += ["", *(t.say(rule) for rule in RULES)]
    return compose(lines, t=t)


def gap_words(gap: Gap, t: Translator = ENGLISH) -> str:
    """``₩12.14tn a year at the rate of 15 Oct 2024; what is demanded is 9 times what was agreed``."""
    other = t.say(SIDE_WORDS[gap.to])
    if gap.amount <= 0:
        return t.say("none; what is demanded is no more than {other}", other=other)
    if gap.currency:
        apart = t.say("{amount} a year", amount=named_sum(gap.amount, gap.currency, t))
    else:
        apart = t.say("{number} percentage points", number=_points(gap.amount, t))
    if gap.on:
        apart = t.say("{gap} at the rate of {day}", gap=apart, day=day(gap.on, t))
    if gap.ratio >= 2:
        times = t.number(round(gap.ratio, 1))
        pattern = "{gap}; what is demanded is twice {other}" if times == "2" else (
            "{gap}; what is demanded is {number} times {other}"
        )  # fmt: skip
        return t.say(pattern, gap=apart, number=times, other=other)
    percent = str(max(1, round((gap.ratio - 1) * 100)))
    return t.say("{gap}; what is demanded is {number}% more than {other}", gap=apart, number=percent, other=other)


SIDE_WORDS = {role: role.traits.side.words for role in Role if role.traits.side}
"""``what was agreed``."""


def _points(amount: float, t: Translator) -> str:
    digits = f"{amount:.4g}"
    return digits if t.is_english or "e" in digits else t.number(float(digits))


def move_words(position: Position, baseline: Baseline, t: Translator = ENGLISH) -> str:
    """``46% above the ₩1.04tn agreed for 2019``; "" where the baseline has nothing of the kind."""
    if isinstance(position.like, Incomparable):
        return t.say("not compared: {reason}", reason=reason_in_words(position.like.reason, t))
    if position.since is None:
        return t.say("no such figure in the baseline") if position.move is Move.NEW and _is_side(position) else ""
    if position.ratio is None or position.move is None:
        return ""
    if position.move is Move.SAME:
        return t.say("as in the baseline")
    words = distance_in_words(position.ratio, position.since, baseline, t)
    if position.previous is None:
        return words
    previous = position.previous
    pattern = BEFORE[previous.role is Role.OFFERED, position.ratio > 1]
    when = month(source_of(previous).date, t)
    return t.say(pattern, distance=words, amount=amount(previous, t, hedged=False), month=when)


BEFORE = {
    (False, True): "{distance}; what was demanded before, {amount} of {month}, was below it",
    (False, False): "{distance}; what was demanded before, {amount} of {month}, was above it",
    (True, True): "{distance}; what was offered before, {amount} of {month}, was below it",
    (True, False): "{distance}; what was offered before, {amount} of {month}, was above it",
}
"""Of a claim that went to the other side of the baseline, by whether it was offered, and whether it is above it now."""


def _is_side(position: Position) -> bool:
    return position.role.traits.side is not None


def _full(position: Position, topic: Topic, mark: str, t: Translator) -> list[Line]:
    lines = figure_row(position.row, topic, with_standing=False, mark=mark, t=t)
    reckoned = _reckoned(position, t)
    reckoned = reckoned and (reckoned if t.language == "ja" else f" {reckoned}")
    lines[0] = lines[0] + reckoned + (f" · {remark_in_words(position.remark, t)}" if position.remark else "")
    moved = move_words(position, topic.baseline, t)
    return [*lines, f"   ↳ {moved}"] if moved else lines


def _short(position: Position, topic: Topic, mark: str, t: Translator) -> list[Line]:
    """``• US$10bn a year demanded, according to Donald Trump · KBS +5, 15 Oct 2024 – 9 Jul 2025``."""
    row = position.row
    source = source_of(row)
    role = " ".join(filter(None, [role_of(row, t=t), _reckoned(position, t)]))
    words = row_words(row, topic, t, amount=link(bold(sized_row(row, t)), source.url), role=role)
    about = aside(remark_in_words(position.remark, t), t) if position.remark else text("")
    lines: list[Line] = [f"{mark} " + words + " · " + outlets_of_row(row, source, days_of(row, t), t) + about]
    lines += [text("   ") + doubt(row, t)] if row.doubt is not None else []
    moved = move_words(position, topic.baseline, t)
    return [*lines, f"   ↳ {moved}"] if moved else lines


def _reckoned(position: Position, t: Translator) -> str:
    """``(≈ US$1.13bn)`` of a deal in another currency than the common one; of a rise ``(≈ ₩1.175tn a year)``."""
    like = position.like
    if position.row.kind is not Kind.MONEY and isinstance(like, Comparable) and like.currency:
        return _about(t.say("{amount} a year", amount=named_sum(like.value, like.currency, t)), t)
    return _about(named_sum(position.common.value, position.common.currency, t), t) if position.common else ""


def _about(words: str, t: Translator) -> str:
    return aside(f"≈ {words}", t).plain.strip()


def _gap_lines(stand: ItemStand, t: Translator) -> list[Line]:
    if stand.obstacle:
        return [t.say("Gap: {gap}", gap=_obstacle(stand.obstacle, t))]
    if stand.gap is None:
        return []
    lines: list[Line] = [bold(f"{t.say('Gap:')} ") + gap_words(stand.gap, t)]
    if stand.before is not None and stand.before.currency and stand.item is Item.CONTRIBUTION:
        before = stand.before
        apart, times = named_sum(before.amount, before.currency, t), _one_decimal(before.ratio, t)
        lines.append(f"   ↳ {t.say('in the baseline {amount}, {number} times', amount=apart, number=times)}")
    return lines


def _one_decimal(ratio: float, t: Translator) -> str:
    return f"{ratio:.1f}" if t.is_english else t.number(round(ratio, 1))


def _obstacle(words: str, t: Translator) -> str:
    """``what is demanded is not compared: no currency is given``."""
    head, colon, reason = words.partition(" is not compared: ")
    role = head.removeprefix("what is ")
    if t.is_english or not colon or role not in SIDE_WORDS:
        return words
    return _not_compared(Role(role), reason, t)


def _not_compared(role: Role, reason: str, t: Translator) -> str:
    return t.say("{side} is not compared: {reason}", side=t.say(SIDE_WORDS[role]), reason=reason_in_words(reason, t))


def _steps(stand: ItemStand, t: Translator) -> list[str]:
    likes = [like for one in stand.positions for like in (one.like, one.common) if isinstance(like, Comparable)]
    found = [step_in_words(step, t) for like in likes for step in like.steps]
    found += [
        f"What is {one.role} is not compared: {one.like.reason}"
        if t.is_english
        else _not_compared(one.role, one.like.reason, t)
        for one in stand.positions
        if isinstance(one.like, Incomparable)
    ]
    if stand.gap is not None:
        found += [*(step_in_words(step, t) for step in stand.gap.steps), *_arithmetic(stand, t)]
    if stand.before is not None and stand.gap is not None:
        found += [t.say("In the baseline: {step}", step=step_in_words(step, t)) for step in stand.before.steps]
    return list(dict.fromkeys(found))


def _arithmetic(stand: ItemStand, t: Translator) -> Iterable[str]:
    gap = stand.gap
    if gap is None:
        return
    low = gap.ends[1]
    if gap.currency:
        a, b, apart = (named_sum(value, gap.currency, t) for value in (low.value + gap.amount, low.value, gap.amount))
        ratio = f"{gap.ratio:.2f}" if t.is_english else t.number(gap.ratio)
        yield t.say("{a} less {b} is {apart} a year; {a} over {b} is {ratio}", a=a, b=b, apart=apart, ratio=ratio)
    else:
        yield t.say("The gap is {number} percentage points", number=_points(gap.amount, t))


def _buttons(key: str, t: Translator, *, chart: bool) -> tuple[tuple[Button, ...], ...]:
    row = [Button(t.say("How computed"), data=f"{HOW}:{key}")]
    if chart:
        row.append(Button(t.say("Chart"), data=f"{CHART}:{key}"))
    return (tuple(row),)
