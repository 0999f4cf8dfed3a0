"""Addresses: of the dashboard's own pages, and of reports on the web."""

from collections.abc import Mapping
from urllib.parse import urlencode

from msgspec import Struct

from bot.chat.render.html import clip, tidy, web_address
from bot.dashboard.languages.speaker import Speaker
from bot.desk.ledger.rows import Source

ROOT = "/dashboard"
HEADLINE = 240
"""UTF-16 units of a headline before it is cut."""


class Link(Struct, frozen=True):
    """Words that open something; ``href`` "" where there is nothing to open."""

    words: str
    href: str = ""
    language: str = ""
    """Of the words, where it is another than the page's."""


class ReportLink(Struct, frozen=True):
    """A report: its headline or outlet, on the web and in the dashboard."""

    outlet: str
    url: str
    """"" where it is none to be linked."""
    day: str
    title: str = ""
    page: str = ""
    """Its page in the dashboard; "" for the baseline."""
    language: str = ""


def address(path: str, query: Mapping[str, object] | None = None, *, at: str = "") -> str:
    """A page of ours with the parts of a query that are not empty, and a place on it."""
    asked = {name: value for name, value in (query or {}).items() if value not in {None, ""}}
    words = f"?{urlencode(asked)}" if asked else ""
    return f"{ROOT}{path}{words}{f'#{at}' if at else ''}"


def report_page(article_id: int, spot: tuple[str, int] | None = None) -> str:
    """Where a report's page is, and on it the figure of a spot."""
    return address(f"/reports/{article_id}", at=f"{spot[0]}-{spot[1]}" if spot else "")


def page_of_source(source: Source) -> str:
    """Where the sentence of a source is shown; "" for the baseline's."""
    if source.article_id is None:
        return ""
    spot = (source.where, source.start) if source.where is not None and source.start is not None else None
    return report_page(source.article_id, spot)


def report_link(source: Source, s: Speaker, *, language: str = "") -> ReportLink:
    return ReportLink(
        outlet=clip(tidy(source.outlet), 60),
        url=web_address(source.url) or "",
        day=s.day(source.date),
        title=clip(tidy(source.title), HEADLINE),
        page=page_of_source(source),
        language=language,
    )


def story_page(story_id: int) -> str:
    return address(f"/stories/{story_id}")
