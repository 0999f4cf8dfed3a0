"""The baseline: the figures, positions and open questions that everything later is held against."""

from bot.chat.languages.amounts import amount, amount_with_period
from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, joined, link, said, text, tidy
from bot.chat.render.words import by_account, role_words
from bot.model import Baseline, BaselineFigure, Role


def baseline(yardstick: Baseline) -> Rendered:
    """The whole yardstick in one message, its source first."""
    lines: list[Line] = [bold("The baseline"), compared_with(yardstick), ""]
    lines.append(
        link(tidy(yardstick.title), yardstick.url) + f" · {tidy(yardstick.outlet)}, {day(yardstick.date, ENGLISH)}"
    )
    lines += ["", *("• " + _figure(figure) for figure in yardstick.figures if figure.role is not Role.CONVERSION)]
    if yardstick.positions:
        lines += ["", bold("Positions")]
        lines += [bold(tidy(p.party)) + ": " + clip(tidy(p.text), 400) for p in yardstick.positions]
    if yardstick.ahead:
        lines += ["", bold("What was to come")]
        lines += [f"• {clip(tidy(line), 400)}" for line in yardstick.ahead]
    return compose(lines, more="… and {n} more lines")


def compared_with(yardstick: Baseline, t: Translator = ENGLISH, when: str = "") -> Text:
    """What the baseline is: ``Everything is compared with the baseline: 19 Nov 2019, the day when ...``.

    ``when``: what happened that day, in the language of the answer; "" for the yardstick's own words.
    """
    word, on = bold(t.word("compared with the", "baseline")), text(day(yardstick.date, t))
    event = text(tidy(when or yardstick.when))
    if event.plain:
        return said(t, "Everything is compared with the {baseline}: {day}, the day when {event}.",
                    baseline=word, day=on, event=event)  # fmt: skip
    return said(t, "Everything is compared with the {baseline}: what was reported on {day}.", baseline=word, day=on)


def in_one_line(yardstick: Baseline, t: Translator = ENGLISH) -> Text:
    """Date, outlet, and the first demand against the first amount agreed."""
    against = sums_in_words(yardstick, t=t)
    source = link(tidy(yardstick.outlet), yardstick.url) + text(f", {day(yardstick.date, t)}")
    return joined(": ", [source, against])


def sums_in_words(yardstick: Baseline, track: str | None = None, t: Translator = ENGLISH) -> str:
    """``up to US$5bn a year demanded against ₩1.04tn a year agreed for 2019``; "" where it has neither (of a track)."""
    parts = [
        t.say("{amount}[ {role}]", amount=amount_with_period(figure, t), role=role_words(figure.role, figure.year, t))
        for role in (Role.DEMANDED, Role.AGREED)
        for figure in [f for f in yardstick.figures if f.role is role and track in {None, f.track}][:1]
    ]
    return t.say("{one} against {other}", one=parts[0], other=parts[1]) if len(parts) > 1 else "".join(parts)


def _figure(figure: BaselineFigure) -> Text:
    """The label says what it is, often the period too."""
    sum_of_money = amount(figure, ENGLISH) if "a year" in figure.label else amount_with_period(figure, ENGLISH)
    return joined(", ", [text(f"{tidy(figure.label)}: ") + bold(sum_of_money), by_account(figure.attributed_to)])
