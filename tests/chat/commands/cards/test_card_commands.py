"""/card: what stands on a card, of the small topic and of the archive, and the picture in the chat."""

from datetime import date

import pytest
from msgspec.structs import replace

from bot.chat.commands.cards import CardCommands
from bot.chat.drawing.card import Card
from bot.chat.render import Rendered
from bot.chat.render.answers.card import CAPTION
from bot.chat.render.html import utf16
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.card_words import card_words
from bot.chat.updates.application import BotApplication
from bot.model import Article, Role
from tests.chat.builders import DEMAND, NOW, SHARE, TOPIC, article, context, families, money, placed
from tests.chat.conftest import Phone
from tests.chat.drawing.test_cards import check
from tests.chat.shelf import Shelf
from tests.desk.replayed import articles
from tests.shared import rates, topic

TRACKS = TOPIC.vocabulary.tracks


def told() -> list[Article]:
    offer = money("1.1 trillion won", 1.1e12, "KRW", Role.OFFERED, start=20)
    yen = money("¥200 billion", 2e11, "JPY", Role.AGREED, payer="JP", start=8)
    text, title = "It pays ¥200 billion.", "東京は払う、と首相"
    tokyo = article(3, track="JP", title=title, language="ja", outlet="NHK", text=text, figures=[yen])
    return [
        article(1, figures=[placed(DEMAND), placed(SHARE)], outlet="UPI"),
        article(2, figures=[offer], text="Seoul would not pay 1.1 trillion won more.", outlet="Kookmin.com"),
        tokyo,
        replace(tokyo, id=4, story_id=4, outlet="Kyodo", title="Tokyo is to pay, its prime minister says"),
    ]


def made(typed: str, stored: list[Article]) -> tuple[Card, Rendered]:
    shelf = Shelf()
    shelf.stored = stored
    return families(context(shelf)).of(CardCommands).made(card_words(typed, TRACKS))


def figures(card: Card) -> list[tuple[str, str, str]]:
    return [(one.amount, one.role, one.about) for part in card.parts for one in part.figures]


def test_a_country_s_card_has_each_figure_with_who_said_it_and_when() -> None:
    card, caption = made("korea", told())
    check(card)
    assert card.title == "South Korea: where it stands"
    assert figures(card)[0] == ("US$5bn a year", "demanded", "According to lawmakers in Seoul · UPI, 24 Nov 2026")
    assert ("₩1.1tn a year", "offered", "Kookmin.com, 24 Nov 2026") in figures(card)
    assert card.parts[0].note.startswith("Gap: ₩")
    assert card.baseline == ("Baseline: 19 Nov 2019; US$5bn a year demanded against ₩1.04tn a year agreed for 2019.")
    assert card.sources == "Sources: UPI and Kookmin.com. As reported by 24 Nov 2026. burdenwatch"
    assert caption.html.startswith("<b>South Korea: where it stands</b>\n")
    assert '<a href="https://news.example/1">US$5bn a year</a> demanded · UPI, 24 Nov 2026' in caption.html


def test_a_comparison_has_each_country_with_its_figures() -> None:
    card, _ = made("", told())
    check(card)
    assert [(part.name, len(part.figures)) for part in card.parts] == [("South Korea", 2), ("Japan", 1)]
    assert card.title == TOPIC.name
    alone, _ = made("korea nato", told())
    assert (alone.title, [part.name for part in alone.parts]) == ("Side by side: South Korea and NATO", ["South Korea"])


def test_a_story_s_card_has_its_headline_and_the_figures_of_its_reports() -> None:
    card, _ = made("story 3", told())
    check(card)
    assert (card.title, card.about) == ("東京は払う、と首相", "Japan · 1 outlet · 24 Nov 2026")
    assert figures(card) == [("¥200bn a year", "agreed", "NHK, 24 Nov 2026")]
    bare, _ = made("3", [replace(told()[2], reading=replace(told()[2].reading, figures=()))])
    assert (bare.parts, bare.nothing) == ((), "No figure is in its reports.")
    with pytest.raises(BadArgument, match="no story 99"):
        made("99", told())


@pytest.mark.parametrize("typed", ["korea", "japan", "nato", "", "korea japan"])
def test_an_empty_archive_has_a_card_with_the_baseline_alone(typed: str) -> None:
    card, caption = made(typed, [])
    check(card)
    assert (card.parts, card.nothing) == ((), "No report with a figure is in yet.")
    assert card.baseline.startswith("Baseline: 19 Nov 2019; ")
    assert card.sources == f"As reported by {NOW.day} Nov 2026. burdenwatch"
    assert "\n" not in caption.html


def test_cards_of_the_whole_archive() -> None:
    shelf = Shelf()
    shelf.stored = list(articles())
    those = families(context(shelf, topic=topic(), convert=rates().convert)).of(CardCommands)
    stories = {one.language: one.story_id for one in articles() if one.language in {"ko", "ja", "de"}}
    asked = ["korea", "japan", "germany", "poland", "nato", "", *(f"story {number}" for number in stories.values())]
    for typed in asked:
        card, caption = those.made(card_words(typed, topic().vocabulary.tracks))
        check(card)
        assert card.parts, typed
        assert all(1 <= len(part.figures) <= 4 for part in card.parts), typed
        assert all(one.about for part in card.parts for one in part.figures), typed
        if typed == "korea":
            assert card.about == "Agreement for 2026–2030 in force (Asia Today, 29 Nov 2024)"
        if typed == "nato":
            assert card.about.startswith("Agreed: “NATO pledges 5 percent")
        assert utf16(caption.plain) - sum(map(len, _addresses(caption))) <= CAPTION + 100, typed


def _addresses(caption: Rendered) -> list[str]:
    return [word for word in caption.plain.split() if word.startswith("(http")]


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("korea", "kr"), ("Korea and Japan", "kr jp"), ("compare korea japan", "kr jp"), ("", ""), ("compare", ""),
        ("story 12", "story 12"), ("#12", "story 12"), ("korea japan nato", ""),
    ],
)  # fmt: skip
def test_what_may_be_typed(typed: str, again: str) -> None:
    words = card_words(typed, TRACKS)
    assert words.typed == again
    assert card_words(words.typed, TRACKS) == words


@pytest.mark.parametrize(
    ("typed", "example"), [("story", "/card story 1"), ("zeppelins", "/card korea"), ("korea 5y", "/card korea")]
)
def test_what_may_not_be_typed(typed: str, example: str) -> None:
    with pytest.raises(BadArgument) as caught:
        card_words(typed, TRACKS)
    assert caught.value.example == example


async def test_a_card_comes_as_a_picture_by_command_and_by_button(
    phone: Phone, bot: BotApplication, shelf: Shelf
) -> None:
    shelf.stored = told()
    me = await phone.add("private")
    await phone.type(me, "/card korea")
    sent = await phone.answer(me)
    assert sent["photo"]
    assert sent["text"].startswith("South Korea: where it stands\n• US$5bn a year demanded · UPI, 24 Nov 2026")
    assert sent["buttons"] == []
    for command, title in (("/story 3", "東京は払う、と首相"), ("/compare korea", "South Korea: where it stands")):
        await phone.type(me, command)
        below = await phone.answer(me)
        (data,) = (key["data"] for row in below["buttons"] for key in row if key["text"] == "Card to share")
        await phone.press(me, below["id"], data)
        sent = await phone.answer(me)
        assert sent["photo"]
        assert sent["text"].startswith(title)
    assert "There is no story 99." in await phone.ask(me, "/card 99")
    assert "neither one of" in await phone.ask(me, "/card zeppelins")


def test_in_a_replay_what_is_of_today_is_so_on_its_last_day() -> None:
    """The clock on the wall is seven years on, by which nothing that was demanded then would be of today."""
    shelf = Shelf()
    shelf.stored = [one for one in articles() if one.published.date() <= date(2019, 11, 19)]
    those = families(context(shelf, topic=topic(), convert=rates().convert, replay=True)).of(CardCommands)
    for typed in ("korea", ""):
        card, _ = those.made(card_words(typed, topic().vocabulary.tracks))
        assert figures(card)[0][:2] == ("about US$5bn a year", "demanded for 2020")
        assert "years ago" not in figures(card)[0][2]
        assert card.sources.endswith("As reported by 19 Nov 2019. burdenwatch")
