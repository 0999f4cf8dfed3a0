"""/compare, whole, as a phone shows it."""

from tests.chat.render.reports import asked


def test_the_tracks_side_by_side() -> None:
    assert asked("compare") == (
        "Side by side · a year's sum; “then” is the baseline; “≈” is US$ at the rate of the day when it was first "
        "reported\n"
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
        "• US$5bn a year demanded · Reuters, 23 Nov 2026\n"
        "• ₩1.18tn a year agreed for 2021 · Yonhap, 24 Nov 2026\n"
        "• 28,500 troops · Yonhap, 24 Nov 2026"
    )
    assert asked("compare", reports=()).startswith("No report with a figure is in yet.")
