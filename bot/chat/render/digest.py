"""The messages besides alerts: the correction, which takes one back, and the digest."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.alert import buttons, denial_lines, told_by
from bot.chat.render.html import Line, Rendered, Text, bold, compose, fits, joined, link, said, text
from bot.chat.render.lead import about, taken_back
from bot.chat.render.paging import numbered
from bot.chat.render.words import (
    FIGURE,
    by_account,
    headline,
    role_of,
    sized,
    source_line,
    title,
    told_figures,
    track_heading,
)
from bot.desk.answers.story_context import StoryContext
from bot.model import Article, Topic


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
    heading: str = "",
    t: Translator = ENGLISH,
) -> DigestPart:
    """The first of the stories, as many as one message takes, by track in the order of ``in_digest_order``: each with a
    number, headline, outlet and main figure, and below them a button each.

    ``before``: stories that earlier parts told; ``of``: all that there are, with those; ``heading``: "Digest" unless it
    is another. Of ``told`` no more is taken than is needed.
    """
    body: list[Line] = []
    track: str | None = ""
    articles: list[int] = []
    for article, context in told:
        key = article.reading.track
        entry = _entry(before + len(articles) + 1, article, context, topic, now=now, zone=zone, t=t)
        if key != track:
            entry = ["", bold(track_heading(key, topic, t)), *entry]
        if articles and (len(articles) == PER_PART or not fits([_LONGEST_HEAD, *body, *entry])):
            break
        body += entry
        track = key
        articles.append(article.id)
    last = before + len(articles)
    head = bold(heading or t.say("Digest")) + f" · {_which(before + 1, last, of, t)}"
    return DigestPart(compose([head, *body], buttons=numbered(articles, before + 1), t=t), len(articles))


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


def _which(first: int, last: int, of: int, t: Translator) -> str:
    """``2 stories``; of a part ``stories 11–20 of 43``."""
    if first == 1 and last == of:
        return t.plural("{number} story", "{number} stories", of)
    number, ends, whole = t.number(first), t.number(last), t.number(of)
    if last > first:
        return t.say("stories {first}–{last} of {whole}", first=number, last=ends, whole=whole)
    return t.say("story {first} of {whole}", first=number, whole=whole)


def _entry(
    number: int, article: Article, context: StoryContext, topic: Topic, *, now: datetime, zone: str, t: Translator
) -> list[Line]:
    more = told_by(context, t) if context.outlets > 1 else ""
    about = joined(" · ", [source_line(article, zone, now, t), _figure(article, topic, t), more])
    denials = denial_lines(article, context, t)[:MOST_DENIALS]
    return [
        f"{number}. " + link(title(article, t), article.url),
        text("   ") + about,
        *(text("   ") + line for line in denials),
    ]


def _figure(article: Article, topic: Topic, t: Translator) -> Text:
    """The weightiest figure, and who says so."""
    rows = told_figures(article)
    if not rows:
        return text("")
    row, figure = rows[0], rows[0].figure
    return said(
        t,
        FIGURE,
        amount=bold(sized(row, t)),
        role=text(role_of(figure, row.base, t)),
        account=text(by_account(figure.attributed_to, figure.role, t, topic.vocabulary.parties)),
    )
