"""/why LINK: never seen, off the topic and what it lacks, and where a report on the topic stopped in this chat."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.chat import ChatContext
from bot.chat.commands.alerts import AlertCommands
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.typed.addresses import is_address, spellings
from bot.chat.typed.bad_argument import BadArgument
from bot.model import (
    Alerts,
    Article,
    Chat,
    ChatRow,
    Concept,
    DeliveryKind,
    Interest,
    Lack,
    Match,
    NewsKind,
    Report,
    Shortfall,
    Sighting,
)
from tests.chat.builders import NOW, TOPIC, article, chat, context, families, feed
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf

LINK = "https://news.example/1"
ME = chat(since=NOW - timedelta(days=9), time_zone="Asia/Seoul")
CONCEPTS = (Concept("agreement", 4.0, {"en": ("troop cost*", "pay * troops", "base bill")}),)
ABOUT_MONEY = replace(TOPIC, vocabulary=replace(TOPIC.vocabulary, concepts=CONCEPTS))


def asked(shelf: Shelf, link: str = LINK, **around: object) -> str:
    """What /why answers in the chat."""
    return visible(_of(families(context(shelf, **around))).why(CommandRequest(ME, link)))


def _of(those: Families) -> AlertCommands:
    return those.of(AlertCommands)


def brought(one: Article | None, shelf: Shelf, **changes: object) -> Shelf:
    """A feed brought the report."""
    shelf.stored = [one] if one is not None else []
    values: dict[str, object] = {"outlet": "Yonhap", "seen": NOW, "article_id": one.id if one else None} | changes
    shelf.seen = [(LINK, Sighting(**values))]  # type: ignore[arg-type]
    shelf.known[ME.id] = ME
    return shelf


def test_an_address_is_told_from_a_number_and_tried_in_every_spelling() -> None:
    assert [is_address(one) for one in (LINK, "news.example/a?b=1", "12", "news.example", "a b/c", "https://", "")] == [
        True, True, False, False, False, False, False,
    ]  # fmt: skip
    assert set(spellings("www.news.example/a/")) == {
        f"{scheme}://{host}news.example/a{end}"
        for scheme in ("http", "https")
        for host in ("", "www.")
        for end in ("", "/")
    }


def test_what_is_no_address_says_what_to_send(shelf: Shelf) -> None:
    for typed in ("https://[bad", "no-number", "https://x.example/a b"):
        with pytest.raises(BadArgument) as caught:
            asked(shelf, typed, canonical=lambda one: "")
        assert caught.value.example.startswith("/why https://")


def test_an_address_never_seen_says_which_feeds_there_are_of_its_site(shelf: Shelf) -> None:
    without = asked(shelf)
    assert without.startswith("Never seen\nNo feed that I read has brought this address.")
    assert "/addfeed news.example" in without
    site = replace(feed(1, "News"), url="https://feeds.news.example/rss", errors=3, last_error="503")
    shelf.listed = [site, feed(2, "Other")]
    told = asked(shelf)
    assert "Of news.example I read 1 feed:\n• News, asked 4 min ago, which fails: 503" in told
    assert "Other" not in told


def lacking(lack: Lack, *concepts: str, enough: tuple[str, ...] = ()) -> Shortfall:
    found = (Match("host_nation", "Seoul", "title", 0), Match("host_nation", "seoul", "text", 0))
    return Shortfall(lack, "a bill", 3.5, 9.5, concepts, enough, found)


@pytest.mark.parametrize(
    ("lacks", "told"),
    [
        (lacking(Lack.NOTHING), "read as a whole, by the encoder, it was taken to be about something else."),
        (lacking(Lack.WEIGHT), "The rule “a bill” holds, but it weighs 3.5, and 9.5 are needed"),
        (lacking(Lack.PLACE), "they stand too far apart, or not in the headline"),
        (lacking(Lack.AGAINST, "jets"), "The rule “a bill” would hold, but excludes reports of jets."),
        (
            lacking(Lack.WORDS, "agreement"),
            "“a bill”. It lacks:\n• agreement, such as “troop cost”, “base bill”\nNo one word would be enough: it "
            "weighs 3.5, and 9.5 are needed.",
        ),
        (
            lacking(Lack.WORDS, "agreement", enough=("agreement",)),
            "One word in its first sentences would have let it in:\n• agreement, such as “troop cost”, “base bill”",
        ),
    ],
)
def test_off_the_topic_it_says_what_is_lacking(shelf: Shelf, lacks: Shortfall, told: str) -> None:
    read: list[Report] = []

    def shortfall(report: Report) -> Shortfall:
        read.append(report)
        return lacks

    brought(None, shelf, title="Seoul <talks>", text="Of jets.", language="en")
    answer = asked(shelf, shortfall=shortfall, topic=ABOUT_MONEY)
    assert answer.startswith("Seen, and off the topic\nSeoul <talks>\nSeen 18:30 KST in the feed of Yonhap.\n\n")
    assert "Of the topic's words it has host nation (“Seoul”)." in answer
    assert told in answer
    assert (read[0].title, read[0].text, read[0].language) == ("Seoul <talks>", "Of jets.", "en")


def test_of_what_is_kept_no_more_it_says_that_alone(shelf: Shelf) -> None:
    answer = asked(brought(None, shelf), shortfall=lambda report: lacking(Lack.PLACE))
    assert answer.startswith(f"Seen, and off the topic\n{LINK}\n")
    assert answer.endswith("What it said is kept for 7 days and gone.")


def row(state: str, reason: str = "", *, about: int = 1, kind: DeliveryKind = DeliveryKind.ALERT) -> ChatRow:
    settled = NOW if state in {"sent", "closed"} else None
    return ChatRow(kind, state, about, reason, NOW + timedelta(hours=2), settled)


@pytest.mark.parametrize(
    ("owed", "told"),
    [
        (row("sent"), "It was told here 18:30 KST."),
        (row("sent", kind=DeliveryKind.WATCH), "It was told here 18:30 KST, for a watch of this chat."),
        (row("owed"), "It is on its way to this chat just now."),
        (row("held", "digest"), "It waits for this chat's digest, which comes 20:30 KST. Now: /digest"),
        (row("held", "quiet hours"), "It came in this chat's quiet hours and waits for their end, 20:30 KST."),
        (row("held", "enough for the day"), "This chat has had its alerts of the day; it comes with the rest, 20:30"),
        (row("closed", "its outlet is muted there; material"), "Yonhap is muted here, and no other outlet"),
        (row("closed", "its story is muted"), "Its story is muted here. To undo: /unmute_1"),
        (row("closed", "unsubscribed"), "This chat ended its alerts before it could be sent."),
        (row("closed", "a <reason>"), "It was not sent: a <reason>."),
        (row("sent", about=7), "Its story was told here already 18:30 KST, by another report."),
    ],
)
def test_what_the_chat_was_owed_says_where_it_is(shelf: Shelf, owed: ChatRow, told: str) -> None:
    brought(article(1), shelf).told[ME.id] = [owed]
    answer = asked(shelf)
    rang = owed.state == "sent" and owed.article_id == 1
    assert answer.startswith("It rang here\n" if rang else "Why it did not ring here\n")
    assert "Seoul and Washington talk, round 1\nYonhap · 17:05 KST\nSeen 18:30 KST in the feed of Yonhap." in answer
    assert told in answer
    assert answer.endswith("Decision: new story.\n\nIts words and figures: /why_1 · its story: /story_1")


WITH_DIGEST = replace(ME, alerts=Alerts.DIGEST)


@pytest.mark.parametrize(
    ("known", "one", "told"),
    [
        (ME, article(1, feed_id=None), "What is of the archive rings nobody."),
        (ME, article(1, why="the feed's first poll"), "It came with the first poll of its feed"),
        (replace(ME, subscribed=False), article(1), "This chat gets no alerts. To have them: /subscribe"),
        (None, article(1), "This chat gets no alerts. To have them: /subscribe"),
        (replace(ME, since=NOW + timedelta(1)), article(1), "before this chat subscribed, 25 Nov 2026, 18:30 KST."),
        (
            replace(ME, interest=Interest(muted=("yonhap",))),
            article(1),
            "Yonhap is muted here. To undo: /unmute Yonhap",
        ),
        (
            replace(ME, interest=Interest(tracks=("JP",), kinds=(NewsKind.DEALS,))),
            article(1),
            "This chat hears of deals of Japan, and the report is talks of South Korea. To change it: /settings",
        ),
        (ME, article(1, why="a new story, background"), "which this chat does not have: /alerts digest 8:00"),
        (WITH_DIGEST, article(1, why="a new story, background"), "background rings nobody, and comes with digests"),
        (ME, article(1, why="echo of story 3: same link"), "an echo rings nobody"),
        (ME, article(1, why="adds to story 3: alike"), "It adds to a story that has rung"),
        (replace(ME, alerts=Alerts.CRITICAL), article(1), "This chat is rung for great events alone."),
        (ME, article(1), "By its settings of now, such a report would ring here."),
    ],
)
def test_what_the_chat_was_not_owed_says_why(shelf: Shelf, known: Chat | None, one: Article, told: str) -> None:
    brought(one, shelf)
    shelf.known = {ME.id: known} if known is not None else {}
    assert told in asked(shelf)


def test_a_muted_story_is_named(shelf: Shelf) -> None:
    brought(article(1), shelf).muted[ME.id] = [1]
    assert "Its story is muted here. To undo: /unmute_1" in asked(shelf)


def test_an_article_that_is_off_the_topic_by_now_is_told_as_such(shelf: Shelf) -> None:
    one = article(1)
    gone = replace(one, reading=replace(one.reading, relevance=replace(one.reading.relevance, on_topic=False)))
    answer = asked(brought(gone, shelf), shortfall=lambda report: lacking(Lack.PLACE))
    assert answer.startswith("Seen, and off the topic\nSeoul and Washington talk, round 1\n")


def test_the_time_is_the_chat_s(around: ChatContext, shelf: Shelf) -> None:
    assert isinstance(around.now(), datetime)
    shelf.known[ME.id] = replace(ME, time_zone="Europe/Berlin")
    brought(article(1), shelf)
    shelf.known[ME.id] = replace(ME, time_zone="Europe/Berlin")
    assert "Seen 10:30 CET in the feed of Yonhap." in asked(shelf)
