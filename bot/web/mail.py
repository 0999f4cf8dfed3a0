"""``/mail/PURPOSE/TOKEN``: pages that links in e-mails lead to; a GET shows one, a POST does what it is for.

RFC 8058: a mail program's button posts to the address by itself, without cookies, and reads no more than the status.
Whoever asks may be a stranger: what is no token is known by its form, pages are made one at a time, in a thread that
nothing else waits for, and bodies are not read.
"""

import asyncio
import base64
import hashlib
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import escape
from typing import Protocol

from aiohttp import web

from bot.model import MailPage

log = logging.getLogger(__name__)

PATH = "/mail"
MOST_WAITING = 32
"""Pages to be made, with the one that is; whoever asks for a further one is to come again."""
_FORM = re.compile(r"[0-9a-f]{1,32}-[\w-]{32}", re.ASCII)
_STYLE = (
    ":root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:10vh auto;"
    "padding:0 1rem;word-break:keep-all;overflow-wrap:anywhere}"
    "h1{font-size:1.3rem}button{font:inherit;padding:.6rem 1.2rem}"
)
_PAGE = (
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><style>{style}</style>'
    "</head>\n<body><main><h1>{title}</h1>\n<p>{sentence}</p>\n{button}</main></body></html>\n"
)
_BUTTON = '<form method="post"><button>{word}</button></form>\n'
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Pages(Protocol):
    """What makes pages; called in a thread."""

    def page(self, purpose: str, token: str, languages: str, *, pressed: bool) -> MailPage:
        """``languages``: as Accept-Language has them; ``pressed``: the page's button was."""


class MailAddresses:
    """The handlers; ``health.add_routes(MailAddresses(pages).routes())``."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._waiting = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mail")

    def routes(self) -> list[web.RouteDef]:
        address = PATH + "/{purpose}/{token}"
        return [web.get(address, self._answer), web.post(address, self._answer)]

    def close(self) -> None:
        """No page is made any more."""
        self._thread.shutdown(wait=False)

    async def _answer(self, request: web.Request) -> web.Response:
        purpose, token = request.match_info["purpose"], request.match_info["token"]
        if not _FORM.fullmatch(token):
            return web.Response(status=404, text="There is no such page.\n", headers=_HEADERS)
        languages = request.headers.get("Accept-Language", "")
        try:
            page = await self._made(purpose, token, languages, pressed=request.method == "POST")
        except Exception as problem:  # whatever the database's trouble is, it is an answer and no traceback
            log.warning("%s: the database does not answer: %s", PATH, problem)
            page = None
        if page is None:
            headers = {**_HEADERS, "Retry-After": "30"}
            return web.Response(status=503, text="Please come again in half a minute.\n", headers=headers)
        return web.Response(status=page.status, text=_html(page), content_type="text/html", headers=_HEADERS)

    async def _made(self, purpose: str, token: str, languages: str, *, pressed: bool) -> MailPage | None:
        """None where too many wait for theirs."""
        if self._waiting >= MOST_WAITING:
            return None
        self._waiting += 1
        try:
            make = partial(self._pages.page, purpose, token, languages, pressed=pressed)
            return await asyncio.get_running_loop().run_in_executor(self._thread, make)
        finally:
            self._waiting -= 1


def _html(page: MailPage) -> str:
    button = _BUTTON.format(word=escape(page.button)) if page.button else ""
    return _PAGE.format(
        language=page.language, style=_STYLE, title=escape(page.title), sentence=escape(page.sentence), button=button
    )
