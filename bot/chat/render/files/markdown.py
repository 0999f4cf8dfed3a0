"""An export as Markdown (https://spec.commonmark.org): a list under headings, each line with its source."""

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from bot.chat.render.html import tidy, web_address
from bot.chat.render.words import account, language_name, role_of, track_name
from bot.desk.answers.export import Export, FigureRow, ReportRow, Row, StoryRow
from bot.desk.ledger.rows import Source
from bot.model import Figure, Hedge, Kind, Period, Role, Topic
from bot.phrases.amounts import Base, with_base
from bot.phrases.wording import count, day, list_in_words, name_in_sentence

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!&])")
_SOURCES = 5
"""Of a row, one a line."""


def as_markdown(export: Export, topic: Topic) -> bytes:
    """The rows by their countries, in UTF-8."""
    lines = [f"# {_plain(export.topic)}: {export.what}", "", _about(export), ""]
    names = [_plain(track_name(track)) for track in topic.vocabulary.tracks] + ["Other"]
    place = _place(topic)
    for number, rows in groupby(sorted(export.rows, key=place), key=place):
        lines += [f"## {names[number]}", ""]
        for row in rows:
            lines += _row(row)
        lines.append("")
    if not export.rows:
        lines += ["Nothing is on record for this.", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _place(topic: Topic) -> Callable[[Row], int]:
    """The place of a row's country in the topic; what is of none comes last."""
    keys = [track.key for track in topic.vocabulary.tracks]
    return lambda row: keys.index(row.track) if row.track in keys else len(keys)


def _about(export: Export) -> str:
    back_to = f"; older ones than of {day(export.back_to)} are left out" if export.back_to else ""
    return f"Made on {day(export.made)} of {count(export.reports, 'report')}{back_to}."


def _row(row: Row) -> Iterator[str]:
    match row:
        case FigureRow():
            yield f"- {_figure(row)}"
            yield from (f"  - {_source(one)}" for one in row.sources[:_SOURCES])
        case StoryRow():
            state = f" **{_plain(row.state)}**" if row.state else ""
            counts = f"{count(row.reports, 'report')} from {count(row.outlets, 'outlet')}"
            yield f"- {day(row.last)}:{state} {_link(row.title, row.url)} · {_plain(row.outlet)} · {counts}"
        case ReportRow():
            about = [day(row.published), _plain(row.outlet), language_name(row.language), row.event.traits.words]
            yield f"- {_link(row.title, row.url)} · {' · '.join(filter(None, about))}"


def _figure(row: FigureRow) -> str:
    """``**up to US$5bn a year** demanded for 2020, according to lawmakers; 3 reports from 2 outlets``."""
    figure, base = _measured(row), Base(row.base) if row.base else None
    words, role = f"**{_plain(with_base(figure, base))}**", role_of(figure, base)
    speakers = _plain(list_in_words([name_in_sentence(tidy(one)) for one in row.speakers]))
    by = f", {account(speakers, figure.role)}" if row.speakers else ""
    doubt = f" ({row.doubt})" if row.doubt else ""
    counts = f"{count(row.reports, 'report')} from {count(row.outlets, 'outlet')}"
    return f"{words} {role}".rstrip() + f"{by}{doubt}; {counts}"


def _measured(row: FigureRow) -> Figure:
    """As ``with_base`` prints it."""
    return Figure(
        row.surface,
        Kind(row.kind),
        row.value,
        Role(row.role),
        "text",
        0,
        value_max=row.value_max,
        currency=row.currency,
        period=Period(row.period) if row.period else None,
        hedge=Hedge(row.hedge) if row.hedge else None,
        year=row.year,
    )


def _source(one: Source) -> str:
    place = f"“{_plain(one.surface)}” at character {one.start + 1} of its {one.where}" if one.start is not None else ""
    about = [_link(one.title, one.url), _plain(one.outlet), day(one.date), place]
    return " · ".join(filter(None, about))


def _link(words: str, url: str) -> str:
    shown = _plain(words) or "(without a title)"
    address = web_address(url)
    return f"[{shown}](<{address.replace('<', '%3C').replace('>', '%3E')}>)" if address else shown


def _plain(words: str) -> str:
    """Words from elsewhere on one line, none of which is markup."""
    return _SPECIAL.sub(r"\\\1", tidy(words))
