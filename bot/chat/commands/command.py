"""A command as the registry lists it: what a user sees of it, who may, what answers it, and what is pressed below.

Neither Telegram's library nor an answer is loaded here: the command line makes its verbs of the same rows.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from bot.chat.commands.button_press import PressHandler
    from bot.chat.context import ChatContext
    from bot.chat.delivery.side_work import Place
    from bot.chat.languages.translator import Translator
    from bot.chat.render import Rendered
    from bot.chat.render.answers.inline import CardPage
    from bot.model import Chat

_Family = TypeVar("_Family")


class NotHere(Exception):  # noqa: N818  # what the user is told, not a failure of ours
    """There is no such command here, as on a terminal or where nobody is an operator."""


class Audience(StrEnum):
    """Whom a command is for."""

    EVERYBODY = "everybody"
    ADMINISTRATORS = "administrators"
    """It changes things for the whole chat: in groups only administrators and operators may."""
    OPERATORS = "operators"
    """Only operators may, in their private chats, and only they see it."""


def _english() -> "Translator":
    from bot.chat.languages.translator import ENGLISH  # of no use to the command line's rows

    return ENGLISH


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command as it came in."""

    chat: "Chat"
    """As the update names it; the store may know its time zone."""
    words: str = ""
    """What was typed after the command."""
    reply_to: int | None = None
    """The message that the command replies to."""
    operator: bool = False
    place: "Place | None" = None
    """Where more than one message may be sent; None on a terminal."""
    t: "Translator" = field(default_factory=_english)
    """Speaks the language of the answer, as ``ChatContext.translator_of`` the chat."""
    asker: int | None = None
    """The Telegram id of who asks; None for who speaks as a chat, and on a terminal."""


@dataclass(frozen=True, slots=True)
class Work:
    """Long work, done beside the updates: it makes a picture or a file, and sends that itself."""

    do: "Callable[[Place], Awaitable[None]]"


@dataclass(frozen=True, slots=True)
class Verb:
    """The command line's twin of a command, which passes on what is typed behind it."""

    about: str
    words: str = ""
    """What may be typed behind it; "" for nothing."""
    metavar: str | None = None
    """What stands for these words in its usage."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A command's mark that an inline query may ask for its first page, which anybody may then send to any chat."""

    personal: bool = False
    """What it answers depends on who asks, as on the clock of the private chat with the bot."""
    cards: "Callable[[FamilyOf, str, int, Translator], CardPage] | None" = None
    """Of the words, a page and a language, where each thing that is found is a card of its own. Raises BadArgument."""


class FamilyOf(Protocol):
    """A function that returns the one command family of a class, see ``Families.of``. Raises NotHere."""

    def __call__(self, family: "Callable[[Families], _Family]") -> _Family: ...


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the registry."""

    name: str
    about: str
    """For the command menu: at most 256 characters, better under 40."""
    example: str = ""
    """What may be typed after the name."""
    _: KW_ONLY
    without_words: bool = False
    """Nothing may be typed behind it."""
    audience: Audience = Audience.EVERYBODY
    answer: "Callable[[FamilyOf, CommandRequest], Rendered | Work | Awaitable[Rendered | None]]"
    """Called in a thread. What it gives is a message, or work to be done aside, or what is to be awaited in the loop
    for a message, None where that has sent one. Raises BadArgument and NotHere, as does what is awaited.
    """
    own_thread: bool = False
    """It is not to wait for the threads that all share, which may be waiting for a database that is locked."""
    buttons: "Callable[[FamilyOf], Mapping[str, PressHandler]] | None" = None
    """What presses below the family's messages do, by what their data begins with (``go`` of ``go:summary:7d``), on
    one row of a family. Those of an operators' command are for operators alone.
    """
    buttons_change: bool = False
    """What is pressed changes things for the whole chat: in groups and channels only administrators and operators may
    press."""
    verb: Verb | None = None
    printed: "Callable[[FamilyOf, CommandRequest], Rendered] | None" = None
    """The answer on a terminal, where it is another: whole, where a chat has pages, and without numbers to press."""
    values: "Callable[[FamilyOf, CommandRequest], object] | None" = None
    """What the answer is made of, whole and without pages, for programs."""
    inline: Inline | None = None
    """None: no inline query gets it. It changes nothing, and is for everybody."""

    def answered(self, of: "FamilyOf", asked: "CommandRequest") -> "Rendered | Work | Awaitable[Rendered | None]":
        """What ``answer`` gives. Raises BadArgument also for words behind a command that takes none, and NotHere."""
        if self.without_words and asked.words.strip():
            from bot.chat.typed.bad_argument import BadArgument, shown  # of no use to the command line's rows

            raise BadArgument(
                "{command} takes no words behind it, such as “{typed}”.",
                f"/{self.name}",
                command=f"/{self.name}",
                typed=shown(asked.words),
            )
        return self.answer(of, asked)

    @property
    def is_for_operators(self) -> bool:
        """Whether it is for operators only."""
        return self.audience is Audience.OPERATORS


class Families:
    """The command families of one ``ChatContext``, each made when something is first asked of it."""

    def __init__(self, context: "ChatContext", commands: Sequence[Command]) -> None:
        self.context = context
        self.commands = {command.name: command for command in commands}
        self._made: dict[Callable[[Families], Any], Any] = {}
        self._lock = RLock()

    def of(self, family: "Callable[[Families], _Family]") -> _Family:
        """The one family of a class. Any thread may ask. Raises NotHere."""
        with self._lock:
            if family not in self._made:
                self._made[family] = family(self)
            made: _Family = self._made[family]
            return made

    def message_of(self, name: str, asked: CommandRequest) -> "Rendered":
        """The message of a command that answers with one at once. Raises BadArgument and NotHere."""
        made = self.commands[name].answered(self.of, asked)
        if isinstance(made, Work | Awaitable):
            raise NotHere(name)
        return made
