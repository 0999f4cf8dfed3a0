"""/figures troops and the lines on soldiers elsewhere, as a phone shows them."""

from datetime import datetime, timedelta
from typing import Any

from bot.model import Article, Figure, Kind, Role, Stance
from tests.chat.builders import NOW, article
from tests.chat.render.answers.test_figures import message
from tests.chat.render.reports import asked
from tests.chat.render.test_html import visible

DAY = timedelta(days=1)


def told(number: int, words: str, *, ago: int = 1, track: str = "KR", outlet: str = "", **more: Any) -> Article:
    """A report with the number of soldiers in brackets, of so many days ago."""
    start, end = words.index("["), words.index("]") - 1
    plain = words.replace("[", "").replace("]", "")
    surface = plain[start:end]
    value = float(surface.replace(",", ""))
    one = Figure(surface, Kind.TROOPS, value, Role.OTHER, "text", start, **more)
    published = datetime.combine((NOW - ago * DAY).date(), NOW.timetz())
    return article(
        number,
        figures=[one],
        text=plain,
        title="",
        track=track,
        published=published,
        outlet=outlet or f"Paper {number}",
    )


FORCE = told(1, "There are [28,500] soldiers stationed.", ago=400)
WEIGHED = told(2, "Officials consider moving [4,500] troops away.", ago=90, attributed_to="the Wall Street Journal")
DENIED = told(3, "The Pentagon denied that [4,500] might leave.", ago=89, stance=Stance.DENIED)
CLAIM = told(
    4,
    "He put the force at [45,000]; in fact there are 28,500.",
    ago=50,
    stance=Stance.DENIED,
    attributed_to="Donald Trump",
)
ORDER = told(5, "The Pentagon orders [12,000] troops out.", ago=300, track="JP")
HALTED = told(6, "The withdrawal of [12,000] was put on hold.", ago=100, track="JP")


def test_each_number_says_what_it_is_of_and_who_claims_it() -> None:
    assert asked("figures", "troops", reports=(FORCE, WEIGHED, DENIED, CLAIM, ORDER, HALTED)) == (
        "Figures · troops\n"
        "\n"
        "🇰🇷 South Korea\n"
        "• 28,500 troops stationed\n"
        "   20 Oct 2025 · Paper 1\n"
        "   ↳ as in the baseline\n"
        "• 45,000 troops stationed, claimed by Donald Trump\n"
        "   5 Oct 2026 · Paper 4\n"
        "   ⚠ refuted by the outlet (Paper 4, 5 Oct 2026)\n"
        "• 4,500 troops that might leave, according to the Wall Street Journal\n"
        "   26–27 Aug 2026 · Paper 2, Paper 3\n"
        "   ⚠ denied (Paper 3, 27 Aug 2026)\n"
        "\n"
        "🇯🇵 Japan\n"
        "• 12,000 troops to leave\n"
        "   28 Jan 2026 · Paper 5\n"
        "   ⚠ halted (Paper 6, 16 Aug 2026)"
    )


def test_the_first_page_has_every_country_and_the_rest_says_that_it_is_the_rest() -> None:
    """Five denied claims about Korea had the first page, and what was ordered in Germany the last one."""
    others = [told(n, f"There were [{n},000] soldiers stationed.", ago=500 + n) for n in range(20, 26)]
    japan = told(30, "There are [54,000] soldiers stationed.", track="JP", ago=9)
    come = told(31, "Another [500] troops are coming.", track="JP", ago=8)
    known = (FORCE, CLAIM, *others, japan, come)
    page = visible(message("troops", known))
    there = ["28,500 troops stationed", "54,000 troops stationed", "500 troops to come"]
    found = [page.index(f". {one}") for one in there]
    assert found == sorted(found)
    assert found[-1] < page.index("Also told · 🇰🇷 South Korea") < page.index(". 20,000 troops stationed")
    assert "claimed by Donald Trump" not in page
    assert ". 45,000 troops stationed, claimed by Donald Trump" in visible(message("troops p2", known))


def test_who_stands_where_and_the_table_have_what_is_ordered_and_not_what_was_stopped() -> None:
    more = told(7, "Another [1,000] troops are coming.", ago=99, track="JP")
    for name in ("figures", "compare"):
        assert "12,000 troops to leave" in asked(name, reports=(FORCE, ORDER))
        stopped = asked(name, reports=(FORCE, CLAIM, ORDER, HALTED, more))
        assert "12,000" not in stopped
        assert "45,000" not in stopped
        assert "1,000 troops to come" in stopped
    assert " come                1,000\n" in asked("compare", reports=(FORCE, ORDER, HALTED, more))


def test_who_stands_where_tells_from_when_to_when_soldiers_were_told_of() -> None:
    again = told(8, "There are [28,500] soldiers stationed.", ago=398)
    assert "28,500 troops stationed · Paper 1 +1, 20–22 Oct 2025" in asked("figures", reports=(FORCE, again))
