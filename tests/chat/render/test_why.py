"""/why, whole: the words that let a report in, its figures in their sentences, and what decided their roles."""

from collections.abc import Sequence

from msgspec.structs import replace

from bot.chat.commands.alerts import AlertCommands
from bot.chat.commands.command import CommandRequest
from bot.chat.render.why import quoted
from bot.model import Article, Example, Figure, Kind, Match, Reasons, Role, Weight
from tests.chat.builders import DEMAND, IN_SINGAPORE, SHARE, TEXT, article, chat, context, families, placed
from tests.chat.render.reports import FIRST
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


def test_why_shows_words_and_each_figure_in_its_sentence() -> None:
    shelf = Shelf()
    assert visible(families(context(shelf)).of(AlertCommands).why_of(FIRST, CommandRequest(chat()))) == (
        "Why this alert\n"
        "Seoul and Washington talk, round 1\n"
        "Yonhap · 17:05 KST\n"
        "\n"
        "Words that matched (score 7.5):\n"
        "• subject: “cost-sharing”\n"
        "• force: “US troops”\n"
        "Rule that let it in: a bill for forces\n"
        "Decision: new story.\n"
        "Read as: 🇰🇷 South Korea · talks broken off\n"
        "\n"
        "The figures, as the report has them\n"
        "• “…in Seoul say Washington seeks up to US$5 billion (S$6.8 billion) a year. The government paid…”\n"
        "   US$5bn a year, demanded, according to lawmakers in Seoul\n"
        "• “…(S$6.8 billion) a year. The government paid 1.18 trillion won for 2021 for the 28,500 US troops in the…”\n"
        "   ₩1.18tn a year, agreed for 2021\n"
        "• “…paid 1.18 trillion won for 2021 for the 28,500 US troops in the country.”\n"
        "   28,500 troops\n"
        "\n"
        "Report 1 of /story_1"
    )


def test_why_counts_many_words_and_figures() -> None:
    words = [Match("host_nation", f"word{n}", "text", n) for n in range(9)]
    words.append(Match("host_nation", "WORD1", "text", 20))
    many = [placed(Figure(f"{n}%", Kind.PERCENT, n, Role.PAID, "text", 0), f"{n}% ") for n in range(1, 10)]
    shown = visible(
        families(context(Shelf()))
        .of(AlertCommands)
        .why_of(article(1, words=tuple(words), figures=many), CommandRequest(chat()))
    )
    assert "• host nation: “word0”, “word1”, “word2”, “word3”, “word4”, “word5” and 3 more" in shown
    assert shown.endswith("and 3 more\n\nReport 1 of /story_1")


def test_why_without_words_says_so() -> None:
    shown = visible(
        families(context(Shelf()))
        .of(AlertCommands)
        .why_of(article(1, words=(), why="", rule=""), CommandRequest(chat()))
    )
    assert "No word of the topic is on record for it.\nRead as" in shown


def test_a_quote_is_only_the_figure_where_its_place_does_not_fit() -> None:
    assert quoted(FIRST, DEMAND).plain == "US$5 billion"
    assert quoted(article(1, text="US$5 billion"), placed(DEMAND, "US$5 billion")).plain == "“US$5 billion”"
    in_title = Figure("round 1", Kind.PERCENT, 1, Role.OTHER, "title", 27)
    assert quoted(FIRST, in_title).plain == "“Seoul and Washington talk, round 1”"
    hostile = article(1, text="US$5 billion, see @someone")
    assert quoted(hostile, placed(DEMAND, hostile.text)).html == (
        f'<a href="{hostile.url}">“<b>US$5 billion</b>, see @someone”</a>'
    )
    assert "US$5 billion" in TEXT
