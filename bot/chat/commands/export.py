"""/export and its buttons: figures, stories or reports of a period and a country, as a file of one of four kinds.

Files are made one at a time, and sent as documents.
"""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from msgspec import Struct

from bot.chat.commands.button_press import ButtonPress, PressHandler
from bot.chat.commands.command import CommandRequest, Families, Work
from bot.chat.delivery.messenger import call_patiently
from bot.chat.delivery.side_work import Place
from bot.chat.languages import times
from bot.chat.languages.names import track_label
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render import Rendered
from bot.chat.render.files.atom import ARCHIVE, archive_id, as_atom
from bot.chat.render.files.export_messages import EXPORT, nothing_to_export, too_large, usage
from bot.chat.render.files.markdown import as_markdown
from bot.chat.render.files.tables import as_csv, as_json
from bot.chat.topics import in_thread
from bot.chat.typed import arguments
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.periods import bounds
from bot.desk.answers.export import Export, Format, Row, What, figure_rows, report_rows, story_rows
from bot.model import Article, Track

MOST_REPORTS = 2000
"""Reports that a file in a chat is made of, the newest: a second's work, and some megabytes."""
LARGEST = 45 << 20
"""Bytes; Telegram takes no document of bots above 50 MB (https://core.telegram.org/bots/api#senddocument)."""
EXAMPLE = "/export csv figures korea since:2024"
_FILTER = re.compile(r"(?<!\S)(since|until):(\S*)", re.IGNORECASE)


EXTENSIONS = {Format.CSV: "csv", Format.JSON: "json", Format.MARKDOWN: "md", Format.ATOM: "atom"}
_FORMAT_WORDS = {**{str(one): one for one in Format}, "md": Format.MARKDOWN, "feed": Format.ATOM, "rss": Format.ATOM}
_WHAT_WORDS = {str(what): what for what in What} | {
    "figure": What.FIGURES,
    "story": What.STORIES,
    "report": What.REPORTS,
}


class ExportWords(Struct, frozen=True):
    """What was asked for."""

    format: Format
    what: What
    track: Track | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Before it."""


class File(Struct, frozen=True):
    """A file ready to be sent."""

    name: str
    content: bytes
    caption: str
    rows: int
    back_to: datetime | None = None
    """Reports of before were left out."""


def export_words(typed: str, tracks: Sequence[Track], now: datetime) -> ExportWords:
    """A format, what, a country and a period, in any order; figures as CSV where nothing says more.

    Raises BadArgument.
    """
    filters = {found[1].lower(): found[2] for found in _FILTER.finditer(typed)}
    since, until = bounds(filters.get("since", ""), filters.get("until", ""), now, EXAMPLE)
    formats, whats, rest = [], [], []
    for word in _FILTER.sub(" ", typed).split():
        if (form := _FORMAT_WORDS.get(word.casefold())) is not None:
            formats.append(form)
        elif (what := _WHAT_WORDS.get(word.casefold())) is not None:
            whats.append(what)
        else:
            rest.append(word)
    if len(set(formats)) > 1 or len(set(whats)) > 1:
        sentence = "One file is of one kind: csv, json, markdown or atom, of figures, stories or reports."
        raise BadArgument(sentence, EXAMPLE)
    try:
        narrow = arguments.summary_words(" ".join(rest), tracks)
    except BadArgument as problem:
        raise BadArgument(problem.sentence, EXAMPLE, **problem.values) from None
    if narrow.span is not None:
        if (begins := narrow.span.begins(now)) > now:
            raise BadArgument("{day} is still to come.", EXAMPLE, day=partial(times.day, begins))
        since = max(filter(None, (since, narrow.span.begins(now))))
    form = formats[0] if formats else Format.CSV
    return export_of_parts(form, whats[0] if whats else None, narrow.track, since, until)


def export_of_parts(
    form: Format, what: What | None, track: Track | None, since: datetime | None, until: datetime | None
) -> ExportWords:
    """What is asked for, put together of its parts. Raises BadArgument where a feed is to have anything but stories."""
    if form is Format.ATOM and what not in {None, What.STORIES}:
        raise BadArgument("A feed (atom) has stories.", "/export atom")
    return ExportWords(form, what or (What.STORIES if form is Format.ATOM else What.FIGURES), track, since, until)


class ExportAnswers:
    """Makes the files of exports, and sends them."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._topic = self._context.topic
        self._keys = tuple(track.key for track in self._topic.vocabulary.tracks)
        self._turn = asyncio.Lock()  # a file takes a second of the processor, and a chat may ask for many

    def answer(self, asked: CommandRequest) -> Rendered | Work:
        """The work on the file; words, where nothing was asked for. Raises BadArgument."""
        if not asked.words.strip():
            return usage(asked.t)
        return Work(partial(self._send, self.words(asked.words), asked.t))

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``export:WORDS``."""
        return {EXPORT: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        asked = await asyncio.to_thread(self.words, pressed.words)
        await pressed.begin(Work(partial(self._send, asked, pressed.t)), pressed.t.say("Making the file …"))

    async def _send(self, asked: ExportWords, t: Translator, place: Place) -> None:
        """The file; or words, where there is nothing to send."""
        async with self._turn:
            file = await asyncio.to_thread(self.file, asked, t=t)
        if not file.rows:
            await place.say(nothing_to_export(asked.what, t))
            return
        if len(file.content) > LARGEST:
            await place.say(too_large(t))
            return
        older = t.say("They come with {words}", words=f"until:{file.back_to:%Y-%m-%d}") if file.back_to else ""
        sending = partial(
            place.bot.send_document,
            place.chat_id,
            file.content,
            filename=file.name,
            caption=t.spaced(filter(None, (file.caption, older))),
            reply_parameters=place.quote,
            **in_thread(place.thread),
        )
        await call_patiently(sending)

    def words(self, typed: str) -> ExportWords:
        """What was typed as a value. Raises BadArgument."""
        return export_words(typed, self._topic.vocabulary.tracks, self._context.today())

    def file(self, asked: ExportWords, most: int | None = None, t: Translator = ENGLISH) -> File:
        """The file, made of the newest reports, at most so many of them; of MOST_REPORTS where not told.

        Its caption is of the chat's language; what is in it is as other programs read it, in English.
        """
        export = self.export(asked, most or MOST_REPORTS)
        writers: Mapping[Format, Callable[[], bytes]] = {
            Format.CSV: lambda: as_csv(export),
            Format.JSON: lambda: as_json(export),
            Format.MARKDOWN: lambda: as_markdown(export, self._topic),
            Format.ATOM: lambda: as_atom(export, self._topic, self._archive_id()),
        }
        parts = ["burdenwatch", asked.what, asked.track.key.lower() if asked.track else "", f"{export.made:%Y-%m-%d}"]
        name = f"{'-'.join(filter(None, parts))}.{EXTENSIONS[asked.format]}"
        return File(name, writers[asked.format](), self._caption(export, asked, t), len(export.rows), export.back_to)

    def export(self, asked: ExportWords, most: int) -> Export:
        """What the file is made of."""
        key = asked.track.key if asked.track else None
        found = self._context.store.archive.articles(since=asked.since, until=asked.until, limit=most + 1)
        articles, older = found[:most], len(found) > most
        return Export(
            what=asked.what,
            topic=self._topic.name,
            made=self._context.now(),
            since=asked.since,
            until=asked.until,
            track=key,
            reports=len(articles),
            back_to=articles[-1].published if older else None,
            rows=self._rows(asked.what, articles, key),
        )

    def _rows(self, what: What, articles: Sequence[Article], key: str | None) -> tuple[Row, ...]:
        if what is What.FIGURES:
            return figure_rows(articles, self._topic.baseline, self._context.convert, key, self._keys)
        own = [one for one in articles if key in (None, one.reading.track)]
        return story_rows(own, self._topic.vocabulary.cues) if what is What.STORIES else report_rows(own)

    def _archive_id(self) -> UUID:
        return archive_id(self._context.store.get(ARCHIVE), self._topic)

    def _caption(self, export: Export, asked: ExportWords, t: Translator) -> str:
        """``Figures · South Korea: 132 rows from 259 reports.``, and which were left out."""
        track, parties = asked.track, self._topic.vocabulary.parties
        words = t.say(
            "{what}[ · {country}]: {rows} from {reports}.",
            what=t.word("export", export.what.capitalize()),
            country="" if track is None else track.name if t.is_english else track_label(track, t, parties),
            rows=t.plural("{number} row", "{number} rows", len(export.rows)),
            reports=t.plural("{number} report", "{number} reports", export.reports),
        )
        if export.back_to is None:
            return words
        left = t.say("Older ones than of {day} are left out.", day=times.day(export.back_to, t))
        return t.spaced((words, left))
