"""/baseline, whole, as a phone shows it."""

import pytest
from msgspec.structs import replace

from tests.chat.builders import TOPIC
from tests.chat.render.reports import asked


def test_the_baseline() -> None:
    assert asked("baseline") == (
        "The baseline\n"
        "Everything is compared with the baseline: what was reported on 19 Nov 2019.\n"
        "\n"
        "Talks in Seoul end after an hour · Reuters, 19 Nov 2019\n"
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


@pytest.mark.parametrize("command", ["start", "baseline", "summary"])
def test_what_the_baseline_is_stands_in_a_sentence_before_anything_is_held_against_it(command: str) -> None:
    topic = replace(TOPIC, baseline=replace(TOPIC.baseline, when="Washington left the talks"))
    said = asked(command, topic=topic)
    sentence = "Everything is compared with the baseline: 19 Nov 2019, the day when Washington left the talks."
    assert sentence in said.split("\n")
    assert "baseline" not in said.partition(sentence)[0].removeprefix("The baseline")
