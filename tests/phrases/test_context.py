"""What the words around a figure tell of it."""

import pytest
from msgspec.structs import replace

from bot.model import Figure, Kind, Measure, Role
from bot.phrases.amounts import Base
from bot.phrases.context import (
    Fate,
    base_in,
    base_of,
    change_in,
    is_first_position,
    is_running_deal,
    is_second_position,
    is_whole_staff,
    troops_in,
)
from tests.desk.make import article, figure


def marked(text: str, kind: Kind, title: str = "") -> tuple[str, Figure]:
    """The text without its brackets, and the figure that they are around."""
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    return plain, replace(figure(1, Role.OTHER, kind=kind), surface=plain[start:end], start=start, where="text")


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("an increase of up to [13 percent]", Base.RISE),
        ("for 2026, up [8.3 percent].", Base.RISE),
        ("[8.2 percent] more than in 2018", Base.RISE),
        ("at least [13 percent] above last year", Base.RISE),
        ("지난해보다 [13.9%] 늘어난 1조1천833억원", Base.RISE),
        ("25年より[8.3%]多い", Base.RISE),
        ("eine Erhöhung um [8 Prozent]", Base.RISE),
        ("rises from [14.8 percent] to 16", None),
        ("would have to rise to [3.5%]", None),
        ("more than [90 percent] of the money", None),
        ("Seoul offers [13 percent].", None),
        ("spend [2 percent] of gross domestic product", Base.GDP),
        ("국내총생산의 [3.5%]로 올리겠다", Base.GDP),
        ("GDP比[5%]へ増やす", Base.GDP),
        ("[zwei Prozent] des Bruttoinlandsprodukts", Base.GDP),
        ("GDP grew. Seoul offers [13 percent]. GDP", None),
        ("the full cost and [50 percent] on top", Base.COST),
        ("cost plus [50 percent]", Base.COST),
        ("駐留経費の全額と[50%]の上乗せ", Base.COST),
        ("einen Aufschlag von [50 Prozent]", Base.COST),
    ],
)
def test_of_what_a_percentage_is(text: str, base: Base | None) -> None:
    start, end = text.index("["), text.index("]") - 1
    assert base_of(text.replace("[", "").replace("]", ""), start, end) is base


def test_the_words_of_the_part_of_the_report_count_that_has_the_figure() -> None:
    rise = figure(13, kind=Kind.PERCENT)
    assert base_in(article(1, rise, text="13 more"), rise) is Base.RISE
    assert base_in(article(1, title="13 more"), replace(rise, where="title")) is Base.RISE
    assert base_in(article(1, text="13 more"), figure(13)) is None


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("The US is to withdraw [9,500] troops from Germany.", "to leave"),
        ("He ordered the removal of [9,500] troops.", "to leave"),
        ("Von [36.000] US-Soldaten sollen fast 12.000 gehen.", "stationed"),
        ("Die Zahl der Soldaten werde auf [25.000] verringert.", "to stay"),
        ("The force is cut by 9,500 to [25,000].", "to stay"),
        ("It wants to pull 9,500 of some [34,500] troops.", "stationed"),
        ("Trump wanted to withdraw about [9,500] soldiers, which was never done.", "not withdrawn"),
        ("The withdrawal of around [12,000] was put on hold.", "not withdrawn"),
        ("Another [500] troops are coming.", "to come"),
        ("The force is to grow by about [1,000] soldiers.", "to come"),
        ("There are 14 percent of the [36,000] stationed there.", "stationed"),
        ("The country hosts [28,500] American soldiers.", "stationed"),
        ("주한미군 [4,500]명을 철수하는 방안", "to leave"),
        ("He was asked about a reduction of the [28,500]-strong force.", "stationed"),
        ("[28,500] troops, he said.", ""),
        ("Up to [4,000] American troops could go home.", "to leave"),
        ("No more than [25,000] American troops may be in the country.", "to stay"),
        ("It puts a cap on the force at [25,000].", "to stay"),
        ("Künftig sollen höchstens [25.000] zugleich im Land sein dürfen.", "to stay"),
        ("Die USA wollen 9.500 ihrer rund [34.500] Soldaten abziehen.", "stationed"),
        ("Its strength will sink from [36,000] to 24,000.", "stationed"),
        ("Its strength will sink from 36,000 to [24,000].", "to stay"),
        ("the plan to take [9,500] troops out of Germany", "to leave"),
        ("About [35,000] troops and 17,000 civilians are in Germany.", "stationed"),
        ("14 Prozent der etwa [36.000] amerikanischen Soldaten im Land", "stationed"),
        ("The [54,000] US troops in Japan will be supported.", "stationed"),
    ],
)
def test_what_becomes_of_soldiers(text: str, fate: Fate) -> None:
    plain, one = marked(text, Kind.TROOPS)
    assert troops_in(article(1, one, title="", text=plain), one) == fate


def test_a_halt_in_the_headline_keeps_the_soldiers() -> None:
    plain, one = marked("The withdrawal of [12,000] soldiers was his predecessor's.", Kind.TROOPS)
    assert troops_in(article(1, one, title="Biden stops the withdrawal", text=plain), one) == "not withdrawn"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("The agreement raised what Seoul contributes a year by 78.7 billion won, or [8.2 percent].", "up"),
        ("It is to spend 210 billion yen, around [10 billion yen] more than in fiscal 2021.", "up"),
        ("It comes to 211 billion yen, up by about [10 billion yen].", "up"),
        ("今の負担より[100億円]ほど重くなる。", "up"),
        ("Berlin muss 33 Millionen mehr zahlen, die USA können mehr als [120 Millionen] sparen.", "down"),
        ("It is some 50 percent more. Seoul holds to the [13 percent] that were settled.", "up"),
        ("Seoul holds to the [13 percent] that were settled.", ""),
        ("Seoul pays more and saves: [5 percent] it is.", ""),
    ],
)
def test_which_way_a_change_goes(text: str, change: str) -> None:
    plain, one = marked(text, Kind.PERCENT)
    one = replace(one, measure=Measure.INCREASE)
    assert change_in(article(1, one, title="", text=plain), one) == change


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("on the last day of the [five-year] pact", True),
        ("The current [six-year] deal is up for renewal.", True),
        ("현행 [6년]짜리 협정이 끝난다", True),
        ("The two sides signed a [five-year] deal.", False),
    ],
)
def test_a_deal_that_runs_is_not_the_one_that_is_told_of(text: str, runs: bool) -> None:
    plain, one = marked(text, Kind.YEARS)
    assert is_running_deal(article(1, one, title="", text=plain), one) is runs


@pytest.mark.parametrize(
    ("text", "is_first"),
    [
        ("It first asked for [$5 billion] a year.", True),
        ("Washington initially wanted [$5 billion].", True),
        ("Washington came down from [$5 billion] to four.", True),
        ("lowered its demand to $4 billion from some [$5 billion]", True),
        ("미국은 당초 [50억달러]를 요구했다", True),
        ("米側は当初[80億ドル]を求めた", True),
        ("Die USA verlangten zunächst [5 Milliarden]", True),
        ("Washington came down to [$4 billion] from five.", False),
        ("For the first time it asks for [$5 billion].", False),
        ("At the first round, on Monday, it asked for [$5 billion].", False),
        ("It raised its demand from [$1 billion] to five.", True),
        ("It asks for [$5 billion], its first demand.", False),
    ],
)
def test_a_first_position_is_told_by_the_words_before_it(text: str, is_first: bool) -> None:
    plain, one = marked(text, Kind.MONEY)
    assert is_first_position(article(1, one, title="", text=plain), one) is is_first


@pytest.mark.parametrize(
    ("text", "is_second"),
    [
        ("When Seoul refused, the envoy came back in December with [1 billion dollars].", True),
        ("It then asked for about [$4 billion].", True),
        ("It lowered its demand to some [$4 billion].", True),
        ("It then left. It wants [$4 billion].", False),
        ("It asks for [$4 billion].", False),
    ],
)
def test_a_second_position_is_told_by_the_words_before_it(text: str, is_second: bool) -> None:
    plain, one = marked(text, Kind.MONEY)
    assert is_second_position(article(1, one, title="", text=plain), one) is is_second


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("which of its [9,000] employees stay", True),
        ("half of the some [8,600] civilians", True),
        ("about [4,500] workers stay at home", False),
        ("the wages of [4,000] Koreans", False),
    ],
)
def test_a_whole_staff_is_told_by_what_it_is_the_whole_of(text: str, is_whole: bool) -> None:
    plain, one = marked(text, Kind.COUNT)
    assert is_whole_staff(article(1, one, title="", text=plain), one) is is_whole
