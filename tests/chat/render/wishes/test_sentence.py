"""The sentence of what rings in a chat."""

import pytest
from msgspec.structs import replace

from bot.chat.render.wishes.sentence import is_plain, narrowed, rings
from bot.model import Alerts, Chat, Interest, Manner, NewsKind
from tests.chat.builders import ALLIES, JAPAN, KOREA, NOW, chat

TRACKS = (KOREA, JAPAN, ALLIES)
TWO = Interest(("JP", "KR"), (NewsKind.DEALS, NewsKind.BREAK_OFFS))


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (chat(), "all news"),
        (chat(interest=Interest(("JP", "KR"))), "all news of South Korea and Japan"),
        (chat(interest=TWO), "deals and break-offs of South Korea and Japan"),
        (chat(interest=Interest(("gone",))), "all news of gone"),
        (chat(alerts=Alerts.CRITICAL), "great events"),
        (
            chat(alerts=Alerts.DIGEST, interest=TWO, digest_days="12345"),
            "great events among deals and break-offs of South Korea and Japan; digest 8:00 KST on weekdays",
        ),
        (chat(alerts=Alerts.DIGEST, digest_at="18:30"), "great events; digest 18:30 KST"),
        (
            chat(alerts=Alerts.DIGEST, manner=Manner("22:00-09:00")),
            "great events; digest 9:00 KST; quiet 22:00–9:00 KST, what waits comes together at the end",
        ),
        (
            chat(manner=Manner("22:00-07:30", great_pass=True)),
            "all news; quiet 22:00–7:30 KST but for great events, what waits comes together at the end",
        ),
        (
            chat(manner=Manner(cap=5, silent=True)),
            "all news; at most 5 a day besides great events, the rest in a digest 8:00 KST; without a sound",
        ),
        (chat(alerts=Alerts.CRITICAL, manner=Manner(cap=5)), "great events"),
        (
            chat(interest=Interest(muted=("A", "B", "C", "D", "E"))),
            "all news; not from A, B, C, D and 1 more alone",
        ),
    ],
)
def test_the_sentence_says_what_rings_and_when(who: Chat, sentence: str) -> None:
    assert rings(who, TRACKS, NOW, zone="Asia/Seoul") == f"Rings: {sentence}."


def test_muted_stories_are_counted() -> None:
    assert rings(chat(), TRACKS, NOW, zone="UTC", muted=1) == "Rings: all news; 1 story muted."
    assert rings(chat(), TRACKS, NOW, zone="UTC", muted=2) == "Rings: all news; 2 stories muted."


def test_a_plain_chat_has_nothing_more_to_say() -> None:
    assert is_plain(chat(alerts=Alerts.DIGEST))
    assert not is_plain(chat(), muted=1)
    assert not is_plain(chat(interest=TWO))
    assert not is_plain(replace(chat(), manner=Manner(silent=True)))


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (chat(), []),
        (chat(interest=TWO), ["deals and break-offs of South Korea and Japan"]),
        (chat(alerts=Alerts.DIGEST, manner=Manner(cap=5)), ["great events", "digest"]),
        (
            chat(interest=Interest(muted=("Wire",)), manner=Manner("22:00-07:30", silent=True, cap=5)),
            ["quiet 22:00–7:30", "5 a day", "silent", "1 outlet muted"],
        ),
    ],
)
def test_operators_see_in_a_few_words_how_a_chat_narrows(who: Chat, words: list[str]) -> None:
    assert narrowed(who, TRACKS) == words
