"""What operators' commands answer, in each language: no sentence of it is left in English."""

from collections.abc import Iterator

import pytest

from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.details import DETAILS
from bot.chat.commands.registry import COMMANDS
from bot.chat.commands.roles.broadcasts import Broadcasts
from bot.chat.languages.translator import NAMES, Translator, translator
from bot.chat.render import help  # noqa: A004  # the room's own module, not the builtin
from bot.chat.render.notice import broadcast, notice
from bot.chat.typed.bad_argument import BadArgument
from bot.model import Alerts, ChatType, HealthTrouble, Interest, Manner
from bot.worker.upkeep.checkup import in_words
from tests.chat.builders import NOW, OPERATOR, chat, context, families
from tests.chat.render.retold.test_elsewhere import in_english
from tests.chat.shelf import Shelf

OTHERS = sorted(NAMES.keys() - {"en"})
TROUBLES = [
    HealthTrouble(words, words)
    for words in (
        "the database does not answer; the log says why",
        "the database cannot be written: its disk is full, so make room there",
        "1 message to be sent, the oldest for 3 h 10 min",
        "12 feeds are due, and none was polled lately",
        "Yonhap (feed 3) has failed 12 times in a row: cannot be reached; it is asked again later.",
        "the disk of /var has 12 MB left",
        "the database's clock is 5 min ahead of this machine's; set both by NTP",
        "Telegram has given no good answer for over a minute (getUpdates)",
    )
]
ASKED = (
    ("broadcast", ""), ("broadcast", "x" * 3001), ("broadcast", "Heute 22:00"), ("invite", ""), ("invite", "5 30d"),
    ("invite", "many"), ("invite", "0"), ("invite", "end 1"), ("invite", "end 77"), ("chats", ""), ("chats", "p9"),
    ("health", ""),
)  # fmt: skip


def desk(shelf: Shelf) -> Families:
    shelf.known = {
        1: chat(1, since=NOW), 2: chat(2, ChatType.CHANNEL, interest=Interest(("KR",), muted=("KBS",))),
        3: chat(3, ChatType.GROUP, alerts=Alerts.DIGEST, manner=Manner(quiet="22:00-07:00", silent=True)),
        **{n: chat(n) for n in range(4, 40)},
    }  # fmt: skip
    return families(context(shelf, allowed=frozenset({OPERATOR}), checkup=lambda: TROUBLES))


def answers(families: Families, t: Translator, asked: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """The words and the buttons of each; of what cannot be read, what is said of it, without the line to type."""
    for name, words in asked:
        try:
            made = families.message_of(name, CommandRequest(chat(OPERATOR), words, operator=True, t=t))
        except BadArgument as problem:
            yield problem.told(t)
            continue
        yield "\n".join([made.plain, *(button.label for row in made.buttons for button in row)])


@pytest.mark.parametrize("language", OTHERS)
def test_no_answer_to_an_operator_is_in_english(language: str) -> None:
    t, known = translator(language), desk(Shelf())
    said = list(answers(known, t, ASKED))
    own = [one for one in COMMANDS if one.is_for_operators]
    said += [help.one_command(one, DETAILS.get(one.name, ""), t).plain.partition("\n\n/")[0] for one in own]
    said += [
        help.commands((), own, t).plain.partition("/")[0],
        broadcast("", t).plain,
        notice(in_words(TROUBLES), t).plain,
    ]
    said += [known.of(Broadcasts)._done(what, "x", "y", t).plain for what in ("send", "drop")]
    assert [one for one in said if in_english(one)] == []
