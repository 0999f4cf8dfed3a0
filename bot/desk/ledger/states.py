"""How far talks are, as far as reports bear it out: a single report may be wrong, or be read wrongly.

A state holds where two outlets tell it in one story, or where one does in its headline's own words; then it is said to
be by one report. A headline that denies (``nothing settled``), that tells what is only wished for or near (``proposes
to extend``), or that is about the wages of base workers alone, tells no state. What as many outlets deny as told it
holds no longer. Initialling a text settles it and signs nothing. A deal is one in principle where a headline of its
story says so; told again without, its terms are there, and it is agreed.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from operator import attrgetter

from msgspec import Struct

from bot.desk.ledger.denials import denies_by_name, denies_deal, words_of
from bot.desk.ledger.gist import ArticleOrGist, round_in
from bot.desk.ledger.rows import Source, source
from bot.model import Article, Event
from bot.phrases.context import STOPPED
from bot.reading.dates.upcoming import tells_end_today

STATES = {event: event.traits.state for event in Event if event.traits.state}
"""In the order in which a deal comes about."""
EXPIRED = "agreement expired"
AGREED = "agreed"
"""What a deal is that no headline calls one in principle: an alliance's, or one whose terms are told."""
DONE = frozenset(event for event in Event if event.traits.stage == "deal")
"""What a headline can deny, or tell to be near."""
BINDING = frozenset({Event.RATIFIED, Event.IN_FORCE})
SITTING = frozenset(event for event in Event if event.traits.stage == "talks")
ONE_DEAL = timedelta(days=365)
"""How long after a deal a report of one may still look back at it."""
DENIED_WITHIN = timedelta(days=10)
"""How long after a report its denial is one."""

Cues = Mapping[str, Mapping[str, Sequence[str]]]
"""Event -> language -> the words that speak for it; a ``*`` stands for any ending, or alone for a word."""

_WISHED = words_of(
    "poswhnclmearu제검임전외提検間見委",
    r"\b(?:propos\w+|reviews?|under review|prüf\w+"
    r"|offers?|seeks?|wants?|hopes?|near(?:s|ing)?|close to|on the verge|likely|may|might|could|expected"
    r"|considers?|weighs?|mulls?|aims?|committee|panel|erwägt|hofft|will|Ausschuss)\b|제안|검토|임박|전망|외통위|提案|検討"
    r"|間近|見通し|委員会",
)
"""A deal that is near is not a deal, and a committee is no parliament."""
_NEAR_TITLE = re.compile(
    r"\b(?:set|poised|expected|likely|about) to\b|\b(?:close to|near(?:s|ing)?|on the verge of|brink of)\b"
    r"|\bkurz vor\b|\bsteht bevor\b|임박|전망|見通し|方向で調整|方針",
    re.IGNORECASE,
)
_NEAR_TEXT = re.compile(
    r"\b(?:close to|near(?:ing)?|on the verge of|(?:poised|about) to (?:reach|strike|sign))\b.{0,20}"
    r"\b(?:deal|agreement|accord|pact)\b|\bkurz vor (?:einer|dem)\b|합의.{0,12}(?:임박|전망)"
    r"|合意.{0,12}(?:見通し|近い)",
    re.IGNORECASE,
)
_WAGES = words_of(
    "weslfb근직인従",
    r"\b(?:workers?|employees|staff|furloughed|labou?r|wages|Beschäftigte\w*)\b|근로자|직원|인건비|従業員",
)
_UPCOMING = words_of(
    "puabn준앞準",
    r"\b(?:prepar\w+|upcoming|ahead of|before talks|names?|appoints?)\b|준비|앞두고|準備",
)
_HALTED = re.compile(STOPPED, re.IGNORECASE)
UNTOLD = frozenset({Event.OTHER, Event.STATEMENT})
"""What a report of a halt may be read as, as no event is one."""
_BEGINNING = 1500
"""Characters of a text that tell its news."""
_when = attrgetter("published")
_INITIALS = re.compile(r"\binitial(?:s|ed|led|ing|ling)?\b|가서명|仮署名|paraphier", re.IGNORECASE)
_IN_PRINCIPLE = words_of(
    "pitbfgvw원잠가原大基実暫仮",
    r"\b(?:in principle|tentative(?:ly)?|preliminary|provisional(?:ly)?|broad(?:ly)?|framework"
    r"|initial(?:s|ed|led|ing|ling)?|grundsätzlich\w*|vorläufig\w*|vorab|weitgehend\w*|paraphier\w*)\b|원칙적|잠정|가서명|原則|大筋|基本合意|実質合意|暫定|仮署名",
)
"""A deal of which a signature or terms are outstanding."""


class State(Struct, frozen=True):
    event: Event | None
    """None where an agreement ran out, which is no event of a report."""
    words: str
    """``agreed in principle``, ``agreed``."""
    source: Source
    """The first report of the story that tells it; of its first day one in English, which the answers are in."""
    outlets: int
    """That tell it in that story; 1 is what one report says."""
    since: date
    """The day of that report; of an agreement that ran out, its last day."""
    round: int | None = None
    """Of the talks, where they sit and its reports number it."""
    term: str = ""
    """The years that the agreement is for: ``2026–2030``, ``fiscal 2022–2026``; "" where they are not told."""

    @property
    def said(self) -> str:
        """``talks broken off in round 3``, ``agreement for 2026–2030 in force``, ``agreed for 2026–2030``."""
        if self.term:
            what, agreement, became = self.words.partition("agreement")
            return f"{what}{agreement} for {self.term}{became}"
        if self.round is None:
            return self.words
        return f"{self.words}{' in' if self.event is Event.TALKS_BREAK_OFF else ','} round {self.round}"


TimedState = tuple[datetime, State]
"""A state with the time when it was first told."""


def newest_state(held: Iterable[TimedState]) -> State | None:
    """The state told last; of those told at one time the one that several outlets tell, then the farthest step."""
    course = sorted(held, key=lambda one: (one[0], one[1].outlets > 1, _step(one[1]), one[1].source.article_id or 0))
    if not course:
        return None
    when, last = course[-1]
    if last.event in DONE:
        # A report that looks back makes no new deal, and an agreed one is none in principle any more.
        for then, earlier in reversed(course):
            if earlier.event is not last.event or when - then > ONE_DEAL:
                break
            if last.words == AGREED != earlier.words:
                break
            last = earlier if earlier.outlets > 1 else last
    return last


def last_deal_day(those: Iterable[TimedState]) -> date | None:
    """The day of the last deal that two outlets at the least report: what was asked before it is answered.

    That is when it is reached; signing and ratifying come later, and answer nothing that was asked meanwhile.
    """
    held = [state for _, state in those if state.event in DONE and state.outlets > 1]
    reached = [state for state in held if state.event is Event.AGREEMENT_IN_PRINCIPLE]
    return max((state.source.date for state in reached or held), default=None)


def timed_states(articles: Sequence[ArticleOrGist], cues: Cues) -> list[TimedState]:
    """The states of every story of one track that has any, without those that were denied."""
    stories: defaultdict[int, list[tuple[Event, ArticleOrGist]]] = defaultdict(list)
    for article in articles:
        event = state_told_by(article)
        if event is not None:
            stories[article.story_id].append((_farthest(event, article, cues), article))
    held = [one for told in stories.values() for one in _held(told, cues)]
    if not any(state.event in DONE for _, state in held):
        return held
    denying = sorted((article for article in articles if denies_deal(article.title)), key=_when)
    return [one for one in held if not _is_denied(one, denying, cues)]


def state_told_by(article: ArticleOrGist) -> Event | None:
    """The state that a report tells by itself, if any."""
    event, title = article.reading.event, article.title
    if event is Event.SIGNED and is_initialled(title):
        event = Event.AGREEMENT_IN_PRINCIPLE
    if event not in STATES:
        return None
    if event in DONE and (denies_deal(title) or _is_undone(title)):
        return None
    if event in SITTING and event is not Event.TALKS_BREAK_OFF and _is_upcoming(title):
        return None
    return event


def _farthest(event: Event, article: ArticleOrGist, cues: Cues) -> Event:
    """``ratified, in force the same day`` tells the entry into force as well, which is the step beyond."""
    if event is Event.RATIFIED and not is_near(article.title, "") and headline_tells(Event.IN_FORCE, article, cues):
        return Event.IN_FORCE
    return event


@lru_cache(maxsize=8192)
def _is_undone(title: str) -> bool:
    return any(words.search(title) for words in (_WISHED, _WAGES))


@lru_cache(maxsize=8192)
def _is_upcoming(title: str) -> bool:
    return _UPCOMING.search(title) is not None


def is_initialled(title: str) -> bool:
    """Whether a headline tells that a text is initialled."""
    return _INITIALS.search(title) is not None


def is_wished(title: str) -> bool:
    """Whether a headline tells what is weighed, near or proposed."""
    return _WISHED.search(title) is not None


def is_near(title: str, lead: str) -> bool:
    """Whether a headline or the first sentence of a text tells that a deal is near, and not there."""
    return _NEAR_TITLE.search(title) is not None or _NEAR_TEXT.search(lead) is not None


@lru_cache(maxsize=8192)
def is_halted(title: str) -> bool:
    """Whether a headline tells that something is stopped or put on hold."""
    return _HALTED.search(title) is not None


def ends_now(article: Article) -> bool:
    """Whether its headline or first sentences tell that an agreement runs out that day."""
    return tells_end_today(f"{article.title}\n{article.text[:_BEGINNING]}", article.reading.language)


def tells_halt(article: ArticleOrGist) -> bool:
    """Whether a headline tells that something is halted, of a report that has no event of its own."""
    return article.reading.event in UNTOLD and is_halted(article.title)


def _held(reports: Iterable[tuple[Event, ArticleOrGist]], cues: Cues) -> list[TimedState]:
    """What most outlets of a story tell, of equals the later; and what two at the least tell after that."""
    told: defaultdict[Event, list[ArticleOrGist]] = defaultdict(list)
    for event, article in reports:
        told[event].append(article)
    found = [_state(event, those) for event, those in told.items() if _bears_out(event, those, cues)]
    most = max(found, key=lambda one: (one[1].outlets, one[0], _step(one[1])), default=None)
    if most is None:
        return []
    return [one for one in found if one is most or (one[1].outlets > 1 and one[0] > most[0])]


def _bears_out(event: Event, articles: Sequence[ArticleOrGist], cues: Cues) -> bool:
    outlets = {article.outlet for article in articles}
    return len(outlets) > 1 or any(headline_tells(event, article, cues) for article in articles)


def _state(event: Event, articles: Sequence[ArticleOrGist]) -> TimedState:
    first = min(articles, key=lambda one: (one.published.date(), one.language != "en", one.published, one.id))
    rounds = Counter(number for one in articles if (number := round_in(one)) is not None)
    number = max(rounds, key=lambda one: (rounds[one], one), default=None) if event in SITTING else None
    outlets = len({article.outlet for article in articles})
    return first.published, State(
        event, _words(event, articles), source(first), outlets, first.published.date(), number
    )


def _words(event: Event, articles: Iterable[ArticleOrGist]) -> str:
    if event is Event.AGREEMENT_IN_PRINCIPLE and not any(_IN_PRINCIPLE.search(one.title) for one in articles):
        return AGREED
    return STATES[event]


def _step(state: State) -> int:
    return list(STATES).index(state.event) if state.event is not None else len(STATES)


def _is_denied(held: TimedState, articles: Sequence[ArticleOrGist], cues: Cues) -> bool:
    """Whether as many outlets deny a deal, in their headlines, as told of it; of those that deny one, oldest first."""
    when, state = held
    if state.event not in DONE:
        return False
    until = when + DENIED_WITHIN
    deniers = {
        article.outlet
        for article in articles[bisect_left(articles, when, key=_when) : bisect_right(articles, until, key=_when)]
        if headline_tells(state.event, article, cues) or denies_by_name(article.title)
    }
    return len(deniers) >= state.outlets


def denied_deal(article: ArticleOrGist, cues: Cues) -> Event | None:
    """The deal, signature or ratification that a headline says not to be."""
    if not denies_deal(article.title):
        return None
    found = next((one for one in STATES if one in DONE and headline_tells(one, article, cues)), None)
    return Event.AGREEMENT_IN_PRINCIPLE if found is None and denies_by_name(article.title) else found


def headline_tells(event: Event, article: ArticleOrGist, cues: Cues) -> bool:
    terms = cues.get(event.value, {}).get(article.language, ())
    title = article.title.lower()
    return any(_stem(term) in title and _pattern(term).search(article.title) for term in terms)


@cache
def _stem(term: str) -> str:
    """The longest word of a term in lower case; most headlines lack it, which is found in a tenth of the time."""
    return max(re.split(r"[*\s]+", term), key=len).lower()


@cache
def _pattern(term: str) -> re.Pattern[str]:
    """Compiles a term; whole words match in scripts with spaces, any place in others."""
    words = [r"\S+" if word == "*" else re.escape(word).replace(r"\*", r"\w*") for word in term.split()]
    edge = r"\b" if term[:1].isascii() else ""
    end = r"\b" if term[-1:].isascii() and term[-1:].isalnum() else ""
    return re.compile(edge + r"\s+".join(words) + end, re.IGNORECASE)
