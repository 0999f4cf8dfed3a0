"""The sentence that a figure stands in, word for word, with the figure marked.

Of a text no more than a sentence is shown, and of a long one what is around the figure.
"""

from msgspec import Struct

from bot.chat.render.html import tidy
from bot.desk.ledger.rows import Source
from bot.model import Article
from bot.reading.text import sentences

AROUND = 180
"""Characters shown on either side of a figure."""


class Quote(Struct, frozen=True):
    """A sentence in three pieces."""

    before: str
    marked: str
    after: str
    language: str


def quote_of(article: Article | None, source: Source) -> Quote | None:
    """The sentence of a source's figure; None where the report has it no longer, having been edited."""
    if article is None or source.start is None or not source.surface:
        return None
    return quote_at(article, source.where or "text", source.start, source.surface)


def quote_at(article: Article, where: str, start: int, surface: str) -> Quote | None:
    """The sentence around a place of a report; None where the figure is not there."""
    text = article.title if where == "title" else article.text
    end = start + len(surface)
    if text[start:end] != surface:
        start = text.find(surface)
        end = start + len(surface)
        if start < 0:
            return None
    spans = [(0, len(text))] if where == "title" else sentences(text)
    first, last = next(((a, b) for a, b in spans if a <= start < b), (start, end))
    return Quote(_tail(text[first:start]), tidy(surface), _head(text[end : max(last, end)]), article.language)


def _tail(words: str) -> str:
    """The end of what stands before, with the blank at its end."""
    kept = tidy(words)
    blank = " " if words[-1:].isspace() else ""
    if len(kept) <= AROUND:
        return f"{kept}{blank}" if kept else ""
    return f"… {kept[-AROUND:].partition(' ')[2] or kept[-AROUND:]}{blank}"


def _head(words: str) -> str:
    kept = tidy(words)
    blank = " " if words[:1].isspace() else ""
    if len(kept) <= AROUND:
        return f"{blank}{kept}" if kept else ""
    return f"{blank}{kept[:AROUND].rpartition(' ')[0] or kept[:AROUND]} …"
