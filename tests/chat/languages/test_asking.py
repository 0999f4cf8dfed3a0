"""In which language an answer is: that of the chat, or of who asks; and what cannot be read says so in it."""

from msgspec.structs import replace

from bot.chat.languages.lists import listed
from bot.chat.languages.translator import ENGLISH, translator
from bot.chat.render.notice import unreadable
from bot.chat.typed.bad_argument import BadArgument, shown
from tests.chat.builders import chat, context
from tests.chat.shelf import Shelf


def test_an_answer_is_in_the_language_of_the_chat_else_of_who_asks() -> None:
    shelf = Shelf()
    around = context(shelf)
    asking = replace(chat(5), language="ja")
    assert around.translator_of(asking).language == "ja"
    shelf.subscribe(replace(asking, language=""), around.now())
    assert around.translator_of(asking).language == "en", "its alerts are in English"
    shelf.set_language(asking, "de")
    assert around.translator_of(asking).language == "de"
    shelf.unsubscribe(5, around.now())
    assert around.translator_of(asking).language == "de", "it was chosen"


def test_what_cannot_be_read_says_so_in_the_language() -> None:
    problem = BadArgument(
        "{command} takes no words behind it, such as “{typed}”.", "/why", command="/why", typed=shown("{name} [x]")
    )
    assert str(problem) == "/why takes no words behind it, such as “{name} [x]”."
    told = unreadable(problem, translator("de")).plain
    assert told == "Hinter /why darf nichts stehen, auch nicht „{name} [x]“.\nZum Beispiel: /why"
    nested = BadArgument("Try {line}", "/why", line=problem.told)
    assert nested.told(ENGLISH) == f"Try {problem}"
    assert nested.told(translator("ko")).startswith("예: /why 뒤에는 ‘{name} [x]’")
    typed = BadArgument("“{name}” is none.", "/why")
    assert typed.told(translator("ja")) == "“{name}” is none.", "without values braces are what somebody typed"


def test_lists_are_of_the_language() -> None:
    names = ["a", "b", "c"]
    assert [listed(names, translator(one)) for one in ("en", "ko", "ja", "de")] == [
        "a, b and c", "a, b 및 c", "a、b、c", "a, b und c",
    ]  # fmt: skip
