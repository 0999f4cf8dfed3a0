"""Whether a report is on the topic: concepts give a score, rules over concepts the answer, and every word is told.

A concept counts by its weight where it is found: three times in the title, twice in the first two sentences,
half a time further down, and a little more for repeats. Only the best place counts, so a long report does not win
by length.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from bot.model import Concept, Lack, Match, Relevance, Rule, Shortfall, Vocabulary, Where
from bot.reading.query.expression import About, Expression, Leaf, Name, Near, QueryError, holds, spots
from bot.reading.query.needs import could_hold, ways
from bot.reading.query.prepared import Numbering
from bot.reading.query.spots import Spot
from bot.reading.query.syntax import parse_rule
from bot.reading.text import Passage
from bot.reading.topic.shortfall import distance, lack_of
from bot.reading.words.folding import VocabularyError
from bot.reading.words.hits import Hit
from bot.reading.words.placed import Placed

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
        self._labelled = [(concept, label(concept.name)) for concept in vocabulary.concepts]
        self._threshold = vocabulary.threshold
        names = [concept.name for concept in vocabulary.concepts]
        if len(names) != len(set(names)):
            raise VocabularyError(f"concept {next(n for n in names if names.count(n) > 1)!r} is there twice")
        self._rules = [(rule, _compile(rule.name, rule.expression, names)) for rule in vocabulary.rules]

    def ways(self) -> frozenset[frozenset[str]]:
        """Sets of concepts, one of which is in every report on the topic."""
        every = (way for _, expression in self._rules for way in ways(expression))
        return frozenset(frozenset(leaf.name for leaf in way if isinstance(leaf, Name)) for way in every)

    def judge(self, passages: Sequence[Passage]) -> Relevance:
        look = self._look(passages)
        ground = _Ground(look.passages, look.found)
        for rule, expression in self._rules:
            score = look.score(rule)
            if score >= self._threshold and holds(expression, ground):
                return Relevance(True, round(score, 2), look.why(), rule.name)
        return Relevance(False, round(look.speaks_for + look.speaks_against, 2), look.why())

    def is_nearly_on_topic(self, passages: Sequence[Passage]) -> bool:
        """Whether one concept more, found once in the lead of a further text, would be enough to be on the topic."""
        look = self._look(passages)
        return any(
            look.score(rule) + (0.0 if concept.name in look.found else concept.weight * _LEAD) >= self._threshold
            and could_hold(expression, {*look.found, concept.name})
            for concept in self._concepts
            for rule, expression in self._rules
        )

    def shortfall(self, passages: Sequence[Passage]) -> Shortfall:
        """What the rule that a report comes nearest to lacks, and which concepts would be enough."""
        look = self._look(passages)
        ground = _Ground(look.passages, look.found)
        lacks = [
            lack_of(rule.name, expression, look.found, look.score(rule), self._threshold, holds(expression, ground))
            for rule, expression in self._rules
        ]
        nearest = min(lacks, key=distance, default=Shortfall(Lack.NOTHING, "", 0.0, self._threshold))
        weighty = sorted(self._concepts, key=lambda concept: -concept.weight)
        enough = [concept.name for concept in weighty if self._would_do(concept, look)]
        return replace(nearest, enough=tuple(enough), found=look.why())

    def _would_do(self, concept: Concept, look: "_Look") -> bool:
        """Whether one word of it in the lead would let the report in, which has none yet."""
        return concept.name not in look.found and any(
            look.score(rule) + concept.weight * _LEAD >= self._threshold
            and could_hold(expression, {*look.found, concept.name})
            for rule, expression in self._rules
        )

    def _look(self, passages: Sequence[Passage]) -> "_Look":
        look = _Look({passage.where: passage for passage in passages})
        leads = [(passage, _lead_ends(passage)) for passage in passages]
        for concept, name in self._labelled:
            rows = [(passage, passage.hits.all(name), end) for passage, end in leads if name in passage.hits.labels()]
            if rows:
                look.add(concept, rows)
        return look


def _lead_ends(passage: Passage) -> int:
    return passage.sentences[:_LEAD_SENTENCES][-1][1] if passage.sentences else 0


def _worth(passage: Passage, first: int, lead_ends: int) -> float:
    """What a concept counts whose first word in a passage is at this place."""
    if passage.where == "title":
        return _TITLE
    return _LEAD if first < lead_ends else _BODY


_Word = tuple[bool, int, int, str]
"""A word found: whether it is in the text, from where, to where, and its concept. A report has hundreds of them."""


@dataclass(slots=True)
class _Look:
    """The concepts that a report has, what they are worth, and their words."""

    passages: Mapping[Where, Passage]
    found: set[str] = field(default_factory=set)
    speaks_for: float = 0.0
    speaks_against: float = 0.0
    _firsts: list[_Word] = field(default_factory=list)
    _others: list[_Word] = field(default_factory=list)

    def add(self, concept: Concept, rows: Sequence[tuple[Passage, Placed[Hit], int]]) -> None:
        """A concept with its words in each passage that has any, and where the passage's lead ends."""
        self.found.add(concept.name)
        best = max(_worth(passage, row[0].start, end) for passage, row, end in rows)
        repeats = min(sum(len(row) for _, row, _ in rows) - 1, _MOST_REPEATS)
        score = concept.weight * (best + _REPEAT * repeats)
        if concept.weight > 0:
            self.speaks_for += score
        else:
            self.speaks_against += score
        words = [
            (passage.where == "text", start, end, concept.name)
            for passage, row, _ in rows
            for start, end in row.things[:_MOST_MATCHES]
        ]
        self._firsts.append(words[0])
        self._others += words[1:]

    def score(self, rule: Rule) -> float:
        return self.speaks_for + (0.0 if rule.sure else self.speaks_against)

    def why(self) -> tuple[Match, ...]:
        """The words in the order of the text; of very many, the first of each concept before all others."""
        chosen = sorted((self._firsts + sorted(self._others))[:_MOST_MATCHES])
        wheres: tuple[Where, Where] = ("title", "text")
        texts = [self.passages[where].text if where in self.passages else "" for where in wheres]
        return tuple(
            [Match(concept, texts[part][start:end], wheres[part], start) for part, start, end, concept in chosen]
        )


class _Ground:
    """The concepts found in a report, for rules to be held against."""

    def __init__(self, passages: Mapping[Where, Passage], found: Collection[str]) -> None:
        self._passages = passages
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

    def has_near(self, part: Near, where: Where) -> bool:
        return bool(spots(part, self, where))

    def _numbering(self, where: Where) -> Numbering:
        found = self._numberings.get(where)
        if found is None:
            passage = self._passages[where]
            found = self._numberings[where] = Numbering(passage.folded, passage.language)
        return found

    def place(self, spot: Spot, where: Where) -> tuple[int, int]:
        return spot.start, spot.end

    def matches_field(self, about: About) -> bool:
        return False  # rules are over concepts alone


def _compile(name: str, expression: str, concepts: Sequence[str]) -> Expression:
    try:
        return parse_rule(expression, concepts)
    except QueryError as problem:
        raise VocabularyError(f"rule {name!r}: {problem}") from problem
