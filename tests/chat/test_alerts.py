"""What a chat is rung for: /alerts, and what alerts, turns, corrections and digests say."""

import re
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chat import Messenger
from bot.chat.commands.alerts import Wish, alert_wish, alerts_words
from bot.chat.commands.command import CommandRequest
from bot.chat.delivery.story_contexts import StoryContexts
from bot.chat.render import Rendered
from bot.chat.render.alert import alert
from bot.chat.render.digest import PER_PART, correction, digest_part, in_digest_order
from bot.chat.render.html import LIMIT, MARKS, utf16
from bot.chat.typed.arguments import BadArgument
from bot.chat.updates.application import BotApplication
from bot.desk.answers.story_context import ArchiveContext, StoryContext, story_context
from bot.desk.ledger.disputes import Dispute
from bot.desk.ledger.mentions import entries_of
from bot.desk.ledger.rows import source
from bot.model import (
    EVERY_DAY,
    Alerts,
    Article,
    Delivery,
    DeliveryKind,
    Event,
    Interest,
    Level,
    Rejected,
    Role,
    Sent,
    Version,
)
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
from tests.chat.conftest import Phone, until
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


@pytest.mark.parametrize(
    ("typed", "at", "days"),
    [
        ("digest 8:00 weekdays", "08:00", "12345"),
        ("digest mon 9:00", "09:00", "1"),
        ("digest on Mondays and Thursdays at 6 pm", "18:00", "14"),
        ("digest tue, wed 7", "07:00", "23"),
        ("digest mon-fri 7:15", "07:15", "12345"),
        ("digest fri to mon 8", "08:00", "1567"),
        ("digest weekends", "09:30", "67"),
        ("weekly sun 10:00", "10:00", "7"),
        ("digest weekly on thurs. 10:00", "10:00", "4"),
        ("digest 8:00", "08:00", EVERY_DAY),
        ("digest every day 8:00", "08:00", EVERY_DAY),
        ("daily 8:00", "08:00", EVERY_DAY),
        ("daily", "09:30", EVERY_DAY),
        ("digest", "09:30", "3"),
    ],
)
def test_a_digest_comes_on_the_days_that_are_typed(typed: str, at: str, days: str) -> None:
    before = chat(7, digest_at="09:30", digest_days="3")
    assert alert_wish(typed, before) == Wish(Alerts.DIGEST, at, days)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("digest weekly 9:00", "Say on which day the digest comes."),
        ("digest monkey 9:00", "“monkey 9:00” is neither a time, such as 8:00 or 6 pm, nor a day."),
        ("digest 25:00", "“25:00” is neither a time, such as 8:00 or 6 pm, nor a day."),
        ("digest 8:00 9:00", "“8:00 9:00” is neither a time, such as 8:00 or 6 pm, nor a day."),
        ("all weekdays", "Only a digest has days."),
        ("critical 8:00", "Only a digest has a time."),
    ],
)
def test_days_that_cannot_be_read_say_what_works(typed: str, says: str) -> None:
    with pytest.raises(BadArgument) as problem:
        alert_wish(typed, chat(7))
    assert str(problem.value) == says
    assert alert_wish(problem.value.example.removeprefix("/alerts "), chat(7)).alerts is Alerts.DIGEST


@pytest.mark.parametrize("typed", ["never", "digest soon", "digest 25:00", "critical 8:00"])
def test_what_cannot_be_read_is_answered_with_an_example(typed: str) -> None:
    with pytest.raises(BadArgument) as problem:
        alerts_words(typed, "08:00")
    assert problem.value.example == "/alerts digest 8:00"


def test_a_chat_changes_what_rings_and_hears_when_its_digest_comes() -> None:
    shelf = Shelf()
    assert "/subscribe" in asked(shelf)
    shelf.subscribe(chat(7, time_zone="Asia/Seoul"), NOW)
    assert asked(shelf).startswith("Each story with something new in it is sent here at once")
    assert "daily at 08:30 (Asia/Seoul)" in asked(shelf, "digest 8:30")
    assert shelf.known[7].alerts is Alerts.DIGEST
    assert "daily at 08:30" in asked(shelf)
    assert "next Wednesday, 25 Nov 2026, 08:30 KST" in asked(shelf)
    assert "on weekdays at 08:30 (Asia/Seoul)" in asked(shelf, "digest weekdays 8:30")
    monday = asked(shelf, "digest mon 9")
    assert "on Mondays at 09:00 (Asia/Seoul), next Monday, 30 Nov 2026, 09:00 KST" in monday
    assert shelf.known[7].digest_days == "1"
    shelf.waiting[7] = 3
    assert asked(shelf, "critical").endswith("\n3 reports waited for the digest, and come now.")
    assert "Only deals" in asked(shelf)


def test_a_digest_now_is_what_waits_or_what_is_new() -> None:
    """What waits comes by itself; whoever has no digest, or asks for a period, is shown what is new."""
    shelf = Shelf()
    shelf.stored = [article(n, story_id=n, published=NOW - n * DAY / 24) for n in range(1, 20)]
    shelf.stored += [replace(JAPAN, id=60, story_id=60), article(50, story_id=1, published=NOW)]
    shelf.stored += [article(40, published=NOW - 3 * DAY)]

    def ask(words: str = "") -> Rendered:
        return families(context(shelf)).message_of("digest", CommandRequest(chat(7), words))

    first = ask()
    assert visible(first).startswith("Digest of the last day · stories 1–10 of 20\n\n🇰🇷 South Korea\n1. ")
    turning = [one for row in first.buttons for one in row if not one.label.isdigit()]
    assert [(one.label, one.data) for one in turning] == [("More ›", "digest: p2")]
    second = ask("p2")
    assert visible(second).startswith("Digest of the last day · stories 11–20 of 20\n")
    assert "🇯🇵 Japan" in visible(second)
    shown = [one.data for message in (first, second) for row in message.buttons for one in row if one.label.isdigit()]
    assert len(set(shown)) == 20
    assert "open:50" in shown, "a story's newest report"
    assert visible(ask("japan 7d")).startswith("Digest of the last 7 days · 1 story\n")
    with pytest.raises(BadArgument, match=r"There is no page 3: the last of 2 pages is p2\."):
        ask("p3")
    shelf.subscribe(chat(7), NOW)
    shelf.set_alerts(7, Alerts.DIGEST, "08:00")
    assert visible(ask()) == "Nothing waits for the digest. What came in the last day:\nTry /digest 1d"
    shelf.waiting[7] = 1
    assert visible(ask()) == "1 report waited for the digest, and comes now."
    assert "stories 1–10 of 20" in visible(ask("1d"))
    shelf.stored = []
    assert visible(ask("japan 7d")) == "Nothing new about Japan in the last 7 days.\nTry /latest"


async def test_a_digest_of_a_period_turns_its_pages_and_back(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    shelf.stored = [article(n, published=NOW - n * DAY / 24) for n in range(1, 15)]
    me = await phone.add("private")
    await phone.type(me, "/digest korea 7d")
    first = await phone.answer(me)
    (turn,) = [key["data"] for row in first["buttons"] for key in row if key["text"] == "More ›"]

    async def reads(words: str) -> bool:
        return any(words in one["text"] for one in await phone.messages(me))

    await phone.press(me, first["id"], turn)
    assert await until(lambda: reads("stories 11–14 of 14"))
    await phone.press(me, first["id"], "digest:kr 7d p1")
    assert await until(lambda: reads("stories 1–10 of 14"))


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
        "Denied · 🇰🇷 South Korea · round of talks\nSeoul denies that the talks broke off"
    )
    taken_back = article(4, title="Correction: Washington asks for $4 billion, not $5 billion")
    assert correction(DENIAL, TOPIC, now=NOW, zone="UTC").plain.endswith("\n\nIt is about the report above.")
    assert correction(taken_back, TOPIC, now=NOW, zone="UTC").plain.startswith("Corrected · ")


def test_a_digest_lists_the_day_by_track() -> None:
    told = [(JAPAN, StoryContext(1, 1)), (FIRST, StoryContext(12, 2))]
    contexts = {one.id: context for one, context in told}
    ordered = in_digest_order((one for one, _ in told), TOPIC)
    made = digest_part(((one, contexts[one.id]) for one in ordered), TOPIC, now=NOW, zone="UTC", of=2)
    lines = made.words.plain.split("\n")
    assert lines[:4] == ["Digest · 2 stories", "", "🇰🇷 South Korea", f"1. {FIRST.title} ({FIRST.url})"]
    assert lines[4].endswith("US$5bn a year demanded, according to lawmakers in Seoul · 12 outlets, 2 original reports")
    assert [(one.label, one.data) for row in made.words.buttons for one in row] == [("1", "open:1"), ("2", "open:2")]
    disputed = StoryContext(2, 1, (Dispute(DENIAL.title, source(DENIAL)),))
    told_with = digest_part([(FIRST, disputed)], TOPIC, now=NOW, zone="UTC", of=1).words.plain.split("\n")
    assert told_with[-1] == f"   Denied: {DENIAL.title} ({DENIAL.url}) · Hankyoreh, 24 Nov 2026"
    assert lines[6:8] == ["🇯🇵 Japan", f"2. {JAPAN.title} ({JAPAN.url})"]


def test_a_digest_leaves_nobody_out_and_each_part_is_a_whole_message() -> None:
    """Of headlines, names and denials as long as they get, in letters that Telegram counts twice."""
    long = "𝕏 troops " * 60
    denial = Dispute(long, source(replace(DENIAL, title=long)))
    stories = [
        article(n, title=f"{n} {long}", outlet=f"Outlet {long}", track=("KR", "JP", None)[n % 3], language="ko")
        for n in range(1, 44)
    ]
    waiting, told, heads = in_digest_order(stories, TOPIC), list[int](), list[str]()
    while waiting:
        contexts = ((one, StoryContext(1000, 900, (denial,) * 9)) for one in waiting)
        part = digest_part(contexts, TOPIC, now=NOW, zone="UTC", before=len(told), of=43)
        assert utf16(visible(part.words)) <= LIMIT
        assert len(re.findall("<(?:a|b|code)[ >]", part.words.html)) <= MARKS
        numbers = [(one.label, one.data) for row in part.words.buttons for one in row]
        shown = waiting[: part.stories]
        assert numbers == [(f"{n}", f"open:{one.id}") for n, one in enumerate(shown, start=len(told) + 1)]
        assert all(f"\n{n}. " in visible(part.words) for n, _ in numbers)
        assert visible(part.words).count("Denied: ") == 2 * part.stories, "cut between stories, never within one"
        heads.append(visible(part.words).partition("\n")[0])
        told += [one.id for one in shown]
        waiting = waiting[part.stories :]
    assert sorted(told) == list(range(1, 44))
    assert told[0] % 3 == 0, "Korea first, as the topic has it"
    spans = [re.fullmatch(r"Digest · stor(?:y|ies) (\d+)(?:–(\d+))? of 43", head) for head in heads]
    ends = [(int(one[1]), int(one[2] or one[1])) for one in spans if one]
    assert ends[0][0] == 1
    assert ends[-1][1] == 43
    assert all(after[0] == before[1] + 1 for before, after in pairwise(ends))


async def test_what_waits_beyond_one_message_is_left_for_the_next_part(
    sender: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    shelf.stored = [article(n) for n in range(1, 31)]
    number, messenger = await phone.add("private"), Messenger(sender.bot, context(shelf))
    first = await messenger.send(delivery(DeliveryKind.DIGEST, None, number, None, 99, *range(1, 31)))
    assert isinstance(first, Sent)
    assert first.told == (*range(1, PER_PART + 1), 99), "and what is no longer there is not asked for again"
    rest = replace(delivery(DeliveryKind.DIGEST, None, number, None, *range(11, 31)), told=11, left=4)
    second = await messenger.send(rest)
    assert isinstance(second, Sent)
    assert second.told == tuple(range(11, 21))
    heads = [one["text"].partition("\n")[0] for one in await phone.messages(number)]
    assert heads == ["Digest · stories 1–10 of 30", "Digest · stories 12–21 of 35"]


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


def test_of_reports_that_tell_the_same_the_first_in_the_chat_s_language_is_named(shelf: Shelf) -> None:
    told: dict[str, Any] = {"story_id": 1, "figures": [placed(DEMAND)]}
    first = article(1, **told)
    korean, later = article(2, language="ko", **told), article(3, language="ko", **told)
    other = article(4, story_id=1, language="ja")  # without the sum
    turned = article(5, language="de", event=Event.SIGNED, **told)
    counts = StoryContexts(shelf, TOPIC, convert)
    shelf.stored = [first]
    assert counts.in_language(first, "ko") == first
    shelf.stored = [first, korean, later, other, turned]
    assert counts.in_language(first, "ko") == korean
    assert [counts.in_language(first, language) for language in ("", "en", "ja", "de")] == [first] * 4
    assert counts.in_language(korean, "en") == first
    for languages, named in (((), first), (("en", "ko"), first), (("ko",), korean)):
        assert counts.for_chat(korean, chat(7, language="en", interest=Interest(languages=languages))) == named


def test_of_reports_that_tell_the_same_that_of_a_preferred_outlet_is_named_in_the_chat_s_language(shelf: Shelf) -> None:
    told: dict[str, Any] = {"story_id": 1, "figures": [placed(DEMAND)]}
    first, hani = article(1, outlet="Wire", **told), article(2, outlet="Hani", language="ko", **told)
    yonhap, english = (article(3 + n, outlet="Yonhap", language=code, **told) for n, code in enumerate(("ko", "en")))
    without = article(5, story_id=1, outlet="Herald")  # without the sum
    counts = StoryContexts(shelf, TOPIC, convert)

    def named(*outlets: str, **more: Any) -> Article:
        return counts.for_chat(first, chat(7, preferred=outlets, **more))

    shelf.stored = [first, hani]
    assert named("Yonhap") == first
    assert named("Yonhap", "Hani") == first, "which is in another language than the chat hears it in"
    assert named("Yonhap", language="ko") == hani
    shelf.stored += [yonhap, english, without]
    assert named("yonhap") == english
    assert named("Yonhap", language="ko") == yonhap, "the language first, and the outlet within it"
    assert named("Herald", "Wire", "Yonhap") == first
    assert named("Hani", "Yonhap", language="ko") == hani
    assert named("Yonhap", language="ko", interest=Interest(languages=("en",))) == english
