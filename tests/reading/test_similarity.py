"""Fingerprints: near for one story told twice, far for two stories, the same in every process."""

from bot.reading import fingerprint, similarity

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
    assert fingerprint("two words", "") == frozenset({551472725})
