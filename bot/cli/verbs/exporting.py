"""``burdenwatch export``: figures, stories or reports as a file, or on standard output."""

import sys
from codecs import BOM_UTF8
from pathlib import Path

from bot.chat.commands.export import ExportAnswers, ExportWords, export_of_parts
from bot.chat.typed.arguments import BadArgument, find_track
from bot.chat.typed.periods import bounds
from bot.cli.terminal.common import fail, load_settings_and_topic, open_store_for_reading
from bot.cli.terminal.consoles import hint
from bot.cli.verbs.answers import families_of, nothing_in
from bot.desk.answers.export import Format, What
from bot.model import Topic, Track
from bot.store import StoreError

EXAMPLE = "burdenwatch export --format csv --what figures --since 2024 -o figures.csv"


def export(form: Format, what: What | None, *, since: str, until: str, track: str, out: str, most: int) -> None:
    """Write the file; exit code 2 for bad arguments, 3 where it cannot be written."""
    settings, topic = load_settings_and_topic()
    store = open_store_for_reading(settings)
    try:
        families = families_of(store, settings, topic)
        start, end = bounds(since, until, families.context.today(), EXAMPLE)
        asked: ExportWords = export_of_parts(form, what, _track(track, topic), start, end)
        file = families.of(ExportAnswers).file(asked, most)
        if not store.archive.articles(limit=1):
            hint(nothing_in(settings))
        elif not file.rows:
            hint(f"no {asked.what} are on record for this")
        _write(file.content, out)
    except BadArgument as problem:
        fail(2, f"{problem} Try: {EXAMPLE}")
    except StoreError as problem:
        fail(3, str(problem))
    except BrokenPipeError:
        raise  # whoever read it has left
    except OSError as problem:
        fail(3, f"{out} cannot be written: {problem.strerror}")
    finally:
        store.close()
    if file.rows:
        older = f" They come with --until {file.back_to:%Y-%m-%d}, or with a larger --most." if file.back_to else ""
        hint(f"{f'{out}: ' if out else ''}{file.caption}{older}")


def _track(words: str, topic: Topic) -> Track | None:
    if not words:
        return None
    track = find_track(words, topic.vocabulary.tracks)
    if track is None:
        names = ", ".join(one.name for one in topic.vocabulary.tracks) or "none"
        raise BadArgument(f"“{words[:40]}” is none of the topic's countries ({names}).", EXAMPLE)
    return track


def _write(content: bytes, out: str) -> None:
    """To a file, or in UTF-8 to standard output, where a mark of UTF-8 would be in the way."""
    if out:
        Path(out).write_bytes(content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content.removeprefix(BOM_UTF8))
    sys.stdout.flush()
