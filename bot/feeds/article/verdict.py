"""Whether a page that was asked for as an article is the article, and if not, what it is. Pure: facts in, a reason out.

Sites answer 200 with whatever they like: a wall before the text, a form, a check of our browser, their front page.
Where that is not told apart, its sentences are read as news. Where there is doubt the page is no article, since then
only the feed's own text stays.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from urllib.parse import urlsplit

from msgspec import Struct


class Why(StrEnum):
    """Why an entry has the text that it has."""

    ARTICLE = "article"
    """The page's text took the place of the feed's."""
    FEED = "the feed has as much"
    NO_LINK = "no link"
    ROBOTS = "robots.txt"
    PAYWALL = "paywall"
    CONSENT = "consent page"
    LOGIN = "login page"
    CHALLENGE = "challenge page"
    SECTION = "front or section page"
    OTHER = "not the article"
    NO_TEXT = "no text"
    NOT_A_PAGE = "not a page"
    """A PDF, a picture, a film."""
    STATUS = "status"
    UNREACHABLE = "unreachable"
    """No connection, no whole answer in time, or one that is too large or broken."""
    REFUSED = "refused"
    """By our own guard, or because it is redirected without end, or coded in a way that was not asked for."""
    NOT_ASKED = "not asked"
    """Its domain is busy or wants to be left alone, or the time was up."""
    BROKEN = "unreadable"
    """Extracting its text took too long or failed."""


_GONE = "its page could not be had, so the feed's own text was read"
_NONE = "its page has no article that can be told, so the feed's own text was read"
TOLD = {
    Why.ARTICLE: "its page was read in full",
    Why.FEED: "the feed's own text was read, which has no less than its page",
    Why.NO_LINK: "the feed's own text was read, since it leads to no page",
    Why.ROBOTS: "the site's robots.txt keeps its page from us, so the feed's own text was read",
    Why.PAYWALL: "its page is behind a paywall, so the feed's own text was read",
    Why.CONSENT: "its page asks for consent first, so the feed's own text was read",
    Why.LOGIN: "its page wants a login, so the feed's own text was read",
    Why.CHALLENGE: "its page is kept from programs, so the feed's own text was read",
    Why.SECTION: _NONE,
    Why.OTHER: _NONE,
    Why.NO_TEXT: _NONE,
    Why.NOT_A_PAGE: _NONE,
    Why.STATUS: _GONE,
    Why.UNREACHABLE: _GONE,
    Why.REFUSED: _GONE,
    Why.NOT_ASKED: _GONE,
    Why.BROKEN: _GONE,
}
"""What was read of a report, as a reader is told it."""


class Page(Struct, frozen=True):
    """What counts of a page."""

    asked: str
    """The address that was asked for."""
    url: str
    """Where that led."""
    titles: tuple[str, ...]
    """What it calls itself: ``title``, ``og:title``, its first headings."""
    kind: str
    """Its ``og:type``, or ""."""
    text: str
    """What was extracted as the article's text."""
    whole: str
    """All its visible text, or the beginning of it."""
    names: str
    """Classes and ids of what is near the article, with spaces between."""
    declared_closed: bool
    """It says itself that it is not to be read for free."""
    asks_password: bool
    """Near the article, not in its head for whoever wants to log in."""
    near: str = ""
    """What is said near the article, its own text with it."""
    labels: str = ""
    """What short marks near it say, a line each."""
    layers: str = ""
    """What layers over the page say that are named as walls are."""


SHORT = 1200
"""A text below this length may be a wall's, or the lines before one; what is longer is an article all the same."""
LEAST = 150
"""A text below this length is a caption or a notice."""
DENSE = 2.5
"""Letters that a Hangul, Han or kana character stands for in these lengths, as translations of one report show."""
ALIKE = 0.3
"""The share of the headline's words that an article has at the least; headlines are rewritten, and words inflected."""

_CONSENT_HOST = re.compile(r"(?:^|\.)(?:consent|guce|cmp|privacy-?(?:gate|wall)?)\.", re.IGNORECASE)
_CONSENT_PATH = re.compile(r"/(?:consent|collectconsent|cookie-?wall|privacy-?gate|gdpr)(?:[/?._-]|$)", re.IGNORECASE)
_CONSENT = re.compile(
    r"before you continue to|bevor sie (?:zu .{1,40} )?fortfahren|avant d.accéder|"
    r"(?:accept|agree to) (?:all )?(?:our use of )?cookies (?:and|to) continue|we value your privacy|"
    r"we and our partners|mit werbung (?:weiterlesen|nutzen)|wir und unsere (?:\d+ )?partner|zustimmen und weiter|"
    r"쿠키 사용에 동의|同意して(?:続行|次へ)|cookieの使用に同意",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sign-?up|sso|oauth2?|anmelden|einloggen|register|registrierung)(?:[/?._-]|$)", re.IGNORECASE
)
_LOGIN = re.compile(
    r"\b(?:log|sign) in to (?:continue|your account|read)|bitte (?:melden sie sich an|loggen sie sich ein)|"
    r"로그인이 필요|로그인 후 이용|ログインしてください|ログインが必要",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"just a moment\.{2,3}|just a moment…|attention required! \| cloudflare|checking your browser|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot\?|pardon our interruption|"
    r"access (?:to this page has been )?denied|ddos protection by|enable javascript and cookies to continue|"
    r"unusual traffic from your",
    re.IGNORECASE,
)
_CHALLENGE_NAMES = re.compile(
    r"(?:^|\s)(?:cf-challenge|challenge-(?:form|running|error)|cf-error|px-captcha)", re.IGNORECASE
)
_PAYWALL_NAMES = re.compile(
    r"(?:^|[\s_-])(?:pay-?wall|reg-?wall|premium-?wall|piano-(?:offer|inline)|tp-(?:modal|container)|"
    r"subscri(?:be|ber|ption)-(?:wall|only|required|prompt)|metered-?content|article-(?:locked|barrier)|barrier-page)",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read|unlock|get full)|(?:continue|keep) reading with a|"
    r"(?:only|exclusively|exclusive) (?:available )?(?:for|to) (?:our )?(?:paid |premium )?subscribers|"
    r"for subscribers only|subscriber-only|to (?:continue|keep) reading,? (?:subscribe|please|log|sign|create)|"
    r"already a subscriber\?|"
    r"this (?:article|content|story) is (?:reserved )?for (?:our )?(?:paid |premium )?(?:subscribers|members)|"
    r"you have reached your (?:article )?limit|"
    r"(?:이|본|해당)\s*(?:기사|콘텐츠)\S{0,2}\s.{0,20}(?:유료|구독|회원)|유료\s*(?:회원|구독자?)\s*(?:만|전용|에게만)|(?:구독|로그인)\s*(?:하시면|하고|후)\s*(?:전체|기사|계속|이어)|"
    r"유료로 전환|"
    r"(?:この|本)(?:記事|コンテンツ)(?:は|の).{0,20}(?:会員|購読者|有料)|続きを(?:読む|お読みになる|ご覧になる)には|残り\s*[\d0-9,]+\s*文字|"
    r"nur (?:für|mit) (?:abonnent|abo|plus)|(?:jetzt )?weiterlesen mit|mit (?:dem )?(?:plus-?)?abo weiterlesen|"
    r"(?:jetzt|hier) abonnieren und|exklusiv für (?:abonnent|mitglieder)|um (?:diesen artikel )?weiterzulesen|"
    r"schon (?:abonnent|abonniert)|diesen artikel (?:weiter)?lesen sie mit|"
    r"réservé (?:aux|à nos) abonnés|il vous reste .{1,20} de cet article|solo para suscriptores",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"유료\s*(?:회원|구독자?|기사|콘텐츠)|구독자\s*전용|有料(?:会員|記事|購読)|会員限定|"
    r"^\W*(?:subscribers? only|for subscribers|members? only|premium|abonnés|plus-artikel|nur mit abo)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Marks of articles that cost something. Where they stand in sentences, something is offered beside the article."""
_WORD = re.compile(r"[a-zà-ɏѐ-ӿ؀-ۿ]{4,}|\d{2,}")
_CJK = re.compile(r"[㐀-鿿가-힣ぁ-ヺー]{2,}")
_STEM = 5
"""Letters that count of a word: what comes after is inflection more often than not."""


def verdict(page: Page, headline: str) -> Why:
    """What a page is, of which an entry with this headline speaks; ARTICLE where its text is the article's."""
    if (wall := _wall(page)) is not None:
        return wall
    if _is_front(page):
        return Why.SECTION
    if _length(page.text) < LEAST:
        return Why.NO_TEXT
    return Why.ARTICLE if likeness(headline, page.text) >= ALIKE else Why.OTHER


def _wall(page: Page) -> Why | None:
    """What stands before the text. Words alone count on short pages only: a long article may quote them.

    A wall's words stand near the article; what only a program is told, or who is to consent first, sees no article.
    """
    said, near = (" ".join((*page.titles, words)) for words in (page.whole, page.near))
    short = _length(page.text) < SHORT
    if short and (_CHALLENGE.search(said) or _CHALLENGE_NAMES.search(page.names)):
        return Why.CHALLENGE
    if _leads(page, _CONSENT_PATH, _CONSENT_HOST) or (short and _CONSENT.search(said)):
        return Why.CONSENT
    if _leads(page, _LOGIN_PATH, None) or (short and (page.asks_password or _LOGIN.search(near))):
        return Why.LOGIN if not page.declared_closed else Why.PAYWALL
    return Why.PAYWALL if page.declared_closed or (short and _is_walled(page, near)) else None


def _is_walled(page: Page, near: str) -> bool:
    return bool(
        _PAYWALL.search(near)
        or _PAYWALL.search(page.layers)
        or _LABEL.search(page.labels)
        or _PAYWALL_NAMES.search(page.names)
    )


def _leads(page: Page, path: re.Pattern[str], host: re.Pattern[str] | None) -> bool:
    """It was led to an address that looks like that, and the one that was asked for did not."""
    asked, came = urlsplit(page.asked), urlsplit(page.url)
    if host is not None and host.search(came.hostname or "") and not host.search(asked.hostname or ""):
        return True
    return bool(path.search(came.path)) and not path.search(asked.path)


def _is_front(page: Page) -> bool:
    """Sites lead to their front page, or a section's, where an article is gone."""
    asked, came = _steps(page.asked), _steps(page.url)
    if not came and not urlsplit(page.url).query:
        return bool(asked) or page.kind == "website"
    # One step at most, of one plain word, where there were several: /politics instead of /politics/2026/talks-end.
    return len(came) == 1 and len(asked) > 1 and came[0].isalpha() and page.kind != "article"


def _length(text: str) -> float:
    return len(text) + (DENSE - 1) * sum(len(run) for run in _CJK.findall(text))


def _steps(url: str) -> list[str]:
    steps = [step for step in urlsplit(url).path.split("/") if step]
    return steps[:-1] if steps and re.fullmatch(r"(?:index|home|main|default)(?:\.\w+)?", steps[-1]) else steps


def likeness(headline: str, text: str) -> float:
    """The share of the headline's words that are in a text, 0 to 1; 1 where the headline has none to look for."""
    wanted = set(_words(headline))
    if not wanted:
        return 1.0
    return len(wanted & set(_words(text))) / len(wanted)


def _words(text: str) -> Iterator[str]:
    """The beginnings of words, numbers, and pairs of characters where there are no spaces between words."""
    lower = text.lower()
    yield from (found[:_STEM] for found in _WORD.findall(lower))
    for run in _CJK.findall(lower):
        yield from (run[at : at + 2] for at in range(len(run) - 1))
