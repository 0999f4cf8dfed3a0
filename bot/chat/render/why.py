"""Why an alert rang: the words that matched, the rule that they fit, and each figure with the reason for its role."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.render.alert import about, standings
from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, text, tidy
from bot.chat.render.words import (
    Told,
    as_printed,
    by_account,
    edition,
    figure_line,
    headline,
    role_of,
    source_line,
    standing,
    told,
    track_of,
)
from bot.desk.amounts import with_base
from bot.desk.compare import Comparison
from bot.desk.wording import sentence
from bot.model import Article, Convert, Figure, Match, Topic, Version

_AROUND = 45
"""Characters of the report shown on either side of a figure."""

_MOST_FIGURES = 6
_MOST_WORDS = 6


def why(article: Article, topic: Topic, *, now: datetime, zone: str, versions: Sequence[Version] = ()) -> Rendered:
    """Words, rule, decision and figures, for the reader of the report to check, and what was edited since it rang."""
    lines: list[Line] = [bold("Why this alert"), headline(article), source_line(article, zone, now), ""]
    relevance = article.reading.relevance
    lines += _words(relevance.why, relevance.score)
    if relevance.rule:
        lines.append(f"Rule that let it in: {clip(tidy(relevance.rule), 160)}")
    if article.why:
        lines.append(f"Decision: {sentence(clip(tidy(article.why), 600))}")
    lines += [edition(version.until, version.change, article.url) for version in versions]
    if (subject := about(article, topic)).plain:
        lines.append(text("Read as: ") + subject)
    figures = told(article)
    if figures:
        lines += ["", bold("The figures, as the report has them")]
    for row in figures[:_MOST_FIGURES]:
        lines += ["• " + quoted(article, row.figure), text("   ") + _reason(row)]
    if len(figures) > _MOST_FIGURES:
        lines.append(f"and {len(figures) - _MOST_FIGURES} more")
    return compose(lines)


def article_figures(article: Article, topic: Topic, convert: Convert, *, now: datetime, zone: str) -> Rendered:
    """Every figure of one report with its standing: the answer to an alert's button."""
    track = track_of(topic, article.reading.track)
    stands = standings(article, topic, convert)
    lines: list[Line] = [bold("Figures of this report"), headline(article), source_line(article, zone, now)]
    for row in told(article):
        lines += ["", "• " + figure_line(row, track, topic.vocabulary.tracks)]
        found = stands.get(id(row.figure))
        lines.append(f"   {_in_full(found)}" if found else "   ↳ nothing like it in the baseline")
    if len(lines) == 3:
        lines += ["", "It names no figure on the topic."]
    return compose(lines, more="… and {n} more lines")


def _in_full(comparison: Comparison) -> str:
    """With the conversion that it rests on, where there is one; the bare figure stands in the line above already."""
    subject = comparison.sentence.removesuffix(comparison.phrase)
    return f"↳ {comparison.sentence}" if "(" in subject else standing(comparison)


def how() -> Rendered:
    """What /why does, for one who types it alone."""
    return compose(
        [
            "Reply to an alert with /why, or press its button Why.",
            "You see which words matched and which rule let it in, which sentence each figure stands in, who said it, "
            "and why it counts as demanded, offered, agreed or paid.",
        ]
    )


def unknown_alert() -> Rendered:
    """The message replied to is no alert of ours."""
    return compose(["That message is not an alert that I know. Reply to one of my alerts with /why."])


def quoted(article: Article, figure: Figure) -> Text:
    """The figure in bold within the words around it; only its print where its place no longer fits."""
    source = article.title if figure.where == "title" else article.text
    end = figure.start + len(figure.surface)
    if source[figure.start : end] != figure.surface:
        return bold(clip(tidy(figure.surface), 80))
    before, after = source[max(0, figure.start - _AROUND) : figure.start], source[end : end + _AROUND]
    head = before.partition(" ")[2] if figure.start > _AROUND and " " in before else before
    tail = after.rpartition(" ")[0] if len(source) > end + _AROUND and " " in after else after
    opening = "“…" if figure.start > _AROUND else "“"
    closing = "…”" if len(source) > end + _AROUND else "”"
    words = text(opening + _spaced(head)) + bold(tidy(figure.surface)) + text(_spaced(tail) + closing)
    return as_printed(words, article.url)


def _spaced(words: str) -> str:
    """Tidy, but a blank at either end stays: it divides the words from the figure."""
    inner = tidy(words)
    if not inner:
        return " " if words else ""
    return (" " if words[:1].isspace() else "") + inner + (" " if words[-1:].isspace() else "")


def _reason(row: Told) -> Text:
    figure = row.figure
    parts = [with_base(figure, row.base), role_of(figure, row.base), by_account(figure.attributed_to)]
    return text("; ".join(filter(None, [", ".join(filter(None, parts)), clip(tidy(figure.why), 160)])))


def _words(matches: Sequence[Match], score: float) -> list[Line]:
    """One line for each concept: ``subject: “cost-sharing”, “방위비”``."""
    found: dict[str, dict[str, str]] = {}
    for match in matches:
        found.setdefault(match.concept, {}).setdefault(match.word.casefold(), match.word)
    if not found:
        return ["No word of the topic is on record for it."]
    lines: list[Line] = [f"Words that matched (score {score:g}):"]
    for concept, words in found.items():
        some = [f"“{clip(tidy(word), 40)}”" for word in list(words.values())[:_MOST_WORDS]]
        rest = f" and {len(words) - _MOST_WORDS} more" if len(words) > _MOST_WORDS else ""
        lines.append(f"• {concept.replace('_', ' ')}: {', '.join(some)}{rest}")
    return lines
