"""A reading as corrected: which mentions change, where a figure is found again, and how a correction is worded."""

from datetime import UTC, datetime
from itertools import count

import pytest
from msgspec.structs import replace

from bot.desk.corrections.applying import corrected, sentence_of
from bot.desk.corrections.labelled import labelled
from bot.desk.corrections.values import Sum, figure_value, sum_in_words
from bot.desk.corrections.wording import change_in_words, net
from bot.model import Aspect, Correction, Event, Figure, Kind, Role
from tests.chat.builders import article
from tests.store.build import DEMAND, UNCLEAR, reading

TITLE = "Seoul hears of $5 billion"
TEXT = "They want $5 billion now. Others offer $5 billion instead. So $5 billion it is, and $5 billion again."
_number = count(1)


def at(nth: int, role: Role = Role.DEMANDED, text: str = TEXT) -> Figure:
    """The figure at its nth place in the text."""
    place = -1
    for _ in range(nth):
        place = text.index("$5 billion", place + 1)
    return replace(DEMAND, surface="$5 billion", start=place, role=role, chance=0.7, likely=None)


def correction(aspect: Aspect, value: str, of: Figure | None = None, was: str = "") -> Correction:
    sentence = sentence_of(of, TITLE, TEXT) if of is not None else ""
    spot = of.spot if of is not None else None
    made = datetime(2026, 11, 24, tzinfo=UTC)
    return Correction(
        aspect, value, id=next(_number), article_id=1, was=was, operator=7, made=made, spot=spot, sentence=sentence
    )


def test_only_what_is_told_as_the_same_changes() -> None:
    told = (at(1), at(2, Role.OFFERED), at(3))
    one = correction(Aspect.ROLE, "agreed", told[0])
    came = corrected(reading(*told), TITLE, TEXT, [one])
    assert [figure.role for figure in came.reading.figures] == [Role.AGREED, Role.OFFERED, Role.AGREED]
    assert [figure.chance for figure in came.reading.figures] == [None, 0.7, None]
    assert came.holds_at == {one.id: (told[0].spot, told[2].spot)}


def test_corrections_go_one_after_the_other_over_what_the_one_before_left() -> None:
    told = (at(1), at(2, Role.OFFERED))
    both = [correction(Aspect.ROLE, "offered", told[0]), correction(Aspect.PAYER, "JP", told[1])]
    assert [one.payer for one in corrected(reading(*told), TITLE, TEXT, both).reading.figures] == ["JP", "JP"]
    assert [one.payer for one in corrected(reading(*told), TITLE, TEXT, both[::-1]).reading.figures] == ["KR", "JP"]


@pytest.mark.parametrize(
    ("text", "nth"),
    [
        (TEXT.replace("They want", "Well: they do ask for; nobody wants $5 billion. They want"), 2),
        (TEXT.replace("They want $5 billion now.", "They rather want $5 billion by now."), 1),
    ],
    ids=["its sentence moved", "its sentence is another"],
)
def test_a_figure_is_found_again_in_an_edited_text(text: str, nth: int) -> None:
    roles = [Role.PAID, Role.BUDGET, Role.AGREED, Role.ESTIMATE, Role.OTHER]
    told = tuple(at(number, roles[number - 1], text) for number in range(1, text.count("$5 billion") + 1))
    came = corrected(reading(*told), TITLE, text, [correction(Aspect.ROLE, "demanded", at(1))])
    assert [number for number, one in enumerate(came.reading.figures, 1) if one.role is Role.DEMANDED] == [nth]


def test_what_is_in_it_no_more_changes_nothing() -> None:
    other = replace(at(1), surface="$7 billion", value=7e9)
    one = correction(Aspect.ROLE, "offered", at(1))
    came = corrected(reading(other), TITLE, TEXT, [one])
    assert (came.reading.figures, came.holds_at) == ((other,), {one.id: ()})


def test_each_aspect_in_words() -> None:
    names = {"KR": "South Korea"}
    before, after = (sum_in_words(Sum(Kind.MONEY, value, None, "USD")) for value in (5e9, 4.7e9))
    words = {
        (Aspect.ROLE, "demanded", ""): "demanded → no figure of the talks",
        (Aspect.ROLE, "other", "paid"): "in no role of the talks → paid",
        (Aspect.VALUE, before, after): "US$5bn → US$4.7bn",
        (Aspect.ACTOR, "United States", ""): "by the United States → by nobody in particular",
        (Aspect.SPEAKER, "", "Yonhap"): "said by the outlet itself → said by Yonhap",
        (Aspect.PAYER, "KR", "US"): "paid by South Korea → paid by US",
        (Aspect.EVENT, "none", "signed"): "nothing of the kind → signing reported",
        (Aspect.STORY, "1", "7"): "story 1 → story 7",
    }
    for (aspect, was, value), told in words.items():
        assert change_in_words(correction(aspect, value, was=was), names) == told


def test_of_several_corrections_the_first_and_the_last_are_told_and_none_that_leads_back() -> None:
    there = correction(Aspect.ROLE, "offered", was="demanded")
    on = correction(Aspect.ROLE, "paid", was="offered")
    back = correction(Aspect.ROLE, "demanded", was="paid")
    assert [(one.was, one.value) for one in net([there, on])] == [("demanded", "paid")]
    assert net([there, on, back]) == []


def test_a_label_has_what_is_told_leaves_out_what_is_none_and_keeps_open_what_is_unclear() -> None:
    none = replace(at(2), on_topic=False)
    told = article(1, figures=[at(1), none, UNCLEAR], text=TEXT, event=Event.NONE)
    line = labelled(told, [])
    assert [one["start"] for one in line["figures"]] == [at(1).start]
    assert line["open"] == [{"surface": UNCLEAR.surface, "where": "text", "start": UNCLEAR.start}]
    assert line["event"] == "other"
    assert figure_value(none, Aspect.ROLE) == ""
