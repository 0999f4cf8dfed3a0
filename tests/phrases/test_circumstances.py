"""What the sentence of a figure says of its circumstances, in sentences of our own."""

import pytest
from msgspec.structs import replace

from bot.model import Kind, Role
from bot.phrases.circumstances import Circumstances, circumstances, is_negated
from tests.desk.make import article
from tests.phrases.test_context import marked


def of(text: str, role: Role = Role.DEMANDED, kind: Kind = Kind.MONEY, payer: str | None = None) -> Circumstances:
    plain, one = marked(text, kind)
    one = replace(one, role=role, payer=payer)
    return circumstances(article(1, one, title="", text=plain), one)


@pytest.mark.parametrize(
    ("text", "is_earlier"),
    [
        ("During the last negotiations he demanded [$5 billion] more.", True),
        ("The old administration had last asked for [$1.3 billion] a year.", True),
        ("He told them that he had asked for [$5 billion] as president.", True),
        ("In his first term, he said, he asked for [$10 billion].", True),
        ("He recalls asking for [$10 billion].", True),
        ("The demand reported in 2019 was for [$5 billion].", True),
        ("In seiner ersten Amtszeit verlangte er [5 Milliarden Dollar].", True),
        ("트럼프 1기 행정부는 [50억달러]를 요구했다.", True),
        ("トランプ政権は1期目に[80億ドル]を求めた。", True),
        ("Das Weiße Haus hatte zuletzt [5 Milliarden Dollar] gefordert.", True),
        ("Washington had asked for [$5 billion] when the talks began on Monday.", False),
        ("He asks for [$5 billion].", False),
        ("In his first term he golfed. Now he wants [$5 billion].", False),
        ("The allies had talked. Washington asked for [$5 billion].", False),
    ],
)
def test_what_was_asked_at_another_time(text: str, is_earlier: bool) -> None:
    assert of(text).is_earlier is is_earlier


def test_what_was_settled_is_of_another_time_where_a_term_is_named() -> None:
    assert of("In his first term he obtained [$3 billion].", Role.AGREED).is_earlier
    assert not of("Seoul had offered to pay more and agreed to [$1 billion].", Role.AGREED).is_earlier


@pytest.mark.parametrize(
    ("text", "payer", "is_of_some"),
    [
        ("Some countries might be asked for [five times] as much.", None, True),
        ("At present 22 of the 32 members spend [2%].", None, True),
        ("Manche Länder sollen das [Fünffache] zahlen.", None, True),
        ("上乗せが検討され、現在の[5倍]を求められる国も出ると報じた。", None, True),
        ("일부 국가는 [5배]를 요구받을 수 있다.", None, True),
        ("Some countries balk; all were asked for [five times] as much.", None, False),
        ("Some countries might be asked for [five times] as much.", "KR", False),
        ("Allies are asked for [five times] as much.", None, False),
    ],
)
def test_what_is_told_of_some(text: str, payer: str | None, is_of_some: bool) -> None:
    assert of(text, kind=Kind.MULTIPLE, payer=payer).is_of_some is is_of_some


@pytest.mark.parametrize(
    ("text", "would"),
    [
        ("He asked for five and would have taken [$2 billion] to begin with.", True),
        ("She would have settled for [$2 billion].", True),
        ("He would take [$2 billion].", False),
        ("He would have asked for [$2 billion].", False),
    ],
)
def test_what_would_have_been_enough(text: str, would: bool) -> None:
    assert of(text).would_have_done is would


@pytest.mark.parametrize(
    ("text", "is_purchase"),
    [
        ("It wants to buy American arms for [$25 billion] by 2030.", True),
        ("It will purchase [$25 billion] worth of US military equipment.", True),
        ("2030년까지 미국산 무기를 [250억달러] 구매하기로 했다.", True),
        ("Washington asks for [$5 billion], which pays for aircraft too.", False),
        ("It wants to give [$33 billion] for the force.", False),
    ],
)
def test_arms_that_are_bought(text: str, is_purchase: bool) -> None:
    assert of(text, Role.OFFERED).is_purchase is is_purchase


@pytest.mark.parametrize(
    ("text", "is_first"),
    [
        ("The contribution then starts at [1.5192 trillion won] and moves with prices.", True),
        ("It begins with about [$1 billion].", True),
        ("첫해 분담금은 [1조5192억원]이다.", True),
        ("The agreement starts in January, with [1.5192 trillion won] for 2026.", False),
    ],
)
def test_a_sum_that_is_of_the_first_year(text: str, is_first: bool) -> None:
    assert of(text, Role.AGREED).is_first_year is is_first


def test_what_nobody_confirms() -> None:
    assert of("Nach unbestätigten Angaben sind es [fünf Milliarden Dollar].").is_unconfirmed
    assert not of("Dem Bericht nach sind es [fünf Milliarden Dollar].").is_unconfirmed


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("国防総省の04年の報告書は負担割合を[74.5%]とした。", 2004),
        ("A Pentagon report from 2004 put it at [74.5%].", 2004),
        ("A 2004 study put it at [74.5%].", 2004),
        ("2004년 보고서는 [74.5%]라고 했다.", 2004),
        ("The Pentagon put it at [74.5%].", None),
    ],
)
def test_the_year_of_what_a_share_is_from(text: str, year: int | None) -> None:
    assert of(text, Role.PAID, Kind.PERCENT).source_year == year


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("He said that it will not charge [50 percent] more.", True),
        ("そのような[80億ドル]の要求は否定した。", True),
        ("He said that he asked for [$10 billion].", False),
        ("He did not smile. He said that he asked for [$10 billion].", False),
    ],
)
def test_a_sentence_that_says_of_anything_that_it_is_not_so(text: str, negated: bool) -> None:
    plain, one = marked(text, Kind.MONEY)
    assert is_negated(article(1, one, title="", text=plain), one) is negated


def test_initials_end_no_sentence() -> None:
    text = "It pays [8 billion yen] for the U.S. forces over the five years from 2022."
    assert of(text, Role.AGREED).years == "over the 5 years from 2022"
