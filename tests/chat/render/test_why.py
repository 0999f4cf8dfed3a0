"""/why tells which words weighed and which labelled figures are most alike, for the first figures of a report."""

from collections.abc import Sequence

from msgspec.structs import replace

from bot.chat.commands.alerts import AlertCommands
from bot.chat.commands.command import CommandRequest
from bot.model import Article, Example, Figure, Reasons, Role, Weight
from tests.chat.builders import DEMAND, IN_SINGAPORE, SHARE, article, chat, context, families, placed
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf

TOLD = Reasons(
    (Weight("asks", 0.312), Weight("for", 0.05)), (Example("wants $4.7 billion for next year", "$4.7", "demanded"),)
)


def why(report: Article, told: Sequence[Reasons | None] | None) -> tuple[str, list[Figure]]:
    """The answer, and the figures that reasons were asked for."""
    wanted: list[Figure] = []

    def reasons(_: Article, figures: Sequence[Figure]) -> Sequence[Reasons | None] | None:
        wanted.extend(figures)
        return told

    answers = families(context(Shelf(), reasons=reasons)).of(AlertCommands)
    return visible(answers.why_of(report, CommandRequest(chat()))), wanted


def test_the_words_and_the_labelled_figures_stand_below_theirs() -> None:
    shown, wanted = why(article(1, figures=[placed(DEMAND), placed(SHARE)]), [TOLD, None])
    first, second = shown.partition("as the report has them\n")[2].split("\n• ")
    assert "because of “asks” (31%), “for” (5%)" in first
    assert first.endswith("like demanded: “wants $4.7 billion for next year”")
    assert "because of" not in second
    assert [figure.surface for figure in wanted] == [DEMAND.surface, SHARE.surface]


def test_no_more_than_two_figures_are_asked_about_and_no_conversion() -> None:
    third = replace(SHARE, role=Role.PAID)
    _, wanted = why(article(1, figures=[placed(one) for one in (IN_SINGAPORE, DEMAND, SHARE, third)]), [])
    assert len(wanted) == 2
    assert Role.CONVERSION not in {figure.role for figure in wanted}


def test_where_another_is_asking_it_says_so() -> None:
    shown, _ = why(article(1, figures=[placed(DEMAND)]), None)
    assert shown.endswith("somebody else just now; ask again in a moment.\n\nReport 1 of /story_1")
    without, _ = why(article(1), None)
    assert "somebody else" not in without


def test_without_an_encoder_nothing_is_said_of_words() -> None:
    shown = visible(
        families(context(Shelf()))
        .of(AlertCommands)
        .why_of(article(1, figures=[placed(DEMAND)]), CommandRequest(chat()))
    )
    assert "because of" not in shown
    assert "somebody else" not in shown
