"""The alert: what happened, who reports it, the figures and how they stand to the baseline."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.render.html import (
    Button,
    Line,
    Rendered,
    Text,
    bold,
    clip,
    compose,
    joined,
    link,
    text,
    tidy,
    web_address,
)
from bot.chat.render.words import (
    EVENTS,
    HEADLINE,
    Told,
    figure_line,
    headline,
    odds_line,
    source_line,
    standing,
    told,
    track_name,
    track_of,
)
from bot.desk.carried import Carried
from bot.desk.compare import Comparison, compared
from bot.desk.denials import denies
from bot.desk.wording import count
from bot.model import Article, Convert, Kind, Topic

FIGURES, WHY = "figures", "why"
"""What the buttons' data begins with, before ``:`` and the article's id."""

MOST_FIGURES = 4


def alert(
    article: Article, topic: Topic, convert: Convert, *, now: datetime, zone: str, carried: Carried | None = None
) -> Rendered:
    """The message that rings; ``zone`` is the chat's time zone (IANA).

    It ends with how its story is ``carried``, as soon as more than one outlet does.
    """
    stands = standings(article, topic, convert)
    rows = _news(told(article), stands)
    track = track_of(topic, article.reading.track)
    lines: list[Line] = [about(article, topic), headline(article), source_line(article, zone, now)]
    if rows:
        lines.append("")
    for row in rows[:MOST_FIGURES]:
        lines.append("• " + figure_line(row, track, topic.vocabulary.tracks))
        compared_with = stands.get(id(row.figure))
        if compared_with and compared_with.relation != "unlike":
            lines.append(f"   {standing(compared_with)}")
    if len(rows) > MOST_FIGURES:
        lines.append(f"and {count(len(rows) - MOST_FIGURES, 'more figure')}")
    lines += _carried(article, carried) if carried is not None else []
    return compose([line for n, line in enumerate(lines) if n or text(line).plain], buttons=buttons(article))


def _carried(article: Article, carried: Carried) -> list[Line]:
    """``12 outlets, 2 origins``, and before it the headline of another report that denies, and sums at odds."""
    lines: list[Line] = []
    for one in carried.denied if not denies(article.title) else ():
        words = link(clip(tidy(one.sentence), HEADLINE), one.source.url)
        lines += ["", bold("Denied: ") + words + f" · {clip(tidy(one.source.outlet), 40)}"]
    if carried.odds:
        lines += ["", *(odds_line(one) for one in carried.odds[:1])]
    return [*lines, "", carried.words] if carried.outlets > 1 else lines


def _news(rows: Sequence[Told], stands: Mapping[int, Comparison]) -> list[Told]:
    """Without what every report has: the troops of the baseline, and the lengths of one deal and another."""
    lengths = sum(row.figure.kind is Kind.YEARS for row in rows)
    return [
        row
        for row in rows
        if not (row.figure.kind is Kind.TROOPS and id(row.figure) in stands and _is_same(stands[id(row.figure)]))
        and not (row.figure.kind is Kind.YEARS and lengths > 1)
    ]


def _is_same(comparison: Comparison) -> bool:
    return comparison.relation == "same"


def standings(article: Article, topic: Topic, convert: Convert) -> dict[int, Comparison]:
    """How the article's figures stand, by ``id()`` of the figure; none for those that have nothing to stand against."""
    pairs = compared(article, topic.baseline, convert)
    return {id(figure): comparison for figure, comparison in pairs if comparison is not None}


def buttons(article: Article) -> tuple[tuple[Button, ...], ...]:
    """Open, Figures, Why; no Open where the report has no address that can be opened."""
    row = [Button("Open", url=article.url)] if web_address(article.url) else []
    if told(article):
        row.append(Button("Figures", data=f"{FIGURES}:{article.id}"))
    return ((*row, Button("Why", data=f"{WHY}:{article.id}")),)


def about(article: Article, topic: Topic) -> Text:
    """``🇰🇷 South Korea · talks broken off``."""
    track = track_of(topic, article.reading.track)
    return joined(" · ", [track_name(track) if track else "", EVENTS[article.reading.event]])
