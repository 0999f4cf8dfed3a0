"""/latest, whole, as a phone shows it."""

from datetime import timedelta

import pytest

from bot.chat.typed.arguments import BadArgument
from tests.chat.builders import NOW, article
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


def test_the_newest_reports_turn_their_pages() -> None:
    many = [article(n, published=NOW - timedelta(hours=n)) for n in range(1, 13)]
    pages = [asked("latest", f"p{page}", reports=many) for page in (1, 2, 3)]
    assert [page.split("\n")[0] for page in pages] == [
        "Newest reports", "Newest reports · page 2", "Newest reports · page 3",
    ]  # fmt: skip
    listed = [line for page in pages for line in page.split("\n") if line.startswith("Seoul and")]
    assert listed == [f"Seoul and Washington talk, round {n}" for n in range(1, 13)]
    with pytest.raises(BadArgument, match=r"There is no page 4: the last of 3 pages is p3\."):
        asked("latest", "p4", reports=many)
