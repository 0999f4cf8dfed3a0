"""The messages besides alerts: the correction, which takes one back, and the digest."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.alert import buttons, denial_lines
from bot.chat.render.html import Line, Rendered, Text, bold, compose, fits, joined, link, text
from bot.chat.render.lead import about, taken_back
from bot.chat.render.paging import numbered
from bot.chat.render.words import (
    by_account,
    headline,
    main_figure,
    source_line,
    title,
    told_figures,
    track_name,
    track_of,
)
from bot.desk.answers.story_context import StoryContext
from bot.model import Article, Topic
from bot.phrases.wording import count


def correction(
    article: Article, topic: Topic, *, now: datetime, zone: str, mutes: bool = False, t: Translator = ENGLISH
) -> Rendered:
    """In reply to the alert: who denies it, or corrects what they told, in the headline's own words."""
    lines: list[Line] = [
        joined(" · ", [bold(t.word("report", taken_back(article) or "Denied")), about(article, topic, t)]),
        headline(article, t=t),
        source_line(article, zone, now, t),
        "",
        t.say("It is about the report above."),
    ]
    return compose(lines, buttons=buttons(article, mutes=mutes, t=t))


PER_PART = 10
"""Stories of a part: more are too many for a phone, and for the buttons below."""
MOST_DENIALS = 2


class DigestPart(Struct, frozen=True):
    """A message of a digest, and how many stories it tells."""

    words: Rendered
    stories: int


def digest_part(
    told: Iterable[tuple[Article, StoryContext]],
    topic: Topic,
    *,
    now: datetime,
    zone: str,
    before: int = 0,
    of: int,
    heading: str = "Digest",
) -> DigestPart:
    """The first of the stories, as many as one message takes, by track in the order of ``in_digest_order``: each with a
    number, headline, outlet and main figure, and below them a button each.

    ``before``: stories that earlier parts told; ``of``: all that there are, with those. Of ``told`` no more is taken
    than is needed.
    """
    body: list[Line] = []
    track: str | None = ""
    articles: list[int] = []
    for article, context in told:
        key = article.reading.track
        entry = _entry(before + len(articles) + 1, article, context, topic, now=now, zone=zone)
        if key != track:
            entry = ["", bold(_track_heading(key, topic)), *entry]
        if articles and (len(articles) == PER_PART or not fits([_LONGEST_HEAD, *body, *entry])):
            break
        body += entry
        track = key
        articles.append(article.id)
    last = before + len(articles)
    head = bold(heading) + f" · {_which(before + 1, last, of)}"
    return DigestPart(compose([head, *body], buttons=numbered(articles, before + 1)), len(articles))


def in_digest_order(articles: Iterable[Article], topic: Topic) -> list[Article]:
    """By track in the topic's order, what is of none last; of a track as they came."""
    order = {track.key: place for place, track in enumerate(topic.vocabulary.tracks)}
    return sorted(articles, key=lambda one: order.get(one.reading.track or "", len(order)))


def come_now(reports: int, t: Translator = ENGLISH) -> str:
    """``2 reports waited for the digest, and come now.``"""
    return t.plural(
        "{number} report waited for the digest, and comes now.",
        "{number} reports waited for the digest, and come now.",
        reports,
    )


_LONGEST_HEAD = "Digest of the last 1,000 days · stories 1,000–1,010 of 10,000"


def _which(first: int, last: int, of: int) -> str:
    """``2 stories``; of a part ``stories 11–20 of 43``."""
    if first == 1 and last == of:
        return count(of, "story", "stories")
    return f"stories {first:,}–{last:,} of {of:,}" if last > first else f"story {first:,} of {of:,}"


def _track_heading(key: str | None, topic: Topic) -> str:
    track = track_of(topic, key)
    return track_name(track) if track else key or "In general"


def _entry(
    number: int, article: Article, context: StoryContext, topic: Topic, *, now: datetime, zone: str
) -> list[Line]:
    more = context.words if context.outlets > 1 else ""
    about = joined(" · ", [source_line(article, zone, now), _figure(article, topic), more])
    denials = denial_lines(article, context)[:MOST_DENIALS]
    return [
        f"{number}. " + link(title(article), article.url),
        text("   ") + about,
        *(text("   ") + line for line in denials),
    ]


def _figure(article: Article, topic: Topic) -> Text:
    """The weightiest figure, and who says so."""
    told = told_figures(article)
    speaker = by_account(told[0].figure.attributed_to, told[0].figure.role) if told else ""
    return joined(", ", [main_figure(article, topic), speaker])
