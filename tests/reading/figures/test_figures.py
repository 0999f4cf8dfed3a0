"""What becomes of an opinion on each figure: the encoder is a script, and no model is asked."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.model import Event, Figure, Hedge, Kind, Measure, Period, Reading, Report, Role, Stance
from bot.reading import Reader
from bot.reading.encoder import SOMEBODY, OnFigure
from bot.reading.figures.assemble import CLEAR
from bot.reading.topic.advice import EVENT, TOPIC_IN, TOPIC_OUT
from tests import shared
from tests.reading.opinions import NOTHING, Script, Scripted, told
from tests.reading.titles import TITLES

DAY = date(2020, 5, 8)
DEMANDED = told(Role.DEMANDED)

Read = Callable[..., Reading]


@pytest.fixture(scope="module")
def read(scripted: Scripted) -> Read:
    """Reads an English text below a title on the topic, with the opinions of a script."""

    def reading(text: str, script: Script, title: str = TITLES["en"]) -> Reading:
        return scripted.read(Report("x", title, text, "en", DAY), script)

    return reading


def only(reading: Reading) -> Figure:
    (figure,) = reading.figures
    return figure


def one(read: Read, text: str, surface: str, opinion: OnFigure | None) -> Figure:
    return only(read(text, Script({surface: opinion})))


def test_everything_that_is_told_of_a_figure_is_on_it(read: Read) -> None:
    opinion = told(
        Role.DEMANDED, 0.87654, period="year", payer="KR", actor="United States", source="Donald Trump",
        measure="level", stance="denied",
    )  # fmt: skip
    figure = one(read, "Up to $5 billion in 2021, he said.", "$5 billion", opinion)
    assert (figure.role, figure.chance, figure.likely) == (Role.DEMANDED, 0.8765, None)
    assert (figure.value, figure.currency, figure.year, figure.hedge) == (5e9, "USD", 2021, "up to")
    assert (figure.period, figure.payer) == (Period.YEAR, "KR")
    assert (figure.actor, figure.attributed_to) == ("United States", "Donald Trump")
    assert (figure.measure, figure.stance) == (Measure.LEVEL, Stance.DENIED)
    assert figure.on_topic


def test_a_role_that_is_not_clear_is_only_likely(read: Read) -> None:
    figure = one(read, "It is $5 billion.", "$5 billion", told(Role.OFFERED, CLEAR - 0.01))
    assert (figure.role, figure.likely, figure.chance) == (Role.UNCLEAR, Role.OFFERED, CLEAR - 0.01)
    assert figure.on_topic
    assert one(read, "It is $5 billion.", "$5 billion", told(Role.OFFERED, CLEAR)).role is Role.OFFERED


def test_how_clear_a_role_is_is_asked_of_figures_alone(read: Read) -> None:
    """That the number may be no figure at all makes none of the roles less clear."""
    figure = one(read, "It is $5 billion.", "$5 billion", told(Role.OFFERED, 0.48, none=0.4))
    assert (figure.role, figure.chance, figure.on_topic) == (Role.OFFERED, 0.8, True)


def test_a_number_that_is_no_figure_is_off_the_topic(read: Read) -> None:
    figure = one(read, "It is $5 billion.", "$5 billion", told(Role.OFFERED, 0.3, none=0.6))
    assert not figure.on_topic


def test_small_sums_are_rates_and_prices(read: Read) -> None:
    opinions = Script({"1,170 won": DEMANDED, "100,000 won": DEMANDED, "99 percent": DEMANDED})
    found = read("It is 1,170 won, 100,000 won, and 99 percent.", opinions).figures
    assert {figure.surface: figure.on_topic for figure in found} == {
        "1,170 won": False, "100,000 won": True, "99 percent": True,
    }  # fmt: skip


def test_a_conversion_is_told_by_its_bracket_and_has_what_its_sum_has(read: Read) -> None:
    sum_ = told(Role.AGREED, period="year", payer="KR", actor="South Korea", source="Yonhap", measure="level")
    opinions = Script({"1.04 trillion won": sum_, "$890 million": told(Role.DEMANDED, 0.99, payer="JP")})
    agreed, conversion = read("Seoul pays 1.04 trillion won ($890 million) in 2019.", opinions).figures
    assert (agreed.role, agreed.attributed_to, agreed.converts) == (Role.AGREED, "Yonhap", None)
    assert (conversion.role, conversion.converts) == (Role.CONVERSION, "1.04 trillion won")
    assert (conversion.value, conversion.currency) == (890e6, "USD")
    assert (conversion.chance, conversion.likely, conversion.attributed_to) == (None, None, None)
    same = ("period", "payer", "actor", "measure", "year", "on_topic")
    assert [getattr(conversion, name) for name in same] == [getattr(agreed, name) for name in same]
    assert (conversion.period, conversion.payer, conversion.year) == (Period.YEAR, "KR", 2019)


def test_the_conversion_of_a_sum_that_is_no_figure_is_none(read: Read) -> None:
    found = read("It cost 1.04 trillion won ($890 million).", Script({"$890 million": DEMANDED})).figures
    assert [figure.on_topic for figure in found] == [False, False]


@pytest.mark.parametrize(
    ("language", "text", "pairs"),
    [
        ("en", "Seoul pays 1.04 trillion won ($890 million).", [("$890 million", "1.04 trillion won")]),
        ("en", "Seoul pays 1.04 trillion won, or about $890 million.", [("$890 million", "1.04 trillion won")]),
        ("en", "Seoul paid 1 trillion won in 2019 (US$850 million).", [("US$850 million", "1 trillion won")]),
        ("en", "Seoul pays 1.04 trillion won and Tokyo $1.9 billion.", []),
        (
            "en",
            "Seoul pays 1.04 trillion won (816 million euros or 924 million dollars).",
            [("816 million euros", "1.04 trillion won"), ("924 million dollars", "1.04 trillion won")],
        ),
        ("ko", "미국은 50억 달러(약 6조원)를 요구했다.", [("6조원", "50억 달러")]),
        ("ko", "미국은 40억달러를 요구했지만 한국은 지난해(1조389억원)보다 10% 오른 금액을 제안했다.", []),
        ("ja", "米国は80億ドル(約8600億円)を要求した。", [("8600億円", "80億ドル")]),
        (
            "de",
            "Seoul zahlt 1,04 Billionen Won (rund 800 Millionen Euro).",
            [("800 Millionen Euro", "1,04 Billionen Won")],
        ),
    ],
)
def test_conversions(reader: Reader, language: str, text: str, pairs: list[tuple[str, str]]) -> None:
    found = reader.read(Report("x", TITLES[language], text, language, DAY)).figures
    assert [(figure.surface, figure.converts) for figure in found if figure.role is Role.CONVERSION] == pairs


def test_whether_soldiers_or_staff_are_counted_the_encoder_tells(read: Read) -> None:
    """Code only guesses by the nouns beside."""
    text = "Some 28,500 troops and 9,000 workers."
    swapped = Script({"28,500": told(Role.OTHER, people="count"), "9,000": told(Role.OTHER, people="troops")})
    assert [figure.kind for figure in read(text, swapped).figures] == [Kind.COUNT, Kind.TROOPS]
    unsaid = Script({"28,500": told(Role.OTHER), "9,000": told(Role.OTHER)})
    assert [figure.kind for figure in read(text, unsaid).figures] == [Kind.TROOPS, Kind.COUNT]
    assert one(read, "It is $5 billion.", "$5 billion", told(Role.PAID, people="troops")).kind is Kind.MONEY


def test_nobody_pays_for_people_who_are_counted(read: Read) -> None:
    opinion = told(Role.OTHER, payer="KR", actor="United States", source="Yonhap", people="troops")
    figure = one(read, "It has 28,500 soldiers in 2020.", "28,500", opinion)
    assert (figure.payer, figure.year, figure.actor, figure.attributed_to) == (None, None, "United States", "Yonhap")


@pytest.mark.parametrize("surface", ["five times", "13 percent", "five-year", "28,500"])
def test_money_alone_has_a_period(read: Read, surface: str) -> None:
    text = f"It is {surface} and $5 billion."
    yearly = told(Role.DEMANDED, period="year", people="troops")
    found = {figure.surface: figure for figure in read(text, Script({surface: yearly, "$5 billion": yearly})).figures}
    assert (found[surface].period, found["$5 billion"].period) == (None, Period.YEAR)


@pytest.mark.parametrize(("name", "period"), [("year", Period.YEAR), ("total", Period.TOTAL), ("month", None)])
def test_periods(read: Read, name: str, period: Period | None) -> None:
    assert one(read, "It is $5 billion.", "$5 billion", told(Role.PAID, period=name)).period is period


def test_a_name_that_the_vocabulary_does_not_know_is_passed_on(read: Read) -> None:
    opinion = told(Role.DEMANDED, actor="Kang Min-wook", source="a harbour pilot")
    figure = one(read, "It is $5 billion.", "$5 billion", opinion)
    assert (figure.actor, figure.attributed_to) == ("Kang Min-wook", "a harbour pilot")


def test_somebody_is_nobody_by_name(read: Read) -> None:
    opinion = told(Role.DEMANDED, actor=SOMEBODY, source=SOMEBODY, payer=SOMEBODY)
    figure = one(read, "It is $5 billion.", "$5 billion", opinion)
    assert (figure.actor, figure.attributed_to, figure.payer) == (None, None, None)


TWICE = "It is $5 billion. Again it is about $5 billion."


def test_of_equal_figures_the_one_that_says_most_is_told(read: Read) -> None:
    more = told(Role.DEMANDED, payer="KR", source="Yonhap")
    for opinions, at in (((DEMANDED, more), 1), ((more, told(Role.DEMANDED)), 0)):
        figure = only(read(TWICE, Script({"$5 billion": opinions})))
        assert figure.start == [TWICE.index("$5"), TWICE.rindex("$5")][at]
        assert figure.payer == "KR"


def test_equal_surfaces_in_two_roles_are_two_figures(read: Read) -> None:
    found = read(TWICE, Script({"$5 billion": (DEMANDED, told(Role.ESTIMATE))})).figures
    assert [(figure.surface, figure.role) for figure in found] == [
        ("$5 billion", Role.DEMANDED), ("$5 billion", Role.ESTIMATE),
    ]  # fmt: skip


def test_spellings_are_told_apart(read: Read) -> None:
    """A headline's capitals make another surface."""
    opinions = Script({"8.2 Percent": DEMANDED, "8.2 percent": DEMANDED})
    found = read("It is 8.2 percent.", opinions, "Seoul to Pay 8.2 Percent More for US Troops").figures
    assert [figure.surface for figure in found] == ["8.2 Percent", "8.2 percent"]


def test_a_title_s_sum_has_the_period_and_the_year_that_the_text_tells(read: Read) -> None:
    title = "Seoul to Pay $1 Billion for US Troops"
    opinions = Script({"$1 Billion": told(Role.AGREED), "$1 billion": told(Role.AGREED, period="year")})
    in_title, in_text = read("Seoul will pay $1 billion for 2021.", opinions, title).figures
    assert (in_title.where, in_text.where) == ("title", "text")
    assert (in_title.period, in_title.year) == (in_text.period, in_text.year) == (Period.YEAR, 2021)
    opinions = Script({"$1 Billion": told(Role.DEMANDED), "$1 billion": told(Role.AGREED, period="year")})
    assert read("Seoul will pay $1 billion for 2021.", opinions, title).figures[0].period is None, "another role"


def test_a_title_s_sum_has_the_hedge_that_the_text_tells(read: Read) -> None:
    opinions = Script({"$1 billion": told(Role.AGREED)})
    title = "Seoul to pay $1 billion for US troops in 2021"
    (figure,) = read("Seoul will pay more than $1 billion.", opinions, title).figures
    assert (figure.where, figure.year, figure.hedge) == ("title", 2021, Hedge.MORE_THAN)


def test_a_figure_without_an_opinion_is_unclear(read: Read) -> None:
    """As all are behind the windows that are read of a long report."""
    found = read("It is $5 billion, then $6 billion.", Script({"$5 billion": DEMANDED, "$6 billion": None})).figures
    assert [(figure.role, figure.chance) for figure in found] == [(Role.DEMANDED, 0.9), (Role.UNCLEAR, None)]
    unread = found[1]
    assert (unread.likely, unread.payer, unread.period, unread.actor, unread.on_topic) == (None, None, None, None, True)


def test_without_an_encoder_every_role_is_unclear_and_the_event_a_report(reader: Reader) -> None:
    text = "Seoul agreed to pay 1.04 trillion won ($890 million) for 28,500 troops in 2019."
    reading = reader.read(Report("x", TITLES["en"], text, "en", DAY))
    assert reading.event is Event.REPORT
    assert [(figure.surface, figure.kind, figure.role, figure.year) for figure in reading.figures] == [
        ("1.04 trillion won", Kind.MONEY, Role.UNCLEAR, 2019),
        ("$890 million", Kind.MONEY, Role.CONVERSION, 2019),
        ("28,500", Kind.TROOPS, Role.UNCLEAR, None),
    ]
    assert {(figure.chance, figure.likely) for figure in reading.figures} == {(None, None)}


def test_the_event_is_the_encoder_s_where_it_is_sure_enough(read: Read) -> None:
    assert read("", Script({}, event=Event.SIGNED, event_chance=EVENT)).event is Event.SIGNED
    assert read("", Script({}, event=Event.SIGNED, event_chance=EVENT - 0.01)).event is Event.REPORT


def test_a_report_that_the_queries_let_in_is_put_out(read: Read) -> None:
    text = "It is $5 billion."
    assert read(text, Script({"$5 billion": DEMANDED}, topic=TOPIC_OUT)).figures
    out = read(text, Script({"$5 billion": DEMANDED}, topic=TOPIC_OUT - 0.01))
    assert (out.relevance.on_topic, out.event, out.figures) == (False, Event.NONE, ())


NEARLY = "Trump says Seoul owes billions"


def test_a_report_that_the_queries_nearly_let_in_is_let_in(read: Read) -> None:
    text = "It is $5 billion."
    kept_out = read(text, Script({"$5 billion": DEMANDED}, topic=TOPIC_IN - 0.01), NEARLY)
    assert (kept_out.relevance.on_topic, kept_out.event, kept_out.figures) == (False, Event.NONE, ())
    let_in = read(text, Script({"$5 billion": DEMANDED}, topic=TOPIC_IN), NEARLY)
    assert (let_in.relevance.on_topic, let_in.event) == (True, Event.STATEMENT)
    assert only(let_in).role is Role.DEMANDED


def test_of_a_report_about_something_else_the_encoder_is_not_asked(read: Read) -> None:
    script = Script({}, topic=1.0)
    assert not read("The match was played in Seoul.", script, "Cup final ends in draw").relevance.on_topic
    assert script.sheets == []


def test_the_encoder_is_shown_every_number_and_who_is_named(read: Read) -> None:
    script = Script({})
    read("Seoul pays $5 billion, five times as much, for five years and 28,500 troops.", script)
    (sheet,) = script.sheets
    assert [(sheet.whole[span.start : span.end], span.kind) for span in sheet.spans] == [
        ("$5 billion", Kind.MONEY), ("five times", Kind.MULTIPLE), ("five years", Kind.YEARS), ("28,500", Kind.TROOPS),
    ]  # fmt: skip
    named = {(sheet.whole[name.start : name.end], name.party.name) for name in sheet.names}
    assert ("Seoul", "South Korea") in named


def test_what_is_explained_has_the_opinion_beside_the_figure() -> None:
    opinions = {"$5 billion": DEMANDED, "$6 billion": NOTHING, "$7 billion": None}
    reader = Reader(shared.topic().vocabulary, Script(opinions))
    report = Report("x", TITLES["en"], "It is $5 billion, then $6 billion, then $7 billion.", "en", DAY)
    reading, explained = reader.explain(report)
    assert tuple(one.figure for one in explained) == reading.figures
    assert {one.figure.surface: one.opinion for one in explained} == opinions
