"""Who is let in, and the page's files: a web page elsewhere must not drive the sandbox."""

import ipaddress
import json
import re
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.memory.errors import ControlError

PAGE = Path(__file__).parent / "page"

_HOST = re.compile(r"(?:([^:\[\]]+)|\[([^\]]+)\])(?::\d{1,5})?")
_OWN_SITE = {"same-origin", "none"}
"""Values of Sec-Fetch-Site for what our own page does, or a person by hand (https://www.w3.org/TR/fetch-metadata/)."""
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


def is_loopback(host: str) -> bool:
    """Whether an address, or the name localhost, is this machine's own and nobody else's."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.lower() == "localhost"
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def open_to_others(host: str) -> str:
    """The sentence for a HOST that the sandbox is not bound to."""
    return f"The sandbox is for this machine alone, and HOST is {host!r}: unset it, or set TELEGRAM_TOKEN"


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """This machine only, by loopback names only (DNS rebinding), nothing from other origins, JSON for what changes
    something; errors as JSON."""
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
    if not is_loopback(request.remote or ""):
        raise ControlError("the sandbox answers its own machine only", 403)
    host = request.headers.get("Host", "")
    named = _HOST.fullmatch(host)
    if named is None or not is_loopback(named[1] or named[2]):
        raise ControlError("the sandbox answers to 127.0.0.1, localhost and [::1] only", 403)
    if request.headers.get("Origin", f"http://{host}").lower() != f"http://{host}".lower():
        raise ControlError("requests from other sites are not served", 403)
    # Images, forms and older browsers send no Origin; a link to the page itself may stand anywhere.
    if request.path != "/" and request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITE:
        raise ControlError("requests from other sites are not served", 403)
    changes = request.path.startswith("/api/") and request.method not in {"GET", "HEAD"}
    if changes and request.content_type != "application/json":
        raise ControlError("send JSON, with Content-Type: application/json", 415)


def _error(message: str, status: int) -> web.Response:
    return web.Response(text=json.dumps({"error": message}), status=status, content_type="application/json")


def page_routes() -> list[web.RouteDef]:
    return [web.get("/", _index), web.get("/page/{path:.+}", _asset)]


async def _index(request: web.Request) -> web.StreamResponse:
    return _serve("index.html")


async def _asset(request: web.Request) -> web.StreamResponse:
    return _serve(request.match_info["path"])


def _serve(name: str) -> web.StreamResponse:
    try:
        path = (PAGE / name).resolve()
    except ValueError:  # a NUL in it
        raise ControlError("there is no such page", 404) from None
    kind = _TYPES.get(path.suffix)
    if kind is None or not path.is_relative_to(PAGE) or not path.is_file():
        raise ControlError("there is no such page", 404)
    charset = "utf-8" if kind.startswith("text/") or kind.endswith("json") else None
    return web.Response(body=path.read_bytes(), content_type=kind, charset=charset, headers=_HEADERS)
