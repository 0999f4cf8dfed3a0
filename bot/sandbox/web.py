"""Who is let in, and the page's files: a web page elsewhere must not drive the sandbox."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.errors import ControlError

PAGE = Path(__file__).parent / "page"

_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_TYPES = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
    ".ico": "image/x-icon", ".webmanifest": "application/manifest+json", ".json": "application/json",
    ".woff2": "font/woff2",
}  # fmt: skip
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Loopback names only (DNS rebinding), no foreign origin, JSON for what changes something; errors as JSON."""
    try:
        _check(request)
        return await handler(request)
    except ControlError as problem:
        return _error(str(problem), problem.status)
    except OverflowError:  # SQLite's integers have 64 bits
        return _error("a number is too large", 400)
    except web.HTTPRequestEntityTooLarge:
        return _error("the request is too large", 413)


def _check(request: web.Request) -> None:
    if not _HOST.fullmatch(request.headers.get("Host", "")):
        raise ControlError("the sandbox answers to 127.0.0.1, localhost and [::1] only", 403)
    origin = request.headers.get("Origin")
    if origin is not None and not _is_loopback(origin):
        raise ControlError("requests from other sites are not served", 403)
    changes = request.path.startswith("/api/") and request.method not in {"GET", "HEAD"}
    if changes and request.content_type != "application/json":
        raise ControlError("send JSON, with Content-Type: application/json", 415)


def _is_loopback(origin: str) -> bool:
    try:
        return urlsplit(origin).hostname in _LOOPBACK
    except ValueError:
        return False


def _error(message: str, status: int) -> web.Response:
    return web.Response(text=json.dumps({"error": message}), status=status, content_type="application/json")


def page_routes() -> list[web.RouteDef]:
    return [web.get("/", _index), web.get("/page/{path:.+}", _asset)]


async def _index(request: web.Request) -> web.StreamResponse:
    return _serve("index.html")


async def _asset(request: web.Request) -> web.StreamResponse:
    return _serve(request.match_info["path"])


def _serve(name: str) -> web.StreamResponse:
    path = (PAGE / name).resolve()
    kind = _TYPES.get(path.suffix)
    if kind is None or not path.is_relative_to(PAGE) or not path.is_file():
        raise ControlError("there is no such page", 404)
    charset = "utf-8" if kind.startswith("text/") or kind.endswith("json") else None
    return web.Response(body=path.read_bytes(), content_type=kind, charset=charset, headers=_HEADERS)
