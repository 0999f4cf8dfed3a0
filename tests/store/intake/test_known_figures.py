"""What a new report's figures are held against."""

import pytest
from msgspec.structs import replace

from bot.desk.intake.novelty import Judge
from bot.model import Figure, Level, Role
from bot.store import Store
from bot.store.intake import known_figures as asked
from tests.desk.make import BASELINE, convert
from tests.store.build import DEMAND, NOW, TROOPS, add_feed, background, entry, new, plan, reading


def demand(value: float, currency: str = "USD", **more: object) -> Figure:
    return replace(DEMAND, value=value, currency=currency, **more)


KNOWN = (
    demand(4.6e9),
    demand(4.7e9, "EUR"),
    demand(5.001e9, "KRW"),
    demand(8e9),
    demand(30e9),
    demand(2e9, value_max=5.1e9),
    demand(4.9e9, value_max=9e9),
    replace(DEMAND, value=5.002e9, role=Role.PAID),
    replace(DEMAND, value=4.8e9, role=Role.OFFERED),
    TROOPS,
)


def known_of(store: Store, *figures: Figure) -> set[tuple[str, float, str | None]]:
    known = background(store, [(reading(*figures), NOW.date())], NOW.date(), convert)
    return {(one.role.value, one.value, one.currency) for one in known.figures}


@pytest.fixture
def filled(store: Store) -> Store:
    store.intake.apply(plan(add_feed(store), *(new(str(place), one) for place, one in enumerate(KNOWN))), NOW)
    return store


def test_a_demand_is_held_against_the_same_in_any_role_what_is_near_and_what_is_higher(filled: Store) -> None:
    near, same, higher = ("demanded", 4.6e9, "USD"), ("paid", 5.002e9, "USD"), ("demanded", 8e9, "USD")
    assert known_of(filled, demand(5e9)) == {near, ("demanded", 4.7e9, "EUR"), same, higher}
    assert known_of(filled, replace(demand(5e9), role=Role.OFFERED)) == {("offered", 4.8e9, "USD"), same}


def test_what_is_known_in_an_unclear_role_alone_is_not_known(store: Store) -> None:
    store.intake.apply(plan(add_feed(store), new("one", replace(DEMAND, value=5.001e9, role=Role.UNCLEAR))), NOW)
    assert known_of(store, demand(5e9)) == set()


def test_sums_in_other_currencies_are_found_at_the_rate_of_the_day(store: Store) -> None:
    """A dollar is 1,160 won or 110 yen here, and a euro 1.1 dollars."""
    apart = (demand(5e12, "KRW"), demand(900e9, "JPY"), demand(3e9, "EUR"))
    store.intake.apply(plan(add_feed(store), *(new(str(place), one) for place, one in enumerate(apart))), NOW)
    assert known_of(store, demand(4.2e9, period=None)) == {("demanded", 5e12, "KRW")}, "4.3 billion"
    assert known_of(store, demand(8e9, period=None)) == {("demanded", 900e9, "JPY")}, "8.2 billion"
    assert known_of(store, demand(9.3e12, "KRW", period=None)) == {("demanded", 900e9, "JPY")}
    assert known_of(store, demand(2e9)) == {("demanded", one.value, one.currency) for one in apart}, "all are higher"
    assert known_of(store, replace(demand(4.2e9), role=Role.BUDGET)) == set(), "is no position"


def test_a_demand_is_a_record_in_whatever_currency_it_and_others_are_put(store: Store) -> None:
    def is_critical(value: float, currency: str) -> bool:
        said = reading(replace(demand(value, currency), where="title"))
        known = background(store, [(said, NOW.date())], NOW.date(), convert)
        found = Judge(BASELINE, convert).judge(entry("new"), said, NOW, None, (), known)
        return found.level is Level.CRITICAL

    assert is_critical(8e9, "EUR")
    assert is_critical(10e12, "KRW")
    assert is_critical(1e12, "JPY")
    store.intake.apply(plan(add_feed(store), new("one", demand(12e12, "KRW"))), NOW)
    assert not is_critical(8e9, "EUR"), "8.8 billion dollars, and 10.3 were asked before"
    assert not is_critical(10e9, "USD")
    assert is_critical(11e9, "USD")
    assert is_critical(1.3e12, "JPY")


def test_other_kinds_and_currencies_answer_nothing(filled: Store) -> None:
    assert known_of(filled, demand(5e9, "JPY"), TROOPS) == set()
    assert known_of(filled, demand(5e9, "KRW")) == {("demanded", 5.001e9, "KRW")}


def test_a_question_is_answered_by_one_row_and_looks_at_few(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "MOST_FIGURES", 1)
    assert known_of(filled, demand(5e9)) == {("demanded", 4.6e9, "USD"), ("paid", 5.002e9, "USD")}
