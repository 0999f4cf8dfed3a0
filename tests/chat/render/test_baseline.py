"""/baseline, whole, as a phone shows it."""

from tests.chat.render.reports import asked


def test_the_baseline() -> None:
    assert asked("baseline") == (
        "The baseline\n"
        "Talks in Seoul end after an hour\n"
        "Reuters · 19 Nov 2019\n"
        "\n"
        "• US demand: US$5bn a year, according to South Korean lawmakers\n"
        "• Share agreed for 2019: ₩1.04tn a year\n"
        "• US troops in South Korea: 28,500 troops\n"
        "\n"
        "Positions\n"
        "United States: Seoul must pay far more.\n"
        "South Korea: Both must bear it.\n"
        "\n"
        "What was to come\n"
        "• Japan: talks due in 2020."
    )
