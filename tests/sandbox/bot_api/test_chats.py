"""Chats of all types: who hears what, who may write where, blocking, removal, upgrades."""

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.sandbox.client import YOU, SandboxClient


async def test_every_type_is_announced_and_takes_messages(bot: Bot, client: SandboxClient) -> None:
    for kind, status in (("group", "member"), ("supergroup", "member"), ("channel", "administrator")):
        chat = await client.create_chat(kind, f"A {kind}")
        update = (await bot.get_updates())[-1]
        member = update.my_chat_member
        assert member is not None
        assert (member.chat.id, member.chat.type, member.chat.title) == (chat["id"], kind, f"A {kind}")
        assert (member.old_chat_member.status, member.new_chat_member.status) == ("left", status)
        assert member.from_user.id == YOU
        sent = await bot.send_message(chat["id"], "hello")
        assert (sent.chat.type, sent.message_id) == (kind, sent.message_id)
        assert [m["from"] for m in await client.messages(chat["id"])] == ["bot"]


async def test_private_chats_come_without_a_word(bot: Bot, client: SandboxClient) -> None:
    chat = await client.create_chat("private", "Ann")
    assert await bot.get_updates() == ()
    await client.say(chat["id"], "hi")
    (update,) = await bot.get_updates()
    assert update.effective_user is not None
    assert update.effective_chat is not None
    assert (update.effective_user.first_name, update.effective_chat.type) == ("Ann", "private")


async def test_a_bot_does_not_speak_first(bot: Bot, client: SandboxClient) -> None:
    chat = await client.create_chat("private", "Stranger", opened=False)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(chat["id"], "hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat(chat["id"])
    await client.say(chat["id"], "/start")
    await bot.send_message(chat["id"], "hello")


async def test_blocking_and_unblocking(bot: Bot, client: SandboxClient) -> None:
    await client.block(YOU)
    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(YOU, "hello?")
    await client.unblock(YOU)
    await bot.send_message(YOU, "hello")
    changes = [update.my_chat_member for update in await bot.get_updates()]
    statuses = [(c.old_chat_member.status, c.new_chat_member.status) for c in changes if c]
    assert statuses == [("member", "kicked"), ("kicked", "member")]


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_removed_from_a_group(bot: Bot, client: SandboxClient, kind: str) -> None:
    chat = await client.create_chat(kind, "Desk")
    await client.block(chat["id"])
    with pytest.raises(Forbidden, match=f"bot was kicked from the {kind} chat"):
        await bot.send_message(chat["id"], "hello?")
    await client.say(chat["id"], "/latest")
    kinds = [(u.my_chat_member is not None, u.effective_message) for u in await bot.get_updates()]
    assert kinds == [(True, None), (True, None)]
    await client.unblock(chat["id"])
    await bot.send_message(chat["id"], "back")


async def test_leaving(bot: Bot, client: SandboxClient) -> None:
    group = (await client.create_chat("group", "Desk"))["id"]
    assert await bot.leave_chat(group)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group, "hello?")
    with pytest.raises(BadRequest, match="Chat is not a group, supergroup or channel chat"):
        await bot.leave_chat(YOU)


async def test_rights_to_write(bot: Bot, client: SandboxClient) -> None:
    group = (await client.create_chat("supergroup", "Desk"))["id"]
    await client.set_bot(group, "restricted")
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(group, "hello?")
    channel = (await client.create_chat("channel", "News"))["id"]
    await client.set_bot(channel, "restricted")
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(channel, "hello?")


async def test_privacy_mode_in_groups(bot: Bot, client: SandboxClient) -> None:
    group = (await client.create_chat("group", "Desk"))["id"]
    sent = await bot.send_message(group, "an alert")
    await client.say(group, "just talking")
    await client.say(group, "/latest")
    await client.say(group, "/latest@burdenwatch_sandbox_bot")
    await client.say(group, "/latest@another_bot")
    await client.say(group, "really?", reply_to=sent.message_id)
    heard = [u.message.text for u in await bot.get_updates() if u.message]
    assert heard == ["/latest", "/latest@burdenwatch_sandbox_bot", "really?"]
    await client.set_bot(group, "administrator")
    await client.say(group, "all of it")
    assert (await bot.get_updates())[-1].effective_message.text == "all of it"  # type: ignore[union-attr]  # a message


async def test_channel_posts(bot: Bot, client: SandboxClient) -> None:
    channel = (await client.create_chat("channel", "News"))["id"]
    said = await client.say(channel, "/subscribe")
    post = (await bot.get_updates())[-1].channel_post
    assert post is not None
    assert (post.text, post.message_id, post.from_user) == ("/subscribe", said["id"], None)
    assert post.sender_chat is not None
    assert post.sender_chat.id == channel
    sent = await bot.send_message(channel, "an alert")
    assert sent.from_user is None
    assert [m["from"] for m in await client.messages(channel)] == ["user", "bot"]


async def test_other_members(bot: Bot, client: SandboxClient) -> None:
    group = (await client.create_chat("supergroup", "Desk"))["id"]
    ann = {"id": 7, "first_name": "Ann", "username": "ann_writes"}
    shown = await client.say(group, "/settings", user=ann)
    assert shown["author"] == "Ann"
    user = (await bot.get_updates())[-1].effective_user
    assert user is not None
    assert (user.id, user.first_name, user.username) == (7, "Ann", "ann_writes")
    assert (await bot.get_chat_member(group, 7)).status == "member"
    assert (await bot.get_chat_member(group, YOU)).status == "creator"
    assert (await bot.get_chat_member(group, bot.id)).status == "member"
    assert [member.user.id for member in await bot.get_chat_administrators(group)] == [YOU]
    assert await bot.get_chat_member_count(group) == 3
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(group, 8)
    with pytest.raises(BadRequest, match="Invalid user_id specified"):
        await bot.get_chat_member(group, -1)
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(YOU)
    await client.set_bot(group, "administrator")
    assert {member.user.id for member in await bot.get_chat_administrators(group)} == {YOU, bot.id}
    for status in ("kicked", "restricted"):
        await client.set_bot(group, status)
        assert (await bot.get_updates())[-1].my_chat_member.new_chat_member.status == status  # type: ignore[union-attr]  # just set


async def test_what_a_chat_tells_of_itself(bot: Bot, client: SandboxClient) -> None:
    you = await bot.get_chat(YOU)
    assert (you.type, you.first_name, you.permissions, you.pinned_message) == ("private", "You", None, None)
    group = (await client.create_chat("group", "Desk"))["id"]
    assert (await bot.get_chat(group)).title == "Desk"
    await client.set_bot(group, "administrator")
    sent = [await bot.send_message(group, f"m{n}") for n in range(2)]
    for message in sent:
        await bot.pin_chat_message(group, message.message_id)
    pinned = (await bot.get_chat(group)).pinned_message
    assert pinned is not None
    assert pinned.text == "m1"
    assert [m["pinned"] for m in await client.messages(group)] == [True, True]
    await bot.unpin_chat_message(group)
    assert [m["pinned"] for m in await client.messages(group)] == [True, False]
    await bot.unpin_chat_message(group, sent[0].message_id)
    assert (await bot.get_chat(group)).pinned_message is None


async def test_pinning_needs_rights(bot: Bot, client: SandboxClient) -> None:
    group = (await client.create_chat("group", "Desk"))["id"]
    sent = await bot.send_message(group, "m")
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages in the chat"):
        await bot.pin_chat_message(group, sent.message_id)
    with pytest.raises(BadRequest, match="Message to pin not found"):
        await bot.pin_chat_message(YOU, 999)


async def test_a_group_becomes_a_supergroup(bot: Bot, client: SandboxClient) -> None:
    group = (await client.create_chat("group", "Desk"))["id"]
    await bot.send_message(group, "before")
    grown = await client.migrate(group)
    for _ in range(2):
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(group, "after")
        assert moved.value.new_chat_id == grown
    await bot.send_message(grown, "after")
    moves = [u.message for u in await bot.get_updates() if u.message]
    assert [(m.chat.id, m.migrate_to_chat_id, m.migrate_from_chat_id) for m in moves] == [
        (group, grown, None),
        (grown, None, group),
    ]
    chats = {chat["id"]: chat for chat in (await client.state())["chats"]}
    assert group not in chats
    assert chats[grown]["type"] == "supergroup"
    assert (await bot.get_chat_member(grown, YOU)).status == "creator"
    with pytest.raises(AssertionError, match="is the supergroup"):
        await client.say(group, "anyone here?")


async def test_message_ids_count_as_telegram_counts(bot: Bot, client: SandboxClient) -> None:
    """One count for private chats and groups together, one for every supergroup and channel."""
    group = (await client.create_chat("group", "Desk"))["id"]
    channel = (await client.create_chat("channel", "News"))["id"]
    ids = [(await bot.send_message(chat, "m")).message_id for chat in (YOU, group, channel, channel, YOU)]
    assert ids == [1, 2, 1, 2, 3]


async def test_administrators_who_stay_anonymous_and_members_who_speak_as_a_channel(
    bot: Bot, client: SandboxClient
) -> None:
    group, channel = (await client.create_chat("supergroup", "Desk"))["id"], (await client.create_chat("channel"))["id"]
    shown = await client.say(group, "/settings", user={"anonymous": True})
    assert shown["author"] == "Desk"
    await client.say(group, "/settings", user={"channel": channel})
    anonymous, as_channel = [u.message for u in await bot.get_updates() if u.message and u.message.text]
    assert (anonymous.from_user.username, anonymous.sender_chat.id) == ("GroupAnonymousBot", group)  # type: ignore[union-attr]  # both are set
    assert (as_channel.from_user.username, as_channel.sender_chat.id) == ("Channel_Bot", channel)  # type: ignore[union-attr]  # both are set
    await client.say(group, "/settings", user={"id": 7, "first_name": "Ann", "status": "administrator"})
    assert (await bot.get_chat_member(group, 7)).status == "administrator"
    for chat, user, said in (
        (channel, {"anonymous": True}, "only in a group"),
        (group, {"channel": group}, "must be the id of a channel"),
        (group, {"id": 7, "status": "pope"}, "status must be one of"),
        (YOU, {"id": YOU, "status": "administrator"}, "no private one"),
    ):
        with pytest.raises(AssertionError, match=said):
            await client.say(chat, "/settings", user=user)
