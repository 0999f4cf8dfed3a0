"""/figures, whole, as a phone shows it: who stands where, and every figure."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chat.commands.button_press import Outdated
from bot.chat.commands.command import CommandRequest
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.render import Rendered
from bot.chat.render.html import LIMIT, utf16
from bot.chat.typed.arguments import BadArgument
from bot.model import Article, Figure, Kind, Party, Role
from tests.chat.builders import NOW, TOPIC, article, chat, context, families, money
from tests.chat.render.reports import FIRST, SECOND, THIRD, asked, lines
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf


def test_who_stands_where() -> None:
    assert asked("figures") == (
        "Figures · who stands where\n"
        "\n"
        "🇰🇷 South Korea\n"
        "• US$5bn a year demanded, according to lawmakers in Seoul · Reuters +1, 23–24 Nov 2026\n"
        "   ↳ as in the baseline\n"
        "• ₩1.18tn a year agreed for 2021 (≈ US$1.017bn) · only Yonhap, 24 Nov 2026\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019\n"
        "Gap: ₩4.62tn a year at the rate of 19 Nov 2019; what is demanded is 4.9 times what was agreed\n"
        "   ↳ in the baseline ₩4.76tn, 5.6 times\n"
        "• 28,500 troops stationed · only Yonhap, 24 Nov 2026\n"
        "   ↳ as in the baseline\n"
        "\n"
        "More: /figures korea, /figures all, /compare"
    )


def test_who_stands_where_on_one_track() -> None:
    assert asked("figures", "korea") == (
        "Figures · South Korea\n"
        "\n"
        "A year's contribution\n"
        "• US$5bn a year (S$6.8bn) demanded, according to lawmakers in Seoul\n"
        "   23–24 Nov 2026 · Reuters, Yonhap\n"
        "   ↳ as in the baseline\n"
        "• ₩1.18tn a year agreed for 2021 (≈ US$1.017bn)\n"
        "   24 Nov 2026 · Yonhap\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019\n"
        "Gap: ₩4.62tn a year at the rate of 19 Nov 2019; what is demanded is 4.9 times what was agreed\n"
        "   ↳ in the baseline ₩4.76tn, 5.6 times\n"
        "\n"
        "Troops\n"
        "• 28,500 troops stationed\n"
        "   24 Nov 2026 · Yonhap\n"
        "   ↳ as in the baseline\n"
        "\n"
        "Every figure: /figures korea all, /figures korea demanded"
    )


def test_an_offer_in_percent_and_a_demand_that_turned() -> None:
    def two(number: int, figure: Figure, days: int, **more: Any) -> list[Article]:
        on = NOW - timedelta(days=days)
        return [article(number + n, figures=[figure], outlet=f"O{n}", published=on, **more) for n in (0, 1)]

    told = [
        *two(1, money("₩1.04tn", 1.04e12, "KRW", Role.AGREED, year=2019), 900),
        *two(3, money("US$2bn", 2e9, "USD", Role.DEMANDED), 90),
        *two(5, money("US$6bn", 6e9, "USD", Role.DEMANDED), 10),
        *two(7, Figure("13", Kind.PERCENT, 13, Role.OFFERED, "text", 0, payer="KR"), 5, text="13 more than before"),
    ]
    shown = asked("figures", "korea", reports=told)
    assert (
        "↳ 20% above the US$5bn demanded in Nov 2019; what was demanded before, US$2bn of Aug 2026, was below it"
    ) in shown
    assert "• a rise of 13% offered (≈ ₩1.175tn a year)" in shown
    assert "↳ no such figure in the baseline" in shown
    assert "Gap: ₩5.785tn a year at the rate of 14 Nov 2026; what is demanded is 5.9 times what is offered" in shown


def test_how_it_is_computed() -> None:
    shelf = Shelf()
    shelf.stored = [FIRST, SECOND, THIRD]
    words = families(context(shelf)).of(LedgerAnswers).how("KR")
    assert words is not None
    assert visible(words).startswith(
        "How it is computed\n"
        "\n"
        "🇰🇷 South Korea · a year's contribution\n"
        "• ₩1.18tn is US$1.017bn at the ECB's rate of 24 Nov 2026, US$1 = ₩1,160.\n"
        "• US$5bn is ₩5.8tn at the ECB's rate of 19 Nov 2019, US$1 = ₩1,160.\n"
        "• ₩5.8tn less ₩1.18tn is ₩4.62tn a year; ₩5.8tn over ₩1.18tn is 4.92.\n"
        "• In the baseline: US$5bn is ₩5.8tn at the ECB's rate of 19 Nov 2019, US$1 = ₩1,160.\n"
        "\n"
        "A side's position is what was reported last"
    )
    with pytest.raises(Outdated):
        families(context(Shelf())).of(LedgerAnswers).how("XX")


@pytest.mark.parametrize("words", ["", "korea", "korea all", "demanded"])
def test_every_figure_opens_its_source(words: str) -> None:
    shelf = Shelf()
    shelf.stored = [FIRST, SECOND, THIRD]
    answers = families(context(shelf))
    for line in lines(answers.message_of("figures", CommandRequest(chat(), words)).html) + lines(
        answers.message_of("compare", CommandRequest(chat())).html
    ):
        assert '<a href="https://news.example/' in line


def test_every_figure_by_track() -> None:
    assert asked("figures", "all") == (
        "Figures\n"
        "\n"
        "🇰🇷 South Korea\n"
        "• US$5bn a year (S$6.8bn) demanded, according to lawmakers in Seoul\n"
        "   23–24 Nov 2026 · Reuters, Yonhap\n"
        "   ↳ as in the baseline\n"
        "• ₩1.18tn a year agreed for 2021\n"
        "   24 Nov 2026 · Yonhap\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019\n"
        "• 28,500 troops stationed\n"
        "   24 Nov 2026 · Yonhap\n"
        "   ↳ as in the baseline\n"
        "\n"
        "🇯🇵 Japan\n"
        "• ¥211bn a year agreed for 2022\n"
        "   15 Oct 2026 · 共同通信"
    )


def test_every_figure_of_a_track_by_role() -> None:
    shown = asked("figures", "korea all").split("\n")
    assert [line for line in shown if not line.startswith(("•", "   ")) and line] == [
        "Figures · South Korea",
        "Demanded",
        "Agreed",
        "Other figures",
    ]


def test_figures_of_a_role_or_kind() -> None:
    assert asked("figures", "agreed japan") == (
        "Figures · Japan, agreed\n\n• ¥211bn a year for 2022\n   15 Oct 2026 · 共同通信"
    )
    assert asked("figures", "troops").startswith("Figures · troops\n\n🇰🇷 South Korea\n• 28,500 troops stationed\n")


def test_all_figures_are_all_by_pages() -> None:
    many = [
        article(n, figures=[money(f"US${n} billion", n * 1e9, "USD", role)], published=NOW - timedelta(days=40 * n))
        for n, role in enumerate([Role.DEMANDED] * 17 + [Role.OFFERED] * 2, start=1)
    ]
    for words, sums in (("all", 19), ("korea all", 19), ("korea demanded", 17), ("demanded", 17), ("money", 19)):
        pages = [message(f"{words} p{page}", many) for page in range(1, 4)]
        assert visible(pages[1]).split("\n")[0].endswith(f"· {sums} figures, page 2 of 3")
        listed = [line for page in pages for line in visible(page).split("\n") if re.match(r"\d\. US\$", line)]
        found = [re.sub(r"^\d\. (US\$\d+bn).*", r"\1", line) for line in listed]
        assert sorted(found) == sorted(f"US${n}bn" for n in range(1, sums + 1)), "each once"
        turning = [one for row in pages[1].buttons for one in row if not one.label.isdigit()]
        assert [one.label for one in turning] == ["‹ Before", "More ›"]
        again = {message((one.data or "").removeprefix("go:figures:"), many) for one in turning}
        assert again == {pages[0], pages[2]}, "the buttons lead to the pages beside it"
        with pytest.raises(BadArgument, match=r"There is no page 4: the last of 3 pages is p3\."):
            message(f"{words} p4", many)


def message(words: str, reports: Sequence[Article]) -> Rendered:
    shelf = Shelf()
    shelf.stored = list(reports)
    return families(context(shelf)).message_of("figures", CommandRequest(chat(7), words))


def test_lines_of_figures_have_numbers_that_open_their_reports() -> None:
    for words in ("", "korea", "korea all", "demanded"):
        answer = message(words, (FIRST, SECOND, THIRD))
        numbers = [one for row in answer.buttons for one in row if one.label.isdigit()]
        lines = [line for line in answer.html.split("\n") if re.match(r"\d+\. ", line)]
        assert [one.label for one in numbers] == [line.partition(".")[0] for line in lines] != []
        for line, one in zip(lines, numbers, strict=True):
            number = int((one.data or "").removeprefix("open:"))
            assert f'"https://news.example/{number}"' in line, "it opens the report that the line links to"


def test_a_terminal_has_every_figure_in_one_piece() -> None:
    shelf = Shelf()
    shelf.stored = [
        article(n, figures=[money(f"US${n} billion", n * 1e9, "USD", Role.DEMANDED, attributed_to="A" * 50)])
        for n in range(1, 60)
    ]
    printed = families(context(shelf)).of(LedgerAnswers).figures("korea all", in_chat=False)
    shown = printed.plain.count("• US$")
    assert utf16(printed.plain) > LIMIT
    more = "More figures are on record, older and told by fewer: "
    assert printed.plain.endswith(f"{more}burdenwatch export --track korea")
    in_chat = families(context(shelf)).of(LedgerAnswers).figures(f"korea all p{-(-shown // 8)}")
    assert in_chat.plain.endswith(f"{more}/export csv figures korea")
    shelf.stored = shelf.stored[:20]
    assert more not in families(context(shelf)).of(LedgerAnswers).figures("korea all p3").plain


def test_a_figure_of_many_outlets_and_speakers_stays_short() -> None:
    same = [
        article(
            n, outlet=f"Outlet {n}", figures=[money("US$5bn", 5e9, "USD", Role.DEMANDED, attributed_to=f"Voice {n}")]
        )
        for n in range(1, 6)
    ]
    shown = asked("figures", "all", reports=same)
    assert "• US$5bn a year demanded, according to Voice 1, Voice 2, Voice 3 and 2 others\n" in shown
    for one, name in zip(same, ("Donald Trump", "United States"), strict=False):
        figures = [replace(figure, attributed_to=name) for figure in one.reading.figures]
        same[one.id - 1] = replace(one, reading=replace(one.reading, figures=tuple(figures)))
    asking = Party("United States", "asks", {}, country="US", role="country")
    known = replace(TOPIC, vocabulary=replace(TOPIC.vocabulary, parties=(asking,)))
    two = asked("figures", "all", reports=same[:2], topic=known)
    assert "• US$5bn a year demanded, according to Donald Trump\n" in two, "who asks is not who says so"
    assert "   24 Nov 2026 · Outlet 1, Outlet 2 +3\n" in shown


def test_whoever_asks_for_a_side_is_not_who_says_so() -> None:
    envoy = Party("Ann Reed", "asks", {}, country="US", person=True)
    topic = replace(TOPIC, vocabulary=replace(TOPIC.vocabulary, parties=(envoy,)))
    by = [money("US$5bn", 5e9, "USD", Role.DEMANDED, attributed_to=name) for name in ("Ann Reed", "The Paper")]
    own = article(1, outlet="One", figures=[by[0]])
    assert "• US$5bn a year demanded by Ann Reed\n" in asked("figures", "all", reports=[own], topic=topic)
    both = [own, article(2, outlet="Two", figures=[by[1]])]
    assert "• US$5bn a year demanded, according to The Paper\n" in asked("figures", "all", reports=both, topic=topic)


def test_a_sum_for_a_year_to_come_is_still_to_be_paid() -> None:
    due = [
        article(n, outlet=f"{n}", figures=[money("1.5 trillion won", 1.5e12, "KRW", Role.PAID, year=2027)])
        for n in (1, 2)
    ]
    assert "₩1.5tn a year to be paid for 2027" in asked("figures", reports=due)
    assert "1.5tn" not in asked("compare", reports=due)
    assert "₩1.5tn a year paid for 2026" in asked(
        "figures", "all", reports=[article(1, figures=[money("1.5 trillion won", 1.5e12, "KRW", Role.PAID, year=2026)])]
    )
