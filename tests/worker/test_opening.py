"""What the rooms are opened with."""

from bot.worker.opening import sandbox_token


def test_no_two_starts_of_the_sandbox_have_one_token() -> None:
    tokens = {sandbox_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {token.partition(":")[0] for token in tokens} == {"1000000"}, "what the chats know the bot by"
    assert min(len(token.partition(":")[2]) for token in tokens) >= 32
