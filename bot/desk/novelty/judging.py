"""All that is new in a report, and the level that follows: what rings, what only counts, and whom it answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.desk.states import Cues
from bot.desk.wording import listed
from bot.model import (
    AheadDay,
    Article,
    Background,
    Baseline,
    Convert,
    Entry,
    Event,
    Level,
    Reading,
    StorySketch,
)

from . import figures, turns
from .findings import STORY, Finding, New

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


@dataclass(frozen=True, slots=True)
class Verdict:
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
        return listed([one.words for one in self.findings])


def _no_rate(amount: float, source: str, target: str, on: date) -> float | None:
    return amount if source == target else None


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges reports of one topic."""

    baseline: Baseline | None = None
    convert: Convert = _no_rate
    cues: Cues | None = None
    """Event -> language -> the words that a headline has for it."""

    def judge(
        self,
        entry: Entry,
        reading: Reading,
        published: datetime,
        story: StorySketch | None,
        around: Sequence[StorySketch],
        known: Background,
        outlet: str = "",
    ) -> Verdict:
        """The report against its story (None where it begins one), those ``around``, the archive and the baseline."""
        article = Article(
            0, None, 0, entry.link, entry.outlet or outlet, reading.language, entry.title, entry.text, published,
            published, reading,
        )  # fmt: skip
        cues: Mapping[str, Mapping[str, Sequence[str]]] = self.cues or {}
        answered = turns.answered(article, story, around, cues)
        corrected = turns.correction(article)
        denied = turns.denial(article, cues)
        ahead, dates = turns.dates(article, known)
        turn = None if denied else turns.event(article, story, around, cues)
        sums = figures.found_in(reading, story, known, self.baseline, self.convert, published.date())
        if denied or corrected:
            sums = [one for one in sums if one.new is not New.RECORD]
        odds = [] if corrected else figures.contradictions(reading, story)
        single = [turn, denied, corrected, turns.confirmation(article, story)]
        findings = [*(one for one in single if one is not None), *odds, *sums, *dates]
        findings.sort(key=lambda one: (_LOUDER.index(one.level), list(New).index(one.new)))
        if corrected and story is not None and story.alerted:
            answered = story
        return Verdict(_level(findings, story, reading, entry.title), tuple(findings), answered, ahead)


_LOUDER = list(Level)


def _level(findings: Sequence[Finding], story: StorySketch | None, reading: Reading, title: str) -> Level:
    if findings and findings[0].level is not Level.ECHO:
        return findings[0].level
    if story is not None:
        return Level.ECHO
    return Level.BACKGROUND if reading.event in NO_NEWS and _BACKGROUND.search(title) else Level.MATERIAL


def ringing(verdict: Verdict, story: StorySketch | None, published: datetime) -> str:
    """What a report rings for; "" where it does not ring.

    A story rings once, by its first report or the latest one of a story that nobody was told of, and again for what is
    critical, or for a new position in a headline. What answers a story goes to whoever had its alert, and rings no more
    than that.
    """
    first = story is None or (not story.alerted and published > story.last_published)
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
