"""A chat's message on a terminal: its marks as styles, its links as numbers with the addresses below."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from rich.text import Text

from bot.cli.terminal.consoles import hanging, stdout

_VERB = re.compile(
    r"(?<!\w)/(summary|figures|compare|chart|timeline|story|asof|calendar|search|export|merge|split)(?:_(\d+))?\b"
)
_MARK = re.compile(r"(\s*(?:[•▸↳] ?)?)(.*)", re.DOTALL)


def show(html: str) -> None:
    """Print a message written in Telegram's HTML; a folded line goes on below its first word."""
    message = _Message()
    message.feed(html)
    message.close()
    for line in message.words.split("\n", allow_blank=True):
        stdout.print(_folded(line) if line.plain.strip() else "")
    if message.links:
        stdout.print()
        for address, number in message.links.items():
            # An address is never folded, so that it can be copied and opened.
            stdout.print(Text(f"{_number(number):>5} {address}", style="dim"), soft_wrap=True)


def _folded(line: Text) -> object:
    found = _MARK.match(line.plain)
    mark = len(found[1]) if found else 0
    if not mark:
        return line
    head, tail = line.divide([mark])
    head.rstrip()
    head.pad_right(mark - 1 - len(head))
    return hanging(head, tail)


def in_terminal(words: str) -> str:
    """Words of the chat with its commands as verbs: ``/timeline has them`` is ``burdenwatch timeline has them``."""
    return _VERB.sub(_as_verb, words)


def _as_verb(command: re.Match[str]) -> str:
    """``/story_12`` is ``burdenwatch story 12``."""
    verb = f"stories {command[1]}" if command[1] in {"merge", "split"} else command[1]
    return f"burdenwatch {verb}" + (f" {command[2]}" if command[2] else "")


def _number(number: int) -> str:
    return f"[{number}]"


class _Message(HTMLParser):
    """Reads the few tags that our own renderers write (``bot.chat.render.html``)."""

    _STYLES = {"b": "bold", "i": "italic", "code": "cyan", "a": "underline"}  # noqa: RUF012  # never changed

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = Text()
        self.links: dict[str, int] = {}
        """Address -> its number, in the order of the text."""
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((tag, dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            return
        _, address = self._open.pop()
        if address:
            number = self.links.setdefault(address, len(self.links) + 1)
            self.words.append(f" {_number(number)}", style="dim")

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self._open}
        words = data if "a" in inside else in_terminal(data)
        self.words.append(words, style=" ".join(self._styles(inside)))

    def _styles(self, inside: set[str]) -> Iterator[str]:
        yield from (style for tag, style in self._STYLES.items() if tag in inside)
