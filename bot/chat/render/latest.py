"""The newest reports: headline, outlet, local time, the main figure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.render.html import Line, Rendered, bold, compose, joined, link
from bot.chat.render.paging import pages, rows_of
from bot.chat.render.words import main_figure, source_line, title
from bot.model import Article, Topic

NEWEST = 5


def latest(
    articles: Sequence[Article], topic: Topic, *, now: datetime, zone: str, page: int = 1, more: bool = False
) -> Rendered:
    """At most five reports, the newest first; ``more``: there are older ones."""
    if not articles:
        return compose(["No report is in yet.", "Alerts come to whoever has sent /subscribe."])
    lines: list[Line] = [bold("Newest reports") + (f" · page {page}" if page > 1 else "")]
    for article in articles[:NEWEST]:
        lines += ["", link(title(article), article.url)]
        lines.append(joined(" · ", [source_line(article, zone, now), main_figure(article, topic)]))
    turning = pages("latest", "", page, page + 1 if more else page)
    return compose(lines, buttons=rows_of(turning), more="… and {n} more lines")
