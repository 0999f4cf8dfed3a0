"""The newest reports: headline, outlet, local time, the main figure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.render.html import Line, Rendered, bold, compose, joined, link
from bot.chat.render.paging import pages, rows_of
from bot.chat.render.words import main_figure, source_line, title
from bot.chat.typed.arguments import LatestWords
from bot.model import Article, Topic
from bot.phrases.wording import list_in_words


def latest(
    articles: Sequence[Article],
    topic: Topic,
    *,
    asked: LatestWords,
    now: datetime,
    zone: str,
    page: int = 1,
    more: bool = False,
) -> Rendered:
    """A page of the reports, the newest first; ``more``: there are older ones."""
    where = list_in_words([track.name for track in asked.tracks])
    if not articles and where:
        return compose([f"No report about {where} is in yet.", "All countries: /latest"])
    if not articles:
        return compose(["No report is in yet.", "Send /subscribe to be told when one comes."])
    label = "".join([f" · {where}" if where else "", f" · page {page}" if page > 1 else ""])
    lines: list[Line] = [bold("Newest reports") + label]
    for article in articles:
        lines += ["", link(title(article), article.url)]
        lines.append(joined(" · ", [source_line(article, zone, now), main_figure(article, topic)]))
    turning = pages("latest", asked.typed, page, page + 1 if more else page)
    return compose(lines, buttons=rows_of(turning), more="… and {n} more lines; ask for fewer at once")
