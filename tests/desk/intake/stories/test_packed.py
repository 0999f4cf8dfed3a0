"""Fingerprints of many reports, packed: what sets and dictionaries would say, in little memory."""

import tracemalloc
from collections import Counter
from collections.abc import Set
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.desk.intake.stories import Rarity
from bot.desk.intake.stories.packed import WordCounts, WordPlaces, Words
from bot.store.intake.story_rows import report_of
from tests.desk.make import article, reading

prints = st.frozensets(st.one_of(st.integers(0, 600), st.integers(0, 2**64 - 1)), max_size=12)


@given(prints, prints)
def test_packed_words_are_the_set_that_they_were_made_of(one: frozenset[int], other: frozenset[int]) -> None:
    packed = Words(one)
    plain: Set[int] = one
    assert packed == plain
    assert sorted(packed) == sorted(one)
    assert len(packed) == len(one)
    assert packed & other == other & packed == one & other
    assert [word in packed for word in (*one, *other)] == [word in one for word in (*one, *other)]


@given(st.lists(prints, max_size=8), st.data())
def test_counts_are_those_of_a_counter(reports: list[frozenset[int]], data: st.DataObject) -> None:
    counts, plain = WordCounts(), Counter[int]()
    for one in reports:
        counts.add(one)
        plain.update(one)
    for one in data.draw(st.lists(st.sampled_from(reports), unique_by=id)) if reports else []:
        counts.remove(one)
        plain.subtract(one)
    assert dict(counts) == {word: number for word, number in plain.items() if number}
    assert [counts.get(word) for word in (7, *plain)] == [plain[word] for word in (7, *plain)]


@given(st.lists(prints, max_size=8), prints)
def test_sums_are_those_of_the_reports_that_have_the_words(
    reports: list[frozenset[int]], asked: frozenset[int]
) -> None:
    places = WordPlaces()
    for one in reports:
        places.add(one)
    found = places.sums(dict.fromkeys(asked, 1.0))
    assert found == [len(one & asked) for one in reports]


def test_a_report_is_kept_in_a_few_kilobytes() -> None:
    """It was fifty: a worker that had an item every two seconds grew by two megabytes a minute."""
    chance, count, rarity, kept = Random(1), 200, Rarity(), []
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(count):
        words = frozenset(chance.getrandbits(32) for _ in range(200))
        signs = report_of(replace(article(number), reading=reading(fingerprint=words))).signs
        rarity.add(signs)
        rarity.at_hand.add(signs)
        kept.append(signs)
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert len(kept) == rarity.reports == count
    assert held / count < 12_000
