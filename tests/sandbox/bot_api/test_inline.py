"""Inline mode of the sandbox: a query typed in any chat, its answer, what is refused of it, a result that is sent."""

import pytest
from telegram import Bot, InlineQuery, InlineQueryResultArticle, InputTextMessageContent, error

from bot.sandbox import Sandbox
from bot.sandbox.memory.inline_queries import MOST_KEPT, OPEN, InlineQueries
from tests.sandbox.client import YOU, SandboxClient
from tests.sandbox.conftest import Clock


def card(number: str = "1", text: str = "<b>Korea</b>") -> InlineQueryResultArticle:
    return InlineQueryResultArticle(number, "Korea", InputTextMessageContent(text, "HTML"), description="What it pays")


async def asked(bot: Bot) -> InlineQuery:
    (update,) = await bot.get_updates(timeout=5)
    await bot.get_updates(offset=update.update_id + 1)
    assert update.inline_query is not None
    return update.inline_query


async def test_a_query_is_answered_and_a_result_sent(bot: Bot, client: SandboxClient) -> None:
    assert (await bot.get_me()).supports_inline_queries
    group = (await client.create_chat("group", "Desk"))["id"]
    await bot.get_updates(offset=-1)
    await bot.get_updates(offset=1_000_000)
    async with client.events() as events:
        number = await client.ask_inline(group, "korea", "2", user={"id": 77, "first_name": "Ann"})
        query = await asked(bot)
        assert (query.id, query.query, query.offset, query.from_user.first_name, query.chat_type) == (
            number, "korea", "2", "Ann", "group",
        )  # fmt: skip
        assert await query.answer([card()], next_offset="3")
        event = await anext(events)
    assert event == {
        "type": "inline", "chat_id": group, "query_id": number, "next_offset": "3", "button": None,
        "results": [{"id": "1", "title": "Korea", "description": "What it pays"}],
    }  # fmt: skip
    sent = await client.choose(group, number, "1")
    assert (sent["author"], sent["text"], sent["via"]) == ("Ann", "Korea", bot.username)
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.via_bot == bot.bot
    assert [entity.type for entity in update.message.entities] == ["bold"]


async def test_a_chat_without_the_bot_has_inline_mode_and_tells_it_nothing(bot: Bot, client: SandboxClient) -> None:
    group = (await client.create_chat("supergroup", "Elsewhere"))["id"]
    await client.set_bot(group, "left")
    for update in await bot.get_updates():
        await bot.get_updates(offset=update.update_id + 1)
    number = await client.ask_inline(group, "korea")
    await (await asked(bot)).answer([card()])
    assert (await client.choose(group, number, "1"))["from"] == "user"
    assert await bot.get_updates() == ()


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([card(str(n)) for n in range(51)], "Results_too_much"),
        ([card(), card()], "Result_id_duplicate"),
        ([card("x" * 65)], "Result_id_invalid"),
        ([card(text="<b>open")], "can't parse entities"),
        ([card(text="a" * 4097)], "Message_too_long"),
    ],
)
async def test_what_telegram_refuses(
    bot: Bot, client: SandboxClient, results: list[InlineQueryResultArticle], why: str
) -> None:
    number = await client.ask_inline(YOU, "korea")
    with pytest.raises(error.BadRequest, match=f"(?i){why}"):
        await bot.answer_inline_query(number, results)


async def test_an_answer_comes_once_and_in_time(
    bot: Bot, client: SandboxClient, clock: Clock, sandbox: Sandbox
) -> None:
    await client.ask_inline(YOU, "korea")
    query = await asked(bot)
    await query.answer([card()])
    with pytest.raises(error.BadRequest, match="too old"):
        await query.answer([card()])
    await client.ask_inline(YOU, "japan")
    query = await asked(bot)
    clock.ahead += OPEN + 1
    with pytest.raises(error.BadRequest, match="too old"):
        await query.answer([card()])


def test_only_so_many_queries_are_kept() -> None:
    queries = InlineQueries()
    for number in range(MOST_KEPT + 1):
        queries.add(str(number), 1, 1, 0.0)
    assert queries.answer("0", [], 0.0) is None
    assert queries.answer("1", [], 0.0) == 1
