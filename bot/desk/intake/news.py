"""What a document's entries come to: each gets its story, and whether it rings, and for what.

What rings: an entry on the topic that begins a story, or takes on one that nobody was told of, where it tells of a turn
or a new sum. Once for a story, and again for a turn of it; see ``novelty``. A first poll fills the archive and rings
nobody. How old an entry is by the calendar silences nothing: what a feed newly carries is new to subscribers, and a
replay plays old reports on purpose.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.intake import article_edits, stories, upkeep
from bot.desk.intake.cadence import Pace
from bot.desk.intake.decide import own_guids, publication_time, unknown_entries
from bot.desk.intake.novelty import Judge, Verdict, ringing
from bot.desk.intake.novelty.findings import DENIED
from bot.model import Entry, Feed, Level, NewArticle, Plan, Polled, PollFacts, Reading, StorySketch
from bot.phrases.wording import count


class Bench(Struct, frozen=True):
    """What the entries of a poll are decided with."""

    facts: PollFacts
    rarity: stories.Rarity | None
    judge: Judge

    @property
    def silent(self) -> bool:
        """Whether it is the feed's first poll, which rings nobody."""
        return not self.facts.feed.polled_once


def held_against(facts: PollFacts, now: datetime) -> tuple[datetime, list[tuple[Reading, date]]]:
    """How far back stories matter to the new entries, and their readings, each with the day whose exchange rates
    count for it."""
    days = {name: publication_time(entry, now).date() for entry in facts.entries for name in (entry.link, entry.guid)}
    readings = [(reading, days.get(guid, now.date())) for guid, reading in facts.readings.items()]
    return stories.horizon(facts.new, now), readings


def polled(facts: PollFacts, outcome: Polled, now: datetime, pace: Pace, bench: Bench) -> Plan:
    """The plan for a poll that brought a document."""
    entries = own_guids(outcome.entries)
    unread = [
        (entry, facts.readings[entry.guid])
        for entry in unknown_entries((entry for entry in entries if entry.guid in facts.readings), (), ())
    ]
    articles = _articles(unread, now, bench)
    articles = tuple(_with_source(article, outcome, facts) for article in articles)
    edits = tuple(map(article_edits.edit, facts.edited))
    old = [entry for entry in entries if entry.guid not in facts.readings]
    known = tuple(dict.fromkeys(entry.guid for entry in old))
    times = Counter(entry.link for entry in entries)
    links = tuple(entry.link for entry in old if entry.link and times[entry.link] == 1)
    holds = tuple((domain, now + timedelta(seconds=seconds)) for domain, seconds in outcome.holds)
    if outcome.pushed:
        return Plan(upkeep.pushed(facts.feed, len(articles)), articles, known, links, holds, edits=edits)
    before = replace(facts.feed, hints=replace(outcome.hints, ttl=outcome.freshness.ttl))
    # The hub should have told of them; until it does tell of something it is not relied on.
    missed = bool(articles) and before.push_until is not None
    if missed:
        before = replace(before, push_until=None)
    if _has_gap(facts.feed, entries, known):
        before = replace(before, gaps=before.gaps + 1, last_gap=now)
    dates = [entry.published for entry in entries if entry.published is not None]
    feed = replace(
        upkeep.healthy(before, outcome.freshness, now, pace, dates),
        validators=outcome.validators,
        body_hash=outcome.body_hash,
        polled_once=True,
        title=outcome.title or facts.feed.title,
        new_items=len(articles),
        last_error=upkeep.bad_entries(outcome),
        hub_missed=missed,
    )
    feed = upkeep.heard(before, feed, now, news=bool(articles), dates=dates)
    return Plan(upkeep.led(facts.feed, feed, outcome.moved_to), articles, known, links, holds, edits=edits)


def _has_gap(feed: Feed, entries: Sequence[Entry], known: Sequence[str]) -> bool:
    """Nothing in the document is known, though there was something before: items in between were probably missed.

    A feed of a single item always looks like that.
    """
    return feed.polled_once and feed.items > 0 and len(entries) > 1 and not known


def _articles(unread: Sequence[tuple[Entry, Reading]], now: datetime, bench: Bench) -> tuple[NewArticle, ...]:
    """Every entry once, the oldest first, so that the first report of a story is the one that rings."""
    shelf = {story.id: story for story in bench.facts.stories}
    told = [(publication_time(entry, now), entry, reading) for entry, reading in unread]
    return tuple(
        _article(entry, reading, published, shelf, bench)
        for published, entry, reading in sorted(told, key=lambda one: one[0])
    )


def _article(
    entry: Entry, reading: Reading, published: datetime, shelf: dict[int, StorySketch], bench: Bench
) -> NewArticle:
    """Decides one entry, and puts it on the shelf for the next. Stories that the plan begins have numbers below 0."""
    if not reading.relevance.on_topic:
        why = f"off the topic (score {reading.relevance.score:g})"
        return NewArticle(entry, reading, published, story_id=None, why=why)
    story, sign, new = _placed(entry, reading, published, shelf, bench)
    new = _told(new, story, sign, shelf, bench)
    grown = stories.grow(story, entry, reading, published, rang=new.ring)
    signs = grown.rang | ({new.rings_for} - {""}) | ({DENIED} if new.answers == story.id else set())
    outlets = grown.outlets | {entry.outlet or bench.facts.feed.outlet}
    shelf[story.id] = replace(grown, rang=signs, outlets=outlets)
    return new


def _placed(
    entry: Entry, reading: Reading, published: datetime, shelf: dict[int, StorySketch], bench: Bench
) -> tuple[StorySketch, str | None, NewArticle]:
    """The story that an entry joins, and by what sign, or the one that it begins, with what it takes along."""
    joined = stories.join(entry, reading, published, shelf.values(), bench.rarity)
    new = NewArticle(entry, reading, published, story_id=None)
    takes = _taken(joined) if joined is not None else ()
    if joined is not None and not takes:
        there = joined.story.id
        return joined.story, joined.why, replace(new, story_id=there) if there >= 0 else replace(new, opens=-1 - there)
    begun = stories.new_story(_next_number(shelf), entry, reading, published)
    new = replace(new, opens=-1 - begun.id)
    if joined is not None:
        shelf[joined.story.id], begun = stories.part_story(joined.story, joined.leaving, begun)
        new = replace(new, takes=takes, takes_from=joined.story.id)
    return begun, None, new


def _taken(joined: stories.Joined) -> tuple[int, ...]:
    """The articles that leave their story for that of a new report; none where one of them is not kept yet."""
    left = [joined.story.reports[place].article for place in joined.leaving]
    kept = tuple(article for article in left if article is not None)
    return kept if len(kept) == len(left) else ()


def _told(
    new: NewArticle, story: StorySketch, sign: str | None, shelf: dict[int, StorySketch], bench: Bench
) -> NewArticle:
    """Whether it rings, for what, whom it answers, and why; ``sign`` is why it joins, None where it opens one."""
    facts, known = bench.facts, story if sign is not None else None
    verdict = bench.judge.judge(
        new.entry,
        new.reading,
        new.published,
        known,
        tuple(shelf.values()),
        facts.background,
        facts.feed.outlet,
        bench.rarity,
    )
    if bench.silent:
        why = "the feed's first poll" + (f"; belongs to {_name(story)}: {sign}" if sign else "")
        return replace(new, ahead=verdict.ahead, why=why)
    rings_for = ringing(verdict, known, new.published)
    if verdict.answers is not None:
        answered = verdict.answers
        shelf[answered.id] = replace(answered, rang=answered.rang | {DENIED})
    return replace(
        new,
        ring=bool(rings_for),
        level=verdict.level,
        rings_for=rings_for,
        answers=verdict.answers.id if verdict.answers else None,
        ahead=verdict.ahead,
        why=_why(verdict, story, sign, new.published, rings=bool(rings_for)),
    )


def _with_source(article: NewArticle, outcome: Polled, facts: PollFacts) -> NewArticle:
    """The article with what was read of it, which explains what its figures are, beside why it rings, and with the
    chats' own queries that it answers."""
    entry, read = article.entry, outcome.read.get(article.entry.link, "")
    why = f"{article.why}; {read}" if read else article.why
    return replace(
        article,
        why=why,
        stamp=facts.stamps.get(entry.guid, ""),
        paged=entry.link in outcome.feed_texts,
        watches=facts.watched.get(entry.guid, ()),
    )


def _next_number(shelf: dict[int, StorySketch]) -> int:
    return min(0, *shelf, 0) - 1


def _name(story: StorySketch) -> str:
    return f"story {story.id}" if story.id >= 0 else f"«{story.title}» in the same poll"


def _why(verdict: Verdict, story: StorySketch, sign: str | None, published: datetime, *, rings: bool) -> str:
    """Says why the article rang or did not, for /why."""
    found = verdict.words
    if sign is None:
        level = "" if verdict.level is Level.MATERIAL else f", {verdict.level}"
        told = found or ("nothing is new in it" if not rings else "")
        begun = (
            f"a new story, with {count(len(story.reports), 'report')} of another one"
            if story.reports
            else "a new story"
        )
        return f"{begun}{level}" + (f": {told}" if told else "")
    if not story.alerted and rings:
        why = f"the latest of {_name(story)}, which had rung for nobody: {sign}"
    elif rings:
        why = f"{verdict.level} within {_name(story)}, which has rung: {sign}"
    elif verdict.answers is not None:
        why = f"a reply to the alerts of {_name(verdict.answers)}: {sign}"
    else:
        why = f"{'echo of' if verdict.level is Level.ECHO else 'adds to'} {_name(story)}: {sign}"
    if not found:
        return why
    return f"{why}; new in it: {found}" + ("" if rings or verdict.answers else ", and a story rings once")
