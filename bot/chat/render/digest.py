"""The messages besides alerts: the correction, which takes one back, and the digest of a day."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.render.alert import buttons, denial_lines
from bot.chat.render.html import Line, Rendered, bold, compose, joined, link, text
from bot.chat.render.lead import about, taken_back
from bot.chat.render.words import headline, main_figure, source_line, title, track_name, track_of
from bot.desk.answers.story_context import StoryContext
from bot.model import Article, Topic
from bot.phrases.wording import count


def correction(article: Article, topic: Topic, *, now: datetime, zone: str) -> Rendered:
    """In reply to the alert: who denies it, or corrects what they told, in the headline's own words."""
    lines: list[Line] = [
        joined(" · ", [bold(taken_back(article) or "Denied"), about(article, topic)]),
        headline(article),
        source_line(article, zone, now),
        "",
        "It is about the report above.",
    ]
    return compose(lines, buttons=buttons(article))


def digest(told: Sequence[tuple[Article, StoryContext]], topic: Topic, *, now: datetime, zone: str) -> Rendered:
    """The day's stories, by track, each with its headline, outlet and main figure."""
    lines: list[Line] = [bold("Digest") + f" · {count(len(told), 'story', 'stories')}"]
    keys = [track.key for track in topic.vocabulary.tracks]
    order = {key: place for place, key in enumerate(keys)}
    before: str | None = ""
    for article, context in sorted(told, key=lambda one: order.get(one[0].reading.track or "", len(order))):
        key = article.reading.track
        if key != before:
            track = track_of(topic, key)
            lines += ["", bold(track_name(track) if track else key or "In general")]
            before = key
        lines.append("• " + link(title(article), article.url))
        more = context.words if context.outlets > 1 else ""
        lines.append(text("   ") + joined(" · ", [source_line(article, zone, now), main_figure(article, topic), more]))
        lines += [text("   ") + line for line in denial_lines(article, context)]
    return compose(lines, more="… and {n} more lines; /latest and /timeline show them")
