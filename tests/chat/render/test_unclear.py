"""What a reader sees of an unclear figure, and of every one what was read: how sure its role is, whose it is."""

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chat.commands.alerts import AlertCommands
from bot.chat.commands.command import CommandRequest
from bot.chat.render.alert import alert
from bot.model import Article, Event, Figure, Measure, Role, Stance
from tests.chat.builders import (
    DEMAND,
    IN_SINGAPORE,
    NOW,
    SHARE,
    TOPIC,
    article,
    chat,
    context,
    convert,
    families,
    money,
    placed,
)
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf

UNSURE = money("US$5 billion", 5e9, "USD", Role.UNCLEAR, year=2020, attributed_to="lawmakers in Seoul", chance=0.482)
UNSURE = placed(replace(UNSURE, likely=Role.OFFERED))
SURE = placed(replace(DEMAND, chance=0.834))


def asked(name: str, words: str = "", *, reports: Sequence[Article]) -> str:
    shelf = Shelf()
    shelf.stored = list(reports)
    return visible(families(context(shelf)).message_of(name, CommandRequest(chat(7), words)))


def why(figure: Figure) -> str:
    """The line of a report's first figure."""
    shown = visible(
        families(context(Shelf())).of(AlertCommands).why_of(article(1, figures=[figure]), CommandRequest(chat()))
    )
    return shown.partition("as the report has them\n")[2].splitlines()[1].strip()


def test_an_alert_and_the_lists_call_it_unclear_after_all_others() -> None:
    report = article(1, figures=[UNSURE, placed(SHARE)])
    shown = visible(alert(report, TOPIC, convert, now=NOW, zone="UTC"))
    first, second = (line for line in shown.splitlines() if line.startswith("• "))
    assert first.startswith("• ₩1.18tn a year agreed for 2021")
    assert second == "• US$5bn a year unclear, named by lawmakers in Seoul"
    alone = article(1, figures=[UNSURE])
    assert asked("latest", reports=[alone]).endswith("US$5bn a year unclear")
    assert not any("offered" in asked(name, reports=[alone]) for name in ("latest", "summary", "figures", "compare"))
    assert "US$5bn a year unclear" not in asked("summary", reports=[alone]), "it stands for nobody"


def test_figures_have_it_last_and_by_its_word() -> None:
    reports = [article(1, figures=[UNSURE, placed(SHARE)]), article(2, figures=[UNSURE], outlet="Reuters")]
    of_role = asked("figures", "unclear", reports=reports)
    assert of_role.startswith("Figures · unclear\n")
    assert "1. US$5bn a year, named by lawmakers in Seoul\n" in of_role
    of_track = asked("figures", "korea all", reports=reports)
    assert of_track.index("Agreed") < of_track.index("Unclear")
    assert "₩1.18tn" in asked("figures", "money", reports=reports).split("US$5bn", maxsplit=1)[0]
    assert "₩1.18tn" in asked("figures", "korea money", reports=reports).split("US$5bn", maxsplit=1)[0]


def test_a_story_shows_the_unclear_surfaces_as_such() -> None:
    report = article(1, figures=[UNSURE, placed(SHARE)], event=Event.STATEMENT)
    assert "new figures: 1.18 trillion won; unclear: US$5 billion" in asked("story", "1", reports=[report])
    assert "\nunclear: US$5 billion" in asked("story", "1", reports=[article(1, figures=[UNSURE])])


def of(figure: Figure = SURE, **changes: Any) -> Figure:
    return replace(figure, **changes)


BY = "according to lawmakers in Seoul"
SAID, NAMED = "said by lawmakers in Seoul", "named by lawmakers in Seoul"


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (of(), f"demanded, 83% sure, {BY}"),
        (of(actor="United States"), f"demanded of South Korea by the United States, 83% sure, {SAID}"),
        (of(actor="United States", attributed_to=None), "demanded of South Korea by the United States, 83% sure"),
        (of(actor="United States", payer=None), f"demanded by the United States, 83% sure, {SAID}"),
        (of(actor="Lawmakers in Seoul"), f"demanded, 83% sure, {BY}"),
        (of(role=Role.OFFERED, year=2020, actor="Seoul"), f"offered for 2020 by Seoul, 83% sure, {SAID}"),
        (of(chance=0.9996), f"demanded, 99% sure, {BY}"),
        (of(role=Role.OTHER), f"no part of a demand, an offer or a deal, 83% sure, {BY}"),
        (of(measure=Measure.LEVEL), f"demanded, 83% sure, {BY}"),
        (of(measure=Measure.INCREASE, stance=Stance.DENIED), f"demanded, 83% sure, an increase, denied, {BY}"),
        (of(UNSURE), f"unclear: most likely offered, 48%, {NAMED}"),
        (of(UNSURE, actor="United States"), f"unclear: most likely offered by the United States, 48%, {SAID}"),
        (of(UNSURE, likely=Role.OTHER), f"unclear: most likely no part of a demand, an offer or a deal, 48%, {NAMED}"),
        (of(UNSURE, likely=None, chance=None, attributed_to=None), "unclear"),
        (of(placed(SHARE), stance=Stance.HYPOTHETICAL), "agreed for 2021, hypothetical"),
        (placed(IN_SINGAPORE), "converted from US$5 billion"),
    ],
)
def test_why_tells_what_was_read_of_a_figure(figure: Figure, words: str) -> None:
    assert why(figure).partition(" a year, ")[2] == words
