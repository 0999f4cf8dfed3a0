"""The Bot API over HTTP: parameters in, faults where they are ordered, every request noted, JSON out."""

import asyncio
import inspect
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.bot_api.faults import BAD_GATEWAY, Fault, Faults
from bot.sandbox.bot_api.journal import Journal
from bot.sandbox.bot_api.methods import METHODS
from bot.sandbox.bot_api.params import Call, Upload
from bot.sandbox.bot_api.updates import Updates
from bot.sandbox.memory.errors import ApiError, bad_request, forbidden, too_many_requests
from bot.sandbox.memory.state import encode
from bot.sandbox.memory.world import World


class BotApi:
    """Answers ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

    def __init__(self, token: str, world: World, updates: Updates) -> None:
        self._token = token
        self._world = world
        self._updates = updates
        self.faults = Faults()
        self.journal = Journal()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token:[^/]+}/{method}", self._answer),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self._download),
        ]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.method != "POST":  # as the bot asks; an image or a link on any web page could GET
            return _json(ApiError(405, "Method Not Allowed").body(), 405)
        if request.match_info["token"] != self._token:
            return _json(ApiError(401, "Unauthorized").body(), 401)
        try:
            params, uploads = await _read(request)
        except ApiError as refusal:
            return self._note(method, {}, refusal.body())
        call = Call(self._world, method, params, uploads)
        shown = params | {name: {"file": u.name, "size": len(u.data)} for name, u in uploads.items()}
        fault = self.faults.take(method, call.number("chat_id") if "chat_id" in params else None)
        if fault is None:
            return self._note(method, shown, await self._run(call))
        if fault.after:
            await self._run(call)
        return await self._spoil(request, call, shown, fault)

    async def _run(self, call: Call) -> dict[str, Any]:
        """The body of the answer; a refusal leaves nothing behind."""
        name = call.method.lower()
        try:
            if waiting := self._updates.methods.get(name):
                result = waiting(call)
                return {"ok": True, "result": await result if inspect.isawaitable(result) else result}
            if name not in METHODS:
                raise ApiError(404, "Not Found: method not found")
            with self._world.change():
                return {"ok": True, "result": METHODS[name](call)}
        except ApiError as refusal:
            return refusal.body()
        except OverflowError:  # SQLite's integers have 64 bits
            return bad_request("a number is too large").body()
        except sqlite3.Error as problem:
            return ApiError(500, f"Internal Server Error: {problem}").body()

    def _note(self, method: str, shown: Mapping[str, Any], body: dict[str, Any]) -> web.Response:
        status = 200 if body["ok"] else body["error_code"]
        error = body.get("description", "")
        self.journal.add(method, dict(shown), status, body["ok"], self._world.now(), error)
        return _json(body, status)

    async def _spoil(
        self, request: web.Request, call: Call, shown: Mapping[str, Any], fault: Fault
    ) -> web.StreamResponse:
        match fault.kind:
            case "429" | "403" | "400" | "migrate":
                return self._note(call.method, shown, self._refusal(call, fault).body())
            case "502":
                self.journal.add(call.method, dict(shown), 502, False, self._world.now(), "502 Bad Gateway")
                return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
            case "not_json":
                self.journal.add(call.method, dict(shown), 200, False, self._world.now(), "a body that is no JSON")
                return web.Response(text="<!DOCTYPE html><title>Please wait</title>", content_type="text/html")
            case kind:
                self.journal.add(call.method, dict(shown), None, False, self._world.now(), kind)
                if kind == "stall":
                    await asyncio.Event().wait()  # until the client goes, which cancels this handler
                if request.transport is not None:
                    request.transport.abort()
                return web.Response()

    def _refusal(self, call: Call, fault: Fault) -> ApiError:
        chat = self._world.state.chat(call.number("chat_id"))
        if fault.kind == "429":
            return too_many_requests(fault.retry_after)
        if fault.kind == "403":
            group = chat is not None and chat.type != "private"
            usual = f"bot was kicked from the {chat.type} chat" if group and chat else "bot was blocked by the user"
            return forbidden(fault.description or usual)
        if fault.kind == "migrate" and chat is not None and chat.type == "group" and chat.migrated_to is None:
            with self._world.change():
                self._world.migrate(chat)
        try:
            call.chat_to_act()
        except ApiError as refusal:
            if fault.kind == "migrate":
                return refusal
        return bad_request(fault.description or "chat not found")

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self._token:
            return _json(ApiError(401, "Unauthorized").body(), 401)
        found = self._world.state.file(path=request.match_info["path"])
        if found is None:
            return _json(ApiError(404, "Not Found").body(), 404)
        return web.Response(body=self._world.state.file_data(found.id), content_type="application/octet-stream")


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(text=encode(body), status=status, content_type="application/json")


async def _read(request: web.Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """Parameters of the query string and of the body, whatever its form, and the uploads."""
    params = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        return params | await _read_json(request), uploads
    try:
        form = await request.post()
    except (ValueError, LookupError, AssertionError):
        raise bad_request("can't parse the request's body") from None
    for name, value in form.items():
        if isinstance(value, web.FileField):
            with value.file:
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
        elif isinstance(value, str):
            params[name] = value
        else:
            params[name] = bytes(value).decode(errors="replace")
    return params, uploads


async def _read_json(request: web.Request) -> dict[str, str]:
    """A JSON body's fields as the other forms would carry them."""
    try:
        body = json.loads(await request.text() or "{}")
    except (ValueError, LookupError, RecursionError):  # LookupError: a charset that nobody knows
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse the request's JSON object")
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in body.items()
        if value is not None
    }
