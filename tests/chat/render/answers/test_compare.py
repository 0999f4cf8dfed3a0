"""/compare, whole, as a phone shows it."""

from datetime import timedelta

from msgspec.structs import replace

from bot.model import Article, Figure, Kind, Measure, Role, Stance
from tests.chat.builders import NOW, article, money
from tests.chat.render.reports import asked


def test_the_tracks_side_by_side() -> None:
    assert asked("compare") == (
        "Side by side · a year's sum; “then” is the baseline; “≈” is US$ at the rate of the day when it was first "
        "reported, or of the baseline's where that has it\n"
        "\n"
        "               KR\n"
        "asked      US$5bn\n"
        " then      US$5bn\n"
        "agreed    ₩1.18tn\n"
        " ≈         1.02bn\n"
        " then     ₩1.04tn\n"
        "gap          4.9x\n"
        " then        5.6x\n"
        "troops     28,500\n"
        "\n"
        "🇰🇷 South Korea\n"
        "• US$5bn a year demanded, according to lawmakers in Seoul · Reuters, 23 Nov 2026\n"
        "• ₩1.18tn a year agreed for 2021 · Yonhap, 24 Nov 2026\n"
        "• 28,500 troops stationed · Yonhap, 24 Nov 2026"
    )
    assert asked("compare", reports=()).startswith("No report with a figure is in yet.")


def told(number: int, *figures: Figure, days: int = 0, **more: object) -> Article:
    return article(number, outlet=f"Paper {number}", figures=figures, published=NOW - timedelta(days=days), **more)


def share(text: str, value: float, role: Role, year: int | None = None) -> Figure:
    surface = f"{value:g}%"
    return Figure(surface, Kind.PERCENT, value, role, "text", text.index(surface), year=year, measure=Measure.LEVEL)


def test_list_and_table_show_the_same_claims() -> None:
    """A demand of two years ago stood in the list under a table that had none."""
    asks = money("US$9bn", 9e9, "USD", Role.DEMANDED, attributed_to="Donald Trump")
    old = [told(n, asks, days=800) for n in (1, 2)]
    assert asked("compare", reports=old).startswith("No report with a figure is in yet.")
    shown = asked("compare", reports=[*old, told(3, money("1.5 trillion won", 1.5e12, "KRW", Role.AGREED, year=2026))])
    assert "asked           –" in shown
    assert "US$9bn" not in shown


def test_a_range_of_soldiers_is_a_range_in_the_table() -> None:
    force = Figure("35,000 to 36,000", Kind.TROOPS, 35000, Role.OTHER, "text", 0, value_max=36000, payer="KR")
    text = "Some 35,000 to 36,000 troops are stationed there."
    shown = asked("compare", reports=[replace(told(n, force), text=text) for n in (1, 2)])
    assert "troops     35–36k" in shown


def test_a_claim_has_its_speaker_and_its_denial_as_elsewhere() -> None:
    asks = money("US$5bn", 5e9, "USD", Role.DEMANDED, attributed_to="Foreign Policy")
    no = told(3, money("US$5bn", 5e9, "USD", Role.DEMANDED, stance=Stance.DENIED), title="Seoul denies it", days=1)
    again = told(4, money("US$5bn", 5e9, "USD", Role.DEMANDED, stance=Stance.DENIED), title="Seoul denies it")
    shown = asked("compare", reports=[told(1, asks, days=2), told(2, asks, days=2), told(5, asks), no, again])
    assert (
        "• US$5bn a year demanded, according to Foreign Policy · Paper 1, 22 Nov 2026\n"
        "   ⚠ disputed: denied (Paper 3 +1, 23 Nov 2026)"
    ) in shown


def test_a_share_of_gdp_stands_by_its_role_and_with_what_its_year_is() -> None:
    text = "They spend 2% of GDP, and agreed on 5% of GDP by 2035."
    figures = share(text, 2, Role.PAID), share(text, 5, Role.AGREED, 2035)
    reports = [told(n, *figures, track="NATO", text=text) for n in (1, 2)]
    shown = asked("compare", reports=reports)
    assert "             NATO\n% GDP\n agreed         5\n paid           2\n" in shown
    assert "• 5% of GDP agreed (by 2035) · Paper 1, 24 Nov 2026" in shown
    text = "In 2014 they agreed on 2% of GDP."
    pledge = [told(n, share(text, 2, Role.AGREED, 2014), track="NATO", text=text) for n in (1, 2)]
    assert "• 2% of GDP agreed in 2014 · Paper 1 +1, 24 Nov 2026" in asked("figures", reports=pledge)
