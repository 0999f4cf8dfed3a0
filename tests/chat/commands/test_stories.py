"""Stories merged and split from the chat: who may, what is said, and that it is done."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import ChatContext
from bot.chat.commands.command import CommandRequest
from bot.chat.commands.stories import StoryCommands
from bot.chat.typed.arguments import BadArgument
from bot.sandbox import Sandbox
from tests.chat.builders import NOW, article, chat, context, families
from tests.chat.conftest import Phone, running, until
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf


def three() -> Shelf:
    shelf = Shelf()
    shelf.stored = [article(1), article(2, outlet="Kyodo"), article(3, story_id=2)]
    return shelf


def test_two_stories_become_one_and_the_answer_opens_it() -> None:
    shelf = three()
    said = families(context(shelf)).of(StoryCommands).merge("#2, 1").html
    assert said.startswith("<b>Merged: </b>story 2 is part of story 1 now.\nSeoul and Washington talk, round 1\n")
    assert "3 reports from 2 outlets · /story_1\n" in said
    assert "To undo: <code>/split 1 2 3</code>" in said
    assert {one.story_id for one in shelf.stored} == {1}


def test_a_merged_story_has_the_name_that_the_timeline_has() -> None:
    """``/merge 134 135`` and ``/merge 133 134`` named one story by two headlines, of which /timeline has one."""
    shelf = Shelf()
    shelf.stored = [
        article(1, language="ko", title="독일 주둔 미군 검토"),
        article(2, title="US reviews its presence in Germany"),
        article(3, story_id=2, title="Allies wait for the review"),
    ]
    desk = families(context(shelf))
    said = desk.of(StoryCommands).merge("1 2").plain
    listed = desk.message_of("timeline", CommandRequest(chat(), "")).plain
    named = said.split("\n")[1]
    assert named == "US reviews its presence in Germany"
    assert named in listed


def test_reports_leave_a_story_and_the_answer_opens_both() -> None:
    shelf = three()
    commands = families(context(shelf)).of(StoryCommands)
    asked = commands.split("2").html
    assert asked.startswith(
        "<b>Story 2</b> has 2 reports. Which are to leave it?\nTry <code>/split 2 3</code>\n\n3 · 24 Nov"
    )
    said = commands.split("2 3").html
    assert said.startswith(
        "<b>Split: </b>1 report of story 2 is story 3 now.\nSeoul and Washington talk, round 3 · /story_3"
    )
    assert "round 2 · /story_2\n" in said
    assert "To undo: <code>/merge 2 3</code>" in said
    assert [one.story_id for one in shelf.stored] == [1, 2, 3]


def two_countries() -> Shelf:
    shelf = three()
    shelf.stored.append(article(4, track="JP", title="Tokyo pays for the bases", published=NOW - timedelta(days=2)))
    return shelf


def test_stories_of_two_countries_are_merged_only_when_asked_twice() -> None:
    shelf = two_countries()
    asked = families(context(shelf)).of(StoryCommands).merge("4 1")
    assert visible(asked) == (
        "These are stories of two countries. Are they one all the same?\n"
        "\n"
        "🇰🇷 South Korea: Seoul and Washington talk, round 1 · /story_1\n"
        "🇯🇵 Japan: Tokyo pays for the bases · /story_4"
    )
    assert [(one.label, one.data) for row in asked.buttons for one in row] == [
        ("Merge", "merge:4:1"),
        ("Leave apart", "merge:no"),
    ]
    assert {one.story_id for one in shelf.stored} == {1, 2, 4}, "nothing is done yet"
    said = families(context(shelf)).of(StoryCommands).join(4, 1)
    assert visible(said).split("\n")[:2] == ["Merged: story 4 is part of story 1 now.", shown_title(shelf, 1)]


def test_a_merged_story_goes_by_the_name_that_lists_give_it_whichever_way_it_was_made() -> None:
    names = []
    for first, second in (((1, 4), (2, 1)), ((2, 4), (1, 2))):
        shelf = two_countries()
        commands = families(context(shelf)).of(StoryCommands)
        commands.join(*first)
        names.append(visible(commands.join(*second)).split("\n")[1])
        assert names[-1] == shown_title(shelf, 1)
    assert names[0] == names[1]


def shown_title(shelf: Shelf, story: int) -> str:
    told = families(context(shelf)).message_of("story", CommandRequest(chat(), f"{story}"))
    return visible(told).split("\n")[0].removeprefix(f"Story {story} · ")


async def test_the_buttons_of_the_question_do_it_once_or_leave_it(sandbox: Sandbox, phone: Phone, shelf: Shelf) -> None:
    shelf.stored = two_countries().stored
    me, stranger = await phone.add("private"), await phone.add("private")
    around: ChatContext = replace(context(shelf), operators=frozenset({me}))

    async def says(chat_id: int, words: str) -> bool:
        return any(one["text"].startswith(words) for one in await phone.messages(chat_id))

    async with running(sandbox.url, around) as application:
        await phone.type(me, "/merge 1 4")
        first = await phone.answer(me)
        await phone.type(me, "/merge 1 4")
        second = await phone.answer(me)
        for where, data in ((stranger, "merge:1:4"), (me, "merge:x"), (me, "merge:1:"), (me, "merge:" + "9" * 40)):
            markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])
            made_up = await application.bot.send_message(where, "x", reply_markup=markup)
            count = len(await phone.requests("answerCallbackQuery"))
            await phone.press(where, made_up.message_id, data)
            await until(partial(pressed_more_than, phone, count))
        assert {one.story_id for one in shelf.stored} == {1, 2, 4}
        await phone.press(me, first["id"], "merge:no")
        assert await until(partial(says, me, "They are left apart."))
        await phone.press(me, second["id"], "merge:1:4")
        assert await until(partial(says, me, "Merged: story 4 is part of story 1 now."))


async def pressed_more_than(phone: Phone, count: int) -> bool:
    return len(await phone.requests("answerCallbackQuery")) > count


@pytest.mark.parametrize(
    ("command", "words", "says", "example"),
    [
        ("merge", "", "Say which two stories are one, by their numbers in /timeline.", "/merge 12 15"),
        (
            "merge",
            "1 2 3",
            "Say which two stories are one, by their numbers in /timeline, and not “1 2 3”.",
            "/merge 12 15",
        ),
        ("merge", "1 two", "“two” is no number of a story or report.", "/merge 12 15"),
        ("merge", "1 9", "There is no story 9.", "/timeline"),
        ("split", "", "Say which story, by its number in /timeline, and which of its reports.", "/split 12"),
        ("split", "9", "There is no story 9.", "/timeline"),
        ("split", "2 1", "Report 1 is not in story 2.", "/split 2"),
        ("split", "2 2 3", "These are all reports of story 2: at least one must stay.", "/split 2"),
    ],
)
def test_what_cannot_be_done_says_what_can(command: str, words: str, says: str, example: str) -> None:
    with pytest.raises(BadArgument) as problem:
        families(context(three())).message_of(command, CommandRequest(chat(), words))
    assert (str(problem.value), problem.value.example) == (says, example)


async def test_only_operators_may_and_only_in_private(sandbox: Sandbox, phone: Phone, shelf: Shelf) -> None:
    shelf.stored = three().stored
    me, group, stranger = [await phone.add(kind) for kind in ("private", "group", "private")]
    around: ChatContext = replace(context(shelf), operators=frozenset({me}))
    async with running(sandbox.url, around):
        assert "is for this bot's operators" in await phone.ask(stranger, "/merge 1 2")
        await phone.type(group, "/merge 1 2")
        assert (await phone.ask(me, "/merge 1 2")).startswith("Merged: story 2 is part of story 1 now.")
        assert "/merge – Make two stories one" in await phone.ask(me, "/help")
        assert "/merge" not in await phone.ask(stranger, "/help")
    assert not [one for one in await phone.messages(group) if "erge" in one["text"]]
