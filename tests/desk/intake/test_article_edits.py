"""Edited articles: which entries are looked at again, what makes a version, and how the change is told."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.desk.intake.article_edits import MOST_VERSIONS, articles_by_guid, as_of, change, current_version, edit, stamp
from bot.model import Article, Edited, Entry, Kept, Level, Report, Version
from tests.desk.make import NOW, TALKS, article, entry, reading
from tests.shared import reader

LEAD = "Washington demands $5 billion a year from Seoul for US troops, negotiators said after the talks."
MIDDLE = "The two sides met for an hour in Seoul."
END = "Talks on cost-sharing go on in December."
TITLE = "US asks Seoul to pay more for troops"
TEXT = f"{LEAD} {MIDDLE} {END}"


def read(title: str, text: str) -> Article:
    said = reader().read(Report("one", title, text, "en", TALKS.date(), "Example News"))
    return replace(article(1, title=title, text=text), reading=said)


def changed(title: str, text: str, before: Article | None = None) -> tuple[str, Level] | None:
    now = read(title, text)
    found = change(before or read(TITLE, TEXT), title, text, now.reading)
    return (found.words, found.level) if found else None


def test_a_figure_that_is_another_in_silence_is_told_and_material() -> None:
    lower = TEXT.replace("$5 billion", "$4.7 billion")
    assert changed(TITLE, lower) == ("changed in silence: US$5bn demanded → US$4.7bn demanded", Level.MATERIAL)


def test_a_headline_and_a_role_that_are_others_are_told() -> None:
    agreed = TEXT.replace(
        LEAD, "Under the deal that both sides signed, Seoul will pay $5 billion a year for US troops."
    )
    words, level = changed("Seoul agrees to pay more for US troops", agreed) or ("", Level.ECHO)
    assert words == (
        f"changed in silence: headline “{TITLE}” → “Seoul agrees to pay more for US troops”; "
        "US$5bn demanded → US$5bn agreed"
    )
    assert level is Level.MATERIAL
    words, level = changed("US asks Seoul for far more money for troops", TEXT) or ("", Level.MATERIAL)
    assert words.startswith(
        "changed in silence: headline “US asks Seoul to pay more for troops” → “US asks Seoul for far"
    )
    assert level is Level.ECHO


def test_what_the_outlet_says_itself_is_no_silence() -> None:
    lower = (
        TEXT.replace("$5 billion", "$4.7 billion") + " Correction: an earlier version of this report had another sum."
    )
    assert (changed(TITLE, lower) or ("", Level.ECHO))[0].startswith("corrected: US$5bn demanded → US$4.7bn demanded")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, f"{LEAD}\n\n  {MIDDLE} \n{END}"),
        (TITLE + "  ", TEXT),
        ("US asks Seoul to pay more for troops!", TEXT),
        (TITLE, f"{TEXT} Read more: ten beaches for the summer. Subscribe to our newsletter for 3 dollars."),
        (TITLE, f"Updated at 10:45. {TEXT}"),
        (TITLE, f"{LEAD} {MIDDLE}"),
        (TITLE, f"{LEAD} {MIDDLE} Talks on cost-sh"),
    ],
    ids=["spaces", "title's spaces", "punctuation", "an ad", "a stamp", "cut off", "cut within"],
)
def test_what_is_no_version(title: str, text: str) -> None:
    assert changed(title, text) is None


def test_clocks_and_counters_are_no_versions_and_sentences_are() -> None:
    counting = read(TITLE, f"Seen by 17 readers. {TEXT}")
    assert changed(TITLE, f"Seen by 43 readers. {TEXT}", counting) is None
    other = TEXT.replace(MIDDLE, "The US side walked out.")
    assert changed(TITLE, other) == ("its text was changed", Level.ECHO)
    assert changed(TITLE, "Nothing of that is left.") is not None


def test_a_figure_whose_sentence_is_the_same_is_the_same() -> None:
    before = read(TITLE, TEXT)
    figures = tuple(replace(one, value=7e9) for one in before.reading.figures)
    assert change(before, TITLE, TEXT, replace(before.reading, figures=figures)) is None


def test_a_paragraph_with_a_figure_is_a_version_and_a_figure_cut_off_is_none() -> None:
    more = TEXT + " Seoul offered $1 billion a year for the troops, a lawmaker said."
    assert changed(TITLE, more) == ("changed in silence: US$1bn offered was added", Level.MATERIAL)
    assert changed(TITLE, TEXT, read(TITLE, more)) is None


def test_a_figure_in_a_last_sentence_that_is_changed_is_no_sentence_cut_off() -> None:
    more = read(TITLE, TEXT + " Seoul offered $1 billion a year for the troops, a lawmaker said.")
    less = TEXT + " Seoul offered $0.9 billion a year for the troops, a lawmaker said."
    assert changed(TITLE, less, more) == ("changed in silence: US$1bn offered → US$900m offered", Level.MATERIAL)
    assert changed(TITLE, f"{TEXT} Read more: ten beaches for the summer.", more) is None
    assert changed(TITLE, f"{TEXT} Seoul offered", more) is None


def test_an_edit_keeps_the_topic_and_ends_with_a_number_of_versions() -> None:
    old = read(TITLE, TEXT)
    off = reading(on_topic=False, track=None)
    found = edit(Edited(old, 1, Entry("one", "", "Seoul and its beaches", "All about beaches."), off, "ab"))
    assert found.change is not None
    assert found.reading.relevance.on_topic
    assert (found.reading.track, found.stamp, found.versions) == (old.reading.track, "ab", 1)
    many = edit(Edited(old, MOST_VERSIONS + 1, Entry("one", "", "Another", "Text."), off, "ab"))
    assert (many.change, many.stamp) == (None, "ab")


# --- Stamps


def test_what_comes_again_is_known_by_its_guid_or_by_a_link_of_its_own() -> None:
    one, two, three = entry("one"), entry("two"), entry("three")
    first, second = Kept(1, "stamp", paged=False), Kept(2, "stamp", paged=True)
    assert articles_by_guid([one, two, three], {"one": first, two.link: second}) == {"one": first, "two": second}
    moved = replace(two, guid="another")
    assert articles_by_guid([one, moved], {two.link: second}) == {"another": second}
    home = [replace(each, link=two.link) for each in (one, three)]
    assert articles_by_guid(home, {two.link: second}) == {}


def test_a_stamp_is_over_what_the_feed_has() -> None:
    own = replace(entry("one"), text="Text")
    filled = replace(own, text="The page's text")
    assert stamp(own, {}) == stamp(filled, {own.link: "Text"}) != stamp(filled, {})
    assert stamp(own, {}) != stamp(replace(own, title="Another"), {})


def test_a_feeds_teaser_says_nothing_of_a_page() -> None:
    old = article(1, title="Old", text="The whole page.")
    new = Entry("one", "", "New", "A teaser.")
    assert current_version(new, old, paged=True, read=False).text == "The whole page."
    assert current_version(new, old, paged=True, read=True).text == "A teaser."
    assert current_version(new, old, paged=False, read=False).text == "A teaser."
    assert current_version(replace(new, title="", text=""), old, paged=False, read=False).title == "Old"


def test_an_article_as_it_was() -> None:
    now = article(1, title="Third")
    hours = [NOW + timedelta(hours=hour) for hour in range(4)]
    old = [
        Version(1, number, title, "", now.reading, hours[number], "changed", Level.ECHO)
        for number, title in ((1, "First"), (2, "Second"))
    ]
    assert [as_of(now, old, hour).title for hour in hours] == ["First", "Second", "Third", "Third"]
