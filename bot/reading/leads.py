"""The title and the first sentences of a report, which tell its event, and what the words of events say in them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from bot.model import Event
from bot.reading.terms import Hit
from bot.reading.text import Passage

TITLE, LEAD, SECOND = 3.0, 2.0, 0.45
WEAK = 0.35  # of a word that says little by itself
OPENING = 2  # characters before the first word that counts: a quotation mark
_SENTENCES = 2
_ASIDE = 0.5  # of what a title tells beside its main clause
_MAIN = 15  # characters that a main clause has at least
_OF_OPINION = 0.3  # of an event that somebody in a title has something to say of
_WISHED = 6  # characters: "to avert a FURLOUGH", "without a DEAL"
_ASKED = 50  # characters: wants Seoul TO PAY more
_SUBORDINATE = 60  # characters between "when", "at which" and the verb of the clause

_DEEDS = {
    Event.TALKS_START: ("begins", "talks", 40),
    Event.TALKS_RESUME: ("resumes", "talks", 30),
    Event.TALKS_BREAK_OFF: ("breaks", "talks", 40),
    Event.AGREEMENT_IN_PRINCIPLE: ("reaches", "accords", 30),
    Event.RATIFIED: ("approves", "legislature", 60),
    Event.TROOP_CUT: ("reduces", "troops", 35),
}
"""What is done, to what or by whom, and how many characters may stand between the two words."""
_OBJECT_FOLLOWS = frozenset({Event.AGREEMENT_IN_PRINCIPLE})  # "the deal reached last year" is background
_VERB_LAST = frozenset({"de"})  # languages that put the object first in a main clause, too
_SAID = frozenset({Event.STATEMENT, Event.REPORT, Event.ANALYSIS})
"""What nobody makes happen by doing it."""
_WISHABLE = frozenset(
    {Event.AGREEMENT_IN_PRINCIPLE, Event.SIGNED, Event.RATIFIED, Event.IN_FORCE, Event.FURLOUGH, Event.TROOP_CUT,
     Event.TALKS_RESUME, Event.TALKS_BREAK_OFF}
)  # fmt: skip
"""What has not happened where it is only hoped for, feared or denied."""
_SETTLING = frozenset({Event.AGREEMENT_IN_PRINCIPLE, Event.SIGNED, Event.RATIFIED, Event.IN_FORCE})
"""What is still to be where it is only planned; a withdrawal that is planned has been told."""
_NEGATED = frozenset({Event.AGREEMENT_IN_PRINCIPLE, Event.TALKS_START, Event.TALKS_RESUME, Event.SIGNED})
"""What "no deal" and "yet to begin" tell not to have happened."""


def cue(event: Event) -> str:
    """The cue list that speaks for an event; ``<event>_weak`` says less, ``not_<event>`` speaks against it."""
    return "act" if event is Event.OTHER else event.value  # cues.other gives figures a role


_START = attrgetter("start")
_LISTS = {
    event: (cue(event), f"{cue(event)}_weak", f"not_{cue(event)}", _DEEDS[event][0] if event in _DEEDS else "")
    for event in Event
}
"""The lists of an event: strong, weak and contrary words, and the verb of what is done."""


@dataclass(frozen=True, slots=True)
class Part:
    """The title, or a sentence of the lead, with what it counts."""

    passage: Passage
    start: int
    end: int
    counts: float
    main: tuple[int, int]
    """The main clause, as far as it can be told."""
    opinion: int
    """Where what somebody has to say begins."""

    @property
    def title(self) -> bool:
        return self.passage.where == "title"

    def has(self, name: str) -> bool:
        return self.passage.hits.any(name, self.start, self.end)

    def only(self, name: str, others: Sequence[str]) -> bool:
        """Whether it has words of a list, each of which is in one of the others as well."""
        hits = self.passage.hits
        found = hits.within(name, self.start, self.end)
        return bool(found) and all(any(hits.any(o, hit.start, hit.start + 1) for o in others) for hit in found)

    def weight(self, event: Event) -> float:
        """What it says for an event; 0 where it says nothing of it, or that it did not happen."""
        strong, weak, against, verb = _LISTS[event]
        found, start, end = self.passage.hits, self.start, self.end
        if not (found.any(strong, start, end) or found.any(weak, start, end) or found.any(verb, start, end)):
            return 0.0  # of most events there is no word
        hits, counts = self._telling(event, strong) or self._done(event), self.counts
        if not hits:
            hits, counts = self._telling(event, weak), WEAK * counts
        if not hits or (event in _NEGATED and self.has("negated")) or self.has(against):
            return 0.0
        if not any(self.main[0] <= hit.start < self.main[1] for hit in hits):
            counts *= _ASIDE
        if hits[0].start >= self.opinion and event not in _SAID:
            counts *= _OF_OPINION
        return counts

    def _telling(self, event: Event, name: str) -> list[Hit]:
        """The words of a list, without those that tell nothing where they stand: AGREED to meet again."""
        found = self.passage.hits.within(name, self.start, self.end)
        if event in _SAID or not found:
            return list(found)
        idle = self.passage.hits.within("idle", self.start, self.end)
        return [hit for hit in found if not _is_within(hit, idle) and self._is_real(event, hit)]

    def _is_real(self, event: Event, hit: Hit) -> bool:
        """Whether it is told to have happened: no "to avert a FURLOUGH", no "wants Seoul TO PAY"."""
        if event in _WISHABLE and self._led_by("unreal", hit, _WISHED, 0):
            return False
        if event in _SETTLING and self._led_by("intended", hit, _WISHED, 0):
            return False
        return event is not Event.AGREEMENT_IN_PRINCIPLE or not any(
            self._led_by(name, hit, _ASKED, 0) for name in ("demanded", "urged")
        )

    def _led_by(self, name: str, hit: Hit, reach: int, overlap: int) -> bool:
        """Whether a word of a list stands so near before a hit, with no comma between."""
        words = self.passage.hits.within(name, max(self.start, hit.start - reach - 15), hit.start)
        return any(
            -overlap <= hit.start - word.end <= reach and "," not in self.passage.folded[word.end : hit.start]
            for word in words
        )

    def _done(self, event: Event) -> list[Hit]:
        """Verbs that tell the event by what they are said of: LAUNCH ... negotiations."""
        if event not in _DEEDS:
            return []
        verb, noun, reach = _DEEDS[event]
        follows = event in _OBJECT_FOLLOWS and self.passage.language not in _VERB_LAST
        return [
            hit
            for hit in self._telling(event, verb)
            if self._is_said_of(hit, noun, reach, follows=follows)
            and (self.title or not self._led_by("aside", hit, _SUBORDINATE, 0))
        ]

    def _is_said_of(self, verb: Hit, noun: str, reach: int, *, follows: bool) -> bool:
        first = verb.start if follows else max(self.start, verb.start - reach - 15)
        for other in self.passage.hits.within(noun, first, min(self.end, verb.end + reach)):
            low, high = (verb.end, other.start) if other.start >= verb.end else (other.end, verb.start)
            between = self.passage.folded[low:high]
            # "reduce costs of troops", "the troop bill": of the money, not of them
            of_money = self.passage.hits.any("costs", low, max(high, other.end + 2))
            if 0 <= high - low <= reach and "," not in between and not of_money:
                return True
        return False


def _is_within(hit: Hit, wider: Sequence[Hit]) -> bool:
    """Whether one of a list's hits, which are in order and none within another, has all of a hit in it."""
    before = bisect_right(wider, hit.start, key=_START)
    return before > 0 and hit.end <= wider[before - 1].end


def parts_of(passages: Sequence[Passage], speech: int | None = None) -> list[Part]:
    """The title and the first sentences of the text that are not empty, in the order of the passages."""
    found = []
    for passage in passages:
        if passage.where == "title":
            end = len(passage.text)
            opinion = next((hit.end for hit in passage.hits.all("opines")), end)
            opinion = opinion if speech is None else min(opinion, speech)
            found.append(Part(passage, 0, end, TITLE, _main(passage), opinion))
            continue
        told = [(start, end) for start, end in passage.sentences[: 2 * _SENTENCES] if passage.text[start:end].strip()]
        for (start, end), counts in zip(told, (LEAD, SECOND), strict=False):
            found.append(Part(passage, start, end, counts, (start, end), end))
    return found


def _main(title: Passage) -> tuple[int, int]:
    """The main clause of a title: "AS talks stall, allies meet", "allies meet AMID protests"."""
    start, end = 0, len(title.text)
    for hit in title.hits.all("aside"):
        if hit.start <= OPENING:
            start = max(title.folded.find(",", hit.end), 0)
        elif hit.start > start + _MAIN:
            return start, hit.start
    return start, end
