"""What the desk says in English, in another language on a page."""

from msgspec.structs import replace

from bot.dashboard.languages.desk_words import actors_words
from bot.dashboard.languages.speaker import speaker
from bot.desk.ledger.rows import ledger
from bot.model import Role
from bot.topic import load
from tests.chat.builders import BASELINE, article, convert, money


def said(language: str, *actors: str) -> str:
    (row,) = ledger([article(figures=[money("US$5 billion", 5e9, "USD", Role.DEMANDED)])], BASELINE, convert, tracks=())
    return actors_words(replace(row, actors=actors, stated=False), load().vocabulary.parties, speaker(language))


def test_who_says_so_stands_in_the_case_that_german_asks_for() -> None:
    assert said("de", "South Korean media") == "laut südkoreanischen Medien"
    assert said("de", "students") == "laut Studierenden"
    assert said("en", "South Korean media") == "according to South Korean media"
