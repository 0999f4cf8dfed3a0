"""Sums as a language counts them."""

import pytest

from bot.chat.languages.amounts import named_sum
from bot.chat.languages.translator import translator


@pytest.mark.parametrize(
    ("value", "told"),
    [(9e9, "90億ドル"), (1.8e8, "1億8000万ドル"), (2.5e6, "250万ドル"), (1.05e12, "1兆500億ドル")],
)
def test_japanese_counts_billions_and_millions_by_ten_thousands(value: float, told: str) -> None:
    assert named_sum(value, "USD", translator("ja")) == told
