"""Stories over time and one by one, what the sides say, and what could not be seen."""

from datetime import timedelta

from bot.desk.answers.quotes import unseen, voices
from bot.desk.answers.timeline import by_weight, developments, story, timeline
from bot.desk.ledger.disputes import disputes
from bot.model import Event, FeedTroubles, Party, Role
from tests.desk.make import TALKS, article, feed, yearly

DAY = timedelta(days=1)
CUES = {"says": {"en": ["said", "says"], "ko": ["말했"]}, "signed": {"en": ["sign"]}}
PARTIES = (
    Party("United States", "asks", {"en": ("US", "Washington"), "ko": ("미국",)}, role="country"),
    Party("James DeHart", "asks", {"en": ("DeHart",), "ko": ("드하트",)}, person=True),
    Party("South Korea", "hosts", {"en": ("Seoul",)}, "KR", role="country"),
    Party("Reuters", "observes", {"en": ("Reuters",)}),
)


def test_a_story_speaks_through_one_headline_and_weighs_by_its_turn() -> None:
    signed = [article(n, event=Event.SIGNED, story_id=1, outlet=f"{n}", title="Allies sign") for n in (1, 2)]
    later = article(3, story_id=2, published=TALKS + DAY)
    talks = article(4, event=Event.TALKS_ROUND, story_id=3, published=TALKS + 2 * DAY)
    found = developments([*signed, later, talks], CUES)
    assert [(one.story_id, one.weight) for one in found] == [(3, 1), (2, 0), (1, 2)]
    assert [one.story_id for one in by_weight(found)] == [1, 3, 2]
    assert found[2].state is not None
    assert (found[2].state.said, found[2].sentence) == ("agreement signed", "Allies sign")


def test_a_timeline_is_of_its_period_and_track() -> None:
    reports = [article(n, published=TALKS + n * DAY, track="KR" if n % 2 else "JP") for n in range(6)]
    found = timeline(reports, CUES, now=TALKS + 4 * DAY, since=TALKS + DAY, track="KR")
    assert [one.story_id for one in found] == [3, 1]


def test_a_story_tells_what_each_report_adds() -> None:
    first = article(1, yearly(5e9, surface="$5bn"), story_id=7, outlet="A")
    second = article(2, yearly(5e9, surface="5bn"), yearly(1e12, Role.AGREED, "KRW", surface="1tn"), story_id=7,
                     outlet="B", published=TALKS + DAY)  # fmt: skip
    found = story([second, first], CUES)
    assert found is not None
    assert [(one.source.article_id, one.new) for one in found.reports] == [(1, ("$5bn",)), (2, ("1tn",))]
    assert found.outlets == 2
    assert story([], CUES) is None
    assert story([article(1, on_topic=False)], CUES) is None


def test_each_side_says_one_sentence_word_for_word() -> None:
    said = article(1, text="Talks ended. Washington said it needs more. Reuters said so too. Seoul, he said, pays.")
    old = article(2, title="Seoul says no", published=TALKS - DAY)
    found = voices([old, said], PARTIES, CUES)
    assert [(one.side, one.party, one.sentence) for one in found] == [
        ("asks", "United States", "Washington said it needs more."),
        ("hosts", "South Korea", "Seoul, he said, pays."),
    ]
    assert voices([], PARTIES, CUES) == ()


def test_who_is_spoken_of_does_not_speak() -> None:
    assert voices([article(1, title="A long way from home the envoy of Seoul said no")], PARTIES, CUES) == ()
    assert voices([article(1, title="Seoul is said to want less")], PARTIES, CUES) == ()
    assert voices([article(1, title="미국이 더 내라고 했다고 그가 말했다", language="ko")], PARTIES, CUES) == ()
    (one,) = voices([article(1, title="드하트는 더 내라고 말했다", language="ko")], PARTIES, CUES)
    assert one.party == "James DeHart"


def test_english_comes_first_within_a_week() -> None:
    korean = article(1, title="드하트는 더 내라고 말했다", language="ko", published=TALKS + DAY)
    (one,) = voices([article(2, title="DeHart says more"), korean], PARTIES, CUES)
    assert one.source.article_id == 2
    (one,) = voices([article(2, title="DeHart says more", published=TALKS - 8 * DAY), korean], PARTIES, CUES)
    assert one.source.article_id == 1


def test_a_headline_that_denies_is_a_dispute_once_a_story() -> None:
    reports = [
        article(1, title="Seoul denies report of a deal", story_id=1),
        article(2, title="Pentagon: no plan to leave", story_id=2, published=TALKS + DAY),
        article(3, title="Seoul denies it again", story_id=1, published=TALKS + DAY),
        article(4, title="Talks go on"),
    ]
    assert [one.source.article_id for one in disputes(reports, 3)] == [3, 2]
    assert len(disputes(reports, 1)) == 1


def test_what_could_not_be_seen() -> None:
    failing = tuple(feed(errors=1) for _ in range(2))
    troubles = FeedTroubles(failing=failing, held={"a.example": TALKS})
    assert unseen(troubles, [article(1), article(2, text="long " * 100)]) == (
        "2 feeds failing (Example News)",
        "1 site that asked us to wait",
        "1 of 2 reports read by headline and teaser only",
    )
    assert unseen(FeedTroubles(), []) == ()
