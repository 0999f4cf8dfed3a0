"""Whether a report is on the topic: concepts give a score, rules over concepts the answer, and every word is told.

A concept counts by its weight where it is found: three times in the title, twice in the first two sentences,
half a time further down, and a little more for repeats. Only the best place counts, so a long report does not win
by length.
"""

from collections.abc import Collection, Sequence

from bot.model import Concept, Match, Relevance, Vocabulary, Where
from bot.reading.expression import About, Expression, Leaf, Name, QueryError, could_hold, holds, ways
from bot.reading.pages import Numbering
from bot.reading.spots import Spot
from bot.reading.syntax import parse_rule
from bot.reading.terms import Hit, VocabularyError
from bot.reading.text import Passage

_TITLE, _LEAD, _BODY = 3.0, 2.0, 0.5
_LEAD_SENTENCES = 2
_REPEAT, _MOST_REPEATS = 0.25, 4
_MOST_MATCHES = 60  # told per report; a word repeated a thousand times explains no more than once


def label(concept: str) -> str:
    """The label of a concept's terms in the index."""
    return f"concept:{concept}"


class Judge:
    """The topic's concepts and rules, compiled."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._concepts = vocabulary.concepts
        self._threshold = vocabulary.threshold
        names = [concept.name for concept in vocabulary.concepts]
        if len(names) != len(set(names)):
            raise VocabularyError(f"concept {next(n for n in names if names.count(n) > 1)!r} is there twice")
        self._rules = [_compile(rule.name, rule.expression, names) for rule in vocabulary.rules]

    def ways(self) -> frozenset[frozenset[str]]:
        """Sets of concepts, one of which is in every report on the topic."""
        every = (way for rule in self._rules for way in ways(rule))
        return frozenset(frozenset(leaf.name for leaf in way if isinstance(leaf, Name)) for way in every)

    def judge(self, passages: Sequence[Passage]) -> Relevance:
        found, score, matches = self._look(passages)
        ground = _Ground(passages, found)
        on_topic = score >= self._threshold and any(holds(rule, ground) for rule in self._rules)
        matches.sort(key=lambda match: (match.where == "text", match.start))
        return Relevance(on_topic, round(score, 2), tuple(matches[:_MOST_MATCHES]))

    def nearly(self, passages: Sequence[Passage]) -> bool:
        """Whether one concept more, found once in the lead of a further text, would be enough to be on the topic."""
        found, score, _ = self._look(passages)
        return any(
            self._could_hold({*found, concept.name}, score + (0.0 if concept.name in found else concept.weight * _LEAD))
            for concept in self._concepts
        )

    def _could_hold(self, found: set[str], score: float) -> bool:
        return score >= self._threshold and any(could_hold(rule, found) for rule in self._rules)

    def _look(self, passages: Sequence[Passage]) -> tuple[set[str], float, list[Match]]:
        """The concepts that are there, what they are worth together, and their words."""
        found: set[str] = set()
        score = 0.0
        matches: list[Match] = []
        for concept in self._concepts:
            factor, hits = _weigh(concept, passages)
            if not hits:
                continue
            found.add(concept.name)
            score += concept.weight * factor
            matches += hits
        return found, score, matches


class _Ground:
    """The concepts found in a report, for rules to be held against."""

    def __init__(self, passages: Sequence[Passage], found: Collection[str]) -> None:
        self._passages = {passage.where: passage for passage in passages}
        self._found = found
        self._numberings: dict[Where, Numbering] = {}

    def has(self, leaf: Leaf, title_only: bool) -> bool:
        if not isinstance(leaf, Name) or leaf.name not in self._found:
            return False
        return not title_only or len(self._passages["title"].hits.all(label(leaf.name))) > 0

    def spots(self, leaf: Leaf, where: Where) -> list[Spot]:
        if not isinstance(leaf, Name) or leaf.name not in self._found:
            return []
        numbering = self._numbering(where)
        return [numbering.spot(hit.start, hit.end) for hit in self._passages[where].hits.all(label(leaf.name))]

    def _numbering(self, where: Where) -> Numbering:
        found = self._numberings.get(where)
        if found is None:
            passage = self._passages[where]
            found = self._numberings[where] = Numbering(passage.folded, passage.language)
        return found

    def place(self, spot: Spot, where: Where) -> tuple[int, int]:
        return spot.start, spot.end

    def known(self, about: About) -> bool:
        return False  # rules are over concepts alone


def _compile(name: str, expression: str, concepts: Sequence[str]) -> Expression:
    try:
        return parse_rule(expression, concepts)
    except QueryError as problem:
        raise VocabularyError(f"rule {name!r}: {problem}") from problem


def _weigh(concept: Concept, passages: Sequence[Passage]) -> tuple[float, list[Match]]:
    """What the places of a concept are worth, and the words found."""
    best, count = 0.0, 0
    matches: list[Match] = []
    for passage in passages:
        lead_ends = passage.sentences[:_LEAD_SENTENCES][-1][1] if passage.sentences else 0
        for hit in passage.hits.all(label(concept.name)):
            count += 1
            best = max(best, _TITLE if passage.where == "title" else _LEAD if hit.start < lead_ends else _BODY)
            if len(matches) < _MOST_MATCHES:
                matches.append(_match(concept.name, passage, hit))
    return best + _REPEAT * min(max(0, count - 1), _MOST_REPEATS), matches


def _match(concept: str, passage: Passage, hit: Hit) -> Match:
    return Match(concept, passage.text[hit.start : hit.end], passage.where, hit.start)
