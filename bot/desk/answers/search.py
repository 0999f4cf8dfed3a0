"""What a search shows of each report that it finds: its title and the sentence that answers best, word for word."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.desk.ledger.rows import Source, source
from bot.model import Article, Match, Where
from bot.reading.query.pages import page_of
from bot.reading.query.query import Query
from bot.reading.text import sentences

Span = tuple[int, int]
"""Characters of a text, from start to end."""


class Hits(Struct, frozen=True):
    """What a query finds in the archive."""

    articles: tuple[Article, ...]
    """Of the page that was asked for, the newest first."""
    total: int
    """How many reports answer; the most that can, unless ``counted``."""
    counted: bool
    more: bool
    """There are older ones."""
    read_back_to: datetime | None = None
    """Not every report that may answer was read, only those published from then on."""


class SearchResult(Struct, frozen=True):
    """A report that answers a query."""

    source: Source
    published: datetime
    language: str
    track: str | None
    story_id: int
    title_marks: tuple[Span, ...]
    """Where the title has what was looked for."""
    sentence: str
    """Of the text, the one that has the most of what was looked for; "" where only the title has any."""
    marks: tuple[Span, ...]
    """Where the sentence has it."""


class ResultPage(Struct, frozen=True):
    """A page of what a query finds."""

    query: str
    """As it was read, in the plainest spelling."""
    total: int
    counted: bool
    more: bool
    read_back_to: datetime | None
    reports: tuple[SearchResult, ...]
    """The newest first. All but this as in ``Hits``."""


def result_page(query: Query, hits: Hits) -> ResultPage:
    """The hits of a query as a page of results."""
    reports = tuple(search_result(query, article) for article in hits.articles)
    return ResultPage(str(query), hits.total, hits.counted, hits.more, hits.read_back_to, reports)


def search_result(query: Query, article: Article) -> SearchResult:
    """Where a report answers a query; nowhere, if it does so by its outlet or language alone."""
    matches = query.matches(page_of(article.title, article.text, article.language, article.outlet))
    places = matches.places if matches else ()
    start, end = _sentence(article.text, [place for place in places if place.where == "text"])
    sentence = article.text[start:end].strip()
    start = article.text.index(sentence, start) if sentence else start
    return SearchResult(
        source=source(article),
        published=article.published,
        language=article.language,
        track=article.reading.track,
        story_id=article.story_id,
        title_marks=_spans(places, "title", 0, len(article.title)),
        sentence=sentence,
        marks=_spans(places, "text", start, start + len(sentence)),
    )


def _sentence(text: str, places: Sequence[Match]) -> Span:
    """The sentence with the most different pieces of the query, of equals the first; nothing without a place."""
    if not places:
        return 0, 0
    pieces = {
        (start, end): len({place.concept for place in places if start <= place.start < end})
        for start, end in sentences(text)
    }
    return max(pieces, key=lambda span: (pieces[span], -span[0]))


def _spans(places: Sequence[Match], where: Where, start: int, end: int) -> tuple[Span, ...]:
    """What lies between start and end, counted from there, in order; what overlaps becomes one."""
    spans: list[Span] = []
    for place in places:
        if place.where != where or not start <= place.start < end:
            continue
        first, last = place.start - start, min(place.start + len(place.word), end) - start
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return tuple(spans)
