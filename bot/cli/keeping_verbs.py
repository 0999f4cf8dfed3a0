"""The verbs that keep a whole database safe. Each imports its module when it is called."""

from typing import Annotated

import typer

_File = Annotated[str, typer.Argument(metavar="FILE", help="A SQLite file.")]


def backup(
    file: _File,
    force: Annotated[bool, typer.Option("--force", metavar="", help="Replace the file that is there.")] = False,
) -> None:
    """Write everything into one file, while the worker runs; of a PostgreSQL too."""
    from bot.cli.verbs import keeping

    keeping.backup(file, force=force)


def restore(
    file: _File,
    force: Annotated[
        bool, typer.Option("--force", metavar="", help="Put the present database aside, where it holds anything.")
    ] = False,
) -> None:
    """Put what a backup holds in the place of the database; the worker must not run."""
    from bot.cli.verbs import keeping

    keeping.restore(file, force=force)


def move(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="An empty database, SQLite or PostgreSQL.")],
) -> None:
    """Carry everything to another database, and say what to set next; the worker must not run."""
    from bot.cli.verbs import keeping

    keeping.move(to)
