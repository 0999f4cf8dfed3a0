"""The users' side: what people do in the chats, turned into updates as Telegram makes them."""

import re
from typing import Any

from msgspec.structs import replace

from bot.sandbox.bot_api.entities import finish, units
from bot.sandbox.bot_api.methods.media import MAX_CAPTION, store
from bot.sandbox.bot_api.methods.messages import MAX_TEXT
from bot.sandbox.bot_api.params import Upload
from bot.sandbox.memory import shapes
from bot.sandbox.memory.errors import ApiError, ControlError
from bot.sandbox.memory.values import ANONYMOUS, CHANNEL_BOT, YOU, Chat, Content, JsonObject, Message, Topic, User
from bot.sandbox.memory.world import World

MAX_QUERY = 256
_MEMBERS = {"member", "administrator", "creator", "restricted"}
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""As Telegram has a language: ``ko``, ``pt-br``, ``zh-hans``."""
_STATUSES = {"member", "administrator", "restricted", "left", "kicked"}


def chat_of(world: World, chat_id: int) -> Chat:
    """The chat to act in. Raises ControlError for one that is not there or has become a supergroup."""
    chat = world.state.chat(chat_id)
    if chat is None:
        raise ControlError(f"there is no chat {chat_id}", 404)
    if chat.migrated_to is not None:
        raise ControlError(f"the group {chat_id} is the supergroup {chat.migrated_to} now", 409)
    return chat


def say(
    world: World,
    chat: Chat,
    text: str,
    *,
    reply_to: int | None,
    user: JsonObject | None,
    file: Upload | None = None,
    topic: int | None = None,
) -> Message:
    """A user writes, or sends a file with or without words, in a topic where one is named, or that of the message
    replied to; the bot hears of it as far as it would."""
    author, speaker = _speaker(world, chat, user)
    text, entities = finish(text.encode(errors="replace").decode(), [])  # JSON can carry half a surrogate pair
    if not text and file is None:
        raise ControlError("the message is empty")
    longest = MAX_TEXT if file is None else MAX_CAPTION
    if units(text) > longest:
        raise ControlError(f"the message is longer than {longest} UTF-16 units")
    target = world.state.message(chat.id, reply_to) if reply_to is not None else None
    if reply_to is not None and target is None:
        raise ControlError(f"there is no message {reply_to} to reply to", 404)
    if chat.type == "private" and chat.bot_status == "kicked":
        raise ControlError("the bot is blocked: unblock it first", 409)
    if not chat.opened:
        chat = Chat(chat.id, chat.type, chat.title, chat.bot_status)
        world.state.save_chat(chat)
    document = _kept(world, file) if file else None
    thread = topic if topic is not None else shapes.thread_of(target) if target else None
    _check_topic(world, chat, thread, author)
    content = Content(text, tuple(entities), reply_to=reply_to, document=document, thread=thread, sender_chat=speaker)
    message = world.post(chat, author, content)
    _tell_bot(world, chat, message)
    return message


def _check_topic(world: World, chat: Chat, thread: int | None, author: int) -> None:
    """Raises ControlError for a topic that is not there, or is closed for all but administrators."""
    if thread is None:
        return
    topic = world.state.topics(chat.id).get(thread)
    if topic is None:
        raise ControlError(f"there is no topic {thread}", 404)
    may = author == ANONYMOUS.id or world.state.members(chat.id).get(author) in {"administrator", "creator"}
    if topic.closed and not may:
        raise ControlError(f"the topic {topic.name} is closed: only administrators write in it", 409)


def _tell_bot(world: World, chat: Chat, message: Message) -> None:
    if _hears(world, chat, message):
        kind = "channel_post" if chat.type == "channel" else "message"
        world.queue(kind, shapes.message(world.state, message))


def add_topic(world: World, chat: Chat, name: str) -> int:
    """Makes a topic, as an administrator does, and returns its thread."""
    if chat.type != "supergroup":
        raise ControlError("only a supergroup is a forum", 409)
    created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
    first = world.post(chat, YOU, Content(service=created))
    world.state.save_topics(chat.id, world.state.topics(chat.id) | {first.id: Topic(name)})
    world.queue("message", shapes.message(world.state, first))
    world.tell("chat", chat=world.chat_on_page(chat))
    return first.id


def change_topic(world: World, chat: Chat, thread: int, *, closed: bool, deleted: bool) -> None:
    """Closes a topic, opens it again, or deletes it with its messages, of which a bot hears nothing."""
    topics = world.state.topics(chat.id)
    if thread not in topics:
        raise ControlError(f"there is no topic {thread}", 404)
    topic = topics.pop(thread)
    if deleted:
        for message in world.state.messages(chat.id, limit=-1):
            if shapes.thread_of(message) == thread:
                world.delete(message)
    elif closed != topic.closed:
        field = "forum_topic_closed" if closed else "forum_topic_reopened"
        told = world.post(chat, YOU, Content(service={field: {}}, thread=thread))
        world.queue("message", shapes.message(world.state, told))
    world.state.save_topics(chat.id, topics if deleted else topics | {thread: Topic(topic.name, closed)})
    world.tell("chat", chat=world.chat_on_page(chat))


def _kept(world: World, file: Upload) -> JsonObject:
    try:
        return store(world.state, "document", file).about()
    except ApiError as problem:
        raise ControlError(str(problem)) from None


def _speaker(world: World, chat: Chat, user: JsonObject | None) -> tuple[int, int | None]:
    """The author, and the chat that speaks instead: {"anonymous": true} is an administrator who posts as the group,
    {"channel": id} a member who posts as a channel."""
    if user is None or not ({"anonymous", "channel"} & user.keys()):
        return _author(world, chat, user), None
    if not chat.is_group:
        raise ControlError("only in a group a chat speaks instead of a person", 409)
    if user.get("anonymous") is True:
        world.state.save_user(ANONYMOUS)
        return ANONYMOUS.id, chat.id
    channel = world.state.chat(number) if isinstance(number := user.get("channel"), int) else None
    if channel is None or channel.type != "channel":
        raise ControlError("channel must be the id of a channel")
    world.state.save_user(CHANNEL_BOT)
    return CHANNEL_BOT.id, channel.id


def _author(world: World, chat: Chat, user: JsonObject | None) -> int:
    """You, or another member that the request describes: {"id", "first_name", "username"?, "status"?}; the status is
    what a member becomes by it, such as administrator."""
    if user is None:
        return chat.id if chat.type == "private" else YOU
    user_id, name = user.get("id"), user.get("first_name", "Member")
    if not isinstance(user_id, int) or user_id <= 0 or user_id == world.bot.id or not isinstance(name, str):
        raise ControlError('user must be {"id": number, "first_name": text}')
    if chat.type == "private" and user_id != chat.id:
        raise ControlError("a private chat has one user only")
    if world.state.user(user_id) is None:
        username = user.get("username")
        world.state.save_user(User(user_id, name, username if isinstance(username, str) else None))
    _join(world, chat, user_id, user.get("status"))
    return user_id


def _join(world: World, chat: Chat, user_id: int, status: Any) -> None:
    if status is not None and (chat.type == "private" or status not in _MEMBERS):
        raise ControlError(f"status must be one of {', '.join(sorted(_MEMBERS))}, and the chat no private one")
    if chat.type != "private" and (status is not None or user_id not in world.state.members(chat.id)):
        world.state.save_member(chat.id, user_id, status or "member")


def _hears(world: World, chat: Chat, message: Message) -> bool:
    """Whether a bot in privacy mode gets it (https://core.telegram.org/bots/features#privacy-mode)."""
    if chat.bot_status in {"kicked", "left"}:
        return False
    if not chat.is_group or chat.bot_status == "administrator":
        return True
    if message.content.via_bot == world.bot.id:
        return True
    target = world.state.message(chat.id, message.content.reply_to) if message.content.reply_to else None
    if target is not None and target.author == world.bot.id:
        return True
    command = re.match(r"/\w{1,64}(?:@(\w+))?", message.content.text)
    return (
        command is not None and (command[1] or world.bot.username or "").lower() == (world.bot.username or "").lower()
    )


def press(world: World, chat: Chat, message_id: int, data: str, *, user: JsonObject | None) -> int:
    """Presses a button that is really there; returns the id of the callback query."""
    author = _author(world, chat, user)
    message = world.state.message(chat.id, message_id)
    if message is None:
        raise ControlError(f"there is no message {message_id}", 404)
    rows = message.content.keyboard or ()
    if not any(button.get("callback_data") == data for row in rows for button in row):
        raise ControlError(f"message {message_id} has no button with the data {data!r}", 404)
    if chat.bot_status in {"kicked", "left"}:
        raise ControlError("the bot is not in the chat any more", 409)
    number = world.state.add_query(chat.id, message_id, world.time)
    presser = world.state.user(author) or User(author, "Unknown")
    world.queue(
        "callback_query",
        {
            "id": str(number),
            "from": shapes.user(presser),
            "message": shapes.message(world.state, message),
            "chat_instance": str(chat.id * 7919),
            "data": data,
        },
    )
    return number


def ask_inline(world: World, chat: Chat, query: str, offset: str, *, user: JsonObject | None) -> str:
    """A user types ``@bot QUERY`` in any chat, whether the bot is in it or not; returns the id of the inline query."""
    author = _author(world, chat, user)
    if units(query) > MAX_QUERY:
        raise ControlError(f"an inline query has at most {MAX_QUERY} UTF-16 units")
    number = str(world.state.next_number("next_inline_query", 700_001))
    world.inline.add(number, chat.id, author, world.now())
    asker = world.state.user(author) or User(author, "Unknown")
    world.queue(
        "inline_query",
        {
            "id": number,
            "from": shapes.user(asker),
            "query": query,
            "offset": offset,
            "chat_type": "sender" if chat.type == "private" else chat.type,
        },
    )
    return number


def choose(world: World, chat: Chat, query_id: str, result_id: str, topic: int | None = None) -> Message:
    """The user sends a result of the bot's answer, as a message of their own ``via_bot``, in a topic or none."""
    found = world.inline.chosen(query_id, chat.id, result_id)
    if found is None:
        raise ControlError(f"the query {query_id} has no result {result_id!r} here", 404)
    author, result = found
    _check_topic(world, chat, topic, author)
    content = replace(Content.from_json(result["content"]), via_bot=world.bot.id, thread=topic)
    message = world.post(chat, author, content)
    _tell_bot(world, chat, message)
    return message


def set_bot(world: World, chat: Chat, status: Any) -> Chat:
    """Block or unblock the bot, remove it, add it again, give it rights."""
    if not isinstance(status, str) or status not in _STATUSES:
        raise ControlError(f"status must be one of {', '.join(sorted(_STATUSES))}, not {status!r}")
    if chat.type == "private" and status not in {"member", "kicked"}:
        raise ControlError("in a private chat the bot is kicked (blocked) or a member")
    if chat.type == "channel" and status == "member":
        status = "administrator"  # a channel takes bots only so
    return world.set_bot_status(chat, status, by=chat.id if chat.type == "private" else YOU)


def set_language(world: World, chat: Chat, language: Any) -> Chat:
    """The user of a private chat has their messenger in another language; updates say so from then on."""
    if chat.type != "private":
        raise ControlError("a messenger's language is a user's: choose a private chat", 409)
    if not isinstance(language, str) or not _TAG.fullmatch(language):
        raise ControlError("language must be a tag such as ko or pt-br")
    world.state.save_language(chat.id, language)
    world.tell("chat", chat=world.chat_on_page(chat))
    return chat
