"""What is known against a report when it is told, and what later reports of its story bring."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.desk.answers.aftermath import denial_of
from bot.desk.answers.story_context import ArchiveContext, StoryContext, story_context
from bot.desk.ledger.mentions import entries_of
from bot.model import Article, Event, Figure, Hedge, Level, Period, Role, Version
from tests.desk.make import BASELINE, NOW, TALKS, article, convert, figure, yearly
from tests.desk.replayed import articles, replayed
from tests.shared import rates, topic

DAY = timedelta(days=1)
CUES = {"agreement_in_principle": {"en": ("deal",)}, "signed": {"en": ("sign",)}}
DENIAL = "Seoul denies report of a deal"


def claim(title: str = "Allies reach deal", event: Event = Event.AGREEMENT_IN_PRINCIPLE) -> Article:
    return article(1, title=title, event=event)


def headline(title: str, after: timedelta, **more: Any) -> Article:
    return article(2, title=title, outlet="The Herald", published=TALKS + after, **more)


@pytest.mark.parametrize(
    ("title", "after", "stands"),
    [
        (DENIAL, DAY, True),
        ("Seoul denies accord with US", DAY, True),
        (DENIAL, -DAY, True),
        (DENIAL, -2 * DAY, False),
        (DENIAL, 11 * DAY, False),
        ("No deal in Seoul", DAY, True),
        ("No deal in Seoul", -DAY / 2, False),
        ("Seoul denies it will sign", DAY, False),
        ("Seoul denies it was hasty", DAY, False),
    ],
    ids=[
        "after",
        "by name",
        "before",
        "long before",
        "long after",
        "none after",
        "none yet",
        "of another step",
        "of no deal",
    ],
)
def test_a_deal_is_denied_by_headlines_of_the_days_around_it(title: str, after: timedelta, stands: bool) -> None:
    found = denial_of(claim(), [headline(title, after)], CUES)
    assert (found is not None) is stands
    if found is not None:
        assert (found.sentence, found.source.outlet, found.source.url) == (
            title,
            "The Herald",
            "https://news.example/2",
        )


def test_only_what_is_of_the_track_and_of_another_story_denies_and_no_denial_is_denied() -> None:
    there = headline(DENIAL, DAY)
    assert denial_of(claim(), [replace(there, story_id=1)], CUES) is None, "its own story's are shown as such"
    assert denial_of(claim(), [headline(DENIAL, DAY, track="JP")], CUES) is None
    assert denial_of(claim("US denies it refuses deal"), [there], CUES) is None
    assert denial_of(claim(event=Event.STATEMENT), [there], CUES) is None
    assert denial_of(claim(event=Event.SIGNED), [there], CUES) is not None, "nothing is signed without a deal"
    last = headline("Pentagon denies deal", 2 * DAY)
    assert denial_of(claim(), [there, last, there], CUES) is not None
    assert denial_of(claim(), [there, last, there], CUES).sentence == last.title  # type: ignore[union-attr]


def test_no_deal_signature_or_ratification_of_the_archive_is_shown_as_denied_that_history_has() -> None:
    """Of the turns that ring as critical, each against all that was told until then, and in the days after."""
    turns = [one.article for one in replayed() if one.rang and one.new.level is Level.CRITICAL]
    assert len(turns) > 10
    shown = {
        one.title: found.sentence for one in turns if (found := denial_of(one, articles(), topic().vocabulary.cues))
    }
    assert shown == {}


def followed(first: Sequence[Figure], *later: Figure, before: Sequence[Article] = (), **more: Any) -> StoryContext:
    """A story whose first report has some figures, and later ones one each."""
    reports = [article(1, *first, story_id=1)]
    for number, one in enumerate(later, start=2):
        told = article(number, one, story_id=1, outlet=f"Paper {number}", published=TALKS + number * DAY / 24)
        reports.append(told)
    beside = ArchiveContext(entries_of([*reports, *before], ["KR"]), **more)
    return story_context(reports[0], reports, BASELINE, convert, ["KR"], beside)


@pytest.mark.parametrize(
    "known",
    [
        yearly(4e9),
        yearly(4.01e9),
        yearly(4e9, Role.AGREED),
        yearly(4.64e12, currency="KRW"),
        yearly(4.3e12, currency="KRW", hedge=Hedge.ABOUT),
        yearly(5e9),
        yearly(1.04e12, Role.AGREED, "KRW"),
        yearly(3e9),
        yearly(2e9, Role.PAID),
    ],
    ids=[
        "its own",
        "rounded",
        "in another role",
        "in won",
        "about so in won",
        "the baseline's demand",
        "the baseline's deal",
        "told before",
        "in passing",
    ],
)
def test_a_figure_that_the_report_or_the_archive_had_is_not_added(known: Figure) -> None:
    old = article(9, yearly(3e9), published=TALKS - 30 * DAY)
    assert followed([yearly(4e9)], known, before=[old]).added == ()


def test_figures_of_later_reports_are_added_the_newest_first_and_one_once() -> None:
    found = followed([yearly(4e9)], yearly(3e9), yearly(3.01e9), yearly(2e9, Role.OFFERED))
    assert [(row.role, row.value, row.outlets) for row in found.added] == [("offered", 2e9, 1), ("demanded", 3.01e9, 2)]
    assert [source.article_id for source in found.added[1].sources] == [3, 2], "the first leads to the very sum"


def test_what_came_before_the_report_that_is_told_is_no_addition() -> None:
    """The story's first reports rang nobody, so that a later one is told."""
    reports = [article(1, yearly(3e9), story_id=1), article(2, yearly(4e9), story_id=1)]
    found = story_context(reports[1], reports, BASELINE, convert, ["KR"])
    assert found.added == ()


def test_what_an_outlet_changed_shows_if_it_is_a_figure_or_the_headline_that_was_told() -> None:
    def version(number: int, words: str, level: Level) -> Version:
        return Version(number, 1, "Title", "", article(number).reading, NOW + number * DAY, words, level)

    there = {
        1: [version(1, "its text was changed", Level.ECHO), version(1, "corrected: headline “a” → “b”", Level.ECHO)],
        2: [version(2, "changed in silence: headline “a” → “b”", Level.ECHO)],
        3: [version(3, "changed in silence: US$5bn demanded was added", Level.MATERIAL)],
    }
    found = followed([yearly(4e9)], yearly(4e9), yearly(4e9), versions=there).changed
    assert [(one.source.article_id, one.words.partition(":")[0]) for one in found] == [
        (3, "changed in silence"),
        (1, "corrected"),
    ]


def test_a_sum_that_others_deny_is_marked_and_not_where_the_report_denies_it_itself() -> None:
    title = "Seoul denies it was asked for $5 billion"
    sum_denied = replace(figure(5e9, surface="$5 billion", period=Period.YEAR), where="title", start=title.index("$"))
    denial = article(7, sum_denied, title=title, outlet="The Herald", published=TALKS - DAY)
    found = followed([yearly(5e9), yearly(4e9)], before=[denial]).doubted
    ((key, row),) = found.items()
    assert (key[3], [one.outlet for one in row.denials]) == (5e9, ["The Herald"])
    own = story_context(denial, [denial], BASELINE, convert, ["KR"], ArchiveContext(entries_of([denial], ["KR"])))
    assert own.doubted == {}


def test_a_sum_that_an_outlet_took_back_before_another_told_it_is_marked() -> None:
    text = "Washington asks for $4 billion. An earlier version of this report said $9 billion."
    wrong = figure(9e9, surface="$9 billion", period=Period.YEAR, start=text.index("$9"))
    taken_back = article(7, wrong, text=text, outlet="The Herald", published=TALKS - DAY)
    (row,) = followed([yearly(9e9)], before=[taken_back]).doubted.values()
    assert [(one.outlet, one.url) for one in row.corrections] == [("The Herald", taken_back.url)]


def test_rates_of_the_day_join_what_reports_of_the_archive_tell_in_several_currencies() -> None:
    """No alert of the archive has a figure added that stands in it already."""
    stories: dict[int, list[Article]] = {}
    for told in replayed():
        stories.setdefault(told.article.story_id, []).append(told.article)
    tracks = [track.key for track in topic().vocabulary.tracks]
    added, known = 0, ArchiveContext(entries_of(articles(), tracks))
    for reports in (those for those in stories.values() if len(those) > 1):
        found = story_context(reports[0], reports, topic().baseline, rates().convert, tracks, known)
        own = {(one.kind, one.role, one.currency, one.value) for one in reports[0].reading.figures}
        assert not any((row.kind, row.role, row.currency, row.value) in own for row in found.added)
        added += bool(found.added)
    assert 10 < added < len(stories) / 5
