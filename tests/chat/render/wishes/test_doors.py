"""The list of doors as messengers show it."""

import pytest

from bot.chat.languages.translator import translator
from bot.chat.render.wishes.doors import doors


@pytest.mark.parametrize("language", ["en", "ko", "ja", "de"])
def test_a_part_of_an_address_is_no_command_to_press(language: str) -> None:
    """Messengers make a command of any word behind a slash, but not in code."""
    shown = doors([], "https://desk.example/atom", t=translator(language)).html
    assert shown.count("/korea") == shown.count("<code>/korea</code>") == 1
