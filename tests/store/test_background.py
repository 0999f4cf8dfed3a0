"""What a new report's figures are held against."""

import dataclasses

import pytest

from bot.model import Figure, Role
from bot.store import Store
from bot.store import background as asked
from tests.store.build import DEMAND, NOW, TROOPS, add_feed, new, plan, reading


def demand(value: float, currency: str = "USD", **more: object) -> Figure:
    return dataclasses.replace(DEMAND, value=value, currency=currency, **more)  # type: ignore[arg-type]


KNOWN = (
    demand(4.6e9),
    demand(4.7e9, "EUR"),
    demand(5.001e9, "KRW"),
    demand(8e9),
    demand(30e9),
    demand(2e9, value_max=5.1e9),
    demand(4.9e9, value_max=9e9),
    dataclasses.replace(DEMAND, value=5.002e9, role=Role.PAID),
    dataclasses.replace(DEMAND, value=4.8e9, role=Role.OFFERED),
    TROOPS,
)


def known_of(store: Store, *figures: Figure) -> set[tuple[str, float, str | None]]:
    with store.at_hand() as at_hand:
        return {
            (one.role.value, one.value, one.currency)
            for one in at_hand.background([reading(*figures)], NOW.date()).figures
        }


@pytest.fixture
def filled(store: Store) -> Store:
    store.apply(plan(add_feed(store), *(new(str(place), one) for place, one in enumerate(KNOWN))), NOW)
    return store


def test_a_demand_is_held_against_the_same_in_any_role_what_is_near_and_what_is_higher(filled: Store) -> None:
    near, same, higher = ("demanded", 4.6e9, "USD"), ("paid", 5.002e9, "USD"), ("demanded", 8e9, "USD")
    assert known_of(filled, demand(5e9)) == {near, ("demanded", 4.7e9, "EUR"), same, higher}
    assert known_of(filled, dataclasses.replace(demand(5e9), role=Role.OFFERED)) == {("offered", 4.8e9, "USD"), same}


def test_other_kinds_and_currencies_answer_nothing(filled: Store) -> None:
    assert known_of(filled, demand(5e9, "JPY"), TROOPS) == set()
    assert known_of(filled, demand(5e9, "KRW")) == {("demanded", 5.001e9, "KRW")}


def test_a_question_is_answered_by_one_row_and_looks_at_few(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "MOST_FIGURES", 1)
    assert known_of(filled, demand(5e9)) == {("demanded", 4.6e9, "USD"), ("paid", 5.002e9, "USD")}
