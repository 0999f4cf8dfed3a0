"""The control API under ``/api/``: the page's and the tests' way to be the users, and to order faults.

JSON both ways; an error is ``{"error": "..."}``. Beside what the page needs, each chat's messages can be read alone
(``GET /api/chats/{id}/messages?after=N``), a message may carry a file (``{"document": {"name": "a.opml", "content":
BASE64}}``), be in a topic (``{"topic": 12}``) or another's (``{"user": {"id": 5, "first_name": "Ann", "status":
"administrator"}}``, ``{"user": {"anonymous": true}}`` of an administrator who posts as the group, ``{"user":
{"channel": ID}}`` of a member who posts as a channel), a group be upgraded (``POST /api/chats/{id}/migrate``), topics
of a supergroup be made, closed and deleted (``POST /api/chats/{id}/topics`` with ``{"name": "Korea"}``, ``{"topic":
12, "closed": true}`` or ``{"topic": 12, "deleted": true}``), many chats be made at once (``{"type": "private",
"title": "Reader", "count": 1000}``), and a private chat whose user never wrote (``"opened": false``). A
user's messenger is turned to another language (``POST /api/chats/{id}/language``, ``{"language": "ko"}``, of a private
chat). An inline query is typed (``POST /api/chats/{id}/inline``, ``{"query": "korea", "offset": ""}``), and a result of
its answer sent (``POST /api/chats/{id}/choose``, ``{"query_id": ..., "result_id": ..., "topic": 12}``). ``/api/state``
says in ``event`` where ``/api/events?after=`` goes on.

Events: ``message`` and ``edit`` {chat_id, message}, ``delete`` {chat_id, message_id}, ``chat`` {chat, replaces?},
``commands`` {commands}, ``answer`` {chat_id, message_id, text, alert}, ``inline`` {chat_id, query_id, results,
next_offset, button}, ``action`` {chat_id, action}, ``replay`` {replay}, ``reset`` (events were missed: read the state
again).
"""

import json
from base64 import b64decode
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox import people
from bot.sandbox.bot_api.api import BotApi
from bot.sandbox.bot_api.params import Upload
from bot.sandbox.memory.errors import ControlError
from bot.sandbox.memory.state import encode
from bot.sandbox.memory.values import JsonObject
from bot.sandbox.memory.world import World
from bot.sandbox.ports import Replaying

CHAT_TYPES = ("private", "group", "supergroup", "channel")
_HEARTBEAT = 15.0
_SHOWN = 200
"""Messages of a chat that /api/state shows."""
_LONGEST_NUMBER = 20
"""Digits; SQLite's integers have 19."""


class Control:
    def __init__(self, world: World, api: BotApi, replay: Replaying | None) -> None:
        self._world = world
        self._api = api
        self._replay = replay
        self.closing = False

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/state", self._state),
            web.get("/api/events", self._events),
            web.post("/api/chats", self._add_chats),
            web.get("/api/chats/{chat}/messages", self._messages),
            web.post("/api/chats/{chat}/messages", self._in_chat(self._say)),
            web.post("/api/chats/{chat}/press", self._in_chat(self._press)),
            web.post("/api/chats/{chat}/inline", self._in_chat(self._ask_inline)),
            web.post("/api/chats/{chat}/choose", self._in_chat(self._choose)),
            web.post("/api/chats/{chat}/bot", self._in_chat(self._bot)),
            web.post("/api/chats/{chat}/language", self._in_chat(self._language)),
            web.post("/api/chats/{chat}/migrate", self._in_chat(self._migrate)),
            web.post("/api/chats/{chat}/topics", self._in_chat(self._topic)),
            web.get("/api/faults", self._open_faults),
            web.post("/api/faults", self._order_fault),
            web.delete("/api/faults", self._clear_faults),
            web.get("/api/requests", self._requests),
            web.post("/api/replay", self._command),
            web.get("/api/files/{file}", self._file),
        ]

    async def _state(self, request: web.Request) -> web.Response:
        world = self._world
        shown = _whole(request, "messages", _SHOWN)
        return _json(
            {
                "bot": {"username": world.bot.username, "name": world.bot.first_name, "commands": world.menu()},
                "chats": [world.chat_on_page(chat, messages=shown) for chat in world.state.chats()],
                "replay": self._replay.status if self._replay else None,
                "event": world.events.last,
            }
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
        events = self._world.events
        after = _whole(request, "after", events.last)
        after = _number(request.headers.get("Last-Event-ID", ""), after)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")  # milliseconds until a page that lost us asks again
        while not self.closing:
            found = await events.wait(after, _HEARTBEAT)
            lines = "".join(f"id: {number}\ndata: {encode(event)}\n\n" for number, event in found)
            await response.write(lines.encode() or b": still here\n\n")
            after = found[-1][0] if found else after
        return response

    async def _add_chats(self, request: web.Request) -> web.Response:
        body = await _body(request)
        kind, title, count = body.get("type"), body.get("title"), body.get("count")
        if kind not in CHAT_TYPES:
            raise ControlError(f"type must be one of {', '.join(CHAT_TYPES)}, not {kind!r}")
        if not isinstance(title, str) or not 1 <= len(title.strip()) <= 128:
            raise ControlError("title must be a text of 1 to 128 characters")
        if count is not None and (not isinstance(count, int) or not 1 <= count <= 10_000):
            raise ControlError("count must be a whole number from 1 to 10000")
        names = [title.strip()] if count is None else [f"{title.strip()} {n}" for n in range(1, count + 1)]
        with self._world.change():
            chats = [self._world.add_chat(kind, name, opened=body.get("opened") is not False) for name in names]
        shown = [self._world.chat_on_page(chat) for chat in chats]
        return _json(shown[0] if count is None else {"chats": shown})

    async def _messages(self, request: web.Request) -> web.Response:
        chat_id = _chat_id(request)
        if self._world.state.chat(chat_id) is None:
            raise ControlError(f"there is no chat {chat_id}", 404)
        after, limit = _whole(request, "after", 0), _whole(request, "limit", 10_000)
        found = self._world.state.messages(chat_id, after=after, limit=limit)
        return _json({"messages": [self._world.on_page(message) for message in found]})

    def _in_chat(
        self, act: Callable[[Any, JsonObject], JsonObject]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A handler for something that a user does in one chat."""

        async def handler(request: web.Request) -> web.Response:
            body = await _body(request)
            with self._world.change():
                return _json(act(people.chat_of(self._world, _chat_id(request)), body))

        return handler

    def _say(self, chat: Any, body: JsonObject) -> JsonObject:
        text, reply_to = body.get("text", "" if "document" in body else None), body.get("reply_to")
        if not isinstance(text, str):
            raise ControlError("text must be a text")
        if reply_to is not None and not isinstance(reply_to, int):
            raise ControlError("reply_to must be a message's id")
        file, topic = _upload(body), _thread(body)
        message = people.say(self._world, chat, text, reply_to=reply_to, user=_user(body), file=file, topic=topic)
        return self._world.on_page(message)

    def _topic(self, chat: Any, body: JsonObject) -> JsonObject:
        """Makes one by its name, or changes one by its id."""
        name, thread = body.get("name"), body.get("topic")
        if isinstance(thread, int):
            closed, deleted = body.get("closed") is True, body.get("deleted") is True
            people.change_topic(self._world, chat, thread, closed=closed, deleted=deleted)
            return {"topic": thread, "chat": self._world.chat_on_page(chat)}
        if not isinstance(name, str) or not 1 <= len(name.strip()) <= 128:
            raise ControlError("name must be a text of 1 to 128 characters")
        made = people.add_topic(self._world, chat, name.strip())
        return {"topic": made, "chat": self._world.chat_on_page(chat)}

    def _press(self, chat: Any, body: JsonObject) -> JsonObject:
        message_id, data = body.get("message_id"), body.get("data")
        if not isinstance(message_id, int) or not isinstance(data, str):
            raise ControlError("a press needs message_id and data")
        return {"query_id": str(people.press(self._world, chat, message_id, data, user=_user(body)))}

    def _ask_inline(self, chat: Any, body: JsonObject) -> JsonObject:
        query, offset = body.get("query"), body.get("offset", "")
        if not isinstance(query, str) or not isinstance(offset, str):
            raise ControlError("an inline query needs a query, and an offset that is a text")
        return {"query_id": people.ask_inline(self._world, chat, query, offset, user=_user(body))}

    def _choose(self, chat: Any, body: JsonObject) -> JsonObject:
        query_id, result_id = body.get("query_id"), body.get("result_id")
        if not isinstance(query_id, str) or not isinstance(result_id, str):
            raise ControlError("a choice needs query_id and result_id")
        return self._world.on_page(people.choose(self._world, chat, query_id, result_id, _thread(body)))

    def _bot(self, chat: Any, body: JsonObject) -> JsonObject:
        return self._world.chat_on_page(people.set_bot(self._world, chat, body.get("status")))

    def _language(self, chat: Any, body: JsonObject) -> JsonObject:
        return self._world.chat_on_page(people.set_language(self._world, chat, body.get("language")))

    def _migrate(self, chat: Any, body: JsonObject) -> JsonObject:
        if chat.type != "group":
            raise ControlError("only a group becomes a supergroup", 409)
        return self._world.chat_on_page(self._world.migrate(chat))

    async def _open_faults(self, request: web.Request) -> web.Response:
        return _json({"faults": self._api.faults.open()})

    async def _order_fault(self, request: web.Request) -> web.Response:
        self._api.faults.order(await _body(request))
        return _json({"faults": self._api.faults.open()})

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self._api.faults.clear()
        return _json({"faults": []})

    async def _requests(self, request: web.Request) -> web.Response:
        return _json(self._api.journal.requests(request.query.get("method")))

    async def _command(self, request: web.Request) -> web.Response:
        if self._replay is None:
            raise ControlError("there is no replay", 404)
        try:
            await self._replay.command(await _body(request))
        except ValueError as problem:
            raise ControlError(str(problem)) from None
        return _json(self._replay.status)

    async def _file(self, request: web.Request) -> web.Response:
        found = self._world.state.file(file_id=request.match_info["file"])
        if found is None:
            raise ControlError("there is no such file", 404)
        headers = {"X-Content-Type-Options": "nosniff", "Content-Type": "application/octet-stream"}
        if found.width:  # a picture by its bytes; whatever else was uploaded is never shown as a page of ours
            headers["Content-Type"] = found.mime
        else:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=self._world.state.file_data(found.id), headers=headers)


def _json(value: Any) -> web.Response:
    return web.Response(text=encode(value), content_type="application/json", headers={"Cache-Control": "no-store"})


def _chat_id(request: web.Request) -> int:
    name = request.match_info["chat"]
    try:
        return int(name)
    except ValueError:
        raise ControlError(f"there is no chat {name!r}", 404) from None


async def _body(request: web.Request) -> JsonObject:
    try:
        body = json.loads(await request.text() or "{}")
    except (ValueError, LookupError, RecursionError):  # LookupError: a charset that nobody knows
        body = None
    if not isinstance(body, dict):
        raise ControlError("the body must be a JSON object")
    return body


def _upload(body: JsonObject) -> Upload | None:
    """The file that a user sends: {"name", "content"}, the content in Base64."""
    document = body.get("document")
    if document is None:
        return None
    name, content = (document.get("name"), document.get("content")) if isinstance(document, dict) else (None, None)
    if not isinstance(name, str) or not name.strip() or not isinstance(content, str):
        raise ControlError('document must be {"name": text, "content": Base64}')
    try:
        return Upload(name.strip(), "", b64decode(content, validate=True))
    except ValueError:
        raise ControlError("the document's content must be Base64") from None


def _thread(body: JsonObject) -> int | None:
    topic = body.get("topic")
    if topic is not None and (not isinstance(topic, int) or isinstance(topic, bool)):
        raise ControlError("topic must be the id of a topic")
    return topic


def _user(body: JsonObject) -> JsonObject | None:
    user = body.get("user")
    if user is not None and not isinstance(user, dict):
        raise ControlError("user must be an object")
    return user


def _whole(request: web.Request, name: str, default: int) -> int:
    value = request.query.get(name)
    if value is None:
        return default
    number = _number(value, -1)
    if number < 0:
        raise ControlError(f"{name} must be a whole number of at most {_LONGEST_NUMBER} digits, not {value[:50]!r}")
    return number


def _number(digits: str, otherwise: int) -> int:
    """A number as a browser sends it back; of more digits than any of ours has, nothing is made."""
    return int(digits) if digits.isdecimal() and len(digits) <= _LONGEST_NUMBER else otherwise
