"""A figure in an unclear role is on record and no more: nobody's position, no news, and no edit."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from bot.desk.answers.aftermath import added_figures
from bot.desk.answers.positions import positions
from bot.desk.answers.timeline import story
from bot.desk.intake.article_edits import change
from bot.desk.ledger.compare import deal_years
from bot.desk.ledger.mentions import entries_of
from bot.desk.ledger.rows import LedgerRow, ledger
from bot.desk.ledger.standing import standing_rows
from bot.desk.ledger.tallies import report_mentions
from bot.model import Article, Figure, Kind, Level, Role
from tests.desk.intake.test_novelty import WORDS, judged, running
from tests.desk.make import BASELINE, TALKS, article, convert, figure, picked_of, reading, yearly

DAY = timedelta(days=1)
UNSURE = yearly(3e9, Role.UNCLEAR, likely=Role.OFFERED, chance=0.48, where="title")
DEMAND = yearly(4e9)


def rows(*articles: Article) -> tuple[LedgerRow, ...]:
    return ledger(articles, BASELINE, convert)


def stands(*articles: Article) -> list[tuple[str, str, float]]:
    """Of each item the positions, and what stands in the summary."""
    items = positions(rows(*articles), "KR", BASELINE, convert)
    held = standing_rows(rows(*articles), "KR", BASELINE, convert)
    summary = [("summary", row.role.value, row.value) for row in held]
    return [*((one.item.value, p.role.value, p.row.value) for one in items for p in one.positions), *summary]


def test_it_is_on_record_and_comes_last() -> None:
    reports = [article(1, UNSURE, yearly(9e8, Role.OTHER), DEMAND), article(2, UNSURE, outlet="Wire")]
    assert [(row.role, row.value, row.outlets) for row in rows(*reports)] == [
        (Role.DEMANDED, 4e9, 1),
        (Role.OTHER, 9e8, 1),
        (Role.UNCLEAR, 3e9, 2),
    ]
    assert rows(*reports)[-1].comparison is None
    assert picked_of(map(report_mentions, reports), ("KR",)) == entries_of(reports, ("KR",)), "of a past day, too"


def test_it_makes_no_position_and_changes_none() -> None:
    """Were it in another role, the demand of one outlet would be at odds with what more have; so would lengths."""
    agreed = yearly(1e12, Role.AGREED, "KRW")
    known = [article(1, DEMAND, agreed), article(2, agreed, figure(28_500, Role.OTHER, kind=Kind.TROOPS), outlet="B")]
    unsure = [
        replace(DEMAND, role=Role.UNCLEAR),
        figure(6, Role.UNCLEAR, kind=Kind.YEARS),
        figure(20_000, Role.UNCLEAR, kind=Kind.TROOPS),
        figure(5, Role.UNCLEAR, kind=Kind.PERCENT),
        UNSURE,
    ]
    more = [article(n, *unsure, outlet=f"O{n}", published=TALKS + DAY) for n in range(3, 6)]
    assert ("contribution", "demanded", 4e9) in stands(*known)
    assert stands(*known, *more) == stands(*known)
    assert stands(*more) == []
    assert deal_years(unsure) is None


def test_it_is_no_news_and_rings_for_nothing() -> None:
    assert judged(reading(UNSURE)).why == "a new story", "as of a report without figures"
    later = judged(reading(UNSURE, fingerprint=WORDS), running(reading(fingerprint=WORDS)))
    assert (later.ring, later.why.startswith("echo of story 12")) == (False, True)


def test_what_was_unclear_is_a_new_position_once_it_is_clear() -> None:
    clear = reading(replace(UNSURE, role=Role.OFFERED), fingerprint=WORDS)
    found = judged(clear, running(reading(UNSURE, fingerprint=WORDS)))
    assert (found.ring, "US$3bn offered is a new position" in found.why) == (True, True)
    in_won = yearly(3e9 * 1160, Role.UNCLEAR, "KRW")
    assert judged(clear, running(reading(in_won, fingerprint=WORDS))).ring, "nor is it the same in another currency"
    (row,) = added_figures(
        article(1, UNSURE),
        rows(article(2, replace(UNSURE, role=Role.OFFERED), published=TALKS + DAY)),
        {},
        BASELINE,
        convert,
        TALKS,
    )
    assert row.role is Role.OFFERED, "whoever was told that it is unclear hears what it is"


def test_that_a_reader_is_sure_now_or_no_longer_is_no_edit() -> None:
    lead, other = "Washington names $3 billion.", "Seoul was named $3 billion by Washington."

    def changed(was: Figure, now: Figure, text: str = other) -> Any:
        before = article(1, replace(was, where="text"), title="Talks", text=lead)
        found = change(before, "Talks", text, reading(replace(now, where="text")))
        return found and (found.words, found.level)

    offered, more = replace(UNSURE, role=Role.OFFERED), replace(UNSURE, value=6e9)
    assert changed(offered, UNSURE) == changed(UNSURE, offered)
    assert "US$" not in changed(offered, UNSURE)[0]
    assert "US$" not in changed(UNSURE, more)[0]
    gone = ("changed in silence: US$3bn offered is not in it any more", Level.MATERIAL)
    assert changed(offered, more, "Seoul was named $6 billion by Washington.") == gone


def test_a_story_tells_apart_which_figures_are_unclear() -> None:
    of: dict[str, Any] = {"story_id": 7}
    first = article(1, replace(UNSURE, surface="$3bn"), replace(DEMAND, surface="$4bn"), **of)
    again = replace(DEMAND, role=Role.UNCLEAR, surface="4bn")
    second = article(2, again, replace(UNSURE, role=Role.OFFERED, surface="3bn"), published=TALKS + DAY, **of)
    found = story([first, second], {})
    assert found is not None
    assert [(one.new, one.unclear) for one in found.reports] == [(("$4bn",), ("$3bn",)), (("3bn",), ())]
