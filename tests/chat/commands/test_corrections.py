"""Wrong? and /correct over the sandbox's Telegram and a real store: from a reader's tap to the operator's word."""

import json
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chat.commands.command import CommandRequest
from bot.chat.commands.corrections import CorrectButtons, Corrections, _answered
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.languages.translator import translator
from bot.chat.render.wrong import let_stand, told_to_operators
from bot.model import Aspect, Entry, Party, Role
from bot.reading.training.data import read_labelled
from bot.sandbox import Sandbox
from bot.store import Store, open_store
from bot.store.keeping.labels import LabelFile
from tests.chat.builders import DEMAND, NOW, OPERATOR, SHARE, TOPIC, article, chat, context, families, placed
from tests.chat.commands.test_registry import press
from tests.chat.conftest import Json, Phone, running, until
from tests.chat.languages.test_operators import OWN, answers
from tests.chat.render.retold.test_elsewhere import in_english
from tests.chat.test_store import deliver_all
from tests.store import build

PARTIES = (
    Party("United States", "asks", {"en": ("United States", "Washington")}, country="US"),
    Party("South Korea", "hosts", {"en": ("South Korea", "Seoul")}, country="KR"),
)
ABOUT = replace(TOPIC, vocabulary=replace(TOPIC.vocabulary, parties=PARTIES))


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """With one report: a demand of US$5bn, and what was agreed for 2021."""
    shutil.copy(sqlite_template, tmp_path / "chat.db")
    with open_store(f"sqlite:///{tmp_path / 'chat.db'}", worker="test", operators=[]) as archive:
        about = article(1, figures=[placed(DEMAND), placed(SHARE)])
        found = Entry("guid", about.url, about.title, about.text, about.published)
        report = build.new(entry=found, reading=about.reading, published=about.published, ring=True)
        archive.intake.apply(build.plan(build.add_feed(archive), report), NOW)
        yield archive


@dataclass
class Desk:
    """A reader, an operator, and a stranger."""

    phone: Phone
    store: Store
    labels: Path
    application: Any
    reader: int = 0
    operator: int = 0

    async def ask(self, chat: int, text: str) -> str:
        """The answer; what came before it is taken as read."""
        self.phone.seen[chat] = max((one["id"] for one in await self.phone.messages(chat)), default=0)
        return await self.phone.ask(chat, text)

    async def press(self, chat: int, message: Json, label: str) -> None:
        data = next(key["data"] for row in message["buttons"] for key in row if key["text"].startswith(label))
        await self.phone.press(chat, int(message["id"]), data)

    async def reads(self, chat: int, words: str) -> Json:
        """The message that says so, once one does."""
        found: Json = await until(lambda: self._with(chat, words))
        return found

    async def _with(self, chat: int, words: str) -> Json | None:
        return next((one for one in await self.phone.messages(chat) if words in one["text"]), None)


@pytest.fixture
async def desk(sandbox: Sandbox, phone: Phone, store: Store, tmp_path: Path) -> AsyncIterator[Desk]:
    reader, operator = await phone.add("private", "Reader"), await phone.add("private", "Operator")
    store.intake._operators = frozenset({operator})
    labels = LabelFile(store.archive, tmp_path / "data")
    surroundings = context(store, topic=ABOUT, operators=frozenset({operator}), relabel=labels.write)
    async with running(sandbox.url, surroundings) as application:
        yield Desk(phone, store, tmp_path / "data" / "corrections.jsonl", application, reader, operator)


async def test_from_a_tap_to_the_correction_and_back_to_the_reader(desk: Desk) -> None:
    await desk.phone.type(desk.reader, "/why_1")
    why = await desk.phone.answer(desk.reader)
    assert "Report 1 of /story_1" in why["text"]
    await desk.press(desk.reader, why, "Wrong?")
    choice = await desk.phone.answer(desk.reader)
    assert choice["text"].startswith("What is wrong?\n")
    await desk.press(desk.reader, choice, "US$5bn a year demanded")
    await desk.press(desk.reader, await desk.reads(desk.reader, "\nUS$5bn a year demanded"), "Demanded, offered")
    thanks = await desk.reads(desk.reader, "Thank you.")
    assert "Reported as wrong: the role of “US$5 billion”." in thanks["text"]
    assert "What comes of it is told here." in thanks["text"]

    await deliver_all(desk.application, desk.store)
    notice = await desk.reads(desk.operator, "Reported as wrong")
    assert notice["text"].count("\n") == 0
    await desk.press(desk.operator, notice, "Correct")
    card = await desk.reads(desk.operator, "Figure 1 of report 1")
    await desk.press(desk.operator, card, "Offered")
    done = await desk.reads(desk.operator, "Corrected: ")
    assert "“US$5 billion”: demanded → offered" in done["text"]

    await deliver_all(desk.application, desk.store)
    heard = await desk.reads(desk.reader, "This chat reported as wrong")
    assert "✎ corrected by the operator: demanded → offered, 24 Nov 2026" in heard["text"]
    assert "✎ corrected by the operator: demanded → offered" in await desk.ask(desk.reader, "/why_1")
    (label,) = read_labelled(desk.labels)
    assert [(one.surface, one.role) for one in label.figures] == [
        ("US$5 billion", "offered"), ("1.18 trillion won", "agreed"),
    ]  # fmt: skip
    assert desk.labels.stat().st_mode & 0o077 == 0

    await desk.press(desk.operator, done, "Undo")
    await desk.reads(desk.operator, "Taken back: “US$5 billion”: demanded → offered")
    assert desk.labels.read_text() == ""
    assert "corrected" not in await desk.ask(desk.reader, "/figures korea demanded")


async def test_typed_corrections_show_in_figures_and_each_row_leads_to_its_why(desk: Desk) -> None:
    await desk.phone.type(desk.reader, "/figures korea demanded")
    await desk.press(desk.reader, await desk.phone.answer(desk.reader), "1")
    card = await desk.phone.answer(desk.reader)
    await desk.press(desk.reader, card, "Why")
    assert "Wrong?" in [key["text"] for row in (await desk.phone.answer(desk.reader))["buttons"] for key in row]
    said = await desk.ask(desk.operator, "/correct 1 1 value ₩5.2tn")
    assert "US$5bn → ₩5.2tn" in said
    shown = await desk.ask(desk.reader, "/figures korea demanded")
    assert "₩5.2tn a year" in shown
    assert "✎ corrected by the operator: US$5bn → ₩5.2tn, 24 Nov 2026 · /why_1" in shown
    assert "by the United States" in await desk.ask(desk.operator, "/correct 1 1 actor washington")
    assert "paid by South Korea → paid by Japan" in await desk.ask(desk.operator, "/correct 1 1 payer japan")
    assert "round of talks → signing reported" in await desk.ask(desk.operator, "/correct 1 event signed")
    none = await desk.ask(desk.operator, "/correct 1 2 role none")
    assert "1.18 trillion won”: agreed → no figure of the talks" in none
    listed = await desk.ask(desk.operator, "/correct")
    assert "/correct_1" in listed
    assert await desk.ask(desk.operator, "/correct undo") == (
        "Taken back: “1.18 trillion won”: agreed → no figure of the talks\n"
        "Seoul and Washington talk, round 1\nHow it is read now: /why_1"
    )
    (line,) = [json.loads(one) for one in desk.labels.read_text("utf-8").splitlines()]
    assert [one["aspect"] for one in line["corrected"]] == ["value", "actor", "payer", "event"]
    assert (line["event"], line["figures"][0]["currency"], line["figures"][0]["payer"]) == ("signed", "KRW", "JP")


async def test_a_second_report_of_a_chat_and_one_found_right_say_so(desk: Desk) -> None:
    await desk.phone.type(desk.reader, "/why_1")
    why = await desk.phone.answer(desk.reader)
    for first in (True, False):
        await desk.press(desk.reader, why, "Wrong?")
        choice = await desk.phone.answer(desk.reader)
        await desk.press(desk.reader, choice, "What happened")
        await desk.reads(desk.reader, "Thank you." if first else "on 24 Nov 2026 already; an operator has yet")
    await deliver_all(desk.application, desk.store)
    notice = await desk.reads(desk.operator, "Reported as wrong: what happened")
    await desk.press(desk.operator, notice, "It is right")
    await desk.reads(desk.operator, "found right")
    await deliver_all(desk.application, desk.store)
    await desk.reads(desk.reader, "An operator looked at it, and found it right.")


async def test_help_says_how_to_report_and_how_to_correct(desk: Desk) -> None:
    assert "The button Wrong? below the answer tells the operators" in await desk.ask(desk.reader, "/help why")
    assert "then role, value, actor, speaker or payer" in await desk.ask(desk.operator, "/help correct")
    assert "There is no command /correct." in await desk.ask(desk.reader, "/help correct")


async def test_strangers_are_refused_with_a_sentence(desk: Desk) -> None:
    assert (await desk.ask(desk.reader, "/correct 1 1 role offered")).startswith(
        "/correct is for this bot's operators."
    )
    group = await desk.phone.add("group")
    await desk.phone.answer(group)
    for data in ("fix:s:1", "fix:r:1:1-0000:offered", "right:1"):
        await press(desk.application, desk.phone, desk.reader, data)
        await press(desk.application, desk.phone, group, data)
    answers = await until(lambda: _answers(desk.phone, 6))
    assert set(answers) == {"This is for the bot's operators.", "This button no longer works."}
    assert desk.store.archive.all_corrections() == []


async def _answers(phone: Phone, number: int) -> list[str]:
    told = [str(one["params"].get("text", "")) for one in await phone.requests("answerCallbackQuery")]
    return told if len(told) >= number else []


@pytest.mark.parametrize(
    "data", ["fix:s:x", "fix:r:1:1-ffff:offered", "fix:r:1:9-0000:offered", "fix:z:1", "fix:", "right:x", "right:9",
             "wrong:1:2-zz:role", "wrong:1:event:role", "wrong:9", "wrong:1:" + "9" * 30, "fix:c:77"]
)  # fmt: skip
async def test_buttons_that_nobody_made_change_nothing(desk: Desk, data: str) -> None:
    await press(desk.application, desk.phone, desk.operator, data)
    assert (await until(lambda: _answers(desk.phone, 1))) == ["This button no longer works."]
    assert desk.store.archive.all_corrections() == []


def test_the_button_of_a_figure_knows_when_the_report_is_another(store: Store) -> None:
    those = families(context(store, topic=ABOUT))
    assert those.of(CorrectButtons) is those.of(CorrectButtons)
    keys = [key.data or "" for row in those.of(Corrections).sheet(1).buttons for key in row]
    assert len(keys[0].encode()) <= 64
    assert keys[0].startswith("fix:f:1:1-")
    assert keys[1].startswith("fix:f:1:2-")


def test_a_corrected_row_is_in_the_values_for_programs_too(store: Store) -> None:
    those = families(context(store, topic=ABOUT))
    those.message_of("correct", _request("1 1 role offered"))
    values = those.of(LedgerAnswers).the_figures("korea")
    assert isinstance(values, dict)
    assert [(one.was, one.value) for one in values["corrections"]] == [("demanded", "offered")]
    assert {row.role for row in values["figures"]} == {Role.OFFERED, Role.AGREED}


def _request(words: str) -> CommandRequest:
    return CommandRequest(chat(OPERATOR), words, operator=True)


@pytest.mark.parametrize("language", ["ko", "ja", "de"])
async def test_an_operator_corrects_in_the_language_of_the_chat(store: Store, language: str) -> None:
    t, those = translator(language), families(context(store, topic=ABOUT))
    came = store.intake.complain(chat(8), 1, placed(DEMAND).spot, Aspect.ROLE, NOW)
    assert came.complaint is not None
    words = ("1 1 role offered", "1 1 role offered", "1 1 payer japan", "1 2 role none", "1 event signed", "1", "1 2")
    asked = tuple(("correct", one) for one in (*words, "", "undo", "undo 77", "1 story 9", "undo"))
    said = list(answers(those, t, asked))
    buttons = those.of(CorrectButtons)
    for data in ("e:1", "y:1", f"c:{came.complaint.id}", "u:1", "n:1"):
        verb, _, number = data.partition(":")
        said.append(_answered(buttons._done_by(verb, int(number), "", OPERATOR, t), t).plain)
    kept = store.archive.article(1)
    assert kept is not None
    said += [let_stand(came.complaint, kept, t).plain, told_to_operators(came.complaint, kept, t).plain]
    assert [one for one in said if in_english(OWN.sub("", one))] == []
    assert "정정" in said[0] or language != "ko"
