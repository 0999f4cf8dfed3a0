"""How figures were made comparable, or why they are not, as a language has it.

The desk tells it in English, in sentences of the patterns below; what stands in their places are sums, rates and days.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from bot.chat.languages.amounts import printed_again
from bot.chat.languages.times import days_again
from bot.chat.languages.translator import ENGLISH, Translator

STEPS = (
    "{sum} in total over {years} years is {result} a year (assumed: spread evenly)",
    "{sum} is taken as a year's sum (assumed: the reports do not say)",
    "Of {sum} the upper end counts",
    "{rise} of {was} for {year} is {result} (assumed: a change from the last sum agreed)",
    "{rise} of {was} is {result} (assumed: a change from the last sum agreed)",
    "{rise} more than {was} for {year} is {result} (assumed: a change from the last sum agreed)",
    "{rise} more than {was} is {result} (assumed: a change from the last sum agreed)",
    "{sum} is {result} at the ECB's rate of {day}, {one} = {price}",
)
"""How a figure was reckoned."""
REASONS = (
    "no currency is given",
    "a total over a number of years that no report with it gives",
    "a rise on a sum that is not known",
    "a sum of which no report says that it is a year's",
    "no exchange rate of {currency} to {other} for {day}",
)
"""Why one cannot be compared."""
UNLIKE = (
    "a total over a number of years that the report does not give; the baseline has a year's sum",
    "it may be the same sum, in another currency at another rate",
    "a percentage, where the baseline has a multiple, {sum}",
    "a multiple, where the baseline has a percentage, {sum}",
    "a change, where the baseline has a whole sum, {sum}",
    "a share of a sum, where the baseline has a whole sum, {sum}",
    "a part of a sum, where the baseline has a whole sum, {sum}",
    "the gap between two sides, where the baseline has a whole sum, {sum}",
    *REASONS,
)
"""Why a figure of a report is not compared with the baseline."""


def step_in_words(step: str, t: Translator = ENGLISH) -> str:
    return retold(step, STEPS, t)


def reason_in_words(reason: str, t: Translator = ENGLISH) -> str:
    return retold(reason, REASONS, t)


def retold(words: str, patterns: Iterable[str], t: Translator) -> str:
    """English words by the first pattern that fits; as they are where none does."""
    if t.is_english:
        return words
    for pattern in patterns:
        found = _expression(pattern).fullmatch(words)
        if found is not None:
            return t.say(pattern, **_values(found.groupdict(), t))
    return words


def _values(told: Mapping[str, str], t: Translator) -> dict[str, str]:
    return {name: days_again(printed_again(value, t), t) for name, value in told.items()}


@cache
def _expression(pattern: str) -> "re.Pattern[str]":
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(pattern)))
