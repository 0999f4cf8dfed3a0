"""What reports deny and correct: the figures stay in the ledger, marked by whom, and disputes open."""

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.desk.answers.positions import positions
from bot.desk.ledger import states
from bot.desk.ledger.denials import DENIES, DENIES_DEAL, Retraction, corrects, denies, retractions
from bot.desk.ledger.disputes import at_odds, disputes
from bot.desk.ledger.mentions import entries_of
from bot.desk.ledger.rows import Doubt, LedgerRow, ledger
from bot.desk.ledger.standing import standing_rows
from bot.model import Article, Figure, Kind, Report, Role, Stance
from tests.desk.make import BASELINE, TALKS, article, convert, figure, yearly
from tests.shared import reader

DAY = timedelta(days=1)
DENIAL = "Seoul denies it was asked for $6 billion"


@pytest.mark.parametrize(
    "title",
    [
        "Japan rejects report of US request for $8 bln",
        "Pentagon says report of cut is untrue",
        "미 국방부, 주한미군 감축설 부인",
        "防衛省、増額要求の報道を否定",
        "Verteidigungsministerium dementiert Bericht über Abzug",
    ],
)
def test_a_headline_that_denies(title: str) -> None:
    assert denies(title)


@pytest.mark.parametrize("title", ["트럼프 대통령 부인 서울 방문", "US asks for more", "Seoul decides on denim"])
def test_a_headline_that_does_not(title: str) -> None:
    assert not denies(title)


@given(st.data())
@pytest.mark.parametrize(
    "words", [DENIES, DENIES_DEAL, states._WISHED, states._WAGES, states._UPCOMING, states._IN_PRINCIPLE]
)
def test_to_look_at_initials_first_leaves_no_word_out(words: re.Pattern[str], data: st.DataObject) -> None:
    bare = re.compile(words.pattern.split("])", 1)[1], re.IGNORECASE)
    headline = data.draw(st.from_regex(bare))
    assert bool(bare.search(headline)) == bool(words.search(headline))


@pytest.mark.parametrize(
    ("title", "text", "corrected"),
    [
        ("Correction: US asks for $4 billion", "", True),
        ("[정정] 미국, 40억달러 요구", "", True),
        ("US asks for $4 billion", "WASHINGTON - It asks.\nAn earlier version of this report said $5 billion.", True),
        ("US asks for $4 billion", "(Corrects the sum in the first paragraph)\nWASHINGTON - It asks.", True),
        ("Market correction makes troops cheaper", "The dollar fell.", False),
        ("Seoul asks for a correction of the course", "", False),
    ],
)
def test_a_correction_is_an_outlets_word_on_itself(title: str, text: str, corrected: bool) -> None:
    assert corrects(title, text) is corrected


def placed(value: float, surface: str, where: str, passage: str, role: Role = Role.DEMANDED) -> Figure:
    figure = replace(yearly(value, role), surface=surface, start=passage.index(surface))
    return replace(figure, where=where)


def denial(number: int = 2, **more: Any) -> Article:
    text = "The ministry said that no demand for $6 billion was made. Seoul paid $0.9 billion last year."
    figures = (
        placed(6e9, "$6 billion", "title", DENIAL),
        placed(6e9, "$6 billion", "text", text),
        placed(9e8, "$0.9 billion", "text", text, Role.PAID),
    )
    fields: dict[str, Any] = {"title": DENIAL, "text": text, "outlet": "The Herald", "published": TALKS + DAY} | more
    return article(number, *figures, **fields)


def told(number: int = 1, outlet: str = "Wire", value: float = 6e9, role: Role = Role.DEMANDED, **more: Any) -> Article:
    return article(number, yearly(value, role, **more.pop("figure", {})), outlet=outlet, **more)


def row(*articles: Article, value: float = 6e9) -> LedgerRow:
    return next(one for one in ledger(articles, BASELINE, convert) if one.value == value)


def test_a_denial_takes_back_the_figures_of_its_headline_and_no_other() -> None:
    report = denial()
    found = retractions(report.reading, report.title, report.text)
    assert [found.get(figure.spot) for figure in report.reading.figures] == [Retraction.DENIED, Retraction.DENIED, None]


def test_to_rule_a_sum_out_refuses_it_and_leaves_it_asked_for() -> None:
    title = "Seoul rules out paying $6 billion"
    report = article(1, placed(6e9, "$6 billion", "title", title), title=title)
    assert retractions(report.reading, report.title, report.text) == {}


def test_a_correction_takes_back_what_it_names_as_wrong() -> None:
    text = "Washington asks for $4 billion. An earlier version of this report misstated the sum as $6 billion."
    figures = placed(4e9, "$4 billion", "text", text), placed(6e9, "$6 billion", "text", text)
    report = article(1, *figures, title="US asks for $4 billion", text=text)
    found = retractions(report.reading, report.title, text)
    assert [found.get(one.spot) for one in figures] == [None, Retraction.CORRECTED]
    assert row(report).is_refuted
    assert row(report, told(2, "Other")).doubt is Doubt.DISPUTED, "another outlet still has it"
    assert row(report, value=4e9).doubt is None


def test_a_row_is_marked_by_whom_and_never_deleted() -> None:
    first, later = told(), denial()
    marked = row(first, later)
    assert (marked.doubt, marked.reports, marked.outlets) == (Doubt.DENIED, 2, 2)
    assert [(one.outlet, one.surface) for one in marked.denials] == [("The Herald", "$6 billion")]
    assert row(first, told(3, "Post"), told(4, "Times"), later).doubt is Doubt.DISPUTED
    assert row(first).doubt is None


def test_what_is_read_as_denied_is_denied_wherever_it_stands() -> None:
    text = "The ministry denied that it was asked for $6 billion. Seoul paid $0.9 billion."
    no = replace(placed(6e9, "$6 billion", "text", text), stance=Stance.DENIED, attributed_to="the ministry")
    report = article(2, no, placed(9e8, "$0.9 billion", "text", text, Role.PAID), text=text, outlet="The Herald")
    alone = row(report)
    assert (alone.doubt, alone.stated, alone.actors, alone.is_refuted) == (Doubt.DENIED, False, (), True)
    assert standing_rows(ledger([report], BASELINE, convert), "KR", BASELINE, convert) == ()
    assert row(report, value=9e8).doubt is None
    both = row(report, told())
    assert (both.doubt, both.stated, both.is_refuted) == (Doubt.DENIED, True, False), "one denies what another says"
    twice = replace(report, reading=replace(report.reading, figures=(no, replace(no, stance=Stance.ASSERTED))))
    assert row(twice).doubt is None, "what a report tells as well as denies, it tells"
    hypothetical = article(3, replace(no, stance=Stance.HYPOTHETICAL))
    assert row(hypothetical).doubt is None


def test_no_item_has_a_denied_figure_for_a_position() -> None:
    no = replace(figure(20_000, Role.OTHER, kind=Kind.TROOPS), stance=Stance.DENIED)
    reports = [article(n, no, outlet=f"{n}") for n in (1, 2)]
    assert positions(ledger(reports, BASELINE, convert), "KR", BASELINE, convert) == ()
    stationed = [article(n, replace(no, value=28_500, stance=Stance.ASSERTED), outlet=f"{n}") for n in (3, 4)]
    (stand,) = positions(ledger([*reports, *stationed], BASELINE, convert), "KR", BASELINE, convert)
    assert [one.row.value for one in stand.positions] == [28_500]


def test_a_deal_that_is_denied_stands_no_more_and_a_demand_is_in_dispute() -> None:
    def stands(role: Role) -> list[float]:
        title = "Seoul denies deal at $1 billion"
        figure = placed(1e9, "$1 billion", "title", title, role)
        no = article(2, figure, title=title, outlet="The Herald", published=TALKS + DAY)
        rows = ledger([told(value=1e9, role=role), no], BASELINE, convert)
        return [one.value for one in standing_rows(rows, "KR", BASELINE, convert)]

    assert stands(Role.AGREED) == []
    assert stands(Role.DEMANDED) == [1e9]


reports = st.lists(
    st.one_of(
        st.builds(told, st.integers(10, 99), st.sampled_from(["Wire", "Post", "Times"])),
        st.builds(denial, st.integers(100, 199), outlet=st.sampled_from(["The Herald", "Post"])),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(reports, st.randoms(use_true_random=False))
def test_no_order_of_arrival_changes_a_row_or_its_mark(known: list[Article], random: Any) -> None:
    shuffled = known[:]
    random.shuffle(shuffled)
    assert entries_of(shuffled, ["KR"]) == entries_of(known, ["KR"])
    assert ledger(shuffled, BASELINE, convert) == ledger(known, BASELINE, convert)


def test_a_dispute_has_both_sides_word_for_word() -> None:
    first, later = told(1, title="US asks for $6 billion"), denial(2, story_id=1)
    (found,) = disputes([later, first], 3)
    assert found.sentence == DENIAL
    assert found.against is not None
    assert (found.against.title, found.against.outlet) == ("US asks for $6 billion", "Wire")
    assert disputes([later], 3)[0].against is None


def test_two_sums_agreed_for_one_year_cannot_both_hold() -> None:
    def odds(value: float, **more: Any) -> int:
        after = {"published": TALKS + more.pop("days", 0) * DAY, "figure": {"year": 2021} | more}
        pair = [
            told(1, value=1e9, role=Role.AGREED, figure={"year": 2021}),
            told(2, "Post", value, Role.AGREED, **after),
        ]
        return len(at_odds(ledger(pair, BASELINE, convert)))

    assert odds(1.2e9) == 1
    assert odds(1.2e9, days=20) == 0, "another deal, or one that was changed"
    assert odds(1.2e9, year=2022) == 0
    assert odds(1.03e9) == 0, "one sum, rounded"
    assert odds(3e9) == 0, "a sum of something else"


def test_the_reader_and_the_desk_agree_on_a_denial() -> None:
    """From a text to the marked row, by the parts that a worker has."""
    text = (
        "South Korea's foreign ministry on Wednesday denied that the United States demanded $6 billion a year for the "
        "American troops in the country. Cost-sharing round of talks, it said."
    )
    reading = reader().read(Report("1", "Seoul denies U.S. demanded $6 billion in cost-sharing talks", text, "en"))
    report = replace(denial(), title="Seoul denies U.S. demanded $6 billion in cost-sharing talks", text=text)
    marked = row(replace(report, reading=reading))
    assert (marked.role, marked.doubt) == (Role.DEMANDED, Doubt.DENIED)
