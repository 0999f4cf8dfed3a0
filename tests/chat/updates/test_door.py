"""Who may use the bot at all: a list of ids, and invitations that expire and are counted."""

from datetime import timedelta

import pytest

from bot.chat.commands.command import CommandRequest
from bot.chat.commands.roles.invites import Invites
from bot.chat.typed.bad_argument import BadArgument
from bot.chat.updates.door import CLOSED, CLOSED_SHORT, ENDED
from bot.sandbox import Sandbox
from tests.chat.builders import NOW, OPERATOR, chat, context, families
from tests.chat.conftest import Phone, running, until
from tests.chat.shelf import Shelf

MEMBER = {"id": 555, "first_name": "Member"}


async def test_a_stranger_gets_one_sentence_and_comes_in_by_an_invitation(
    sandbox: Sandbox, phone: Phone, shelf: Shelf
) -> None:
    me, other = await phone.add("private", "Ada"), await phone.add("private", "Ben")
    shelf.invite("inv-abc", OPERATOR, NOW, expires=NOW + timedelta(days=1), uses=1)
    shelf.invite("inv-old", OPERATOR, NOW, expires=NOW, uses=1)
    async with running(sandbox.url, context(shelf, allowed=frozenset({OPERATOR}))):
        for typed in ("/summary", "/start", "/start korea", "hello", "/subscribe"):
            assert await phone.ask(me, typed) == f"{CLOSED} Your number, for them: {me}."
        assert me not in shelf.known
        assert await phone.ask(me, "/start inv-old") == ENDED
        assert await phone.ask(me, "/start inv-nothing") == ENDED
        welcome = await phone.ask(me, "/start inv-abc")
        assert welcome.startswith("Who pays for the troops\n")
        assert "inv-abc" not in welcome
        assert (await phone.ask(me, "/subscribe")).startswith("Subscribed.")
        assert (await phone.ask(me, "/start inv-abc")).startswith("Who pays for the troops\n")
        assert await phone.ask(other, "/start inv-abc") == ENDED
        assert [one.used for one in shelf.invited.values()] == [1, 0]


async def test_a_group_is_open_to_all_in_it_by_its_own_number_and_else_to_who_is_on_the_list(
    sandbox: Sandbox, phone: Phone, shelf: Shelf
) -> None:
    listed, closed = await phone.add("group"), await phone.add("supergroup")
    async with running(sandbox.url, context(shelf, allowed=frozenset({listed, MEMBER["id"]}))) as bot:
        await phone.answer(listed)
        assert (await phone.answer(closed))["text"] == CLOSED  # instead of the greeting
        assert (await phone.ask(listed, "/latest")).startswith("No report is in yet.")
        assert await phone.ask(closed, "/latest") == CLOSED
        await phone.type(closed, "/weather")  # another bot's business
        assert (await phone.ask(closed, "/latest", user=MEMBER)).startswith("No report is in yet.")
        message = phone.seen[closed]
        await phone.call("POST", f"/chats/{closed}/messages", {"text": "/help", "user": MEMBER})
        pages = await phone.answer(closed)
        assert message < pages["id"]
        assert bot.running


async def test_a_stranger_s_press_is_refused(sandbox: Sandbox, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private")
    async with running(sandbox.url, context(shelf)):
        await phone.type(me, "/start")
        message = await phone.answer(me)
    async with running(sandbox.url, context(shelf, allowed=frozenset({OPERATOR}))):
        await phone.press(me, message["id"], message["buttons"][0][0]["data"])
        told = await until(lambda: phone.requests("answerCallbackQuery"))
        assert told[-1]["params"]["text"] == CLOSED


async def test_a_stranger_s_inline_query_finds_nothing_and_no_answer_is_kept_for_others(
    sandbox: Sandbox, phone: Phone, shelf: Shelf
) -> None:
    stranger, member = await phone.add("private", "Ada"), await phone.add("private", "Ben")
    async with running(sandbox.url, context(shelf, allowed=frozenset({member}))):
        refused = await phone.inline(stranger, "korea")
        assert (refused["results"], refused["button"]["text"]) == ([], CLOSED_SHORT)
        await phone.inline(member, "korea figures")
        assert (await phone.requests("answerInlineQuery"))[-1]["params"]["is_personal"] in {True, "true"}


def asked(shelf: Shelf, words: str = "", allowed: frozenset[int] = frozenset({OPERATOR})) -> str:
    invites = families(context(shelf, allowed=allowed)).of(Invites)
    return invites.invite(CommandRequest(chat(OPERATOR), words, operator=True)).plain


def test_an_invitation_says_for_whom_and_until_when_and_others_stand_below(shelf: Shelf) -> None:
    first = asked(shelf)
    (token,) = shelf.invited
    assert f"https://t.me/YOUR_BOT?start={token}" in first
    assert len(token) <= 64
    assert "For one chat, until 1 Dec 2026, 18:30 KST." in first
    second = asked(shelf, "5 30d")
    assert "For 5 chats, until 24 Dec 2026, 18:30 KST." in second
    assert second.endswith(
        "Others that stand\n• 1: 0 of 1 came, until 1 Dec 2026, 18:30 KST\nTo end one: /invite end 1"
    )
    assert "until 26 Nov 2026" in asked(shelf, "2 days")
    assert asked(shelf, "end 1").startswith("Nobody comes by invitation 1 any more.")
    assert token not in shelf.invited
    assert asked(shelf, allowed=frozenset()).startswith("Everybody may use this bot, so nobody needs an invitation.")


@pytest.mark.parametrize("words", ["many", "0", "5 0d", "9999", "1 999d", "end 77", "-1"])
def test_what_cannot_be_an_invitation_says_what_can(shelf: Shelf, words: str) -> None:
    with pytest.raises(BadArgument) as caught:
        asked(shelf, words)
    assert caught.value.example == "/invite 5 30d"
    assert not shelf.invited
