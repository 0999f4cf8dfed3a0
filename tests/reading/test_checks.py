"""What a report's numbers say of each other: misfits are told, and what fits is left in peace."""

from datetime import date

import pytest

from bot.model import Day, Reading, Report
from bot.reading import Reader
from bot.reading.checks import misfits
from tests.shared import rates

CONVERT = rates().convert
DAY = date(2019, 11, 19)  # 1 US dollar was 1,165 won by the ECB's rates


def notes(reader: Reader, text: str, language: str = "en", on: Day = DAY) -> dict[str, str]:
    reading = reader.read(Report("r", "Cost-sharing talks over US troops in South Korea", text, language, on))
    assert reading.figures
    return {reading.figures[place].surface: note for place, note in misfits(reading.figures, on, CONVERT).items()}


MISFITS = [
    ("en", "Seoul pays 1.04 trillion won ($982 million) this year.", "$982 million", "is 891.6 million USD"),
    ("en", "Seoul pays 1.04 trillion won ($89.2 million).", "$89.2 million", "a digit seems lost or added"),
    ("en", "Washington demands $5 billion, five times the $892 million that Seoul pays.", "five times", "is 5.6 times"),
    ("en", "The US demanded $5 billion, five times the 1.04 trillion won of 2019.", "five times", "is 5.6 times"),
    ("en", "Seoul will pay 1.18 trillion won, 23 percent above the 1.04 trillion won of 2019.", "23 percent", "13.5%"),
    ("ko", "미국은 올해 방위비 분담금 1조389억원의 8배인 50억달러를 한국에 요구했다.", "8배", "is 5.6 times"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "surface", "note"), MISFITS)
def test_a_misfit_is_told(reader: Reader, language: str, text: str, surface: str, note: str) -> None:
    found = notes(reader, text, language)
    assert set(found) == {surface}
    assert note in found[surface]


FITS = [
    "Seoul pays 1.04 trillion won ($892 million) this year.",
    "Seoul pays 1.04 trillion won (about $900 million) this year.",
    "Seoul pays 1.04 trillion won, or roughly $870 million.",  # another day's rate
    "Seoul pays 1.04 trillion won (1 billion Bolivian dollars).",
    "Washington demands $5 billion, more than five times the $892 million that Seoul pays.",
    "Washington demands $5 billion, nearly six times the $892 million that Seoul pays.",
    "Washington demands $4 billion to $5 billion, five times the $892 million that Seoul pays.",
    "Seoul will pay 1.18 trillion won, 13.9 percent more than the 1.04 trillion won of 2019.",
    "Seoul will pay 1.18 trillion won, up from 1.04 trillion won; later rises may not exceed 5 percent.",
    "Washington demands $5 billion, a fivefold increase.",
]


@pytest.mark.parametrize("text", FITS)
def test_what_fits_is_left_in_peace(reader: Reader, text: str) -> None:
    assert notes(reader, text) == {}


def test_without_rates_or_a_day_only_one_currency_is_compared(reader: Reader) -> None:
    text = (
        "Seoul pays 1.04 trillion won ($89 million) for US troops. "
        "Washington demands $5 billion, three times the $892 million of 2019."
    )
    read: Reading = reader.read(Report("r", "Cost-sharing talks over US troops", text, "en", None))
    assert {read.figures[place].surface for place in misfits(read.figures, None, CONVERT)} == {"three times"}
    assert {read.figures[place].surface for place in misfits(read.figures, DAY, None)} == {"three times"}


def test_figures_stay_as_printed(reader: Reader) -> None:
    """A lost digit is told and never put back: 101億円 of 1兆380億ウォン should have been 1012億円."""
    text = "在韓米軍の防衛費分担金をめぐり、韓国が1兆380億ウォン(約101億円)を支払うことで合意した。"
    read = reader.read(Report("r", "韓米、防衛費分担金で合意", text, "ja", date(2019, 2, 7)))
    (place,) = misfits(read.figures, date(2019, 2, 7), CONVERT)
    assert (read.figures[place].surface, read.figures[place].value) == ("101億円", 10.1e9)
