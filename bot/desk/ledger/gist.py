"""What the answers about the course of talks need of a report: a few words and dates, and not its text.

The store works a gist out of each report once, when it is filed, so that an answer over thousands of reports reads no
texts. Whatever takes an ``ArticleOrGist`` works out of an article what its gist would have.
"""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from bot.model import Article, Event

if TYPE_CHECKING:
    from bot.reading.dates.upcoming import UpcomingDate


class Outline(NamedTuple):
    """What is left of the reading."""

    event: Event
    track: str | None


class Gist(NamedTuple):
    """A report on the topic, without its text. Fields that an article has too mean the same.

    A tuple, because answers make thousands of them.
    """

    id: int
    feed_id: int | None
    story_id: int
    url: str
    outlet: str
    language: str
    title: str
    published: datetime
    reading: Outline
    figures: int
    """How many the report has."""
    length: int
    """Characters of the text."""
    round: int | None
    """Of the talks; see ``bot.reading.dates.rounds``."""
    ahead: "tuple[UpcomingDate, ...]"
    """The dates to come that it names."""


ArticleOrGist = Article | Gist


def gist_of(article: Article) -> Gist:
    """The gist of a report on the topic."""
    return Gist(
        article.id,
        article.feed_id,
        article.story_id,
        article.url,
        article.outlet,
        article.language,
        article.title,
        article.published,
        Outline(article.reading.event, article.reading.track),
        figures_in(article),
        length_of(article),
        round_in(article),
        upcoming_dates_in(article),
    )


def is_on_topic(one: ArticleOrGist) -> bool:
    return isinstance(one, Gist) or one.reading.relevance.on_topic


def figures_in(one: ArticleOrGist) -> int:
    """How many figures a report has."""
    return one.figures if isinstance(one, Gist) else len(one.reading.figures)


def length_of(one: ArticleOrGist) -> int:
    """Characters of its text."""
    return one.length if isinstance(one, Gist) else len(one.text)


def round_in(one: ArticleOrGist) -> int | None:
    """The round of talks that it is about."""
    if isinstance(one, Gist):
        return one.round
    from bot.reading.dates.rounds import round_of  # here, as most that is asked of gists reads no text

    return round_of(one.title, one.text)


def upcoming_dates_in(one: ArticleOrGist) -> "tuple[UpcomingDate, ...]":
    """The dates to come that it names."""
    if isinstance(one, Gist):
        return one.ahead
    from bot.reading.dates.upcoming import upcoming_dates

    return upcoming_dates(one.title, one.text, one.published.date(), one.language)
