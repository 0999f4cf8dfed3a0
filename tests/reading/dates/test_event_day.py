"""When the event of a report took place."""

from datetime import date

import pytest

from bot.model import Report
from bot.reading import Reader

DAYS = [
    ("en", "US officials walked out of cost-sharing talks in Seoul on Tuesday.", date(2019, 11, 19)),
    ("en", "US officials will hold cost-sharing talks in Seoul today.", date(2019, 11, 21)),
    ("en", "US officials and Seoul are still at odds over cost-sharing.", None),
    ("ko", "한미 방위비 분담금 3차 협상이 19일 서울에서 결렬됐다.", date(2019, 11, 19)),
    ("ko", "한미 방위비 분담금 2차 협상이 25일 끝났다.", date(2019, 10, 25)),
    ("ko", "한미 방위비 분담금 협상이 어제 결렬됐다.", date(2019, 11, 20)),
    ("ja", "韓米の防衛費分担金をめぐる協議が19日、ソウルで行われた。", date(2019, 11, 19)),
    ("ja", "韓米の防衛費分担金をめぐる協議は2日間行われた。", None),
    ("de", "Die USA brachen die Gespräche über die Truppenkosten in Südkorea am Dienstag ab.", date(2019, 11, 19)),
    ("id", "Perundingan biaya pertahanan Korea Selatan dan AS terhenti pada Selasa (19/11).", date(2019, 11, 19)),
    ("id", "Perundingan biaya pertahanan Korea Selatan dan AS digelar (18/12).", date(2018, 12, 18)),
    ("id", "Perundingan biaya pertahanan Korea Selatan dan AS digelar (31/02).", None),
]


@pytest.mark.parametrize(("language", "text", "day"), DAYS)
def test_the_day_of_the_event_goes_by_the_reports_own(
    reader: Reader, language: str, text: str, day: date | None
) -> None:
    thursday = date(2019, 11, 21)
    assert reader.read(Report("r", text, text, language, thursday)).event_day == day
    assert reader.read(Report("r", text, text, language, None)).event_day is None
    assert reader.read(Report("r", text, text, language, date.min)).event_day is None
