"""What stands on buttons is not cut on a phone, in any of the languages."""

from collections.abc import Iterable
from itertools import product

import pytest

from bot.chat.languages.translator import NAMES, Translator, translator
from bot.chat.render import alert
from bot.chat.render.html import Button, columns
from bot.chat.render.wishes import first_steps, settings
from bot.model import Alerts, Interest, Manner, NewsKind, Role
from tests.chat.builders import article, chat, money, placed
from tests.shared import topic

MOST = {1: 38, 2: 18, 3: 11, 4: 9}
"""Columns that a button has by how many share its row, at 390 px in the widest letters that we have met."""
CHATS = (
    chat(),
    chat(
        alerts=Alerts.DIGEST,
        interest=Interest(("JP", "KR"), tuple(NewsKind), ("KCNA",), ("de", "en", "ja", "ko", "fr")),
        manner=Manner("22:00-07:00", great_pass=True, silent=True, cap=5),
    ),
)


def rows(t: Translator) -> Iterable[tuple[Button, ...]]:
    words = topic().vocabulary
    for one, zone, name in product(CHATS, ("America/New_York", "Asia/Ho_Chi_Minh"), ("main", *settings._SCREENS)):
        view = settings.View(one, words.tracks, "", zone, muted=2, t=t, parties=words.parties)
        yield from settings.screen(name, view).buttons
    yield from alert.buttons(article(figures=[placed(money("$5 billion", 5e9, "USD", Role.DEMANDED))]), mutes=True, t=t)
    yield from first_steps.countries(words.tracks, t, words.parties)
    yield from first_steps.weights("", "*", t).buttons
    yield from first_steps.zones("", "*", Alerts.ALL, t).buttons


@pytest.mark.parametrize("language", NAMES)
def test_no_label_is_longer_than_its_place(language: str) -> None:
    all_rows = list(rows(translator(language)))
    assert max(map(len, all_rows)) == 4
    cut = [one.label for row in all_rows for one in row if columns(one.label) > MOST[len(row)]]
    assert cut == []
