"""All that is new in a report, and the level that follows: what rings, what only counts, and whom it answers."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.intake.novelty import figures, turns
from bot.desk.intake.novelty.findings import STORY, Finding, New
from bot.desk.intake.novelty.newness import newness
from bot.desk.intake.stories import Rarity
from bot.desk.intake.stories.weights import VAGUE
from bot.desk.ledger.denials import corrects
from bot.desk.ledger.states import Cues, ends_now, headline_tells, is_wished, tells_halt
from bot.model import (
    AheadDay,
    Article,
    Background,
    Baseline,
    Convert,
    Entry,
    Event,
    Kind,
    Level,
    Reading,
    Role,
    Stance,
    StorySketch,
)
from bot.phrases.context import troops_in
from bot.phrases.wording import list_in_words
from bot.reading import fingerprint
from bot.reading.text import sentences

FOLLOW_UPS = 2
"""New positions that a story rings for after its alert; the rest shows in the message that went out."""
NO_NEWS = frozenset({Event.ANALYSIS, Event.NONE})
_BACKGROUND = re.compile(
    r"\b(?:explain(?:er|ed)|factbox|backgrounder|what to know|what you need to know|q ?& ?a|opinion"
    r"|editorial|op-ed|column|hintergrund|erklärt|fragen und antworten|kommentar|leitartikel)\b"
    r"|\[?(?:해설|사설|칼럼|기고|일지)\]?|解説|社説|コラム|論説",
    re.IGNORECASE,
)
"""A headline that says its report to be no news."""
OLD = 0.25
"""Of a report's wording: what has less that is new than that only tells again what one report or another has told."""
NEWS = frozenset(set(New) - {New.EVENT, New.DENIAL, New.DATE, New.CONFIRMATION})
"""What is told at once for itself."""
POSITIONS = frozenset({Role.DEMANDED, Role.OFFERED})
"""What is news in any sentence of a report."""
LEAD = 4
"""Sentences of a text in which its news is told."""


class Verdict(Struct, frozen=True):
    """What is new, how loudly it is told, and why."""

    level: Level
    findings: tuple[Finding, ...]
    answers: StorySketch | None = None
    """The story whose readers are to hear of it, because it denies or corrects what they were told."""
    ahead: tuple[AheadDay, ...] = ()

    @property
    def sign(self) -> str:
        """What it rings for within a story that has rung; "" where nothing in it does."""
        return next((one.sign for one in self.findings if one.sign), "")

    @property
    def words(self) -> str:
        """What is new, or ""."""
        return list_in_words([one.words for one in self.findings])


def _no_rate(amount: float, source: str, target: str, on: date) -> float | None:
    return amount if source == target else None


class Judge(Struct, frozen=True):
    """Judges reports of one topic."""

    baseline: Baseline | None = None
    convert: Convert = _no_rate
    cues: Cues | None = None
    """Event -> language -> the words that a headline has for it."""
    reads_context: bool = True
    """Whether readings tell events and roles, as ``Reader.reads_context`` says; else anything may be news."""

    def judge(
        self,
        entry: Entry,
        reading: Reading,
        published: datetime,
        story: StorySketch | None,
        around: Sequence[StorySketch],
        known: Background,
        outlet: str = "",
        rarity: Rarity | None = None,
    ) -> Verdict:
        """The report against its story (None where it begins one), those ``around``, the archive and the baseline."""
        article = Article(
            0, None, 0, entry.link, entry.outlet or outlet, reading.language, entry.title, entry.text, published,
            published, reading,
        )  # fmt: skip
        ahead, dates = turns.dates(article, known)
        findings = [*self._events(article, story, around), *self._sums(article, story, known), *dates]
        findings.sort(key=lambda one: (_LOUDER.index(one.level), _ORDER.index(one.new)))
        level, answers = _level(findings, story), self._answered(article, story, around)
        would_ring = level is not Level.CRITICAL and (story is None or not story.alerted)
        if would_ring and answers is None and self._can_wait(article, findings, story, around, known, rarity):
            level = Level.BACKGROUND
        return Verdict(level, tuple(findings), answers, ahead)

    def _can_wait(
        self,
        article: Article,
        findings: Sequence[Finding],
        story: StorySketch | None,
        around: Sequence[StorySketch],
        known: Background,
        rarity: Rarity | None,
    ) -> bool:
        """Whether it has no news for an alert of its own: background, a preview, or a statement without a new sum."""
        if not findings and _is_background(article, around, rarity):
            return True
        if not self.reads_context:
            return False
        new = {one.new for one in findings}
        if article.reading.event in VAGUE:
            # Of a statement or an opinion the sums of deals further down are what everybody has known for long.
            new = {one.new for one in self._sums(_without_background(article), story, known)}
        if not new.isdisjoint(NEWS) or self._moves_troops(article) or ends_now(article):
            return False
        if New.EVENT in new:
            return turns.is_preview(article) or turns.is_same_sitting(article, around)
        return article.reading.event in VAGUE

    def _moves_troops(self, article: Article) -> bool:
        """Whether its headline tells that soldiers come, or that none are to leave: no event of a report is that."""
        if tells_halt(article) and headline_tells(Event.TROOP_CUT, article, self._cues):
            return True
        troops = [one for one in article.reading.figures if one.kind is Kind.TROOPS]
        in_title = [one for one in troops if one.where == "title" or one.surface in article.title]
        is_moved = (one.stance is Stance.DENIED or troops_in(article, one) not in _STAYING for one in in_title)
        return not is_wished(article.title) and any(is_moved)

    def _events(self, article: Article, story: StorySketch | None, around: Sequence[StorySketch]) -> list[Finding]:
        denial = turns.denial(article, self._cues)
        event = None if denial else turns.event(article, story, around, self._cues)
        found = (event, denial, turns.correction(article), turns.confirmation(article, story))
        return [one for one in found if one is not None]

    def _sums(self, article: Article, story: StorySketch | None, known: Background) -> list[Finding]:
        """Of a denial or a correction no record and no contradiction: it tells of sums to take them back."""
        on = article.published.date()
        sums = figures.figure_findings(article.reading, story, known, self.baseline, self.convert, on)
        if corrects(article.title, article.text) or turns.denial(article, self._cues):
            return [one for one in sums if one.new is not New.RECORD]
        return [*figures.contradictions(article.reading, story), *sums]

    def _answered(
        self, article: Article, story: StorySketch | None, around: Sequence[StorySketch]
    ) -> StorySketch | None:
        if story is not None and story.alerted and corrects(article.title, article.text):
            return story
        return turns.answered(article, story, around, self._cues)

    @property
    def _cues(self) -> Cues:
        return self.cues or {}


_STAYING = frozenset({"", "stationed"})
"""Of soldiers: they neither come nor go."""
_LOUDER, _ORDER = list(Level), list(New)


def _level(findings: Sequence[Finding], story: StorySketch | None) -> Level:
    if findings and findings[0].level is not Level.ECHO:
        return findings[0].level
    return Level.ECHO if story is not None else Level.MATERIAL


def _without_background(article: Article) -> Article:
    """The article without what its text tells of as agreed, paid or planned behind its first sentences.

    A figure whose role is unclear has its likeliest one here: it is no news by itself, but its report may be.
    """
    ends = [end for _, end in sentences(article.text)]
    end = ends[LEAD - 1] if len(ends) > LEAD else len(article.text) + 1
    figures = [replace(one, role=one.likely or one.role) for one in article.reading.figures]
    kept = [one for one in figures if one.where == "title" or one.start < end or one.role in POSITIONS]
    return replace(article, reading=replace(article.reading, figures=tuple(kept)))


def _is_background(article: Article, around: Iterable[StorySketch], rarity: Rarity | None) -> bool:
    """By its headline, or because its wording is known; of a report that tells of no event."""
    if article.reading.event not in NO_NEWS:
        return False
    if _BACKGROUND.search(article.title):
        return True
    told = [report.words for one in around for report in one.reports]
    lead = [fingerprint(article.text[start:end], "") for start, end in sentences(article.text)[:LEAD]]
    return bool(told) and newness([fingerprint(article.title, ""), *lead], told, rarity or Rarity()) < OLD


def ringing(verdict: Verdict, story: StorySketch | None, published: datetime) -> str:
    """What a report rings for; "" where it does not ring.

    A story rings once, by its first report or, where nobody was told of it, by its latest one (none is dated after it)
    or one that is critical; and again for what is critical, or for a new position in a headline. What answers a story
    goes to whoever had its alert, and rings no more than that.
    """
    is_later = story is not None and (published >= story.last_published or verdict.level is Level.CRITICAL)
    first = story is None or (not story.alerted and is_later)
    if first:
        return "" if verdict.level is Level.BACKGROUND else verdict.sign or STORY
    if story is None or not story.alerted or verdict.answers is not None:
        return ""
    if verdict.level is Level.CRITICAL and verdict.sign not in story.rang:
        return verdict.sign
    if verdict.level is Level.MATERIAL and verdict.sign == "position":
        rung = sum(sign.startswith("position") for sign in story.rang)
        return f"position{rung + 1}" if rung < FOLLOW_UPS else ""
    return ""
