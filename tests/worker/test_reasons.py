"""Why figures have their roles: by the encoder that ships, one who asks at a time, and once for a figure."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event as Signal

import pytest

from bot.model import Article, Figure, Reasons, Report
from bot.reading import Reader
from bot.worker import reasons
from bot.worker.reasons import RoleReasons
from tests.shared import reader

TITLE = "Talks on troop costs in Seoul"
TEXT = "Seoul has offered 1.1 trillion won for next year in the talks on the cost of US troops, an official said."


def filed() -> Article:
    reading = reader().read(Report("1", TITLE, TEXT, "en", datetime(2019, 11, 7, tzinfo=UTC).date()))
    moment = datetime(2019, 11, 7, 8, tzinfo=UTC)
    return Article(1, 1, 1, "https://news.example/1", "Yonhap", "en", TITLE, TEXT, moment, moment, reading)


def test_the_words_that_weighed_and_labelled_figures_alike() -> None:
    report = filed()
    figure = next(one for one in report.reading.figures if one.surface == "1.1 trillion won")
    told = RoleReasons(reader())(report, [figure])
    assert told is not None
    assert told[0] is not None
    assert told[0].words[0].word == "offered"
    assert {example.role for example in told[0].examples} == {"offered"}


def test_one_at_a_time_and_each_figure_once(monkeypatch: pytest.MonkeyPatch) -> None:
    report, begun, go_on, asked = filed(), Signal(), Signal(), []

    def slowly(self: Reader, _: Report, figure: Figure) -> Reasons:
        asked.append(figure.surface)
        begun.set()
        assert go_on.wait(20)
        return Reasons((), ())

    monkeypatch.setattr(Reader, "reasons", slowly)
    monkeypatch.setattr(reasons, "_PATIENCE_S", 0.05)
    tell, figures = RoleReasons(reader()), report.reading.figures[:1]
    with ThreadPoolExecutor() as pool:
        first = pool.submit(tell, report, figures)
        assert begun.wait(20)
        assert tell(report, figures) is None
        go_on.set()
        assert first.result(20) == [Reasons((), ())]
    assert tell(report, figures) == [Reasons((), ())]
    assert len(asked) == 1
