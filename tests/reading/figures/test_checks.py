"""What a report's numbers say of each other: misfits are told, and what fits is left in peace."""

from datetime import date

import pytest

from bot.model import Report, Role
from bot.reading.encoder import OnFigure
from bot.reading.figures.checks import misfits
from tests.reading.opinions import Script, Scripted, told
from tests.shared import rates

CONVERT = rates().convert
DAY = date(2019, 11, 19)  # 1 US dollar was 1,165 won by the ECB's rates
TITLE = "Cost-sharing talks over US troops in South Korea"
ASKED, PAID, AGREED = told(Role.DEMANDED), told(Role.PAID), told(Role.AGREED)
MORE = told(Role.AGREED, measure="increase")
Opinions = dict[str, OnFigure]


def notes(scripted: Scripted, text: str, opinions: Opinions, language: str = "en") -> dict[str, str]:
    """Which figure does not fit, and why."""
    reading = scripted.read(Report("r", TITLE, text, language, DAY), Script(opinions))
    assert reading.figures
    return {reading.figures[place].surface: note for place, note in misfits(reading.figures, DAY, CONVERT).items()}


PAYS = {"1.04 trillion won": PAID}
FIVE = {"$5 billion": ASKED, "five times": ASKED, "$892 million": PAID}
RISE = {"1.18 trillion won": AGREED, "1.04 trillion won": PAID}
MISFITS: list[tuple[str, str, Opinions, str, str]] = [
    ("en", "Seoul pays 1.04 trillion won ($982 million) this year.", PAYS, "$982 million", "is 891.6 million USD"),
    ("en", "Seoul pays 1.04 trillion won ($89.2 million).", PAYS, "$89.2 million", "a digit seems lost or added"),
    (
        "en", "Washington demands $5 billion, five times the $892 million that Seoul pays.", FIVE, "five times",
        "is 5.6 times",
    ),
    (
        "en", "The US demanded $5 billion, five times the 1.04 trillion won of 2019.", FIVE | PAYS, "five times",
        "is 5.6 times",
    ),
    (
        "en", "Seoul will pay 1.18 trillion won, 23 percent above the 1.04 trillion won of 2019.",
        RISE | {"23 percent": MORE}, "23 percent", "13.5%",
    ),
    (
        "ko", "미국은 올해 방위비 분담금 1조389억원의 8배인 50억달러를 한국에 요구했다.",
        {"1조389억원": PAID, "8배": ASKED, "50억달러": ASKED}, "8배", "is 5.6 times",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "opinions", "surface", "note"), MISFITS)
def test_a_misfit_is_told(
    scripted: Scripted, language: str, text: str, opinions: Opinions, surface: str, note: str
) -> None:
    found = notes(scripted, text, opinions, language)
    assert set(found) == {surface}
    assert note in found[surface]


SIX = {"$5 billion": ASKED, "six times": ASKED, "$892 million": PAID}
RANGE = {"$4 billion to $5 billion": ASKED, "five times": ASKED, "$892 million": PAID}
FITS: list[tuple[str, Opinions]] = [
    ("Seoul pays 1.04 trillion won ($892 million) this year.", PAYS),
    ("Seoul pays 1.04 trillion won (about $900 million) this year.", PAYS),
    ("Seoul pays 1.04 trillion won, or roughly $870 million.", PAYS),  # another day's rate
    ("Seoul pays 1.04 trillion won (1 billion Bolivian dollars).", PAYS),
    ("Washington demands $5 billion, more than five times the $892 million that Seoul pays.", FIVE),
    ("Washington demands $5 billion, nearly six times the $892 million that Seoul pays.", SIX),
    ("Washington demands $4 billion to $5 billion, five times the $892 million that Seoul pays.", RANGE),
    (
        "Seoul will pay 1.18 trillion won, 13.9 percent more than the 1.04 trillion won of 2019.",
        RISE | {"13.9 percent": MORE},
    ),
    (
        "Seoul will pay 1.18 trillion won, up from 1.04 trillion won; later rises may not exceed 5 percent.",
        RISE | {"5 percent": told(Role.OTHER, measure="increase")},
    ),
    ("Washington demands $5 billion, a fivefold increase.", {"$5 billion": ASKED, "fivefold": ASKED}),
]


@pytest.mark.parametrize(("text", "opinions"), FITS)
def test_what_fits_is_left_in_peace(scripted: Scripted, text: str, opinions: Opinions) -> None:
    assert notes(scripted, text, opinions) == {}


OFF = "Washington demands $5 billion, three times the $892 million that Seoul pays."
THREE = {"$5 billion": ASKED, "three times": ASKED, "$892 million": PAID}


@pytest.mark.parametrize(
    "changed",
    [
        {"three times": told(Role.DEMANDED, 0.5)},  # unclear
        {"$892 million": told(Role.PAID, payer="JP")},
        {"$892 million": told(None)},
        {"three times": told(None)},
    ],
)
def test_what_is_not_of_one_kind_is_not_compared(scripted: Scripted, changed: Opinions) -> None:
    assert set(notes(scripted, OFF, THREE)) == {"three times"}
    assert notes(scripted, OFF, THREE | changed) == {}


def test_of_percentages_only_rises_are_held_against_sums(scripted: Scripted) -> None:
    text = "Seoul will pay 1.18 trillion won, 44 percent of the cost, after 1.04 trillion won in 2019."
    share = told(Role.AGREED, measure="share")
    assert notes(scripted, text, RISE | {"44 percent": share}) == {}
    assert set(notes(scripted, text, RISE | {"44 percent": MORE})) == {"44 percent"}


def test_without_rates_or_a_day_only_one_currency_is_compared(scripted: Scripted) -> None:
    text = (
        "Seoul pays 1.04 trillion won ($89 million) for US troops. "
        "Washington demands $5 billion, three times the $892 million of 2019."
    )
    figures = scripted.read(Report("r", TITLE, text, "en", None), Script(THREE | PAYS)).figures
    assert {figures[place].surface for place in misfits(figures, DAY, CONVERT)} == {"$89 million"}
    only = {"1.04 trillion won": told(Role.OTHER)}
    figures = scripted.read(Report("r", TITLE, text, "en", None), Script(THREE | only)).figures
    assert {figures[place].surface for place in misfits(figures, None, CONVERT)} == {"three times"}
    assert {figures[place].surface for place in misfits(figures, DAY, None)} == {"three times"}


def test_figures_stay_as_printed(scripted: Scripted) -> None:
    """A lost digit is told and never put back: 101億円 of 1兆380億ウォン should have been 1012億円."""
    text = "在韓米軍の防衛費分担金をめぐり、韓国が1兆380億ウォン(約101億円)を支払うことで合意した。"
    report = Report("r", "韓米、防衛費分担金で合意", text, "ja", date(2019, 2, 7))
    figures = scripted.read(report, Script({"1兆380億ウォン": AGREED})).figures
    (place,) = misfits(figures, date(2019, 2, 7), CONVERT)
    assert (figures[place].surface, figures[place].value) == ("101億円", 10.1e9)
