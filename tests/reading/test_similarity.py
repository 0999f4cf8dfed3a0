"""Fingerprints: near for one story told twice, far for two stories, the same in every process."""

import pytest

from bot.reading.similarity import fingerprint, names_in, numbers_in, similarity

ONE = (
    "Allies end cost-sharing talks without deal",
    "Negotiators from Seoul and Washington ended a round of talks in Honolulu.",
)
RETOLD = (
    "Cost-sharing talks end without a deal",
    "Seoul and Washington negotiators ended their round of talks in Honolulu.",
)
OTHER = (
    "Germany raises its defence budget",
    "Berlin will spend more on its army next year, the finance minister said.",
)


def test_bounds() -> None:
    one = fingerprint(*ONE)
    assert similarity(one, one) == 1.0
    assert similarity(one, frozenset()) == 0.0
    assert similarity(frozenset(), frozenset()) == 0.0
    assert fingerprint("", "") == frozenset()


def test_a_story_retold_is_nearer_than_another_story() -> None:
    one, retold, other = fingerprint(*ONE), fingerprint(*RETOLD), fingerprint(*OTHER)
    assert similarity(one, retold) > 0.3
    assert similarity(one, other) < 0.05
    assert similarity(one, retold) == similarity(retold, one)


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    one = fingerprint("방위비 분담금 협상 결렬", "미국 대표단이 자리를 떠났다")
    retold = fingerprint("방위비 분담 협상이 결렬됐다", "미국 대표단 자리 떠나")
    assert similarity(one, retold) > 0.3


def test_the_hash_is_the_same_in_every_process() -> None:
    assert fingerprint("some words", "") == frozenset({4140751950, 1904025228, 1606230551})


@pytest.mark.parametrize(
    ("title", "text", "names"),
    [
        (
            "Allies meet",
            "The envoys Welton and Jeong Eun-bo met. Nobody from Séoul said so.",
            {"welton", "jeong", "eun", "séoul"},
        ),
        ("", "They must pay, Trump said: Seoul pays. “Never.”", {"trump"}),
        ("방위비 협상", "미국 대표단", set()),
    ],
)
def test_names_have_capitals_within_a_sentence(title: str, text: str, names: set[str]) -> None:
    assert names_in(title, text) == names


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("28,500 or 28.500 troops", {"28500"}),
        ("8.2 percent, 8,2 Prozent, 8.20", {"8.2"}),
        ("1,234,567.80 won on 07/08 and ٣", {"1234567.8", "7", "8", "3"}),
        ("0.500 and 007", {"0.5", "7"}),
        ("12345678901234567890", set()),
    ],
)
def test_numbers_are_spelled_one_way(text: str, numbers: set[str]) -> None:
    assert numbers_in("", text) == numbers
