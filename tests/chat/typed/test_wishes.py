"""Countries, kinds of news, quiet hours and the like, as people type them."""

import pytest

from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.wishes import languages_words, manner_words, wish_words
from bot.model import Manner, NewsKind
from tests.chat.builders import ALLIES, JAPAN, KOREA


def test_languages_of_reports() -> None:
    assert languages_words("languages ko, English") == ("en", "ko")
    assert languages_words("languages only in Korean and German") == ("de", "ko")
    assert languages_words("languages all") == ()
    assert languages_words("critical") is None
    for typed, said in (("languages", "Say in which languages"), ("languages klingon", "“klingon” is no language")):
        with pytest.raises(BadArgument, match=said) as caught:
            languages_words(typed)
        assert languages_words(caught.value.example.removeprefix("/alerts ")) == ("en", "ko")


TRACKS = (KOREA, JAPAN, ALLIES)
DEALS, BREAK_OFFS = NewsKind.DEALS, NewsKind.BREAK_OFFS


@pytest.mark.parametrize(
    ("typed", "everything", "tracks", "kinds", "rest"),
    [
        ("korea", False, (KOREA,), (), ""),
        ("deals japan", False, (JAPAN,), (DEALS,), ""),
        ("only deals and break-offs of Korea and Japan", False, (KOREA, JAPAN), (DEALS, BREAK_OFFS), ""),
        ("Break-offs, deals", False, (), (DEALS, BREAK_OFFS), ""),
        ("all", True, (), (), ""),
        ("all news from Japan", True, (JAPAN,), (), ""),
        ("figures only", False, (), (NewsKind.FIGURES,), ""),
        ("japan digest 8:00 weekdays", False, (JAPAN,), (), "digest 8:00 weekdays"),
        ("digest mon and thu 9:00", False, (), (), "digest mon and thu 9:00"),
        ("critical deals", False, (), (DEALS,), "critical"),
        ("mars", False, (), (), "mars"),
        ("korea and mars", False, (KOREA,), (), "mars"),
        ("", False, (), (), ""),
    ],
)
def test_what_to_hear_of(
    typed: str, everything: bool, tracks: tuple[object, ...], kinds: tuple[NewsKind, ...], rest: str
) -> None:
    found = wish_words(typed, TRACKS)
    assert (found.everything, found.tracks, found.kinds, found.rest) == (everything, tracks, kinds, rest)


@pytest.mark.parametrize(
    ("typed", "manner"),
    [
        ("quiet 22:00-7:00", Manner("22:00-07:00", silent=True, cap=3)),
        ("Quiet hours 10 pm to 7 am", Manner("22:00-07:00", silent=True, cap=3)),
        ("quiet 22–7 but critical", Manner("22:00-07:00", great_pass=True, silent=True, cap=3)),
        ("quiet 22 - 6.30 except for great events", Manner("22:00-06:30", great_pass=True, silent=True, cap=3)),
        ("quiet off", Manner(silent=True, cap=3)),
        ("most 5", Manner("01:00-02:00", silent=True, cap=5)),
        ("at most 5 a day", Manner("01:00-02:00", silent=True, cap=5)),
        ("most off", Manner("01:00-02:00", silent=True)),
        ("loud", Manner("01:00-02:00", cap=3)),
        ("silent", Manner("01:00-02:00", silent=True, cap=3)),
    ],
)
def test_how_to_be_told(typed: str, manner: Manner) -> None:
    assert manner_words(typed, Manner("01:00-02:00", silent=True, cap=3)) == manner


@pytest.mark.parametrize("typed", ["digest 8:00", "critical", "all", "silent movies", ""])
def test_what_is_no_manner_is_left_to_others(typed: str) -> None:
    assert manner_words(typed, Manner()) is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("quiet", "Say from when to when nothing is to ring."),
        ("quiet nights", "“nights” are no two times, such as 22:00-7:00 or 10 pm to 7 am."),
        ("quiet 22:00", "“22:00” are no two times, such as 22:00-7:00 or 10 pm to 7 am."),
        ("quiet 22:00-25:00", "“22:00-25:00” are no two times, such as 22:00-7:00 or 10 pm to 7 am."),
        ("quiet 7-7", "Quiet hours that end when they begin would be all day; /unsubscribe does that."),
        ("most 500", "“500” is no number from 1 to 50; off lets every alert ring."),
        ("most", "“” is no number from 1 to 50; off lets every alert ring."),
        ("cap -3", "“-3” is no number from 1 to 50; off lets every alert ring."),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_line_that_works(typed: str, says: str) -> None:
    with pytest.raises(BadArgument) as problem:
        manner_words(typed, Manner())
    assert str(problem.value) == says
    assert manner_words(problem.value.example.removeprefix("/alerts "), Manner()) != Manner()
