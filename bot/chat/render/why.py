"""Why an alert rang: the words that matched, the rule that they fit, and each figure with what was read of it."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.languages.amounts import with_base
from bot.chat.languages.names import country, track_label
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.alert import standings
from bot.chat.render.corrected import marks, marks_of_missing, marks_of_report
from bot.chat.render.html import Line, Rendered, Text, bold, clip, compose, said, text, tidy
from bot.chat.render.lead import about
from bot.chat.render.retold.decided import decision
from bot.chat.render.retold.reckoned import UNLIKE, retold
from bot.chat.render.retold.told import quoted as in_quotes
from bot.chat.render.words import (
    MEASURES,
    NO_ROLE,
    STANCES,
    ToldFigure,
    as_printed,
    by_account,
    doer_in_words,
    edition,
    figure_line,
    headline,
    is_same_person,
    likeliest,
    person,
    role_of,
    role_words,
    source_line,
    standing,
    standing_words,
    sureness,
    told_figures,
    track_of,
    yardstick_in_words,
)
from bot.chat.render.wrong import wrong_button
from bot.desk.corrections.applying import by_spot
from bot.desk.ledger.compare import Comparison
from bot.model import Article, Aspect, Convert, Correction, Example, Figure, Match, Reasons, Role, Topic, Version

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
    t: Translator = ENGLISH,
) -> Rendered:
    """Words, rule, decision and figures, for the reader of the report to check, and what was edited since it rang, or
    corrected by an operator.

    ``reasons`` are those of ``figures_with_reasons``, in their order; None where they cannot be told just now.
    """
    lines: list[Line] = [bold(t.say("Why this alert")), headline(article, t=t), source_line(article, zone, now, t), ""]
    relevance = article.reading.relevance
    lines += _words(relevance.why, relevance.score, topic, t)
    if relevance.rule:
        lines.append(
            t.say("Rule that let it in: {rule}", rule=clip(tidy(topic.sentence(relevance.rule, t.language)), 160))
        )
    if article.why:
        lines.append(t.say("Decision: {why}", why=decision(article.why, t)))
    lines += [edition(version.until, version.change, article.url, t=t) for version in versions]
    if (subject := about(article, topic, t)).plain:
        lines.append(said(t, "Read as: {subject}", subject=subject))
    lines += marks_of_report(corrections, topic, t)
    figures = told_figures(article)
    if figures:
        lines += ["", bold(t.say("The figures, as the report has them"))]
    by = by_spot(corrections)
    weighed = dict(zip((figure.spot for figure in figures_with_reasons(article)), reasons or (), strict=False))
    for row in figures[:_MOST_FIGURES]:
        lines += ["• " + quoted(article, row.figure), f"   {_reason(row, topic, t)}"]
        made = by.get(row.figure.spot, ())
        lines += marks(made, topic, t=t)
        if not any(one.aspect is Aspect.ROLE for one in made):  # what weighed was for another role
            lines += _weighed(weighed.get(row.figure.spot), t)
    if len(figures) > _MOST_FIGURES:
        lines.append(t.plural("and {number} more", "and {number} more", len(figures) - _MOST_FIGURES))
    if figures and reasons is None:
        lines.append(
            t.say("What the roles rest on is being looked up for somebody else just now; ask again in a moment.")
        )
    lines += marks_of_missing(corrections, topic, t)
    lines += ["", t.say("Report {number} of {story}", number=str(article.id), story=f"/story_{article.story_id}")]
    return compose(lines, buttons=((wrong_button(article, t),),), t=t)


def _weighed(reasons: Reasons | None, t: Translator) -> list[Line]:
    """The words without which the role would be less sure, and the labelled figures most alike."""
    if reasons is None:
        return []
    words = t.joint.join(
        f"{in_quotes(clip(tidy(weight.word), 40), t).plain} ({_share(weight.by, t)})" for weight in reasons.words
    )
    return [
        *([f"   {t.say('because of {words}', words=words)}"] if words else []),
        *(f"   {_example(one, t)}" for one in reasons.examples),
    ]


def _share(chance: float, t: Translator) -> str:
    return f"{chance:.0%}" if t.is_english else t.say("{number}%", number=t.number(round(100 * chance)))


def _example(one: Example, t: Translator) -> str:
    role = role_words(Role(one.role), None, t) or (one.role if t.is_english else t.word("figure", one.role))
    return t.say("like {role}: {words}", role=role, words=in_quotes(clip(tidy(one.words), 90), t).plain)


def article_figures(
    article: Article,
    topic: Topic,
    convert: Convert,
    *,
    now: datetime,
    zone: str,
    corrections: Sequence[Correction] = (),
    t: Translator = ENGLISH,
) -> Rendered:
    """Every figure of one report with its standing: the answer to an alert's button."""
    track = track_of(topic, article.reading.track)
    stands, by = standings(article, topic, convert), by_spot(corrections)
    heading = bold(t.say("Figures of this report"))
    lines: list[Line] = [heading, headline(article, t=t), source_line(article, zone, now, t)]
    for row in told_figures(article):
        lines += ["", "• " + figure_line(row, track, topic, t), *marks(by.get(row.figure.spot, ()), topic, t=t)]
        found = stands.get(row.figure.spot)
        held = _in_full(found, row.figure, topic, t) if found else f"↳ {t.say('nothing like it in the baseline')}"
        lines.append(f"   {held}")
    if len(lines) == 3:
        lines += ["", t.say("It has no figure on the topic.")]
    return compose(lines, more="… and {n} more lines", t=t)


def _in_full(comparison: Comparison, figure: Figure, topic: Topic, t: Translator) -> str:
    """With the conversion that it rests on, where there is one; the bare figure stands in the line above already."""
    if t.is_english:
        subject = comparison.sentence.removesuffix(comparison.phrase)
        return f"↳ {comparison.sentence}" if "(" in subject else standing_words(comparison)
    if comparison.relation != "unlike":
        return standing(comparison, figure, topic.baseline, t)
    reason = comparison.phrase.removeprefix("not compared: ")
    if (far := _TOO_FAR) and reason.endswith(far):
        against = yardstick_in_words(comparison.baseline, topic.baseline, t)
        told = t.say("{yardstick} is too far from it for both to be a year's whole sum", yardstick=against)
    else:
        told = retold(reason, UNLIKE, t)
    return f"↳ {t.say('not compared: {reason}', reason=told)}"


_TOO_FAR = " is too far from it for both to be a year's whole sum"


def why_usage(t: Translator = ENGLISH) -> Rendered:
    """What /why does, for one who types it alone."""
    return compose(
        [
            t.say("Reply to an alert with /why, or press the button Why below it."),
            t.say(
                "It shows which words matched, where each figure stands in the text, who said it, and how sure it is "
                "that it is demanded, offered, agreed or paid."
            ),
        ]
    )


def unknown_alert(t: Translator = ENGLISH) -> Rendered:
    """The message that the one replied to is no alert of ours."""
    return compose([t.say("That message is not one of my alerts. Reply to one with /why.")])


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


def _reason(row: ToldFigure, topic: Topic, t: Translator) -> str:
    """``US$5bn a year, demanded of South Korea by the United States, 83% sure, said by two lawmakers``."""
    figure = row.figure
    actor = "" if is_same_person(figure.actor, figure.attributed_to) else figure.actor
    measure = t.say(MEASURES[figure.measure]) if figure.measure else ""
    stance = t.say(STANCES[figure.stance])
    told = _said_by(figure, topic, t, is_actor_told=bool(actor))
    parts = [with_base(figure, row.base, t), _in_role(row, actor or "", topic, t), measure, stance, told]
    return t.joint.join(filter(None, parts))


def _in_role(row: ToldFigure, actor: str, topic: Topic, t: Translator) -> str:
    """The role, whose it is where somebody else says so, and how probable it is."""
    figure = row.figure
    if figure.role is Role.UNCLEAR:
        guess = likeliest(figure, _whose(figure, actor, topic, t), t)
        return ": ".join(filter(None, [role_words(figure.role, None, t), guess]))
    if figure.role is Role.CONVERSION:
        word = role_words(figure.role, None, t)
        return (
            t.say("{role} from {amount}", role=word, amount=clip(tidy(figure.converts), 80))
            if figure.converts
            else word
        )
    role, sure = role_of(figure, row.base, t), sureness(figure, t)
    words = " ".join(filter(None, [role or (t.say(NO_ROLE) if sure else ""), _whose(figure, actor, topic, t)]))
    return t.joint.join(filter(None, [words, sure]))


def _whose(figure: Figure, actor: str, topic: Topic, t: Translator) -> str:
    """``of South Korea by the United States``; "" for what is in no role that anybody acts in."""
    role = figure.likely if figure.role is Role.UNCLEAR else figure.role
    if not actor or role is None or not role.traits.word:
        return ""
    payer = ""
    track = next((one for one in topic.vocabulary.tracks if figure.payer and one.payer == figure.payer), None)
    if role is Role.DEMANDED and track is not None:
        payer = track.name if t.is_english else track_label(track, t, topic.vocabulary.parties)
    elif role is Role.DEMANDED and figure.payer:
        payer = country(figure.payer, t, figure.payer)
    return t.say("[of {payer} ]by {actor}", payer=payer, actor=doer_in_words(actor, topic, t))


def _said_by(figure: Figure, topic: Topic, t: Translator, *, is_actor_told: bool) -> str:
    """Beside whose it is, who says so."""
    parties = topic.vocabulary.parties
    if is_actor_told and figure.attributed_to:
        return t.say("said by {name}", name=person(figure.attributed_to, t, parties))
    return by_account(figure.attributed_to, figure.role, t, parties)


def _words(matches: Sequence[Match], score: float, topic: Topic, t: Translator) -> list[Line]:
    """One line for each concept: ``subject: “cost-sharing”, “방위비”``."""
    found: dict[str, dict[str, str]] = {}
    for match in matches:
        found.setdefault(match.concept, {}).setdefault(match.word.casefold(), match.word)
    if not found:
        return [t.say("No word of the topic is on record for it.")]
    number = f"{score:g}" if t.is_english else t.number(score)
    lines: list[Line] = [t.say("Words that matched (score {number}):", number=number)]
    for concept, words in found.items():
        some = t.joint.join(in_quotes(clip(tidy(word), 40), t).plain for word in list(words.values())[:_MOST_WORDS])
        more = len(words) - _MOST_WORDS
        told = (
            t.plural("{words} and {number} more", "{words} and {number} more", more, words=some) if more > 0 else some
        )
        lines.append(f"• {topic.sentence(concept, t.language).replace('_', ' ')}: {told}")
    return lines
