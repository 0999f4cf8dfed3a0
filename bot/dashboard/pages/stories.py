"""The stories over time, one story report by report, and one report with its figures and their sentences."""

from collections.abc import Sequence

from msgspec import Struct

from bot.chat.languages.names import language_label
from bot.chat.render.html import clip, tidy, web_address
from bot.chat.render.words import ToldFigure, figure_line, sized, title, told_figures, track_of
from bot.chat.typed.arguments import BadArgument
from bot.dashboard.languages.desk_words import event_words, state_words, track_words
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.pages.desk import Desk
from bot.dashboard.pages.visit import NoPageError, Page, Visit, paged
from bot.dashboard.views.links import Link, ReportLink, address, report_link, story_page
from bot.dashboard.views.quotes import Quote, quote_at
from bot.desk.answers.timeline import Development, Story, StoryReport
from bot.model import Article, Figure, Topic

PER_PAGE = 20
PERIODS = {"": "All years", "30d": "Last 30 days", "365d": "Last year", "5y": "Last 5 years"}
"""That a list may be narrowed to, as the chat takes them typed."""


class StoryLine(Struct, frozen=True):
    page: str
    day: str
    track: str
    source: ReportLink
    state: str
    reports: int
    outlets: int
    is_turn: bool


class ReportLine(Struct, frozen=True):
    """A report of a story."""

    source: ReportLink
    event: str
    language: str
    new: tuple[str, ...]
    unclear: tuple[str, ...]
    edits: tuple[tuple[str, str], ...]
    """Day and what was changed, the latter in the outlet's own words and English."""


class ReportFigure(Struct, frozen=True):
    """A figure of one report, with each sentence that it stands in and the places that lead there."""

    amount: str
    words: str
    role_key: str
    quotes: tuple[tuple[tuple[str, ...], Quote | None], ...]


def timeline(desk: Desk, visit: Visit) -> Page:
    """The stories, the newest first. Raises NoPageError."""
    s, track, period = visit.s, desk.track_asked(visit), _period(visit)
    found = desk.course.the_timeline(" ".join(filter(None, [track.key.lower() if track else "", period])))
    shown, pager = paged(visit, found, PER_PAGE)
    values = {
        "stories": [_line(one, desk.topic, s) for one in shown],
        "total": len(found),
        "pager": pager,
        "countries": _with_period(desk, s, track.key if track else None, period),
        "periods": periods("/timeline", visit, period),
    }
    return Page("timeline.html", s.say("Timeline"), values, section="timeline")


def periods(path: str, visit: Visit, period: str) -> list[tuple[Link, bool]]:
    """The periods as links to the same page, and whether it is the one that is shown."""
    country = visit.asked("country")
    return [
        (Link(visit.s.say(words), address(path, {"country": country, "period": one})), one == period)
        for one, words in PERIODS.items()
    ]


def _with_period(desk: Desk, s: Speaker, key: str | None, period: str) -> list[tuple[Link, bool]]:
    chosen = next((one for one in desk.tracks if one.key == key), None)
    if not period:
        return desk.choices("/timeline", s, chosen)
    return [
        (Link(one.words, f"{one.href}{'&' if '?' in one.href else '?'}period={period}"), is_chosen)
        for one, is_chosen in desk.choices("/timeline", s, chosen)
    ]


def _period(visit: Visit) -> str:
    asked = visit.asked("period")
    if asked not in PERIODS:
        raise NoPageError(visit.s.say("There is no period “{period}” here.", period=asked[:40]))
    return asked


def story(desk: Desk, visit: Visit) -> Page:
    """One story, its reports first to last. Raises NoPageError."""
    s = visit.s
    try:
        found = desk.course.the_story(str(visit.number))
    except BadArgument:
        raise NoPageError(s.say("There is no story {number}.", number=str(visit.number))) from None
    shown, pager = paged(visit, found.reports, PER_PAGE)
    values = {
        "story": _head(found, desk.topic, s),
        "reports": [_report(one, s) for one in shown],
        "total": len(found.reports),
        "outlets": found.outlets,
        "pager": pager,
    }
    return Page("story.html", clip(tidy(found.title), 120), values, section="timeline")


def report(desk: Desk, visit: Visit) -> Page:
    """One report: its headline and link, and each of its figures with its sentence. Raises NoPageError."""
    s, topic = visit.s, desk.topic
    article = desk.archive.article(visit.number)
    if article is None or not article.reading.relevance.on_topic:
        raise NoPageError(s.say("There is no report {number}.", number=str(visit.number)))
    values = {
        "heading": title(article, s.chat),
        "outlet": clip(tidy(article.outlet), 60),
        "url": web_address(article.url) or "",
        "day": s.day(article.published),
        "language_of": article.language or s.language,
        "in_language": language_words(article.language, s),
        "track": track_words(article.reading.track, topic, s),
        "event": event_words(article.reading.event, s),
        "figures": _figures(article, topic, s),
        "story": story_page(article.story_id),
    }
    return Page("report.html", title(article, s.chat), values, section="timeline")


def language_words(code: str, s: Speaker) -> str:
    """``in Korean``; "" of the page's own language."""
    return "" if code in {s.language, ""} else s.say("in {language}", language=language_label(code, s))


def _line(one: Development, topic: Topic, s: Speaker) -> StoryLine:
    return StoryLine(
        story_page(one.story_id),
        s.day(one.published),
        track_words(one.track, topic, s),
        report_link(one.source, s),
        state_words(one.state, s) if one.state else "",
        one.reports,
        one.outlets,
        one.weight > 1,
    )


def _head(found: Story, topic: Topic, s: Speaker) -> dict[str, str]:
    return {
        "number": str(found.story_id),
        "title": clip(tidy(found.title), 240),
        "track": track_words(found.track, topic, s),
        "state": state_words(found.state, s) if found.state else "",
    }


def _report(one: StoryReport, s: Speaker) -> ReportLine:
    return ReportLine(
        report_link(one.source, s, language=one.language),
        event_words(one.event, s),
        language_words(one.language, s),
        one.new,
        one.unclear,
        tuple((s.day(edit.seen), clip(tidy(edit.words), 400)) for edit in one.edits),
    )


def _figures(article: Article, topic: Topic, s: Speaker) -> list[ReportFigure]:
    told = told_figures(article)
    places = _places(article, told)
    track = track_of(topic, article.reading.track)
    return [
        ReportFigure(
            sized(one, s.chat),
            figure_line(one, track, topic, s.chat).plain,
            one.figure.role.value,
            _quotes(article, those),
        )
        for one, those in zip(told, places, strict=True)
    ]


def _quotes(article: Article, those: Sequence[Figure]) -> tuple[tuple[tuple[str, ...], Quote | None], ...]:
    """Each sentence once, with the first place marked."""
    found: dict[str, tuple[list[str], Quote | None]] = {}
    for figure in those:
        quote = quote_at(article, figure.where, figure.start, figure.surface)
        words = f"{quote.before}{quote.marked}{quote.after}" if quote else ""
        found.setdefault(words, ([], quote))[0].append(f"{figure.where}-{figure.start}")
    return tuple((tuple(places), quote) for places, quote in found.values())


def _places(article: Article, told: Sequence[ToldFigure]) -> list[list[Figure]]:
    """Of each figure that is told its places in the report, what it was converted to among them."""
    found: list[list[Figure]] = [[one.figure, *one.conversions] for one in told]
    taken = {figure.spot for those in found for figure in those}
    for figure in article.reading.figures:
        if figure.on_topic and figure.spot not in taken:
            same = next((those for those in found if _is_same(those[0], figure)), None)
            if same is not None:
                same.append(figure)
                taken.add(figure.spot)
    return found


def _is_same(one: Figure, other: Figure) -> bool:
    return (one.kind, one.value, one.value_max, one.currency) == (
        other.kind,
        other.value,
        other.value_max,
        other.currency,
    )
