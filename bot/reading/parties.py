"""Who is named in a text: the parties of the topic, people by their last name once the full name was given."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from bot.model import Party
from bot.reading.text import Passage
from bot.reading.words.placed import Placed

_FULL = "party:"
_FAMILY_FIRST = frozenset({"KR"})  # countries whose names keep the family name in front in English


class Mention(NamedTuple):
    party: Party
    start: int
    end: int


_mention = partial(tuple.__new__, Mention)  # without the checks of its own


class Mentions(Placed[Mention]):
    """The parties named in a passage, in order."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        row: list[Mention] = []
        for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
            if not row or mention.start >= row[-1].end:  # the longest name that fits counts
                row.append(mention)
        super().__init__(row)


def full_label(number: int) -> str:
    return f"{_FULL}{number}"


def last_label(number: int) -> str:
    return f"last:{number}"


def terms(parties: Sequence[Party], language: str) -> Iterator[tuple[str, str]]:
    """What the index of a language must find for ``mentions`` to work."""
    for number, party in enumerate(parties):
        names = party.names.get(language) or (party.names.get("en", ()) if party.person else ())
        for name in names:
            yield full_label(number), name
        last = _last_name(party)
        if last:
            yield last_label(number), last


def _last_name(party: Party) -> str | None:
    words = next(iter(party.names.get("en", ())), "").split() if party.person else []
    if len(words) < 2:
        return None
    return words[0] if party.country in _FAMILY_FIRST else words[-1]


def mentions(parties: Sequence[Party], passages: Sequence[Passage], home: str | None = None) -> dict[str, Mentions]:
    """The mentions of each passage, by ``where``; a last name counts after (or in the title above) the full name.

    Of parties that share a name ("the foreign ministry"), the one of the country ``home`` is meant.
    """
    found: dict[str, list[Mention]] = {passage.where: [] for passage in passages}
    title_first = sorted(passages, key=lambda p: p.where == "text")
    for number in sorted(_fully_named(len(parties), passages), key=lambda n: parties[n].country != home):
        introduced, party = False, parties[number]
        for passage in title_first:
            full = passage.hits.all(full_label(number)).things
            first = 0 if introduced or passage.where == "title" else full[0].start if full else None
            introduced |= bool(full)
            found[passage.where] += [_mention((party, start, end)) for start, end in full]
            if first is not None and party.person:
                last = passage.hits.within(last_label(number), first, len(passage.text))
                found[passage.where] += [_mention((party, start, end)) for start, end in last]
    return {where: Mentions(those) for where, those in found.items()}


def _fully_named(count: int, passages: Sequence[Passage]) -> list[int]:
    """The numbers of the parties whose full name is there, of so many."""
    named = set().union(*(passage.hits.labels() for passage in passages))
    return [number for number, label in enumerate(_full_labels(count)) if label in named]


@cache
def _full_labels(count: int) -> tuple[str, ...]:
    return tuple(map(full_label, range(count)))
