"""/language: in which language the bot speaks."""

import pytest

from bot.chat.commands.command import CommandRequest
from bot.chat.commands.general import General
from bot.chat.typed.arguments import BadArgument
from tests.chat.builders import chat, context, families
from tests.chat.shelf import Shelf


def test_a_language_is_chosen_by_its_code_or_name() -> None:
    shelf = Shelf()
    general = General(families(context(shelf)))
    for typed, kept, told in (
        ("ko", "ko", "이제부터 알림과 답변을 한국어로 보내 드립니다."),
        ("DEUTSCH", "de", "Meldungen und Antworten kommen ab jetzt auf Deutsch."),
        ("en", "en", "Alerts and answers come in English from now on."),
    ):
        assert general.language(CommandRequest(chat(5), typed)).plain == told
        known = shelf.chat(5)
        assert known is not None
        assert known.language == kept
    assert "Alerts and answers come in English here" in general.language(CommandRequest(chat(5))).plain
    with pytest.raises(BadArgument, match="none of English, 한국어"):
        general.language(CommandRequest(chat(5), "klingon"))
