"""The baseline: the figures, positions and open questions that everything later is held against."""

from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, joined, link, text, tidy
from bot.chat.render.words import by_account, role_words
from bot.model import Baseline, BaselineFigure, Role
from bot.phrases.amounts import amount, amount_with_period
from bot.phrases.wording import day


def baseline(yardstick: Baseline) -> Rendered:
    """The whole yardstick in one message, its source first."""
    lines: list[Line] = [bold("The baseline"), compared_with(yardstick), ""]
    lines.append(link(tidy(yardstick.title), yardstick.url) + f" · {tidy(yardstick.outlet)}, {day(yardstick.date)}")
    lines += ["", *("• " + _figure(figure) for figure in yardstick.figures if figure.role is not Role.CONVERSION)]
    if yardstick.positions:
        lines += ["", bold("Positions")]
        lines += [bold(tidy(p.party)) + ": " + clip(tidy(p.text), 400) for p in yardstick.positions]
    if yardstick.ahead:
        lines += ["", bold("What was to come")]
        lines += [f"• {clip(tidy(line), 400)}" for line in yardstick.ahead]
    return compose(lines, more="… and {n} more lines")


def compared_with(yardstick: Baseline) -> Text:
    """What the baseline is: ``Everything is compared with the baseline: 19 Nov 2019, the day when ...``."""
    on = day(yardstick.date)
    about = f"{on}, the day when {tidy(yardstick.when)}" if yardstick.when else f"what was reported on {on}"
    return text("Everything is compared with the ") + bold("baseline") + f": {about}."


def in_one_line(yardstick: Baseline) -> Text:
    """Date, outlet, and the first demand against the first amount agreed."""
    against = sums_in_words(yardstick)
    source = link(tidy(yardstick.outlet), yardstick.url) + text(f", {day(yardstick.date)}")
    return joined(": ", [source, against])


def sums_in_words(yardstick: Baseline, track: str | None = None) -> str:
    """``up to US$5bn a year demanded against ₩1.04tn a year agreed for 2019``; "" where it has neither (of a track)."""
    parts = [
        f"{amount_with_period(figure)} {role_words(figure.role, figure.year)}"
        for role in (Role.DEMANDED, Role.AGREED)
        for figure in [f for f in yardstick.figures if f.role is role and track in {None, f.track}][:1]
    ]
    return " against ".join(parts)


def _figure(figure: BaselineFigure) -> Text:
    """The label says what it is, often the period too."""
    sum_of_money = amount(figure) if "a year" in figure.label else amount_with_period(figure)
    return joined(", ", [text(f"{tidy(figure.label)}: ") + bold(sum_of_money), by_account(figure.attributed_to)])
