"""Inline mode: what is typed behind the bot's name in any chat, the cards for it, and what one of them sends."""

from dataclasses import replace

import pytest

from bot.chat import ChatContext
from bot.chat.commands.command import Audience, Command, CommandRequest
from bot.chat.commands.registry import COMMANDS
from bot.chat.render import Rendered
from bot.chat.render.answers.inline import asked_by_link, payload
from bot.chat.render.notice import say
from bot.chat.updates.application import BotApplication
from bot.chat.updates.inline import CACHE_TIME
from bot.chat.updates.quota import PER_MINUTE
from bot.model import Role
from bot.sandbox import Sandbox
from tests.chat.builders import DEMAND, SHARE, article, money, placed
from tests.chat.conftest import Json, Phone, running, until
from tests.chat.shelf import Shelf

LONG = "Lawmakers met again. " * 30


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf()
    yen = money("¥200 billion", 2e11, "JPY", Role.PAID, payer="JP", start=8)
    japan = article(2, track="JP", outlet="NHK", title="Tokyo pays <more>", text="It paid ¥200 billion.", figures=[yen])
    many = [article(n, title=f"A submarine, part {n}", text=LONG, outlet=f"O{n}") for n in range(10, 30)]
    made.stored = [article(1, figures=[placed(DEMAND), placed(SHARE)]), japan, *many]
    return made


def titles(answer: Json) -> list[str]:
    return [one["title"] for one in answer["results"]]


async def test_what_is_typed_and_the_cards_for_it(phone: Phone, bot: BotApplication) -> None:
    me = await phone.add("private")
    assert titles(await phone.inline(me, "")) == [
        "Summary · South Korea", "Summary · Japan", "No report about NATO is in yet.",
    ]  # fmt: skip
    for typed in ("korea figures", "figures korea", "/figures  Korea"):
        assert titles(await phone.inline(me, typed)) == ["Figures · South Korea"], typed
    assert titles(await phone.inline(me, "summary japan")) == ["Summary · Japan"]
    (compared,) = (await phone.inline(me, "compare"))["results"]
    assert compared["title"] == "Side by side · a year's sum"
    assert "demanded, according to lawmakers in Seoul" in compared["description"]
    country = titles(await phone.inline(me, "korea"))
    assert country[:2] == ["Summary · South Korea", "Figures · South Korea"]
    assert "Timeline · South Korea" in country
    assert titles(await phone.inline(me, "what does Korea pay?")) == ["Figures · South Korea"]


async def test_words_are_searched_for_by_pages(phone: Phone, bot: BotApplication) -> None:
    me = await phone.add("private")
    first = await phone.inline(me, "submarine")
    assert (len(first["results"]), first["next_offset"]) == (8, "2")
    last = await phone.inline(me, "submarine", "3")
    assert (len(last["results"]), last.get("next_offset", "")) == (4, "")
    pages = [*titles(first), *titles(await phone.inline(me, "submarine", "2")), *titles(last)]
    assert sorted(pages) == sorted({f"A submarine, part {n}" for n in range(10, 30)})
    (card,) = (await phone.inline(me, "Tokyo pays"))["results"]
    assert card["title"] == "Tokyo pays <more>"
    assert "&lt;more&gt;" in card["input_message_content"]["message_text"]
    keys = [key["url"] for row in card["reply_markup"]["inline_keyboard"] for key in row]
    assert keys == ["https://news.example/2", f"https://t.me/{bot.bot.username}?start=ask_story_2"]


async def test_nothing_found_leads_to_the_bot(phone: Phone, bot: BotApplication) -> None:
    me = await phone.add("private")
    for typed in ("zeppelins", "AND AND (", "subscribe korea zeppelins"):
        answer = await phone.inline(me, typed)
        assert answer["results"] == [], typed
        assert answer["button"] == {
            "text": "Nothing on record. See where it stands", "start_parameter": "ask_summary",
        }  # fmt: skip
    assert (await phone.ask(me, "/start ask_summary")).startswith("Where it stands")
    assert (await phone.ask(me, "/start ask_figures_korea")).startswith("Figures · South Korea")
    assert "is no country" in await phone.ask(me, "/start ask_subscribe_korea")


async def test_a_card_is_sent_and_asks_for_nothing(phone: Phone, bot: BotApplication, shelf: Shelf) -> None:
    """It comes back to the bot, as Telegram has it; words in a private chat would be a question there."""
    me, group = await phone.add("private"), await phone.add("supergroup")
    for where in (group, me):
        answer = await phone.inline(where, "figures korea")
        sent = await phone.choose(where, answer["id"], answer["results"][0]["id"])
        assert (sent["from"], sent["via"]) == ("user", bot.bot.username)
        assert sent["text"].startswith("Figures · South Korea")
        assert [[key["text"] for key in row] for row in sent["buttons"]] == [["More in the bot"]]
    assert (await phone.ask(me, "/baseline")).startswith("The baseline"), "the first thing that the bot says"
    assert shelf.known == {}


async def test_no_query_reaches_what_changes_something_or_is_an_operator_s(
    sandbox: Sandbox, phone: Phone, around: ChatContext, shelf: Shelf
) -> None:
    me = await phone.add("private")
    asked: list[str] = []

    def noted(command: Command) -> Command:
        def answer(_: object, request: CommandRequest) -> Rendered:
            asked.append(command.name)
            return say(request.words)

        return replace(command, answer=answer)

    commands = [noted(one) if one.inline is None else one for one in COMMANDS]
    async with running(sandbox.url, replace(around, operators=frozenset({me})), commands):
        for command in commands:
            if command.inline is None:
                await phone.inline(me, f"{command.name} korea")
    assert asked == []
    assert shelf.known == {}
    marked = {one.name: one.inline.personal for one in COMMANDS if one.inline is not None}
    assert marked == {
        "summary": False, "figures": False, "compare": False, "timeline": False, "story": False, "asof": False,
        "calendar": False, "search": False, "latest": True, "baseline": False,
    }  # fmt: skip
    assert {one.audience for one in COMMANDS if one.inline is not None} == {Audience.EVERYBODY}


async def test_what_depends_on_the_clock_is_kept_for_one_person(phone: Phone, bot: BotApplication) -> None:
    me, you = await phone.add("private"), await phone.add("private")
    await phone.ask(me, "/timezone Asia/Tokyo")
    mine, yours = await phone.inline(me, "latest 1"), await phone.inline(you, "latest 1")
    assert (mine["is_personal"], yours["is_personal"], mine["cache_time"]) == ("true", "true", str(CACHE_TIME))
    mine_text, your_text = (one["results"][0]["input_message_content"]["message_text"] for one in (mine, yours))
    assert mine_text != your_text
    shared = await phone.inline(me, "figures korea")
    assert shared["is_personal"] == "true", "Telegram would show it to readers of other languages"


async def test_who_asks_is_answered_in_their_language(phone: Phone, bot: BotApplication) -> None:
    speakers = {language: await phone.add("private") for language in ("en", "ko", "ja", "de")}
    for language, chat in speakers.items():
        await phone.ask(chat, f"/language {language}")
    for language, title, more in (
        ("ko", "수치 · 한국", "봇에서 더 보기"), ("en", "Figures · South Korea", "More in the bot"),
        ("ja", "数字 · 韓国", "ボットで続きを見る"), ("de", "Zahlen · Südkorea", "Mehr im Bot"),
    ):  # fmt: skip
        (card,) = (await phone.inline(speakers[language], "korea figures"))["results"]
        assert card["title"] == title
        assert card["reply_markup"]["inline_keyboard"][-1][-1]["text"] == more
    (found,) = (await phone.inline(speakers["de"], "Tokyo pays"))["results"]
    assert found["description"].startswith("24. Nov. 2026 · NHK · auf ")
    nothing = await phone.inline(speakers["ko"], "zeppelins")
    assert nothing["button"]["text"] == "기록이 없습니다. 현재 상황 보기"


async def test_the_same_words_are_answered_once_a_minute(phone: Phone, bot: BotApplication, shelf: Shelf) -> None:
    me, you = await phone.add("private"), await phone.add("private")
    first = await phone.inline(me, "latest 1")
    shared = await phone.inline(me, "figures korea")
    shelf.stored = []
    assert (await phone.inline(you, "figures  korea"))["results"] == shared["results"]
    assert (await phone.inline(you, "latest 1"))["results"] != first["results"]


async def test_a_person_may_ask_so_often_and_holds_up_nobody(phone: Phone, bot: BotApplication) -> None:
    me, you = await phone.add("private"), await phone.add("private")
    for _ in range(PER_MINUTE):
        await phone.inline(me, "compare")
    refused = await phone.inline(me, "compare")
    assert refused["results"] == []
    assert refused["button"]["text"].startswith("Too many requests. Go on in ")
    assert titles(await phone.inline(you, "summary japan")) == ["Summary · Japan"]


async def test_markup_that_telegram_does_not_take_goes_plain(phone: Phone, bot: BotApplication) -> None:
    me = await phone.add("private")
    trouble = "can't parse entities: unsupported start tag"
    await phone.fault("400", "answerInlineQuery", description=trouble, times=1)
    answer = await phone.inline(me, "figures korea")
    content = answer["results"][0]["input_message_content"]
    assert "parse_mode" not in content
    assert content["message_text"].startswith("Figures · South Korea")


async def test_a_query_that_is_too_old_is_passed_over(phone: Phone, bot: BotApplication) -> None:
    me = await phone.add("private")
    await phone.fault("400", "answerInlineQuery", description="query is too old", times=1)
    await phone.call("POST", f"/chats/{me}/inline", {"query": "compare"})
    await until(lambda: phone.requests("answerInlineQuery"))
    assert titles(await phone.inline(me, "summary japan")) == ["Summary · Japan"]


@pytest.mark.parametrize(
    ("asked", "link"),
    [
        ("figures korea japan", "ask_figures_korea_japan"),
        ("asof 2019-11-19", "ask_asof_2019-11-19"),
        ("search 방위비", ""),
        ("search a_b", ""),
        (f"search {'x' * 60}", ""),
    ],
)
def test_a_link_carries_what_it_can(asked: str, link: str) -> None:
    assert payload(asked) == link
    assert asked_by_link(link) == (asked if link else "")
    assert asked_by_link("figures_japan") == ""
