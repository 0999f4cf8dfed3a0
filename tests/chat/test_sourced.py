"""Every answer over the archive opens to its sources: a sentence to the report that has it word for word, a figure to a
row of the ledger, and that to places in texts."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache, partial

import pytest
from msgspec.structs import replace

from bot.chat.commands.alerts import AlertCommands
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.course import end_of
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.commands.registry import COMMANDS
from bot.chat.delivery.story_contexts import StoryContexts
from bot.chat.render import Rendered
from bot.chat.render.alert import alert
from bot.chat.render.answers.chart import chart_of
from bot.chat.render.digest import correction, digest_part
from bot.chat.render.html import LIMIT, tidy, utf16
from bot.chat.render.words import sized, sized_row, told_figures
from bot.chat.typed.chart_words import ChartWords
from bot.desk.ledger.entries import Entries
from bot.desk.ledger.rows import LedgerRow, Source
from bot.model import Article, Level, Version
from bot.phrases.amounts import amount
from tests.chat.builders import chat, context, families
from tests.chat.shelf import Shelf
from tests.chat.sourced import Record
from tests.desk.replayed import articles, replayed
from tests.shared import rates, topic

DATES = (date(2019, 11, 19), date(2021, 3, 8), date(2026, 11, 24))
ASKED = {
    "summary": ("", "7d", "korea", "japan 5y"),
    "figures": ("", "korea", "japan", "all", "troops", "demanded", "korea agreed"),
    "compare": ("",),
    "timeline": ("", "p2", "korea"),
    "story": ("1", "STORY"),
    "asof": ("2019-11-19", "2019-03-08 korea"),
    "calendar": ("", "korea"),
    "search": ("Trump", "방위비 OR 駐留", "NATO since:2019"),
    "watch": ("Trump", "bases: 방위비 OR 駐留"),
    "latest": ("",),
    "baseline": ("",),
}
NO_REPORTS = {
    "subscribe", "unsubscribe", "subscriptions", "alerts", "digest", "sources", "status", "timezone", "language",
    "help", "start", "prefer",
    "card", "chart", "export", "why", "testalert", "mydata", "forgetme", "mute", "unmute", "settings", "watches",
    "unwatch", "doors", "dashboard", "editor",
}  # fmt: skip
"""Commands that tell of no report in words, but for its headline; /why and a digest are asked below, what /export hands
out in ``test_export``, and what stands on a card in ``test_card_commands``."""


class Still(Shelf):
    """Nothing comes in any more, so that the ledger is added up once."""

    def ledger(self, tracks: Sequence[str], track: str | None = None) -> Entries:
        if not self._added_up:
            self._added_up = super().ledger(tracks)
        return {key: told_figures for key, told_figures in self._added_up.items() if track in (None, key.track)}

    _added_up: Entries = {}  # noqa: RUF012  # replaced, never written into


@cache
def shelf(on: date) -> Shelf:
    made = Still()
    made.stored = [one for one in articles() if one.published <= end_of(on)]
    return made


@cache
def record(on: date) -> Record:
    return Record(shelf(on).stored)


@cache
def answers(on: date) -> Families:
    return families(context(shelf(on), topic=topic(), convert=rates().convert, now=lambda: end_of(on)))


def test_every_command_that_tells_of_reports_is_asked() -> None:
    assert {one.name for one in COMMANDS if not one.is_for_operators} == ASKED.keys() | NO_REPORTS


@pytest.mark.parametrize("on", DATES, ids=str)
def test_every_line_of_an_answer_opens_to_what_says_it(on: date) -> None:
    asking, opened = answers(on), 0
    for command, several in ASKED.items():
        for words in several:
            story, known = str(shelf(on).stored[-1].story_id), record(on)
            if command == "asof":
                known = record(date.fromisoformat(words[:10]))
            message = asking.message_of(command, CommandRequest(chat(7), words.replace("STORY", story)))
            assert known.unsourced(message) == [], (command, words)
            assert utf16(message.plain) <= LIMIT
            opened += message.html.count("<a href")
    assert opened > 100


def test_every_row_of_the_ledger_leads_to_places_in_texts() -> None:
    seen = 0
    for row in record(DATES[-1]).rows:
        there: list[Source] = [*row.sources, *(one.source for one in row.conversions), *row.denials, *row.corrections]
        there += [row.first_stated] if row.first_stated else []
        assert row.sources
        assert all(record(DATES[-1]).placed(there)), row
        seen += len(there)
    assert seen > 500


@pytest.mark.parametrize("on", DATES, ids=str)
def test_every_number_of_a_chart_is_a_row_of_the_ledger(on: date) -> None:
    """Each dot and label, and each figure of the title, which is the caption too."""
    for track in topic().vocabulary.tracks:
        trend = answers(on).of(LedgerAnswers).trend(track.key)
        made = chart_of(trend, topic(), ChartWords(track), end_of(on))
        if track.key == "PL":
            assert made is None, "no two figures of Poland's can be drawn"
            continue
        assert made is not None
        points = trend.all_points
        assert points
        assert {point.row.key for point in points} <= {row.key for row in record(on).rows}
        assert all(record(on).placed(source for point in points for source in point.row.sources))
        dots = [(dot.day, dot.weight % 1000) for series in made[0].series for dot in series.dots]
        assert dots == [(point.day, point.outlets) for point in points]
        told = {amount(point.row, hedged=False).partition(" troops")[0] for point in points}
        labels = [dot.label for series in made[0].series for dot in series.dots if dot.label]
        assert {label.removeprefix("+").partition(", ")[0] for label in labels} <= told
        assert made[0].title != f"{track.name}: figures as reported"
        for part in made[0].title.removeprefix(f"{track.name}: ").split(", about "):
            assert any(words in part for words in told), part


# --- What is sent by itself


def wrong(message: Rendered, article: Article, *, added: Sequence[LedgerRow] = ()) -> list[str]:
    """Beside what links open to: figures that are none of the report's, each at its place in it."""
    placed = {sized(row): row.figure for row in told_figures(article)}
    found = record(DATES[-1]).unsourced(message, rows=added, figures_open=False)
    has = [sized_row(row) for row in added]
    for line in message.plain.split("\n"):
        if line.startswith("• ") and not any(line.startswith(f"• {words}") for words in (*placed, *has)):
            found.append(f"{line} is no figure of it")
    _, _, happened = message.plain.partition("\n")[0].partition(": ")
    for words in filter(None, happened.split(", ")):
        if not words.startswith(tuple(placed)):
            found.append(f"{words} is no figure of it")
    for figure in placed.values():
        passage = article.title if figure.where == "title" else article.text
        if passage[figure.start : figure.start + len(figure.surface)] != figure.surface:
            found.append(f"{figure.surface} does not stand there")
    return found


def test_alerts_turns_and_their_edits_open_to_what_says_it() -> None:
    """Some as they went out; and as they are edited all whose stories went on."""
    tell = partial(alert, topic=topic(), convert=rates().convert, now=end_of(DATES[-1]), zone="Asia/Seoul")
    added = 0
    stories = Counter(one.article.story_id for one in replayed())
    for place, one in enumerate(one for one in replayed() if one.rang):
        first = Shelf()
        first.stored = [other.article for other in replayed() if other.article.id <= one.article.id]
        edited = [shelf(DATES[-1])] if stories[one.article.story_id] > 1 else []
        for archive in [*([first] if place % 5 == 0 else []), *edited]:
            carried = StoryContexts(archive, topic(), rates().convert).of(one.article)
            message = tell(one.article, context=carried)
            assert wrong(message, one.article, added=carried.added) == [], one.article.title
            added += len(carried.added)
    assert added > 10


def test_replies_digests_and_what_buttons_open_are_sourced() -> None:
    now, whole = end_of(DATES[-1]), record(DATES[-1])
    asked = CommandRequest(chat(7))
    denials = [one.article for one in replayed() if one.new.answers is not None]
    assert denials
    for one in denials:
        assert whole.unsourced(correction(one, topic(), now=now, zone="UTC")) == []
    rung = [one.article for one in replayed() if one.rang]
    counts = StoryContexts(shelf(DATES[-1]), topic(), rates().convert)
    for start in range(0, 36, 12):
        day = [(one, counts.of(one)) for one in rung[start : start + 12]]
        while day:
            part = digest_part(day, topic(), now=now, zone="UTC", of=len(day))
            assert whole.unsourced(part.words, figures_open=False) == []
            day = day[part.stories :]
    for one in rung[:: len(rung) // 20]:
        assert wrong(answers(DATES[-1]).of(AlertCommands).figures_of(one, asked), one) == []
        why = answers(DATES[-1]).of(AlertCommands).why_of(one, asked)
        assert whole.unsourced(why) == []
        for line in why.plain.split("\n"):
            if line.startswith("• “"):
                assert line.strip("• “”…") in tidy(f"{one.title}\n{one.text}"), line


def test_what_was_changed_in_silence_opens_to_the_report_that_was_changed() -> None:
    rung = next(one.article for one in replayed() if one.rang and len(told_figures(one.article)) > 1)
    archive, change = Shelf(), "changed in silence: US$6bn a year demanded was added"
    archive.stored = [rung]
    seen = datetime(2026, 11, 24, tzinfo=UTC)
    archive.edited = {rung.id: (Version(rung.id, 1, "Before", "", rung.reading, seen, change, Level.MATERIAL),)}
    carried = StoryContexts(archive, topic(), rates().convert).of(rung)
    message = alert(rung, topic(), rates().convert, now=seen, zone="UTC", context=carried)
    assert Record([rung], archive.edited).unsourced(message, figures_open=False) == []
    assert f'✎ {rung.outlet}, 24 Nov 2026: <a href="{rung.url}">{change}</a>' in message.html


def test_the_check_itself_finds_what_is_not_said() -> None:
    one = shelf(DATES[0]).stored[-1]
    claims = "agreement ratified", "denied", "refuted by the outlet"
    for words in ("US will leave Korea", "<b>US$77bn a year</b>", *claims):
        message = Rendered(f'• <a href="{one.url}">{words}</a>', words)
        assert record(DATES[0]).unsourced(message) != [], words
    assert record(DATES[0]).unsourced(Rendered("• <b>US$5bn</b> demanded", "")) != []
    assert record(DATES[0]).unsourced(Rendered("3. <b>US$5bn</b> demanded", "")) != []
    assert wrong(Rendered("", "• US$77bn demanded"), one) != []
    moved = next(one for one in shelf(DATES[0]).stored if told_figures(one))
    assert wrong(Rendered("", ""), replace(moved, text="", title="")) != []
