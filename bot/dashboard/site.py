"""The dashboard over HTTP: its addresses, who is let in, languages, and the headers that keep a page to itself."""

import logging
import re
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.chat.commands.command import Families
from bot.chat.languages.translator import NAMES
from bot.dashboard.access.entrance import Access, Entrance
from bot.dashboard.access.session import LASTS
from bot.dashboard.access.telegram_login import LoginError
from bot.dashboard.answers import Answer, Answers, BusyError
from bot.dashboard.assets import Assets
from bot.dashboard.languages.speaker import Speaker, speaker, wished
from bot.dashboard.pages.calendar import calendar
from bot.dashboard.pages.chart import chart
from bot.dashboard.pages.desk import Desk
from bot.dashboard.pages.feeds import feeds
from bot.dashboard.pages.ledger import ledger
from bot.dashboard.pages.search import search
from bot.dashboard.pages.stand import stand
from bot.dashboard.pages.stories import report, story, timeline
from bot.dashboard.pages.visit import LONGEST, NoPageError, Page, Visit
from bot.dashboard.quota import Quota
from bot.dashboard.templating import Templates
from bot.dashboard.views.links import ROOT, address
from bot.phrases.wording import sentence

log = logging.getLogger(__name__)

PageOf = Callable[[Desk, Visit], Page]
PAGES: dict[str, PageOf] = {
    "": stand,
    "/ledger": ledger,
    "/chart": chart,
    "/timeline": timeline,
    "/calendar": calendar,
    "/search": search,
    "/feeds": feeds,
}
NUMBERED: dict[str, PageOf] = {"/stories": story, "/reports": report}
_NUMBERED = re.compile(f"({'|'.join(NUMBERED)})/([0-9]{{1,15}})", re.ASCII)
ASKED = frozenset({"country", "role", "kind", "year", "speaker", "period", "page", "q", "entered"})
"""What a page may be asked with; all else in a query is passed over, so that it makes no page anew."""
MANY = "These are more pages than one person reads. Please go on in a minute."
SESSION, LANGUAGE = "dashboard", "dashboard_language"
_LANGUAGE_LASTS = 365 * 24 * 3600
LOG_AGAIN = 600.0
"""Seconds."""
RETRY_AFTER = "5"
"""Seconds, as a header has them."""
MINI_APPS = "https://web.telegram.org"
"""Who shows a Mini App in a frame: Telegram in a browser. Its programs show it in a window of its own."""


class Dashboard:
    """The pages; ``routes`` are served beside others on a port."""

    def __init__(
        self,
        families: Families,
        entrance: Entrance,
        *,
        public_url: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``public_url``: where the web reaches us, for cookies and frames as https has them; ``clock`` gives seconds
        that only go forward.
        """
        self._families = families
        self._desk: Desk | None = None
        self._entrance = entrance
        self._answers = Answers(clock)
        self._assets = Assets()
        self._templates = Templates(self._assets, families.context.topic)
        self._quota = Quota(clock)
        self._clock = clock
        self._logged: dict[str, float] = {}
        """Kind of trouble -> when it was logged last."""
        self._is_proxied = public_url is not None
        self._is_secure = urlsplit(public_url or "").scheme == "https"
        self._headers = _headers(self._is_secure)
        self._login = _login(entrance.bot_id, public_url) if public_url and self._is_secure else ""

    def routes(self) -> list[web.RouteDef]:
        if self._entrance.access is Access.OFF:
            return []
        return [web.get(ROOT, self.answer), web.get(f"{ROOT}/{{rest:.*}}", self.answer)]

    def close(self) -> None:
        self._answers.close()

    async def answer(self, request: web.Request) -> web.Response:
        """Whatever stands at an address below the root, under the headers that every answer has."""
        path = request.path.removeprefix(ROOT).rstrip("/")
        numbered = _NUMBERED.fullmatch(path)
        try:
            if path in PAGES:
                made = await self._page(request, PAGES[path], path)
            elif numbered is not None:
                made = await self._page(request, NUMBERED[numbered[1]], path, int(numbered[2]))
            elif path.startswith("/static/"):
                made = self._assets.answer(path.removeprefix("/static/"))
            elif path == "/enter":
                made = await self._enter(request)
            elif (chosen := request.query.get("lang", "")) in NAMES:
                made = self._in_language(request, "", chosen)
            else:
                made = self._told(request, 404, lambda s: s.say("There is no such page."))
        except BusyError:
            made = self._told(request, 503, lambda s: s.say("Too many pages are asked for just now. Try again soon."))
            made.headers["Retry-After"] = RETRY_AFTER
        for name, value in self._headers.items():
            made.headers.setdefault(name, value)
        return made

    # --- Pages

    async def _page(self, request: web.Request, page: PageOf, path: str, number: int = 0) -> web.Response:
        chosen = request.query.get("lang", "")
        if chosen in NAMES:
            return self._in_language(request, path, chosen)
        s = self._speaker(request)
        user = self._entrance.user(request.cookies.get(SESSION, ""))
        if (refused := await self._refused(request, user, s)) is not None:
            return refused
        query = _asked(request)
        key = (path, tuple(query.items()), s.language)
        if self._answers.kept(key) is None and (wait := self._quota.take(self._visitor(request, user))):
            made = self._told(request, 429, lambda s: s.say(MANY))
            made.headers["Retry-After"] = str(wait)
            return made
        visit = Visit(path, query, s, number)
        return self._sent(request, await self._answers.of(key, partial(self._made, page, visit)))

    def _made(self, page: PageOf, visit: Visit) -> tuple[int, str]:
        """A page's status and markup. Runs in the thread of pages."""
        if self._desk is None:
            self._desk = Desk(self._families)
        try:
            return 200, self._templates.page(page(self._desk, visit), visit)
        except NoPageError as problem:
            return 404, self._templates.told(str(problem), visit.s, visit.path)
        except Exception as problem:  # a database that is away, above all: whatever it is, it is an answer
            self._log(problem, visit)
            told = visit.s.say("This page cannot be shown just now. The operator's log says why.")
            return 500, self._templates.told(told, visit.s, visit.path)

    def _log(self, problem: Exception, visit: Visit) -> None:
        """A traceback once in ten minutes for each kind of trouble: strangers may ask as often as they like."""
        kind, now = type(problem).__name__, self._clock()
        if now - self._logged.get(kind, -LOG_AGAIN) >= LOG_AGAIN:
            self._logged[kind] = now
            log.warning("the dashboard's page %s could not be made", visit.path or "/", exc_info=problem)

    def _sent(self, request: web.Request, answer: Answer) -> web.Response:
        headers = {"ETag": answer.tag, "Vary": "Accept-Language, Accept-Encoding, Cookie"}
        if request.headers.get("If-None-Match", "") == answer.tag and answer.status == 200:
            return web.Response(status=304, headers=headers)
        takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        if takes_gzip:
            headers["Content-Encoding"] = "gzip"
        return web.Response(
            status=answer.status, body=answer.packed if takes_gzip else answer.body, content_type="text/html",
            charset="utf-8", headers=headers,
        )  # fmt: skip

    def _told(self, request: web.Request, status: int, words: Callable[[Speaker], str]) -> web.Response:
        s = self._speaker(request)
        markup = self._templates.told(words(s), s, request.path.removeprefix(ROOT))
        return web.Response(status=status, text=markup, content_type="text/html")

    # --- Languages

    def _speaker(self, request: web.Request) -> Speaker:
        kept = request.cookies.get(LANGUAGE, "")
        return speaker(kept if kept in NAMES else wished(request.headers.get("Accept-Language", "")))

    def _in_language(self, request: web.Request, path: str, language: str) -> web.Response:
        """The same page without the language in its address, which a cookie remembers."""
        made = web.Response(status=303, headers={"Location": address(path, _asked(request))})
        made.headers.add("Set-Cookie", self._cookie(LANGUAGE, language, _LANGUAGE_LASTS))
        return made

    # --- Who

    async def _refused(self, request: web.Request, user: int | None, s: Speaker) -> web.Response | None:
        """The page that asks to log in, where one has to be let in and is not."""
        if self._entrance.access is Access.OPEN:
            return None
        if user is not None and await self._is_welcome(user):
            return None
        has_entered, path = "entered" in request.query, request.path.removeprefix(ROOT)
        markup = self._templates.entrance(s, path, has_entered=has_entered, login=self._login)
        return web.Response(status=401, text=markup, content_type="text/html")

    async def _is_welcome(self, user: int) -> bool:
        entrance = self._entrance
        if entrance.is_on_list(user):
            return True
        return bool(await self._answers.in_thread(lambda: "yes" if entrance.is_welcome(user) else ""))

    async def _enter(self, request: web.Request) -> web.Response:
        """Begins a session: with a Mini App's ``initData`` under ``Authorization: tma``, or the fields of Telegram's
        login in the query, as its widget and its login buttons bring them.
        """
        if self._entrance.access is not Access.TELEGRAM:
            return web.Response(status=303, headers={"Location": ROOT})
        if wait := self._quota.take(self._visitor(request, None)):
            return web.Response(status=429, headers={"Retry-After": str(wait)})
        kind, _, init_data = request.headers.get("Authorization", "").partition(" ")
        by_app = kind.casefold() == "tma"
        enter = (
            partial(self._entrance.enter_by_app, init_data)
            if by_app
            else partial(self._entrance.enter_by_login, dict(request.query))
        )
        try:
            session = await self._answers.in_thread(enter)
        except LoginError as problem:
            words = str(problem)
            return self._told(request, 403, lambda s: _sentence(s.say(words)))
        made = (
            web.Response(status=204) if by_app else web.Response(status=303, headers={"Location": f"{ROOT}?entered=1"})
        )
        is_framed = by_app and request.headers.get("X-Framed") == "1"
        lasts = int(LASTS.total_seconds())
        made.headers.add("Set-Cookie", self._cookie(SESSION, session, lasts, is_framed=is_framed))
        return made

    def _cookie(self, name: str, value: str, lasts: int, *, is_framed: bool = False) -> str:
        """``is_framed``: for a page within Telegram's own, where browsers send no other cookie; it is of no use
        anywhere else, as it belongs to both sites together (https://datatracker.ietf.org/doc/draft-cutler-httpbis-partitioned-cookies/).
        """
        parts = [f"{name}={value}", f"Path={ROOT}", f"Max-Age={lasts}", "HttpOnly"]
        if is_framed and self._is_secure:
            return "; ".join([*parts, "SameSite=None", "Secure", "Partitioned"])
        return "; ".join([*parts, "SameSite=Lax", *(["Secure"] if self._is_secure else [])])

    def _visitor(self, request: web.Request, user: int | None) -> str:
        """Who asks: by his login, or by where he comes from, as a proxy on this machine says that is in front."""
        if user is not None:
            return f"user {user}"
        peer = request.remote or ""
        if self._is_proxied and peer in {"127.0.0.1", "::1"}:
            return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()[:64] or peer
        return peer


def _login(bot_id: str, public_url: str) -> str:
    """Where Telegram's login widget sends people, who come back with ``#tgAuthResult=`` at the end of the address
    (https://telegram.org/js/telegram-widget.js). A link to it loads nothing from there.
    """
    parts = urlsplit(public_url)
    asked = {"bot_id": bot_id, "origin": f"{parts.scheme}://{parts.netloc}", "return_to": f"{public_url}{ROOT}"}
    return f"https://oauth.telegram.org/auth?{urlencode(asked)}"


def _sentence(words: str) -> str:
    """With a capital and a full stop, in letters that have them."""
    return sentence(words) if words[:1].islower() or words[:1].isupper() else words


def _asked(request: web.Request) -> dict[str, str]:
    """What the query asks for, without what no page reads."""
    found = {name: value.strip()[:LONGEST] for name, value in request.query.items() if name in ASKED}
    return {name: value for name, value in sorted(found.items()) if value}


def _headers(is_secure: bool) -> dict[str, str]:
    """Nothing is loaded from elsewhere, nothing stands in the markup; only Telegram may show a page in a frame."""
    framed = MINI_APPS if is_secure else "'none'"
    return {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        f"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framed}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
    }
