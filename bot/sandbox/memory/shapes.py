"""Users, chats, members and messages as the Bot API shows them (https://core.telegram.org/bots/api#available-types)."""

from bot.sandbox.memory.state import State
from bot.sandbox.memory.values import Chat, JsonObject, Message, User

_ADMINISTRATOR = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories",
)  # fmt: skip


def user(one: User) -> JsonObject:
    shape: JsonObject = {"id": one.id, "is_bot": one.is_bot, "first_name": one.first_name}
    if one.username:
        shape["username"] = one.username
    return shape if one.is_bot else shape | {"language_code": one.language}


def me(bot: User) -> JsonObject:
    return user(bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat(one: Chat) -> JsonObject:
    name = "first_name" if one.type == "private" else "title"
    return {"id": one.id, "type": one.type, name: one.title}


def full_chat(state: State, one: Chat) -> JsonObject:
    """ChatFullInfo, as getChat answers."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    shape = chat(one) | {
        "accent_color_id": abs(one.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if one.is_group:
        shape["permissions"] = _permissions()
    if pinned := state.pinned(one.id):
        shape["pinned_message"] = message(state, pinned[-1])
    return shape


def _permissions() -> JsonObject:
    kinds = ("messages", "audios", "documents", "photos", "videos", "video_notes", "voice_notes", "polls",
             "other_messages")  # fmt: skip
    more = ("can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
            "can_edit_tag", "can_react_to_messages")  # fmt: skip
    return {f"can_send_{kind}": True for kind in kinds} | dict.fromkeys(more, False)


def member(one: User, status: str, kind: str) -> JsonObject:
    """A ChatMember of a status in a chat of a type."""
    shape: JsonObject = {"user": user(one), "status": status}
    if status == "creator":
        shape["is_anonymous"] = False
    elif status == "administrator":
        rights = [*_ADMINISTRATOR, *(["can_post_messages", "can_edit_messages"] if kind == "channel" else [])]
        rights += ["can_pin_messages"] if kind != "channel" else []
        shape |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(rights, True)
    elif status == "kicked":
        shape["until_date"] = 0
    elif status == "restricted":
        shape |= _permissions() | {f: False for f in _permissions() if f.startswith("can_send_")}
        shape |= {"is_member": True, "until_date": 0}
    return shape


def message(state: State, one: Message, *, deep: bool = True) -> JsonObject:
    """A Message; ``deep`` shows the message that it replies to."""
    where = state.chat(one.chat_id)
    assert where is not None  # noqa: S101  # messages are only kept of chats that exist
    content = one.content
    shape: JsonObject = {"message_id": one.id, "date": one.date, "chat": chat(where)}
    if where.type == "channel":
        shape["sender_chat"] = shape["chat"]
    else:
        shape["from"] = user(state.user(one.author) or User(one.author, "Deleted Account"))
        if content.sender_chat and (speaker := state.chat(content.sender_chat)):
            shape["sender_chat"] = chat(speaker)
    if content.via_bot:
        shape["via_bot"] = user(state.user(content.via_bot) or User(content.via_bot, "Deleted Account", is_bot=True))
    if one.edited:
        shape["edit_date"] = one.edited
    thread = thread_of(one)
    if thread is not None:
        shape |= {"message_thread_id": thread, "is_topic_message": True, "chat": shape["chat"] | {"is_forum": True}}
    replied = content.reply_to or content.thread
    if deep and replied and (target := state.message(one.chat_id, replied)):
        shape["reply_to_message"] = message(state, target, deep=False)
    shape |= _body(state, one) | (content.service or {})
    if content.keyboard:
        shape["reply_markup"] = {"inline_keyboard": [list(row) for row in content.keyboard]}
    if content.preview:
        shape["link_preview_options"] = content.preview
    return shape


def thread_of(one: Message) -> int | None:
    """The topic that a message is in; the first message of one is in it, too."""
    return one.id if "forum_topic_created" in (one.content.service or {}) else one.content.thread


def _body(state: State, one: Message) -> JsonObject:
    content = one.content
    shape: JsonObject = {}
    with_media = content.photo or content.document
    if content.text:
        shape["caption" if with_media else "text"] = content.text
    if content.entities:
        name = "caption_entities" if with_media else "entities"
        shape[name] = [entity(state, one) for one in content.entities]
    if content.photo:
        shape["photo"] = [{**file(content.photo), "width": content.photo["width"], "height": content.photo["height"]}]
    if content.document:
        about = content.document
        shape["document"] = {**file(about), "file_name": about["name"], "mime_type": about["mime"]}
    return shape


def entity(state: State, one: JsonObject) -> JsonObject:
    """A MessageEntity; the user of a mention without a username is looked up."""
    if one["type"] != "text_mention":
        return one
    mentioned = state.user(one["user_id"]) or User(one["user_id"], "Unknown")
    return {k: v for k, v in one.items() if k != "user_id"} | {"user": user(mentioned)}


def file(about: JsonObject) -> JsonObject:
    return {"file_id": about["id"], "file_unique_id": about["unique_id"], "file_size": about["size"]}


def on_page(state: State, one: Message, bot: User) -> JsonObject:
    """MESSAGE of the control API."""
    content = one.content
    author = state.user(one.author)
    speaker = state.chat(content.sender_chat) if content.sender_chat else None
    name = speaker.title if speaker else author.first_name if author else "Unknown"
    shape: JsonObject = {
        "id": one.id,
        "chat_id": one.chat_id,
        "from": "bot" if one.author == bot.id else "user",
        "author": name,
        "date": one.date,
        "edited": one.edited,
        "text": content.text,
        "entities": list(content.entities),
        "buttons": [[_button(button) for button in row] for row in content.keyboard or ()],
        "reply_to": content.reply_to,
        "photo": f"/api/files/{content.photo['id']}" if content.photo else None,
        "pinned": one.pinned,
    }
    if content.via_bot:
        shape["via"] = bot.username
    thread = thread_of(one)
    if thread is not None:
        shape["thread"] = thread
    topic = state.topics(one.chat_id).get(content.thread) if content.thread else None
    if topic:
        shape["topic"] = topic.name
    if content.document:
        about = content.document
        shape["document"] = {"name": about["name"], "size": about["size"], "url": f"/api/files/{about['id']}"}
    if content.service:
        shape["service"] = content.service
    return shape


def _button(button: JsonObject) -> JsonObject:
    named = {"text": button["text"]}
    if "url" in button:
        return named | {"url": button["url"]}
    return named | ({"data": button["callback_data"]} if "callback_data" in button else {})
