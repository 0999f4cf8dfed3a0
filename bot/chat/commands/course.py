"""The answers about the course of talks: summary, timeline, story, calendar, and what was known on a day.

Each is a value of the desk, for a program that asks, and a message made of it, for a reader.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from msgspec.structs import replace

from bot.chat.commands.button_press import ButtonPress, PressHandler
from bot.chat.commands.command import Families
from bot.chat.commands.ledger import LedgerRows
from bot.chat.delivery.messenger import call_patiently
from bot.chat.languages.lists import listed
from bot.chat.languages.names import track_in_list
from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render import Rendered
from bot.chat.render.answers.calendar import PER_PAGE as DATES_PER_PAGE
from bot.chat.render.answers.calendar import calendar as calendar_message
from bot.chat.render.answers.summary import summary as summary_message
from bot.chat.render.answers.timeline import PER_PAGE as STORIES_PER_PAGE
from bot.chat.render.answers.timeline import story as story_message
from bot.chat.render.answers.timeline import timeline as timeline_message
from bot.chat.render.files.ics import FILE_NAME, ics
from bot.chat.render.paging import CAME_FROM, FILE, STORY
from bot.chat.render.retold.periods import span_label
from bot.chat.topics import in_thread, thread_of
from bot.chat.typed import arguments
from bot.chat.typed.arguments import BadArgument, SummaryWords
from bot.chat.typed.bad_argument import shown
from bot.chat.typed.days import day_in
from bot.chat.typed.pages import checked_page, pages_of, take_page
from bot.chat.typed.periods import Span, take_span
from bot.desk.answers.calendar import CalendarEntry, calendar
from bot.desk.answers.quotes import Texts
from bot.desk.answers.summary import Summary, same_row, summarise, voice_reports_of_period
from bot.desk.answers.timeline import Development, Story, story, timeline
from bot.desk.intake.article_edits import as_of
from bot.desk.ledger.gist import Gist, gist_of
from bot.desk.ledger.past import PastLedger
from bot.desk.ledger.rows import LedgerRow
from bot.desk.ledger.states import STATES
from bot.desk.ledger.tallies import ReportMentions, report_mentions
from bot.model import Article, Event
from bot.reading.topic.tracks import NamedTracks

MOST_ARTICLES, MOST_TURNS = 2000, 1000
"""Reports looked through for an answer, the newest, and older ones of turns; keeps an answer under a second."""
TURNS = frozenset(STATES) | {Event.TROOP_CUT}

EASTERNMOST = timedelta(hours=14)
"""Where a day begins first, before UTC: in Seoul it is tomorrow for nine hours of each day."""

READ_AT_ONCE = 250
"""Whole reports."""

MOST_STORIES = 5
"""Of a track, in a summary."""

CAPTION = "The dates to come, for your calendar. Later files change the same entries."


class CourseAnswers:
    """Each answer from the words that were typed after its command. Methods raise BadArgument."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._archive = self._context.store.archive
        self._topic = self._context.topic
        self._rows = families.of(LedgerRows)
        self._tracks = self._topic.vocabulary.tracks
        self._tracks_named = NamedTracks(self._tracks)

    # --- Summary, today's and a past day's

    def summary(self, words: str, t: Translator = ENGLISH) -> Rendered:
        typed = self._read(words)
        until = self._context.today().date() if self._context.replay else None
        made = self._of_period(typed, with_voices=typed.track is not None)
        return summary_message(made, self._topic, asked=typed, until=until, t=t)

    def the_summary(self, words: str, *, with_voices: bool = True) -> Summary:
        """``with_voices``: with what the sides say and what is denied."""
        return self._of_period(self._read(words), with_voices=with_voices)

    def _of_period(self, typed: SummaryWords, *, with_voices: bool) -> Summary:
        """As things stand, or stood at the end of a period that is over."""
        now = self._context.today()
        then = typed.span.ends(now) if typed.span else now
        if typed.span is None or then >= now:
            return self._summary(typed, now, with_voices=with_voices)
        return replace(self._past(typed, then, with_voices=with_voices), period=typed.span.label)

    def _read(self, words: str, example: str = "/summary 7d") -> SummaryWords:
        """A period and countries. Raises BadArgument, also for a period that is still to come."""
        now = self._context.today()
        typed = arguments.summary_words(words, self._tracks, example, now.date())
        if typed.span is not None and typed.span.begins(now) > now:
            raise self._to_come(typed.span.begins(now).date(), now, example)
        return typed

    def _to_come(self, on: date, now: datetime, example: str) -> BadArgument:
        if self._context.replay:
            return BadArgument(
                "{day} is still to come: the replay has got to {today}.",
                example,
                day=partial(day, on),
                today=partial(day, now),
            )
        return BadArgument("{day} is still to come.", example, day=partial(day, on))

    def asof(self, words: str, t: Translator = ENGLISH) -> Rendered:
        on, typed = self._day(words)
        made = self._past(typed, end_of(on), with_voices=typed.track is not None)
        others = bool(typed.named and made.newest is None and self._gists(end_of(on)))
        return summary_message(made, self._topic, asked=typed, known_on=on, others=others, t=t)

    def the_stand(self, words: str) -> Summary:
        on, typed = self._day(words)
        return self._past(typed, end_of(on), with_voices=True)

    def _day(self, words: str) -> tuple[date, SummaryWords]:
        now = self._context.today()
        try:
            named = day_in(words, now.date())
        except (ValueError, OverflowError):
            named = None
        if named is None:
            if not words.strip():
                raise BadArgument("Say which day, as in 2019-11-19 or 19 Nov 2019.", "/asof 2019-11-19")
            sentence = "“{typed}” names no day. Say which, as in 2019-11-19 or 19 Nov 2019."
            raise BadArgument(sentence, "/asof 2019-11-19", typed=shown(words))
        on, rest = named
        if on > (now + EASTERNMOST).date():
            raise self._to_come(on, now, "/asof 2019-11-19")
        typed = arguments.summary_words(rest, self._tracks, "/asof 2019-11-19 korea", on)
        if typed.span is not None and typed.span.begins(end_of(on)) > end_of(on):
            raise BadArgument(
                "On {day} {period} was still to come.",
                "/asof 2019-11-19 korea",
                day=partial(day, on),
                period=partial(span_label, typed.span),
            )
        return on, typed

    def _summary(self, typed: SummaryWords, now: datetime, *, with_voices: bool) -> Summary:
        """As things stand; ``with_voices``: a message shows what the sides say for one country alone."""
        known, key = self._gists(now), typed.track.key if typed.track else None
        texts = self._texts(known, now, typed) if with_voices else None
        return self._summarised(typed, now, known, self._rows.of(key), texts)

    def _texts(self, known: Sequence[Gist], now: datetime, typed: SummaryWords) -> Texts:
        """Of the reports that are listened to."""
        of_track = [one for one in known if typed.includes(one.reading.track)]
        return self._archive.texts([one.id for one in voice_reports_of_period(of_track, now, _since(typed, now))])

    def _past(self, typed: SummaryWords, then: datetime, *, with_voices: bool) -> Summary:
        """As things stood at a moment, of which no ledger is kept, by the reports as they were."""
        present, key = self._gists(then), typed.track.key if typed.track else None
        edited = self._edited([one.id for one in present], then)
        ledger = PastLedger(
            self._tellings(present, edited),
            self._topic.baseline,
            self._context.convert,
            tracks=self._keys(),
            track=key,
            alliance=self._rows.alliance,
        )
        known = [
            gist_of(edited[one.id]) if one.id in edited else one
            for one in present
            if one.id not in edited or edited[one.id].reading.relevance.on_topic
        ]
        was = {one.id: one.text for one in edited.values()}
        texts = {**self._texts(known, then, typed), **was} if with_voices else None
        return self._summarised(typed, then, known, ledger.rows, texts, ledger.full_row)

    def _tellings(self, present: Sequence[Gist], edited: Mapping[int, Article]) -> list[ReportMentions]:
        mentions = self._archive.mentions([one.id for one in present if one.id not in edited])
        return [
            report_mentions(edited[one.id]) if one.id in edited else (one, mentions.get(one.id, "")) for one in present
        ]

    def _edited(self, ids: Sequence[int], moment: datetime) -> dict[int, Article]:
        """Of the reports those that were edited since a moment, as they were then."""
        found: dict[int, Article] = {}
        since = self._archive.edited_since(ids, moment)
        for start in range(0, len(since), READ_AT_ONCE):
            some = since[start : start + READ_AT_ONCE]
            articles, versions = self._archive.kept(some), self._archive.versions(some)
            found |= {one: as_of(article, versions[one], moment) for one, (article, _) in articles.items()}
        return found

    def _summarised(
        self,
        typed: SummaryWords,
        now: datetime,
        known: Sequence[Gist],
        rows: Sequence[LedgerRow],
        texts: Texts | None,
        full_row: Callable[[LedgerRow], LedgerRow] = same_row,
    ) -> Summary:
        """``texts``: those in which voices are looked for; None where none are."""
        vocabulary = self._topic.vocabulary
        return summarise(
            [one for one in known if typed.includes(one.reading.track)] if typed.among else known,
            self._topic.baseline,
            self._context.convert,
            now=now,
            since=_since(typed, now),
            track=typed.track.key if typed.track else None,
            tracks=self._keys(),
            most=MOST_STORIES,
            cues=vocabulary.cues,
            parties=vocabulary.parties,
            troubles=self._context.store.feed_troubles(self._context.now()),
            rows=[row for row in rows if typed.includes(row.track)] if typed.among else rows,
            texts=texts,
            with_voices=texts is not None,
            full_row=full_row,
            tracks_named=self._tracks_named,
        )

    # --- Timeline and story

    def timeline(self, words: str, *, in_chat: bool = True, t: Translator = ENGLISH) -> Rendered:
        """``in_chat``: with numbers, which are buttons there."""
        words, page = take_page(words)
        typed = self._read(words, "/timeline korea")
        found = self._timeline(typed)
        checked_page(page, pages_of(len(found), STORIES_PER_PAGE), "timeline", words)
        return timeline_message(found, self._topic, asked=typed, page=page, in_chat=in_chat, t=t)

    def the_timeline(self, words: str) -> tuple[Development, ...]:
        words, _ = take_page(words)
        return self._timeline(self._read(words, "/timeline korea"))

    def _timeline(self, typed: SummaryWords) -> tuple[Development, ...]:
        now = typed.span.ends(self._context.today()) if typed.span else self._context.today()
        return timeline(
            [one for one in self._gists(now) if typed.includes(one.reading.track)],
            self._topic.vocabulary.cues,
            now=now,
            since=typed.span.begins(now) if typed.span else None,
            track=typed.track.key if typed.track else None,
        )

    def story(self, words: str, t: Translator = ENGLISH) -> Rendered:
        words, page = take_page(words)
        found = self._story(words)
        checked_page(page, pages_of(len(found.reports), STORIES_PER_PAGE), "story", words)
        return story_message(found, self._topic, page=page, t=t)

    def the_story(self, words: str) -> Story:
        words, _ = take_page(words)
        return self._story(words)

    def _story(self, words: str) -> Story:
        number = words.strip().lstrip("#")
        if not (number.isascii() and number.isdigit() and len(number) <= 15):
            if not number:
                raise BadArgument("Say the number of a story; /timeline has them.", "/timeline")
            raise BadArgument("“{typed}” is no number of a story; /timeline has them.", "/timeline", typed=shown(words))
        reports = self._archive.articles(story=int(number), limit=MOST_ARTICLES)
        found = story(reports, self._topic.vocabulary.cues, self._archive.versions([one.id for one in reports]))
        if found is None:
            raise BadArgument("There is no story {number}.", "/timeline", number=number)
        return found

    # --- Calendar

    def calendar(self, words: str, t: Translator = ENGLISH) -> Rendered:
        words, page = take_page(words)
        country, _, period = words.partition(CAME_FROM)
        typed, came_from = self._country(country), self._came_from(words, period)
        found, today = self._calendar(typed), self._context.today().date()
        checked_page(page, pages_of(len(found), DATES_PER_PAGE), "calendar", words)
        return calendar_message(found, self._topic, asked=typed, on=today, page=page, came_from=came_from, t=t)

    def the_calendar(self, words: str) -> tuple[CalendarEntry, ...]:
        words, _ = take_page(words)
        return self._calendar(self._country(words))

    def calendar_file(self, words: str) -> bytes:
        """The calendar as an iCalendar file (RFC 5545)."""
        return ics(self.the_calendar(words), self._topic, self._context.now())

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handlers of ``ics:WORDS`` and ``story:NUMBER``."""
        return {FILE: self._send_file, STORY: self._open_story}

    async def _open_story(self, pressed: ButtonPress) -> None:
        await pressed.reply(partial(self.story, pressed.words, pressed.t))

    async def _send_file(self, pressed: ButtonPress) -> None:
        where = pressed.message.chat.id
        content = await asyncio.to_thread(self.calendar_file, pressed.words)
        await pressed.acknowledge()
        thread = in_thread(thread_of(pressed.message))
        sending = partial(
            pressed.bot.send_document, where, content, filename=FILE_NAME, caption=pressed.t.say(CAPTION), **thread
        )
        await call_patiently(sending)

    def _came_from(self, words: str, period: str) -> Span | None:
        """The period of the answer that a button led here from. Raises BadArgument for what no button says."""
        span, rest = take_span(period, "/calendar")
        if rest:
            raise self._no_country(words)
        return span

    def _country(self, words: str) -> SummaryWords:
        try:
            typed = arguments.summary_words(words, self._tracks, "/calendar korea")
        except BadArgument:
            raise self._no_country(words) from None
        if typed.span is not None:
            raise BadArgument(
                "The calendar takes a country, and no period such as “{typed}”: it shows all that is to come.",
                "/calendar",
                typed=shown(words),
            )
        return typed

    def _no_country(self, words: str) -> BadArgument:
        if not self._tracks:
            return BadArgument("“{typed}” is no country: this topic has none.", "/calendar", typed=shown(words))
        return BadArgument(
            "“{typed}” is not one of {countries}.",
            "/calendar",
            typed=shown(words),
            countries=lambda t: listed([track_in_list(track, t) for track in self._tracks], t),
        )

    def _calendar(self, typed: SummaryWords) -> tuple[CalendarEntry, ...]:
        now = self._context.today()
        found = calendar(self._gists(now), now, track=typed.track.key if typed.track else None, tracks=self._keys())
        return tuple(entry for entry in found if typed.includes(entry.track))

    # --- What they share

    def _gists(self, now: datetime) -> list[Gist]:
        """The newest, and the newest of those that tell a turn of the talks, which holds until the next one."""
        recent = self._archive.gists(until=now + timedelta(microseconds=1), limit=MOST_ARTICLES)
        if len(recent) < MOST_ARTICLES:
            return recent
        before = recent[-1].published + timedelta(microseconds=1)
        there = {one.id for one in recent}
        turns = self._archive.gists(until=before, events=TURNS, limit=MOST_TURNS)
        return [*recent, *(turn for turn in turns if turn.id not in there)]

    def _keys(self) -> tuple[str, ...]:
        return tuple(track.key for track in self._tracks)


def _since(typed: SummaryWords, now: datetime) -> datetime | None:
    return typed.span.begins(now) if typed.span else None


def end_of(on: date) -> datetime:
    """The last moment of a day in UTC."""
    return datetime.combine(on, time.max, UTC)
