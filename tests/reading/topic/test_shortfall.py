"""What a report lacks to be on the topic, by the queries alone."""

import pytest

from bot.model import Concept, Lack, Report, Rule, Vocabulary
from bot.reading import Reader

CONCEPTS = (
    Concept("bill", 4.0, {"en": ("base bill",)}),
    Concept("host", 1.0, {"en": ("Seoul",)}),
    Concept("asker", 1.0, {"en": ("Washington",)}),
    Concept("jets", -2.0, {"en": ("jets",)}),
)


def reader(*rules: str) -> Reader:
    named = tuple(Rule(f"rule {number}", rule) for number, rule in enumerate(rules, 1))
    return Reader(Vocabulary(CONCEPTS, named, 9.0, (), (), {}))


@pytest.mark.parametrize(
    ("title", "lack", "rule", "concepts", "enough"),
    [
        ("Seoul and Washington on the base bill", Lack.NOTHING, "rule 1", (), ()),
        ("Seoul and Washington talk", Lack.WORDS, "rule 1", ("bill",), ("bill",)),
        ("Seoul talks", Lack.WORDS, "rule 1", ("asker", "bill"), ()),
        ("Seoul and Washington on jets and the base bill", Lack.AGAINST, "rule 1", ("jets",), ()),
        ("", Lack.WORDS, "rule 1", ("asker", "bill", "host"), ()),
    ],
)
def test_the_nearest_rule_says_what_is_missing(
    title: str, lack: Lack, rule: str, concepts: tuple[str, ...], enough: tuple[str, ...]
) -> None:
    told = reader(
        "bill AND host AND asker AND NOT jets", "bill AND host AND asker AND jets AND title:jets AND NOT bill"
    )
    found = told.shortfall(Report("1", title, ""))
    assert (found.lack, found.rule, found.concepts, found.enough) == (lack, rule, concepts, enough)


def test_weight_and_place_are_told_apart_and_the_words_are_named() -> None:
    light = reader("bill AND host").shortfall(Report("1", "A day", "It was. And so on. And on. Seoul has a base bill."))
    assert (light.lack, light.score, light.needed) == (Lack.WEIGHT, 2.5, 9.0)
    assert [match.word for match in light.found] == ["Seoul", "base bill"]
    apart = reader("title:host AND bill").shortfall(Report("1", "The base bill", "Seoul pays."))
    assert (apart.lack, apart.concepts) == (Lack.PLACE, ())


def test_a_topic_without_rules_has_nothing_to_lack() -> None:
    assert reader().shortfall(Report("1", "Seoul", "")).rule == ""
