"""Pages of a list, as they are typed behind a command: ``p2``, ``page 2``."""

import re
from functools import partial

from bot.chat.languages.translator import Translator
from bot.chat.typed.arguments import BadArgument

_PAGE = re.compile(r"(?:^|\s)p(?:age ?)?(\d{1,9})\b", re.IGNORECASE)


class NoSuchPage(BadArgument):
    """There is no such page. ``last`` is what to ask for the last one with, behind the command."""

    def __init__(self, page: int, pages: int, command: str, words: str, sign: str = "p") -> None:
        """``words``: what is asked for beside the page; ``sign`` stands before a page's number."""
        self.last = f"{words} {sign}{pages}".strip() if pages > 1 else words
        example, number = f"/{command} {self.last}".strip(), str(page)
        if pages > 1:
            super().__init__(
                "There is no page {page}: the last of {pages} pages is {last}.",
                example,
                page=number,
                pages=partial(_count, pages),
                last=f"{sign}{pages}",
            )
        else:
            super().__init__("There is no page {page}: it is all on one.", example, page=number)


def _count(pages: int, t: Translator) -> str:
    return t.number(pages)


def take_page(words: str) -> tuple[str, int]:
    """The words without the page in them, and the page; the first one where none is typed."""
    found = _PAGE.search(words)
    if found is None:
        return words, 1
    return f"{words[: found.start()]} {words[found.end() :]}".strip(), int(found[1])


def pages_of(items: int, per_page: int) -> int:
    """How many pages so many items fill; an empty list has one."""
    return max(1, -(-items // per_page))


def checked_page(page: int, pages: int, command: str, words: str) -> int:
    """The page, where there is one. ``words``: what is asked for beside it. Raises NoSuchPage."""
    if not 1 <= page <= pages:
        raise NoSuchPage(page, pages, command, words)
    return page
