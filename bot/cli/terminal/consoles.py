"""The consoles, and ways of printing on them; apart, as a verb that prints JSON needs none of it."""

import os

from rich.console import Console, ConsoleDimensions
from rich.table import Table
from rich.text import Text

ENDLESS = 10_000
"""Columns that no line of ours reaches."""

LINES = 25
"""Nothing of ours depends on a terminal's height, but rich wants one."""


class _Console(Console):
    """As rich's; but in a file or a pipe no line is folded, so that ``grep`` finds whole ones."""

    @property  # type: ignore[misc]  # rich's may be set, and nobody sets the size of these
    def size(self) -> ConsoleDimensions:
        columns = os.environ.get("COLUMNS", "")
        if columns.isdigit() and int(columns):
            return ConsoleDimensions(int(columns), LINES)
        return super().size if self.is_terminal else ConsoleDimensions(ENDLESS, LINES)


stdout = _Console(highlight=False)
stderr = _Console(stderr=True, highlight=False)


def complain(line: str) -> None:
    """Prints one line on standard error, whole, whatever the terminal's width."""
    stderr.print(Text.assemble(("error:", "bold red"), " ", line), soft_wrap=True)


def hint(line: str) -> None:
    """Prints what to do next, for the person and not for the pipe."""
    stderr.print(Text(line, style="dim"), soft_wrap=True)


def hanging(*columns: str | Text) -> Table:
    """A row whose last column, where it is folded, goes on below itself."""
    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    for _ in columns[:-1]:
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    # As texts: square brackets in words from elsewhere are no markup.
    grid.add_row(*(Text(column) if isinstance(column, str) else column for column in columns))
    return grid
