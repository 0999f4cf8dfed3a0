"""The newest reports: headline, outlet, local time, the main figure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Line, Rendered, bold, compose, joined, link
from bot.chat.render.paging import pages, rows_of
from bot.chat.render.words import main_figure, source_line, title, tracks_in_words
from bot.chat.typed.arguments import LatestWords
from bot.model import Article, Topic


def latest(
    articles: Sequence[Article],
    topic: Topic,
    *,
    asked: LatestWords,
    now: datetime,
    zone: str,
    page: int = 1,
    more: bool = False,
    t: Translator = ENGLISH,
) -> Rendered:
    """A page of the reports, the newest first; ``more``: there are older ones."""
    where = tracks_in_words(asked.tracks, topic, t)
    if not articles and where:
        nothing = t.say("No report about {where} is in yet.", where=where)
        return compose([nothing, t.say("All countries: {command}", command="/latest")])
    if not articles:
        return compose([
            t.say("No report is in yet."), t.say("Send {command} to be told when one comes.", command="/subscribe"),
        ])  # fmt: skip
    numbered = t.say("page {page}", page=t.number(page)) if page > 1 else ""
    lines: list[Line] = [joined(" · ", [bold(t.say("Newest reports")), where, numbered])]
    for article in articles:
        lines += ["", link(title(article, t), article.url)]
        lines.append(joined(" · ", [source_line(article, zone, now, t), main_figure(article, t)]))
    turning = pages("latest", asked.typed, page, page + 1 if more else page, t=t)
    return compose(lines, buttons=rows_of(turning), more="… and {n} more lines; ask for fewer at once", t=t)
