"""Who speaks in a title, and which outlet is the source of what title and lead tell."""

from bot.reading.leads import LEAD, OPENING, Part
from bot.reading.parties import Mentions
from bot.reading.text import Passage

TOLD_TITLE, _TOLD_LEAD = 2.2, 1.5  # an outlet that tells it: Bloomberg reported
_TOLD_SPAN = 25
_CITED = 34  # characters: menurut laporan Reuters, affirme vendredi la revue Foreign Policy
_VENUE = 20  # characters: in an interview with Fox News
_SIGNED = 12  # characters at the end of a title: "to quadruple payments: Foreign Policy"
_SAYS_SPAN = 4  # characters between a name and what it says
_SUBJECT = 40  # characters between a name and the colon: "Pistorius zu US-Abzug: ..."
_SPEECH = (":", " :", ' "', " '", " “", "「", "氏「", " 「", "氏、")
"""What stands between a name and what it says in a title: Esper: "...", 정은보 "...", トランプ氏「...」."""
_OF_COUNTRY = 4  # characters between an office and the colon
_DASHES = frozenset("-–—:|")
_HOSTS = "hosts"
_OUTLET = "outlet"  # the role of parties that are quoted as a source


def spoken(title: Part, named: Mentions, *, sourced: bool) -> float:
    """How much the title is one of somebody who has something to say, rather than of what happened: once or more.

    ``sourced``: others tell of it, so that what is told of somebody need not be what they say.
    """
    if any(title.has(name) for name in ("not_statement", "report")) or _signed_by_outlet(title.passage, named):
        return 0.0
    return max(_by_office(title.passage), _by_name(title.passage, named, sourced=sourced))


def speech_of(title: Passage, named: Mentions) -> int | None:
    """Where what a host says begins, in a title such as "Maas: withdrawal is no good signal"; None in others.

    Those who ask order withdrawals and leaves themselves: what they say can be the event.
    """
    colon, first = title.folded.find(":"), named.first_from(0)
    if first is None or first.start > OPENING or not first.end <= colon <= _SUBJECT:
        return None
    return colon if first.party.side == _HOSTS else None


def _by_office(title: Passage) -> float:
    hits, folded = title.hits, title.folded
    offices = hits.all("speaker")
    if any(":" in folded[hit.end : hit.end + _OF_COUNTRY] for hit in offices):
        return 2.5  # "Envoy: talks are on track", "Menhan AS: ..."
    # "... no new money, official says"
    return 2.0 if any(hits.any("says", hit.end, hit.end + _SAYS_SPAN) for hit in offices) else 0.0


def _by_name(title: Passage, named: Mentions, *, sourced: bool) -> float:
    hits, folded = title.hits, title.folded
    first, last = named.first_from(0), named.last_before(len(folded))
    if first is None or last is None:
        return 0.0
    if last.party.role != _OUTLET and folded[: last.start].endswith(": ") and len(folded) - last.end <= OPENING:
        return 2.0  # "No decision on talks yet: State Dept."
    if first.start > OPENING:
        return 0.0
    if not first.party.person:
        return 2.0 if folded.startswith(":", first.end) else 0.0  # "Seoul: demand is unacceptable"
    if folded.startswith(_SPEECH, first.end) or ": " in folded[first.end : first.end + _SUBJECT]:
        return 2.5
    if hits.any("says", first.end, first.end + _SAYS_SPAN):
        return 2.0
    return 0.0 if sourced else 1.0


def told(part: Part, named: Mentions) -> float:
    """What it counts that an outlet is the source: Bloomberg reported, according to Bloomberg."""
    counts = TOLD_TITLE if part.title else _TOLD_LEAD if part.counts == LEAD else 0.0
    if not counts or (part.title and _signed_by_outlet(part.passage, named)):
        return counts
    hits = part.passage.hits
    for mention in named.within(part.start, part.end):
        if mention.party.role != _OUTLET or hits.any("venue", mention.start - _VENUE, mention.start):
            continue
        before = (
            *hits.within("says_before", mention.start - _TOLD_SPAN, mention.start),
            *hits.within("says", mention.start - _CITED, mention.start),  # rapporte Foreign Policy
        )
        cited = any(0 <= mention.start - hit.end <= _CITED for hit in before)
        if cited or hits.any("says", mention.end, mention.end + _TOLD_SPAN):
            return counts
    return 0.0


def _signed_by_outlet(passage: Passage, named: Mentions) -> bool:
    """Whether a title names its source behind its last dash or before its first colon: "...: Foreign Policy"."""
    title, hits = passage.folded, passage.hits
    first, last = named.first_from(0), named.last_before(len(title))
    if first is None or last is None:
        return False
    leads = first.party.role == _OUTLET and first.start <= OPENING and title.startswith(":", first.end)
    ends = last.party.role == _OUTLET and len(title) - last.end <= _SIGNED
    cited = any(0 <= last.start - hit.end <= OPENING for hit in hits.within("says_before", 0, last.start))
    return leads or (ends and (cited or bool(_DASHES & set(title[max(0, last.start - 3) : last.start]))))
