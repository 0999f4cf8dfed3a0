"""How much of a text's wording is new: for text of which neither figures nor events are known."""

from collections.abc import Collection, Iterable, Set

from bot.desk.intake.stories import Rarity


def newness(sentences: Iterable[frozenset[int]], known: Collection[Set[int]], rarity: Rarity) -> float:
    """The share of a text's wording that the nearest known text lacks, 0 to 1: sentence by sentence, and their mean.

    ``sentences`` and ``known`` are fingerprints (``bot.reading.fingerprint``). Words and pairs of words count by how
    rare they are, as in TF-IDF; a sentence that is put together from several known ones is partly new. 1.0 where
    nothing is known, 0.0 where there are no words.
    """
    lacking = [_lacking(words, known, rarity) for words in sentences if words]
    return sum(lacking) / len(lacking) if lacking else 0.0


def _lacking(words: frozenset[int], known: Collection[Set[int]], rarity: Rarity) -> float:
    weights = rarity.weigh(rarity.words, words)
    whole = sum(weights.values())
    if not whole:
        return 0.0
    most = max((sum(weights[word] for word in weights.keys() & one) for one in known), default=0.0)
    return 1 - most / whole
