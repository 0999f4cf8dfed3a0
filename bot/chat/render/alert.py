"""The alert: what happened, who reports it, the figures and how they stand to the baseline."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.corrected import marks, marks_of_event
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
    said,
    text,
    tidy,
    web_address,
)
from bot.chat.render.lead import lead, tells_of_staff
from bot.chat.render.wishes.mutes import mute_button, snooze_buttons
from bot.chat.render.words import (
    FIGURE,
    HEADLINE,
    ToldFigure,
    by_account,
    doubt,
    edition,
    figure_line,
    headline,
    odds_line,
    outlet,
    role_of,
    sized,
    sized_row,
    source_line,
    standing,
    told_figures,
    track_of,
)
from bot.desk.answers.aftermath import OutletChange, sum_key
from bot.desk.answers.story_context import StoryContext
from bot.desk.corrections.applying import by_spot
from bot.desk.ledger.compare import Comparison, comparisons_of
from bot.desk.ledger.denials import denies
from bot.desk.ledger.rows import LedgerRow
from bot.model import Article, Convert, Figure, Kind, Measure, Period, Role, Spot, Topic
from bot.phrases.amounts import Base
from bot.phrases.context import is_running_deal

FIGURES, WHY = "figures", "why"
"""What the buttons' data begins with, before ``:`` and the article's id."""

_HELD_AGAINST = frozenset({Kind.MONEY, Kind.PERCENT})
"""What an alert holds against the baseline: soldiers and multiples say enough by themselves."""
MOST_FIGURES, MOST_ADDED, MOST_CHANGES = 4, 3, 2
_WATCHES = 400
"""Characters of the names of watches, and of subscriptions."""
_ROUNDED = 0.03
"""How far parts may be from their whole, as reports round it."""


def alert(
    article: Article,
    topic: Topic,
    convert: Convert,
    *,
    now: datetime,
    zone: str,
    context: StoryContext | None = None,
    mutes: bool = False,
    watches: Sequence[str] = (),
    subscriptions: Sequence[str] = (),
    commands: bool = True,
    t: Translator = ENGLISH,
) -> Rendered:
    """The alert; ``zone`` is the chat's time zone (IANA), ``mutes`` that its story can be muted by a button,
    ``watches`` the names of the chat's own queries that the report answers, ``subscriptions`` those of what it rings
    for, where the chat subscribes to several things, ``t`` who speaks its language, ``commands`` that a command is
    understood where it goes.

    It ends with how its story is ``context``, as soon as more than one outlet does, and before that with what came
    after it.
    """
    stands, doubted = standings(article, topic, convert), context.doubted if context is not None else {}
    rows = news_of(article, stands)
    made = context.corrections if context is not None else ()
    track = track_of(topic, article.reading.track)
    by = by_spot(made)
    lines: list[Line] = [
        lead(article, topic, t),
        headline(article, t=t),
        source_line(article, zone, now, t),
    ]
    lines += [ringing(subscriptions)] if subscriptions else []
    lines += [watched(watches)] if watches else []
    lines += marks_of_event(made, topic, t)
    if rows:
        lines.append("")
    for row in rows[:MOST_FIGURES]:
        lines += ["• " + figure_line(row, track, topic, t), *marks(by.get(row.figure.spot, ()), topic, t=t)]
        compared_with = stands.get(row.figure.spot)
        if compared_with and compared_with.relation != "unlike" and row.figure.kind in _HELD_AGAINST:
            lines.append(f"   {standing(compared_with, row.figure, topic.baseline, t)}")
        if (told_against := doubted.get(sum_key(row.figure))) is not None:
            lines.append(text("   ") + doubt(told_against, t))
    if len(rows) > MOST_FIGURES:
        lines.append(_and_more(len(rows) - MOST_FIGURES, t))
    lines += _context_lines(article, context, topic, t, commands=commands) if context is not None else []
    return compose(
        [line for n, line in enumerate(lines) if n or text(line).plain], buttons=buttons(article, mutes=mutes, t=t)
    )


def as_test(words: Rendered, t: Translator = ENGLISH, *, commands: bool = True) -> Rendered:
    """An alert of before that nobody takes for news; ``commands``: where it comes there are any."""
    lines: list[Line] = [
        bold(t.say("Test")),
        t.say("This is the newest alert of before, sent once more by /testalert. It is no news.")
        if commands
        else t.say("This is the newest alert of before, sent once more to test this address. It is no news."),
    ]
    head = compose(lines)
    # An alert is far shorter than a message may be.
    return Rendered(f"{head.html}\n\n{words.html}", f"{head.plain}\n\n{words.plain}", words.buttons)


def watched(names: Sequence[str]) -> Text:
    """``🔎 submarines, bases``: the chat's own queries that a report answers."""
    return text("🔎 ") + bold(clip(tidy(", ".join(names)), _WATCHES))


def ringing(names: Sequence[str]) -> Text:
    """``🔔 Tokyo, Camps``: the chat's subscriptions that a report rings for."""
    return text("🔔 ") + bold(clip(tidy(", ".join(names)), _WATCHES))


def _and_more(number: int, t: Translator) -> str:
    return t.plural("and {number} more figure", "and {number} more figures", number)


def _context_lines(
    article: Article, context: StoryContext, topic: Topic, t: Translator, *, commands: bool
) -> list[Line]:
    """``12 outlets, 2 original reports``, and before it a headline that denies, sums at odds, and what came since."""
    lines: list[Line] = []
    for line in denial_lines(article, context, t):
        lines += ["", line]
    if context.odds:
        lines += ["", *(odds_line(one, t) for one in context.odds[:1])]
    lines += _added(context.added, topic, t)
    if context.changed:
        lines += ["", *(_changed(one, t) for one in context.changed[:MOST_CHANGES])]
    # With a slash it is pressed like a link; the counts are last, as what changes most.
    if context.outlets < 2:
        return lines
    every = [t.say("Every report: {command}", command=f"/story_{article.story_id}")] if commands else []
    return [*lines, "", *every, told_by(context, t)]


def told_by(context: StoryContext, t: Translator) -> str:
    """``12 outlets, 2 original reports``."""
    outlets = t.plural("{number} outlet", "{number} outlets", context.outlets)
    originals = t.plural("{number} original report", "{number} original reports", context.origins)
    return t.say("{outlets}, {originals}", outlets=outlets, originals=originals)


def denial_lines(article: Article, context: StoryContext, t: Translator = ENGLISH) -> list[Text]:
    """``Denied: Seoul knows of no deal · Yonhap, 24 Nov 2026``; nothing below a headline that denies by itself."""
    return [
        said(
            t,
            "{head} {headline} · {outlet}, {day}",
            head=bold(t.say("Denied:")),
            headline=link(clip(tidy(one.sentence), HEADLINE), one.source.url),
            outlet=outlet(one.source),
            day=text(day(one.source.date, t)),
        )
        for one in (context.denied if not denies(article.title) else ())
    ]


def _added(rows: Sequence[LedgerRow], topic: Topic, t: Translator) -> list[Line]:
    """The figures that later reports brought, each opening to the first that has it."""
    if not rows:
        return []
    lines: list[Line] = ["", bold(t.say("Added by later reports"))]
    for row in rows[:MOST_ADDED]:
        words = said(
            t,
            FIGURE,
            amount=link(bold(sized_row(row, t)), row.sources[0].url),
            role=text(role_of(row, t=t)),
            account=text(by_account(next(iter(row.actors), None), t=t, parties=topic.vocabulary.parties)),
        )
        lines.append("• " + joined(" · ", [words, outlet(row.sources[0])]))
    if len(rows) > MOST_ADDED:
        lines.append(_and_more(len(rows) - MOST_ADDED, t))
    return lines


def _changed(one: OutletChange, t: Translator) -> Text:
    return edition(one.seen, one.words, one.source.url, outlet(one.source), t)


def news_of(article: Article, stands: Mapping[Spot, Comparison]) -> list[ToldFigure]:
    """The figures that an alert tells, the weightiest first; ``stands`` as ``standings`` has them.

    Without what every report has: the troops of the baseline, and how long a deal runs that is not the report's.

    Nor what one line cannot make clear: the report has it, and /figures.
    """
    rows = [row for row in _without_parts(told_figures(article)) if _is_clear(row, article)]
    lengths = [row for row in rows if row.figure.kind is Kind.YEARS and _is_of_this_deal(article, row.figure)]
    told = [
        row
        for row in rows
        if not (row.figure.kind is Kind.TROOPS and row.figure.spot in stands and _is_same(stands[row.figure.spot]))
        and (row.figure.kind is not Kind.YEARS or lengths == [row])
    ]
    # 1,055.1 billion and 1.055 trillion are printed alike.
    return list(
        {(sized(row), row.figure.role, row.figure.year, row.figure.payer): row for row in reversed(told)}.values()
    )[::-1]


def _is_clear(row: ToldFigure, article: Article) -> bool:
    """Whether a line tells what a figure is of, and whether it is of now."""
    figure, around = row.figure, row.around
    if around.would_have_done or around.is_purchase:
        return False
    if figure.measure is Measure.PART:
        return row.base is Base.GDP or row.is_in_title
    if figure.period is Period.TOTAL and figure.measure in {None, Measure.TOTAL}:
        return bool(around.years or figure.year or row.is_in_title)
    if figure.measure is Measure.INCREASE and figure.kind in _HELD_AGAINST:
        return row.base is not None or row.change != ""
    if figure.kind is Kind.TROOPS:
        return not around.is_earlier and (row.troops != "" or row.is_in_title)
    return figure.kind is not Kind.COUNT or tells_of_staff(article)


def _without_parts(rows: Sequence[ToldFigure]) -> list[ToldFigure]:
    """Without the soldiers that others of them are the whole of, and a share of nobody beside those of countries."""
    leaving = sorted((row for row in rows if row.troops == "to leave"), key=lambda row: -row.figure.value)
    parts = leaving[1:]
    whole, added = leaving[0].figure.value if leaving else 0.0, sum(row.figure.value for row in parts)
    if not (len(parts) > 1 and abs(whole - added) <= _ROUNDED * whole):
        parts = []
    shares = [row for row in rows if row.figure.measure is Measure.SHARE]
    if any(row.figure.payer for row in shares):
        parts += [row for row in shares if row.figure.payer is None]
    return [row for row in rows if row not in parts]


def _is_of_this_deal(article: Article, figure: Figure) -> bool:
    """Whether a length is one that is asked for, or that of the deal that the report is about."""
    if figure.role in {Role.DEMANDED, Role.OFFERED}:
        return True
    is_deal = article.reading.event.traits.stage == "deal" and figure.role is Role.AGREED
    return is_deal and not is_running_deal(article, figure)


def _is_same(comparison: Comparison) -> bool:
    return comparison.relation == "same"


def standings(article: Article, topic: Topic, convert: Convert) -> dict[Spot, Comparison]:
    """How the article's figures stand, by their spots; none for those that have nothing to stand against."""
    pairs = comparisons_of(article, topic.baseline, convert)
    return {figure.spot: comparison for figure, comparison in pairs if comparison is not None}


def buttons(article: Article, *, mutes: bool = False, t: Translator = ENGLISH) -> tuple[tuple[Button, ...], ...]:
    """Open, Figures, Why and Mute, and below them Snooze; no Open where the report has no address to open."""
    row = [Button(t.say("Open"), url=article.url)] if web_address(article.url) else []
    if told_figures(article):
        row.append(Button(t.say("Figures"), data=f"{FIGURES}:{article.id}"))
    row.append(Button(t.say("Why"), data=f"{WHY}:{article.id}"))
    return ((*row, mute_button(article.id, t)), snooze_buttons(article.id, t)) if mutes else (tuple(row),)
