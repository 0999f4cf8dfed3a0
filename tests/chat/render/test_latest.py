"""/latest, whole, as a phone shows it."""

from tests.chat.builders import article
from tests.chat.render.reports import asked


def test_latest() -> None:
    assert asked("latest") == (
        "Newest reports\n"
        "\n"
        "Seoul and Washington talk, round 1\n"
        "Yonhap · 17:05 KST · US$5bn a year demanded\n"
        "\n"
        "Seoul and Washington talk, round 3\n"
        "Reuters · 23 Nov 2026, 12:30 KST · US$5bn a year demanded\n"
        "\n"
        "東京が署名\n"
        "共同通信 · in Japanese · 15 Oct 2026 · ¥211bn a year agreed for 2022"
    )


def test_latest_shows_five() -> None:
    assert asked("latest", reports=[article(n) for n in range(1, 9)]).count("Yonhap") == 5
