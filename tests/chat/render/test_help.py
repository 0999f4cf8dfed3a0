"""What a newcomer is told first."""

from tests.chat.render.reports import asked


def test_start_in_a_replay_says_so() -> None:
    assert asked("start", replay=True).endswith("This is a replay of past reports, with their own dates.")
