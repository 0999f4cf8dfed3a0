"""What a number of soldiers is of, by its sentence."""

import pytest
from msgspec.structs import replace

from bot.model import Kind, Measure, Stance
from bot.phrases.troops import measure_of_troops
from tests.desk.make import article
from tests.phrases.test_context import marked

THERE, LEAVING, WEIGHED, KEPT = Measure.COUNT, Measure.LEAVING, Measure.WEIGHED, Measure.KEPT
COMING, STAYING, FLOOR = Measure.COMING, Measure.STAYING, Measure.FLOOR

CASES: list[tuple[str, Measure | None]] = [
    ("[28,500] troops, he said.", THERE),
    ("The island hosts [54,000] soldiers, as before.", THERE),
    ("The headcount is to sink from [36,000] to 24,000.", THERE),
    ("They may pull 4,500 of the [28,500] soldiers.", THERE),
    ("Sie wollen 9.500 ihrer rund [34.500] Soldaten abziehen.", THERE),
    # Ordered or announced.
    ("The Pentagon orders [5,000] troops out of the country.", LEAVING),
    ("The country is to lose about [9,500] soldiers.", LEAVING),
    ("The minister announced that [12,000] troops may go home by May.", LEAVING),
    ("Washington zieht rund [5.000] Soldaten aus dem Land ab.", LEAVING),
    ("About [5,000] troops are to leave within a year.", LEAVING),
    # Only weighed.
    ("Without a deal up to [4,000] troops could go home.", WEIGHED),
    ("Officials are considering whether to shift roughly [4,500] troops to the islands.", WEIGHED),
    ("A paper says that [3,000 to 4,000] soldiers may be withdrawn.", WEIGHED),
    ("It may withdraw a brigade of [3,000 to 4,000] soldiers.", WEIGHED),
    ("It wrote that about [4,500] of the 28,500 soldiers might be sent elsewhere.", WEIGHED),
    ("주한미군 [4,500]명을 철수하는 방안을 검토하고 있다.", WEIGHED),
    ("[3천∼4천]명 규모의 여단 철수가 거론된다.", WEIGHED),
    ("在韓米軍[4500]人の撤収を検討している。", WEIGHED),
    ("Erwogen wird, [4.500] Soldaten abzuziehen; das könnte bald geschehen.", WEIGHED),
    # It did not come to it.
    ("The withdrawal of around [12,000] was put on hold.", KEPT),
    ("He had wanted about [9,500] of the 34,500 troops out; none of them has left.", KEPT),
    ("Damals wollte er [9.500] Soldaten abziehen. Dazu kam es nie.", KEPT),
    ("He had wanted 9,500 of the [34,500] troops out; none of them has left.", None),
    # What comes, and what stays.
    ("Another [500] troops are coming.", COMING),
    ("The force grows by about [1,000] soldiers from the present 4,500.", COMING),
    ("The headcount is to sink from 36,000 to [24,000].", STAYING),
    ("No more than [25,000] troops may be there at a time.", STAYING),
    ("He justified the cut to a level of [25,000].", STAYING),
    ("The law allows no reduction below [28,500] troops without a report.", FLOOR),
    ("The bill keeps the number of troops from going below [34,500] until May.", FLOOR),
    ("Weniger als [34.500] Soldaten dürfen es nur werden, wenn ein Bericht vorliegt.", FLOOR),
    ("That would leave [24,000] in the country.", STAYING),
    ("Er will höchstens noch [25.000] Soldaten dulden.", STAYING),
    ("병력을 [2만4천]명으로 줄인다.", STAYING),
    ("駐留部隊を[2万4000]人に減らす。", STAYING),
    ("Das Gesetz verbietet es, die Zahl unter [34.500] zu drücken.", FLOOR),
    # Beside what is said of others.
    ("It considers shifting some of them; [28,500] are stationed there.", THERE),
    ("주한미군 [2만8천500]명 가운데 4천500명을 옮기는 방안", THERE),
    ("Nearly [12,000] of the 36,000 service members in the country are to leave it.", LEAVING),
    ("Some 8 percent of the soldiers leave; the troops there are [40,000], he said.", THERE),
    # A plan until somebody presents it.
    ("There is a plan to take [9,500] troops out.", WEIGHED),
    ("The minister presented a plan by which [11,900] soldiers leave.", LEAVING),
    # Neither a force nor an order.
    ("Until then [10,000] of the 36,000 soldiers had been spoken of.", None),
    ("Roughly [5,400] of them stay on the continent.", None),
    ("They pay for [50,000] Americans in the country: 35,000 troops and 17,000 civilians.", None),
    ("They pay for [28,500] Americans in uniform.", THERE),
    ("They pay for [28,500] Americans in the country.", THERE),
]


@pytest.mark.parametrize(("text", "measure"), CASES, ids=[text[:50] for text, _ in CASES])
def test_what_a_number_of_soldiers_is_of(text: str, measure: Measure | None) -> None:
    plain, one = marked(text, Kind.TROOPS)
    assert measure_of_troops(article(1, one, title="", text=plain), one) is measure


def test_where_nothing_is_told_of_a_number_the_report_tells_what_it_is_taken_for() -> None:
    plain, one = marked("[9,500] soldiers, no fewer. And 4,000 remain.", Kind.TROOPS)
    assert measure_of_troops(article(1, one, title="", text=plain), one) is THERE
    assert measure_of_troops(article(1, one, title="", text=plain), one, untold=None) is None
    plain, one = marked("Some [4,000] remain.", Kind.TROOPS)
    assert measure_of_troops(article(1, one, title="", text=plain), one) is THERE
    assert measure_of_troops(article(1, one, title="", text=plain), one, untold=None) is STAYING


def test_what_is_denied_nobody_has_ordered() -> None:
    plain, one = marked("The Pentagon moves [4,500] troops, he wrote.", Kind.TROOPS)
    no = replace(one, stance=Stance.DENIED)
    assert [measure_of_troops(article(1, one, title="", text=plain), each) for each in (one, no)] == [LEAVING, WEIGHED]


def test_a_headline_is_read_by_itself() -> None:
    plain, one = marked("Pentagon to pull [5,000] troops out", Kind.TROOPS)
    assert measure_of_troops(article(1, one, title="", text=f"{plain}. None of it is decided."), one) is LEAVING
