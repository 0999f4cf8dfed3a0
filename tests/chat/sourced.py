"""Whether an answer is sourced: every link's words stand in the report that it opens, every figure leads to a row of
the ledger, and every row to a place in a text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import unescape

from bot.chat.render import Rendered
from bot.chat.render.answers.calendar import OUTCOMES
from bot.chat.render.html import tidy
from bot.chat.render.words import sized_row
from bot.desk.answers.calendar import Outcome
from bot.desk.ledger.compare import baseline_sentence
from bot.desk.ledger.denials import corrects, denies
from bot.desk.ledger.gist import upcoming_dates_in
from bot.desk.ledger.rows import LedgerRow, Source, ledger
from bot.desk.ledger.states import AGREED, EXPIRED, STATES, headline_tells, state_told_by
from bot.model import Article, Event, Stance, Version
from bot.phrases.wording import day
from bot.reading.dates.date_words import Occasion
from tests.shared import rates, topic

LINK = re.compile(r'<a href="([^"]+)">(.*?)</a>', re.DOTALL)
FIGURE = re.compile(r"^(?:• (?!<a )(?:<b>|\W{0,2}\d)|\d+\. <b>).*", re.MULTILINE)
"""A line that begins with a figure which opens to nothing."""
NO_NEWS = {Event.NONE, Event.ANALYSIS}
BY_EVENT = {
    **{f"troop cut {how}": {Event.TROOP_CUT} for how in ("reported", "announced", "ordered", "under review")},
    "more troops announced": {Event.TROOP_CUT, Event.STATEMENT, Event.OTHER},
    "troop cut halted": {Event.TROOP_CUT, Event.STATEMENT, Event.OTHER},
}
BY_EVENT |= {OUTCOMES[one]: set(Event) - NO_NEWS for one in (Outcome.NOW, Outcome.SEEN)}
ENDS = {EXPIRED, "ends", "agreement ends", "expired"}
"""That an agreement ends is told by its own sentence, which desk's tests find in the report."""


LAST = "last agreement"
"""One that was in force and ran out."""


def _states_told(one: Article) -> set[str]:
    """The words for the state that a report tells, and for the step beyond that its headline tells as well."""
    event = state_told_by(one)
    if event is None:
        return set()
    found = {STATES[event]} | ({AGREED} if event is Event.AGREEMENT_IN_PRINCIPLE else set())
    if event is Event.IN_FORCE or (
        event is Event.RATIFIED and headline_tells(Event.IN_FORCE, one, topic().vocabulary.cues)
    ):
        found |= {STATES[Event.IN_FORCE], LAST}
    return found


Printed = defaultdict[str, list[LedgerRow]]
"""Rows of the ledger by their figure in print."""


def _printed(rows: Iterable[LedgerRow]) -> Printed:
    found: Printed = defaultdict(list)
    for row in rows:
        found[sized_row(row)].append(row)
    return found


class Record:
    """The reports that answers are made of, and the ledger that they make."""

    def __init__(self, articles: Sequence[Article], edited: Mapping[int, Sequence[Version]] | None = None) -> None:
        self._by_url: defaultdict[str, list[Article]] = defaultdict(list)
        for one in articles:
            self._by_url[one.url].append(one)
        self._articles = {one.id: one for one in articles}
        self._changes = {one: {version.change for version in those} for one, those in (edited or {}).items()}
        self.rows = ledger(articles, topic().baseline, rates().convert)
        self._printed = _printed(self.rows)

    def unsourced(self, message: Rendered, *, rows: Iterable[LedgerRow] = (), figures_open: bool = True) -> list[str]:
        """What is wrong with an answer, in words; its figures are of the ledger, or of ``rows`` of a story's reports.

        Alerts are of one report, whose figures need no links of their own.
        """
        known = _printed(rows)
        figures = [line for line in FIGURE.findall(message.html) if not self._is_quoted(line)]
        wrong = [f"{line} opens to nothing" for line in figures if figures_open]
        for url, inner in LINK.findall(message.html):
            words = tidy(unescape(re.sub("<[^>]+>", "", inner)))
            if not self._opens(words, unescape(url), known):
                wrong.append(f"“{words}” is not in {unescape(url)}")
        return wrong

    def placed(self, sources: Iterable[Source]) -> Iterator[bool]:
        """Of each whether its figure stands in its report where it says."""
        for source in sources:
            one = self._articles[source.article_id or 0]
            passage, start = one.title if source.where == "title" else one.text, source.start or 0
            yield bool(source.surface) and passage[start : start + len(source.surface)] == source.surface

    def _is_quoted(self, line: str) -> bool:
        """Whether it is a sentence in quotation marks that a report has word for word; it may begin with a year."""
        words = tidy(unescape(re.sub("<[^>]+>", "", line))).removeprefix("• ")
        said = words.strip("“”… ")
        return words[:1] == "“" and any(said in tidy(f"{one.title}\n{one.text}") for one in self._articles.values())

    def _opens(self, words: str, url: str, rows: Printed) -> bool:
        if url == topic().baseline.url:
            return words in _baseline()
        return any(self._has(one, words) or self._tells(one, words, rows) for one in self._by_url.get(url, ()))

    @staticmethod
    def _has(one: Article, words: str) -> bool:
        """A sentence or a headline word for word, as far as it is shown; or the outlet's name."""
        said = words.strip("“”").removesuffix("…")
        return said in tidy(one.title) or said in tidy(one.text) or words.removesuffix("…") in tidy(one.outlet)

    def _tells(self, one: Article, words: str, rows: Printed) -> bool:
        state = re.sub(r"(,| in) round \d+$|(?: for)(?: fiscal)? \d{4}(?:–\d{4})?", "", words)
        if state in {*STATES.values(), AGREED, LAST}:
            return state in _states_told(one)
        if any(words == day(ahead.last) for ahead in upcoming_dates_in(one) if ahead.occasion is Occasion.EXPIRY):
            return True
        if words in self._changes.get(one.id, ()):
            return True
        if words in BY_EVENT:
            return one.reading.event in BY_EVENT[words]
        if words.rpartition(" ")[2] in {"denied", "corrected"}:
            stated = any(figure.stance is Stance.DENIED for figure in one.reading.figures)
            return stated or denies(one.title) or corrects(one.title, one.text)
        return words in ENDS or any(self._is_in(row, one) for row in (*rows[words], *self._printed[words]))

    def _is_in(self, row: LedgerRow, one: Article) -> bool:
        there = [source for source in (*row.sources, row.first_stated) if source and source.article_id == one.id]
        return any(self.placed(there))


@cache
def _baseline() -> str:
    """What is said of the baseline, whose text is our own."""
    baseline = topic().baseline
    sentences = {baseline_sentence(baseline, [f for f in baseline.figures if f.track == t]) for t in ("KR", "JP")}
    return "\n".join([*sentences, baseline.title, baseline.outlet, baseline.text])
