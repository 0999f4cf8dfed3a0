"""A bar for long work: how much of it is done, on a terminal and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.cli.terminal.consoles import stderr
from bot.store import OnProgress


@contextmanager
def progress_of(what: str) -> Iterator[OnProgress]:
    """On a terminal a bar for what is under way."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=stderr, transient=True, disable=not stderr.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda name, done, total: progress.update(task, description=name, completed=done, total=total)
