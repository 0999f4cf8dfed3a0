"""What a chat is rung for: /alerts, and what alerts, turns, corrections and digests say."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.chat import Messenger
from bot.chat.commands.alerts import alerts_words
from bot.chat.commands.command import CommandRequest
from bot.chat.delivery.story_contexts import StoryContexts
from bot.chat.render.alert import alert
from bot.chat.render.digest import correction, digest
from bot.chat.typed.arguments import BadArgument
from bot.chat.updates.application import BotApplication
from bot.desk.answers.story_context import ArchiveContext, StoryContext, story_context
from bot.desk.ledger.disputes import Dispute
from bot.desk.ledger.mentions import entries_of
from bot.desk.ledger.rows import source
from bot.model import Alerts, Article, Delivery, DeliveryKind, Event, Level, Rejected, Role, Sent, Version
from tests.chat.builders import (
    DEMAND,
    NOW,
    SHARE,
    TEXT,
    TOPIC,
    article,
    chat,
    context,
    convert,
    families,
    money,
    placed,
)
from tests.chat.conftest import Phone
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf

DAY = timedelta(days=1)
FIRST = article(1, figures=[placed(DEMAND)], event=Event.TALKS_BREAK_OFF)
JAPAN = article(
    2,
    track="JP",
    outlet="Kyodo",
    title="Tokyo and Washington sign",
    event=Event.SIGNED,
    figures=[money("211 billion yen", 2.11e11, "JPY", Role.AGREED, payer="JP")],
)
DENIAL = article(3, story_id=1, outlet="Hankyoreh", title="Seoul denies that the talks broke off")


def asked(shelf: Shelf, words: str = "") -> str:
    return families(context(shelf)).message_of("alerts", CommandRequest(chat(7), words)).plain


@pytest.mark.parametrize(
    ("typed", "mode", "at"),
    [
        ("all", Alerts.ALL, "09:30"),
        ("Critical", Alerts.CRITICAL, "09:30"),
        ("digest", Alerts.DIGEST, "09:30"),
        ("digest 8", Alerts.DIGEST, "08:00"),
        ("daily at 6.15 pm", Alerts.DIGEST, "18:15"),
    ],
)
def test_what_may_be_typed(typed: str, mode: Alerts, at: str) -> None:
    assert alerts_words(typed, "09:30") == (mode, at)


@pytest.mark.parametrize("typed", ["never", "digest soon", "digest 25:00", "critical 8:00"])
def test_what_cannot_be_read_is_answered_with_an_example(typed: str) -> None:
    with pytest.raises(BadArgument) as problem:
        alerts_words(typed, "08:00")
    assert problem.value.example == "/alerts digest 8:00"


def test_a_chat_changes_what_rings_and_hears_when_its_digest_comes() -> None:
    shelf = Shelf()
    assert "/subscribe" in asked(shelf)
    shelf.subscribe(chat(7, time_zone="Asia/Seoul"), NOW)
    assert asked(shelf).startswith("Each new story is sent here at once")
    assert "daily at 08:30 (Asia/Seoul)" in asked(shelf, "digest 8:30")
    assert shelf.known[7].alerts is Alerts.DIGEST
    assert "daily at 08:30" in asked(shelf)
    assert "Only deals" in asked(shelf, "critical")


def test_an_alert_ends_with_its_outlets_and_origins_and_shows_who_denies() -> None:
    alone = alert(
        FIRST,
        TOPIC,
        convert,
        now=NOW,
        zone="UTC",
        context=story_context(FIRST, [FIRST], TOPIC.baseline, convert, ["KR"]),
    )
    assert alone.plain == alert(FIRST, TOPIC, convert, now=NOW, zone="UTC").plain
    told = StoryContext(2, 1, (Dispute(DENIAL.title, source(DENIAL)),))
    lines = alert(FIRST, TOPIC, convert, now=NOW, zone="UTC", context=told).plain.split("\n")
    assert lines[-1] == "2 outlets, 1 original report"
    denial = "Denied: Seoul denies that the talks broke off (https://news.example/3) · Hankyoreh, 24 Nov 2026"
    assert lines[-4:-1] == [denial, "", "Every report: /story_1"]
    own = alert(DENIAL, TOPIC, convert, now=NOW, zone="UTC", context=StoryContext(1, 1, told.denied))
    assert "Denied:" not in own.plain, "its own headline says so"
    second = article(5, story_id=1, title="Foreign ministry denies that the talks broke off")
    assert "Denied:" not in alert(second, TOPIC, convert, now=NOW, zone="UTC", context=told).plain


def test_a_sum_told_twice_and_once_without_whose_it_is_stands_in_an_alert_once() -> None:
    for payers in (("KR", None), (None, "KR")):
        twice = [replace(placed(DEMAND), payer=payer) for payer in payers]
        made = alert(article(1, figures=twice), TOPIC, convert, now=NOW, zone="UTC")
        assert made.plain.count("• ") == 1
    two = [replace(placed(DEMAND), payer=payer) for payer in ("KR", "JP")]
    assert alert(article(1, figures=two), TOPIC, convert, now=NOW, zone="UTC").plain.count("• ") == 2


def test_an_alert_shows_sums_that_cannot_both_hold() -> None:
    sums = [("Yonhap", 1.6e12, "1.6 trillion won"), ("Kyodo", 1.9e12, "1.9 trillion won")]
    first, other = (
        article(n, story_id=1, outlet=outlet, figures=[money(surface, value, "KRW", Role.AGREED, year=2027)])
        for n, (outlet, value, surface) in enumerate(sums, start=1)
    )
    told = story_context(first, [first, other], TOPIC.baseline, convert, ["KR"])
    lines = visible(alert(first, TOPIC, convert, now=NOW, zone="UTC", context=told)).split("\n")
    assert lines[-4:] == [
        "Disputed: ₩1.6tn a year (Yonhap) or ₩1.9tn a year (Kyodo) agreed for 2027",
        "",
        "Every report: /story_1",
        "2 outlets, 2 original reports",
    ]


def test_an_alert_that_is_brought_up_to_date_shows_what_came_since() -> None:
    """Figures that later reports have, and what was changed in silence, each with its report; nothing known before."""
    told = [FIRST]
    texts = ["Washington would take US$4 billion a year.", "It asks for US$5 billion a year.", TEXT]
    asks = [money("US$4 billion", 4e9, "USD", Role.DEMANDED), DEMAND, SHARE]
    for number, (text, figure) in enumerate(zip(texts, asks, strict=True), start=11):
        own = replace(placed(figure, text), attributed_to="Donald Trump")
        told.append(article(number, story_id=1, outlet=f"Paper {number}", text=text, figures=[own]))
    change = "changed in silence: US$6bn a year demanded → US$5bn a year demanded"
    was = Version(1, 1, FIRST.title, TEXT, FIRST.reading, NOW, change, Level.MATERIAL)
    beside = ArchiveContext(
        entries_of([*told, article(3, figures=[SHARE], published=NOW - 9 * DAY)], ["KR"]), (), {1: (was,)}
    )
    found = story_context(FIRST, told, TOPIC.baseline, convert, ["KR"], beside)
    made = alert(FIRST, TOPIC, convert, now=NOW, zone="UTC", context=found)
    assert visible(made).split("\n")[-7:] == [
        "Added by later reports",
        "• US$4bn a year demanded, according to Donald Trump · Paper 11",
        "",
        f"✎ Yonhap, 24 Nov 2026: {change}",
        "",
        "Every report: /story_1",
        "4 outlets, 4 original reports",
    ]
    assert '<a href="https://news.example/11"><b>US$4bn a year</b></a>' in made.html
    assert f'✎ Yonhap, 24 Nov 2026: <a href="{FIRST.url}">{change}</a>' in made.html


def test_a_changed_headline_makes_no_mentions_and_no_addresses_of_its_own() -> None:
    hostile = "Ask @someone, see pay.example/now #deal \u202e<b>&"
    change = f"changed in silence: headline “{hostile}” → “{FIRST.title}”"
    was = Version(1, 1, hostile, TEXT, FIRST.reading, NOW, change, Level.ECHO)
    found = story_context(FIRST, [FIRST], TOPIC.baseline, convert, ["KR"], ArchiveContext({}, (), {1: (was,)}))
    line = alert(FIRST, TOPIC, convert, now=NOW, zone="UTC", context=found).html.split("\n")[-1]
    inside = "headline “Ask @someone, see pay.example/now #deal &lt;b&gt;&amp;” → “" + FIRST.title + "”"
    assert line == f'✎ Yonhap, 24 Nov 2026: <a href="{FIRST.url}">changed in silence: {inside}</a>'


def test_an_alert_says_what_was_denied_before_it_came() -> None:
    """Of a deal by the headline of another story, and of a sum by the row of the ledger, each with its link."""
    before = NOW - DAY / 4
    deal = article(
        5, event=Event.AGREEMENT_IN_PRINCIPLE, title="Allies reach deal on troop costs", figures=[placed(DEMAND)]
    )
    no_deal = article(3, outlet="Hankyoreh", title="Seoul denies report of deal on troop costs", published=before)
    title = "Seoul denies it was asked for US$5 billion"
    no_sum = article(
        4, outlet="Kyodo", title=title, published=before,
        figures=[replace(DEMAND, where="title", start=title.index(DEMAND.surface))],
    )  # fmt: skip
    beside = ArchiveContext(
        entries_of([no_deal, no_sum, deal], ["KR"]), [no_deal, no_sum], {}, {"agreement_in_principle": {"en": ["deal"]}}
    )
    made = alert(
        deal,
        TOPIC,
        convert,
        now=NOW,
        zone="UTC",
        context=story_context(deal, [deal], TOPIC.baseline, convert, ["KR"], beside),
    )
    lines = visible(made).split("\n")
    assert "   ⚠ denied (Kyodo, 24 Nov 2026)" in lines
    assert lines[-1] == f"Denied: {no_deal.title} · Hankyoreh, 24 Nov 2026"
    assert '<a href="https://news.example/3">' in made.html
    assert '<a href="https://news.example/4">denied</a>' in made.html


def test_what_other_stories_deny_by_now_is_in_an_alert_that_goes_out_again() -> None:
    """Though the story's own reports are as they were: a headline that was edited, and a report that came."""
    shelf, later = Shelf(), NOW + DAY / 24
    claim = article(
        5, event=Event.AGREEMENT_IN_PRINCIPLE, title="Allies reach deal on troop costs", figures=[placed(DEMAND)]
    )
    other = article(3, story_id=2, outlet="Hankyoreh", title="Seoul on troop costs", published=later)
    shelf.stored = [claim, other]
    counts = StoryContexts(shelf, TOPIC, convert)
    assert (counts.of(claim).denied, counts.of(claim).doubted) == ((), {})
    shelf.stored[1] = replace(other, title="Seoul denies report of deal on troop costs")
    assert [one.source.outlet for one in counts.of(claim).denied] == ["Hankyoreh"]
    title = "Seoul denies it was asked for US$5 billion"
    no_sum = replace(DEMAND, where="title", start=title.index(DEMAND.surface))
    shelf.stored.append(article(2, story_id=3, outlet="Kyodo", title=title, published=later, figures=[no_sum]))
    assert [row.denials[0].outlet for row in counts.of(claim).doubted.values()] == ["Kyodo"]


def test_a_correction_says_what_it_is_in_the_headlines_own_words() -> None:
    assert correction(DENIAL, TOPIC, now=NOW, zone="UTC").plain.startswith(
        "Denied · 🇰🇷 South Korea · talks go on\nSeoul denies that the talks broke off"
    )
    taken_back = article(4, title="Correction: Washington asks for $4 billion, not $5 billion")
    assert correction(DENIAL, TOPIC, now=NOW, zone="UTC").plain.endswith("\n\nIt is about the report above.")
    assert correction(taken_back, TOPIC, now=NOW, zone="UTC").plain.startswith("Corrected · ")


def test_a_digest_lists_the_day_by_track() -> None:
    told = [(JAPAN, StoryContext(1, 1)), (FIRST, StoryContext(12, 2))]
    lines = digest(told, TOPIC, now=NOW, zone="UTC").plain.split("\n")
    assert lines[:4] == ["Digest · 2 stories", "", "🇰🇷 South Korea", f"• {FIRST.title} ({FIRST.url})"]
    assert lines[4].endswith("US$5bn a year demanded · 12 outlets, 2 original reports")
    disputed = StoryContext(2, 1, (Dispute(DENIAL.title, source(DENIAL)),))
    told_with = digest([(FIRST, disputed)], TOPIC, now=NOW, zone="UTC").plain.split("\n")
    assert told_with[-1] == f"   Denied: {DENIAL.title} ({DENIAL.url}) · Hankyoreh, 24 Nov 2026"
    assert lines[6:8] == ["🇯🇵 Japan", f"• {JAPAN.title} ({JAPAN.url})"]


def delivery(kind: DeliveryKind, about: Article | None, number: int, message: int | None, *told: int) -> Delivery:
    about_id = about.id if about else None
    return Delivery(5, chat(number), kind, about_id, "", 0, NOW, message_id=message, articles=told)


async def test_a_turn_replies_an_edit_changes_and_a_digest_stands_alone(
    sender: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    shelf.stored = [FIRST, JAPAN]
    number, messenger = await phone.add("private"), Messenger(sender.bot, context(shelf))
    first = await messenger.send(delivery(DeliveryKind.ALERT, FIRST, number, None))
    assert isinstance(first, Sent)
    assert await messenger.send(delivery(DeliveryKind.EDIT, FIRST, number, first.message_id)) == first, "the same words"
    shelf.stored.append(DENIAL)
    assert await messenger.send(delivery(DeliveryKind.EDIT, FIRST, number, first.message_id)) == first
    turn = await messenger.send(delivery(DeliveryKind.TURN, DENIAL, number, first.message_id))
    told = await messenger.send(delivery(DeliveryKind.DIGEST, None, number, None, FIRST.id, JAPAN.id, 99))
    alert_, reply, day = await phone.messages(number)
    assert alert_["text"].endswith("2 outlets, 2 original reports")
    assert (turn, reply["reply_to"]) == (Sent(reply["id"]), first.message_id)
    assert (told, day["text"].split("\n")[0]) == (Sent(day["id"]), "Digest · 2 stories")


async def test_what_cannot_be_edited_is_closed(sender: BotApplication, phone: Phone, shelf: Shelf) -> None:
    shelf.stored = [FIRST]
    number, messenger = await phone.add("private"), Messenger(sender.bot, context(shelf))
    gone = await messenger.send(delivery(DeliveryKind.EDIT, FIRST, number, 31337))
    assert isinstance(gone, Rejected)
    assert "message to edit not found" in gone.reason.lower()
    never = await messenger.send(delivery(DeliveryKind.EDIT, FIRST, number, None))
    assert never == Rejected("its alert did not go out")
