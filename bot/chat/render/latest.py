"""The newest reports: headline, outlet, local time, the main figure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.render.html import Line, Rendered, bold, compose, joined, link
from bot.chat.render.words import main_figure, source_line, title
from bot.model import Article, Topic

NEWEST = 5


def latest(articles: Sequence[Article], topic: Topic, *, now: datetime, zone: str) -> Rendered:
    """At most five reports, the newest first."""
    if not articles:
        return compose(["No report is in yet.", "Alerts come to whoever has sent /subscribe."])
    lines: list[Line] = [bold("Newest reports")]
    for article in articles[:NEWEST]:
        lines += ["", link(title(article), article.url)]
        lines.append(joined(" · ", [source_line(article, zone, now), main_figure(article, topic)]))
    return compose(lines, more="… and {n} more lines")
