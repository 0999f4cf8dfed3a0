"""What operators' commands answer, in each language: no sentence of it is left in English."""

import re
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
from bot.model import Alerts, ChatType, Event, HealthTrouble, Interest, Manner
from bot.worker.upkeep.checkup import in_words
from tests.chat.builders import NOW, OPERATOR, article, chat, context, families
from tests.chat.render.reports import FIRST
from tests.chat.render.retold.test_elsewhere import in_english
from tests.chat.shelf import Shelf

OTHERS = sorted(NAMES.keys() - {"en"})
OWN = re.compile("Seoul and Washington talk, round [0-9]|Talks in Seoul end after an hour|“[^”]*”|/correct [^\\n]*")
"""What reports say, and what is to be typed."""
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
    ("health", ""), ("merge", ""), ("merge", "1"), ("merge", "one two"), ("merge", "1 99"), ("merge", "1 1"),
    ("merge", "1 3"), ("merge", "1 2"), ("split", ""), ("split", "99"), ("split", "1 99"), ("split", "1 98 99"),
    ("split", "1"), ("split", "1 1"), ("split", "1 2"), ("correct", "x" * 301), ("correct", "one"), ("correct", "99"),
    ("correct", "1 9"), ("correct", "1 colour"), ("correct", "1 role"), ("correct", "1 1 event"),
    ("correct", "1 1 role"), ("correct", "1 1 role x"), ("correct", "1 1 actor 7"), ("correct", "1 1 payer x"),
    ("correct", "1 event x"),
    ("correct", "1 story x"), ("correct", "1 1 value x"), ("correct", "1 1 value US$5bn or so"),
    ("correct", "1 1 value 5 %"), ("correct", "1 1 value US$0"), ("correct", "undo it"), ("correct", ""),
    ("correct", "1"), ("correct", "1 1"),
)  # fmt: skip


def desk(shelf: Shelf) -> Families:
    shelf.known = {
        1: chat(1, since=NOW), 2: chat(2, ChatType.CHANNEL, interest=Interest(("KR",), muted=("KBS",))),
        3: chat(3, ChatType.GROUP, alerts=Alerts.DIGEST, manner=Manner(quiet="22:00-07:00", silent=True)),
        **{n: chat(n) for n in range(4, 40)},
    }  # fmt: skip
    shelf.stored = [
        FIRST, article(2), article(3, story_id=2), article(4, story_id=3, track="JP", event=Event.SIGNED),
    ]  # fmt: skip
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
    assert [one for one in said if in_english(OWN.sub("", one))] == []
