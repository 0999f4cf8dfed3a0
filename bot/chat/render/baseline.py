"""The baseline: the figures, positions and open questions that everything later is held against."""

from bot.chat.languages.amounts import amount, amount_with_period
from bot.chat.languages.names import name
from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, joined, link, said, text, tidy
from bot.chat.render.words import FIGURE, by_account, role_words
from bot.desk.ledger.compare import YARDSTICK
from bot.model import Baseline, BaselineFigure, Kind, Role, Topic


def baseline(topic: Topic, t: Translator = ENGLISH) -> Rendered:
    """The whole yardstick in one message, its source first."""
    yardstick = topic.baseline
    lines: list[Line] = [bold(t.say("The baseline")), compared_with(topic, t), ""]
    lines.append(
        link(tidy(yardstick.title), yardstick.url) + f" · {tidy(yardstick.outlet)}{t.joint}{day(yardstick.date, t)}"
    )
    lines += ["", *("• " + _figure(one, topic, t) for one in yardstick.figures if one.role is not Role.CONVERSION)]
    if yardstick.positions:
        lines += ["", bold(t.say("Positions"))]
        lines += [
            bold(_party(one.party, topic, t)) + ": " + clip(tidy(topic.sentence(one.text, t.language)), 400)
            for one in yardstick.positions
        ]
    if yardstick.ahead:
        lines += ["", bold(t.say("What was to come"))]
        lines += [f"• {clip(tidy(topic.sentence(line, t.language)), 400)}" for line in yardstick.ahead]
    return compose(lines, more="… and {n} more lines", t=t)


def _party(who: str, topic: Topic, t: Translator) -> str:
    if t.is_english:
        return tidy(who)
    named = name(who, topic.vocabulary.parties, t)
    return named[:1].upper() + named[1:]


def compared_with(topic: Topic, t: Translator = ENGLISH) -> Text:
    """What the baseline is: ``Everything is compared with the baseline: 19 Nov 2019, the day when ...``."""
    word, on = bold(t.word("compared with the", "baseline")), text(day(topic.baseline.date, t))
    event = text(tidy(topic.sentence(topic.baseline.when, t.language)))
    if event.plain:
        return said(t, "Everything is compared with the {baseline}: {day}, the day when {event}.",
                    baseline=word, day=on, event=event)  # fmt: skip
    return said(t, "Everything is compared with the {baseline}: what was reported on {day}.", baseline=word, day=on)


def in_one_line(topic: Topic, t: Translator = ENGLISH) -> Text:
    """Date, outlet, and the first demand against the first amount agreed."""
    yardstick = topic.baseline
    against = sums_in_words(yardstick, t=t)
    source = link(tidy(yardstick.outlet), yardstick.url) + text(f"{t.joint}{day(yardstick.date, t)}")
    return joined(": ", [source, against])


def yardstick_in_one_line(words: str, yardstick: Baseline, track: str | None, t: Translator) -> str:
    """``19 Nov 2019: up to US$5bn a year demanded, ₩1.04tn agreed for 2019``; ``words`` of the desk in English."""
    if t.is_english:
        return words
    figures = [one for one in yardstick.figures if one.kind is Kind.MONEY and one.role in YARDSTICK]
    told = [_sum(one, t, with_period=not one.year) for one in figures if track in {None, one.track}]
    return f"{day(yardstick.date, t)}: {t.joint.join(told)}"


def sums_in_words(yardstick: Baseline, track: str | None = None, t: Translator = ENGLISH) -> str:
    """``up to US$5bn a year demanded against ₩1.04tn a year agreed for 2019``; "" where it has neither (of a track)."""
    parts = [
        _sum(figure, t)
        for role in (Role.DEMANDED, Role.AGREED)
        for figure in [f for f in yardstick.figures if f.role is role and track in {None, f.track}][:1]
    ]
    return t.say("{one} against {other}", one=parts[0], other=parts[1]) if len(parts) > 1 else "".join(parts)


def _sum(figure: BaselineFigure, t: Translator, *, with_period: bool = True) -> str:
    told = amount_with_period(figure, t) if with_period else amount(figure, t)
    return t.say("{amount}[ {role}][ {total}]", amount=told, role=role_words(figure.role, figure.year, t))


def _figure(figure: BaselineFigure, topic: Topic, t: Translator) -> Text:
    """The label says what it is, often the period too."""
    label = tidy(topic.sentence(figure.label, t.language))
    told = bold(amount(figure, t) if "a year" in figure.label else amount_with_period(figure, t))
    account = by_account(figure.attributed_to, None, t, topic.vocabulary.parties)
    return text(f"{label}: ") + said(t, FIGURE, amount=told, account=text(account))
