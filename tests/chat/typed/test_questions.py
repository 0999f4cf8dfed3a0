"""The command that is nearest to a sentence, or to a command that there is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.commands.registry import COMMANDS
from bot.chat.typed.questions import nearest_command, nearest_name
from tests.chat.builders import ALLIES, JAPAN, KOREA, NOW

TRACKS = (KOREA, JAPAN, ALLIES)
NAMES = [command.name for command in COMMANDS if not command.is_for_operators]


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("what does Korea pay?", "/figures korea"),
        ("What did Trump ask of Seoul?", "/figures korea"),
        ("How much is demanded?", "/figures"),
        ("how much a year does Japan pay", "/figures japan"),
        ("how many troops are in Korea", "/figures korea troops"),
        ("what's new?", "/latest"),
        ("news from Japan", "/latest japan"),
        ("when is the next round", "/calendar"),
        ("When did the talks break off in Korea?", "/timeline korea"),
        ("what was known on 19/11/2019 in Japan?", "/asof 2019-11-19 japan"),
        ("compare Korea and Japan", "/compare korea japan"),
        ("Korea or Japan?", "/compare korea japan"),
        ("Korea?", "/summary korea"),
        ("what happened in Japan last week", "/summary japan 7d"),
        ("what happened since March 2021 in Korea", "/summary korea since:2021-03-01"),
        ("what happened in 2021?", "/summary 2021"),
        ("Is it running?", "/status"),
        ("a chart of Japan, please", "/chart japan"),
        ("a chart of Korea since 2019", "/chart korea since:2019-01-01"),
        ("who are you", "/start"),
    ],
)
def test_a_sentence_is_the_nearest_command(sentence: str, line: str) -> None:
    near = nearest_command(sentence, TRACKS, NOW.date())
    assert near is not None
    assert near.line == line
    assert not near.changes


@pytest.mark.parametrize(("sentence", "line"), [("stop it!", "/unsubscribe"), ("no more alerts in KST", "/alerts")])
def test_what_changes_something_is_not_run_by_a_guess(sentence: str, line: str) -> None:
    near = nearest_command(sentence, TRACKS, NOW.date())
    assert near is not None
    assert (near.line, near.changes) == (line, True)


@pytest.mark.parametrize("sentence", ["hello", "thanks", "nuclear submarine", "so long, see you on mon", "Korea " * 99])
def test_where_nothing_fits_there_is_none(sentence: str) -> None:
    assert nearest_command(sentence, TRACKS, NOW.date()) is None


@pytest.mark.parametrize(
    ("name", "near"), [("sumary", "summary"), ("stop", "unsubscribe"), ("preferences", "settings"), ("nonsense", None)]
)
def test_a_command_that_there_is_not_is_nearly_another(name: str, near: str | None) -> None:
    assert nearest_name(name, NAMES) == near


@given(st.text(max_size=80))
def test_any_sentence_is_a_command_of_ours_or_none(sentence: str) -> None:
    near = nearest_command(sentence, TRACKS, NOW.date())
    assert near is None or near.command in NAMES
