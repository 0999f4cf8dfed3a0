"""What each side holds now, by headlines that begin with its name."""

from datetime import date, timedelta

import pytest

from bot.desk.answers.stances import stances
from bot.model import Article, Party, Term
from tests.desk.intake.stories.test_stories import DAY
from tests.desk.make import TALKS, article

OFFICE = (Term(TALKS.date() - 400 * DAY, TALKS.date() + 30 * DAY),)
SOON = (TALKS + 2 * DAY).date()
PARTIES = (
    Party("United States", "asks", {"en": ("US", "Washington"), "de": ("Washington",)}, "US"),
    Party(
        "Donald Trump",
        "asks",
        {"en": ("Trump",), "ko": ("트럼프",), "ja": ("トランプ",)},
        "US",
        person=True,
        in_office=OFFICE,
    ),
    Party("South Korea", "hosts", {"en": ("Korea", "Seoul"), "ko": ("한국",)}, "KR"),
    Party("Japan", "hosts", {"en": ("Tokyo",)}, "JP"),
)


def told(*reports: Article, today: date = SOON, turned: date = date.min) -> dict[str, str]:
    return {one.party: one.sentence for one in stances(reports, PARTIES, "KR", turned, today)}


@pytest.mark.parametrize(
    ("title", "language", "party"),
    [
        ("Seoul keeps to the deal", "en", "South Korea"),
        ("Korea will stick to its terms", "en", "South Korea"),
        ("Trump: Korea pays too little", "en", "Donald Trump"),
        ("Washington verlangt mehr Geld", "de", "United States"),
        ("트럼프 “더 내야 한다”", "ko", "Donald Trump"),
        ("トランプ氏「足りない」", "ja", "Donald Trump"),
    ],
)
def test_a_headline_that_begins_with_a_side(title: str, language: str, party: str) -> None:
    assert told(article(1, title=title, language=language)) == {party: title}


@pytest.mark.parametrize(
    "title",
    [
        "US and Seoul sign deal",
        "Seoul says both settled",
        "Talks in Seoul",
        "Tokyo rejects it",
        "Seoul hosts talks",
        "USFK asks",
    ],
)
def test_what_is_no_position_of_a_side_of_the_track(title: str) -> None:
    assert told(article(1, title=title)) == {}


def test_the_newest_of_each_side_stands_in_english_where_a_day_has_one() -> None:
    reports = [
        article(1, title="Seoul offers more", published=TALKS - DAY),
        article(2, title="Seoul keeps to its offer"),
        article(3, title="트럼프 “더 내야 한다”", language="ko", published=TALKS + DAY / 8),
        article(4, title="Trump wants more"),
    ]
    assert told(*reports) == {"Donald Trump": "Trump wants more", "South Korea": "Seoul keeps to its offer"}
    assert told(*reports[:1], turned=TALKS.date()) == {}, "the last turn came after it"


def test_old_words_and_those_of_who_left_office_are_none_of_today() -> None:
    words = article(1, title="Seoul keeps to its offer"), article(2, title="Trump wants more")
    assert told(*words, today=(TALKS + 40 * DAY).date()) == {"South Korea": "Seoul keeps to its offer"}
    assert told(*words, today=(TALKS + timedelta(days=366)).date()) == {}
    assert stances(words, (), "KR", date.min, TALKS.date()) == ()
