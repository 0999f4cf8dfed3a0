"""Why an alert rang: the words that matched, the rule that they fit, and each figure with what was read of it."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.render.alert import standings
from bot.chat.render.corrected import marks, marks_of_missing, marks_of_report
from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, text, tidy
from bot.chat.render.lead import about
from bot.chat.render.words import (
    MEASURES,
    NO_ROLE,
    STANCES,
    ToldFigure,
    as_printed,
    by_account,
    edition,
    figure_line,
    headline,
    is_same_person,
    likeliest,
    person,
    role_of,
    source_line,
    standing_words,
    sureness,
    told_figures,
    track_of,
)
from bot.chat.render.wrong import wrong_button
from bot.desk.corrections.applying import by_spot
from bot.desk.ledger.compare import Comparison
from bot.model import Article, Aspect, Convert, Correction, Figure, Match, Reasons, Role, Topic, Track, Version
from bot.phrases.amounts import with_base
from bot.phrases.wording import sentence

_AROUND = 45
"""Characters of the report shown on either side of a figure."""

_MOST_FIGURES = 6
MOST_REASONED = 2
"""Figures of which is told what weighed: it takes half a second each."""
_MOST_WORDS = 6


def figures_with_reasons(article: Article) -> list[Figure]:
    """The figures whose reasons are told: the first that have a role of their own."""
    own = [row.figure for row in told_figures(article)[:_MOST_FIGURES] if row.figure.role is not Role.CONVERSION]
    return own[:MOST_REASONED]


def why(
    article: Article,
    topic: Topic,
    *,
    now: datetime,
    zone: str,
    versions: Sequence[Version] = (),
    reasons: Sequence[Reasons | None] | None = (),
    corrections: Sequence[Correction] = (),
) -> Rendered:
    """Words, rule, decision and figures, for the reader of the report to check, and what was edited since it rang, or
    corrected by an operator.

    ``reasons`` are those of ``figures_with_reasons``, in their order; None where they cannot be told just now.
    """
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
    lines += marks_of_report(corrections, topic)
    figures = told_figures(article)
    if figures:
        lines += ["", bold("The figures, as the report has them")]
    by = by_spot(corrections)
    weighed = dict(zip((figure.spot for figure in figures_with_reasons(article)), reasons or (), strict=False))
    for row in figures[:_MOST_FIGURES]:
        lines += ["• " + quoted(article, row.figure), f"   {_reason(row, topic.vocabulary.tracks)}"]
        made = by.get(row.figure.spot, ())
        lines += marks(made, topic)
        if not any(one.aspect is Aspect.ROLE for one in made):  # what weighed was for another role
            lines += _weighed(weighed.get(row.figure.spot))
    if len(figures) > _MOST_FIGURES:
        lines.append(f"and {len(figures) - _MOST_FIGURES} more")
    if figures and reasons is None:
        lines.append("What the roles rest on is being looked up for somebody else just now; ask again in a moment.")
    lines += marks_of_missing(corrections, topic)
    lines += ["", f"Report {article.id} of /story_{article.story_id}"]
    return compose(lines, buttons=((wrong_button(article),),))


def _weighed(reasons: Reasons | None) -> list[Line]:
    """The words without which the role would be less sure, and the labelled figures most alike."""
    if reasons is None:
        return []
    words = [f"“{clip(tidy(weight.word), 40)}” ({weight.by:.0%})" for weight in reasons.words]
    return [
        *([f"   because of {', '.join(words)}"] if words else []),
        *(
            f"   like {Role(one.role).traits.word or one.role}: “{clip(tidy(one.words), 90)}”"
            for one in reasons.examples
        ),
    ]


def article_figures(
    article: Article,
    topic: Topic,
    convert: Convert,
    *,
    now: datetime,
    zone: str,
    corrections: Sequence[Correction] = (),
) -> Rendered:
    """Every figure of one report with its standing: the answer to an alert's button."""
    track = track_of(topic, article.reading.track)
    stands, by = standings(article, topic, convert), by_spot(corrections)
    lines: list[Line] = [bold("Figures of this report"), headline(article), source_line(article, zone, now)]
    for row in told_figures(article):
        lines += ["", "• " + figure_line(row, track, topic), *marks(by.get(row.figure.spot, ()), topic)]
        found = stands.get(row.figure.spot)
        lines.append(f"   {_in_full(found)}" if found else "   ↳ nothing like it in the baseline")
    if len(lines) == 3:
        lines += ["", "It has no figure on the topic."]
    return compose(lines, more="… and {n} more lines")


def _in_full(comparison: Comparison) -> str:
    """With the conversion that it rests on, where there is one; the bare figure stands in the line above already."""
    subject = comparison.sentence.removesuffix(comparison.phrase)
    return f"↳ {comparison.sentence}" if "(" in subject else standing_words(comparison)


def why_usage() -> Rendered:
    """What /why does, for one who types it alone."""
    return compose(
        [
            "Reply to an alert with /why, or press the button Why below it.",
            "It shows which words matched, where each figure stands in the text, who said it, and how sure it is that "
            "it is demanded, offered, agreed or paid.",
        ]
    )


def unknown_alert() -> Rendered:
    """The message that the one replied to is no alert of ours."""
    return compose(["That message is not one of my alerts. Reply to one with /why."])


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


def _reason(row: ToldFigure, tracks: Sequence[Track]) -> str:
    """``US$5bn a year, demanded of South Korea by the United States, 83% sure, said by two lawmakers``."""
    figure = row.figure
    actor = "" if is_same_person(figure.actor, figure.attributed_to) else figure.actor
    measure = MEASURES[figure.measure] if figure.measure else ""
    said = _said_by(figure, is_actor_told=bool(actor))
    parts = [with_base(figure, row.base), _in_role(row, actor or "", tracks), measure, STANCES[figure.stance], said]
    return ", ".join(filter(None, parts))


def _in_role(row: ToldFigure, actor: str, tracks: Sequence[Track]) -> str:
    """The role, whose it is where somebody else says so, and how probable it is."""
    figure = row.figure
    if figure.role is Role.UNCLEAR:
        return ": ".join(filter(None, [figure.role.traits.word, likeliest(figure, _whose(figure, actor, tracks))]))
    if figure.role is Role.CONVERSION:
        source = f"from {clip(tidy(figure.converts), 80)}" if figure.converts else ""
        return " ".join(filter(None, [figure.role.traits.word, source]))
    role, sure = role_of(figure, row.base), sureness(figure)
    words = " ".join(filter(None, [role or (NO_ROLE if sure else ""), _whose(figure, actor, tracks)]))
    return ", ".join(filter(None, [words, sure]))


def _whose(figure: Figure, actor: str, tracks: Sequence[Track]) -> str:
    """``of South Korea by the United States``; "" for what is in no role that anybody acts in."""
    role = figure.likely if figure.role is Role.UNCLEAR else figure.role
    if not actor or role is None or not role.traits.word:
        return ""
    payer = next((track.name for track in tracks if track.payer == figure.payer), figure.payer)
    asked = f"of {payer} " if role is Role.DEMANDED and payer else ""
    return f"{asked}by {person(actor)}"


def _said_by(figure: Figure, *, is_actor_told: bool) -> str:
    """Beside whose it is, who says so."""
    if is_actor_told and figure.attributed_to:
        return f"said by {person(figure.attributed_to)}"
    return by_account(figure.attributed_to, figure.role)


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
