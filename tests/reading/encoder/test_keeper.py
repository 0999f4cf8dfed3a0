"""The encoder of a process: loaded on first need, given back when nobody reads."""

import logging
import time

import pytest

from bot.model import Event, Report
from bot.reading.encoder import EncoderMissingError, Keeper, encoder_of
from tests import shared

OWN = Report(
    "own",
    "Seoul turns down a bill for the garrison",
    "Washington asked Seoul for $4.2 billion a year for its troops.",
    "en",
)
GIVEN_BACK_S = 5.0


def past_report() -> Report:
    past = next(past for past in shared.topic().archive if past.on_topic)
    return Report(past.id, past.title, past.text, past.language, past.date)


def test_nothing_is_loaded_before_the_first_report_and_nothing_for_a_known_one() -> None:
    encoder = Keeper()
    assert not encoder.loaded
    encoder(shared.reader().sheet(past_report()))
    assert not encoder.loaded, "past reports were read when the model was made"


def test_it_is_loaded_for_another_report_and_given_back_when_idle(caplog: pytest.LogCaptureFixture) -> None:
    encoder = Keeper(idle_s=0.2)
    with caplog.at_level(logging.INFO, "bot.reading.encoder.keeper"):
        opinion = encoder(shared.reader().sheet(OWN))
        assert opinion.event in Event
        deadline = time.monotonic() + GIVEN_BACK_S
        while encoder.loaded and time.monotonic() < deadline:
            time.sleep(0.05)
    assert not encoder.loaded
    assert [record.getMessage().split(":")[0].split(" (")[0] for record in caplog.records] == [
        "the encoder is loaded", "the encoder is given back",
    ]  # fmt: skip
    assert encoder(shared.reader().sheet(OWN)) == opinion, "and loaded again for the next"


def test_without_its_library_a_sentence_says_what_that_means(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.reading.encoder.keeper._NEEDED", "no_such_library")
    with pytest.raises(EncoderMissingError, match="no_such_library, which is not installed"):
        Keeper()
    assert encoder_of(wanted=True) is None
    assert "stays unclear" in caplog.text


def test_where_it_is_not_wanted_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    assert encoder_of(wanted=False) is None
    assert not caplog.records
