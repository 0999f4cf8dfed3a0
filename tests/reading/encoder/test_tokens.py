"""Cutting words into pieces."""

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.encoder.tokens import WORD, Tokenizer

PIECES = [
    ("<s>", 0.0),
    ("<unk>", 0.0),
    (WORD, -3.0),
    ("a", -4.0),
    ("b", -4.5),
    ("ab", -5.0),
    (f"{WORD}a", -4.2),
    ("ba", -7.0),
    ("aab", -9.5),
]
UNKNOWN = 1
WORST = min(score for _, score in PIECES) - 10.0


def cuts(word: str) -> Iterator[tuple[float, list[str]]]:
    """Every way to cut a word, with its score; a letter without a piece is one by itself."""
    if not word:
        yield 0.0, []
        return
    for end in range(1, len(word) + 1):
        score = dict(PIECES).get(word[:end], WORST if end == 1 else None)
        if score is not None:
            yield from ((score + rest, [word[:end], *pieces]) for rest, pieces in cuts(word[end:]))


def pieces_of(text: str) -> list[str]:
    return [PIECES[number][0] for number in Tokenizer(PIECES, UNKNOWN)(text).ids]


@given(st.text("ab", min_size=1, max_size=9))
def test_the_likeliest_cut_is_found(word: str) -> None:
    best = max(score for score, _ in cuts(WORD + word))
    assert abs(sum(dict(PIECES)[piece] for piece in pieces_of(word)) - best) < 1e-9


def test_letters_without_a_piece_are_one_unknown_piece_together() -> None:
    coded = Tokenizer(PIECES, UNKNOWN)("aXYZb")
    assert [PIECES[number][0] for number in coded.ids] == [f"{WORD}a", "<unk>", "b"]
    assert coded.offsets == [(0, 1), (1, 4), (4, 5)]


def test_full_width_letters_are_cut_as_the_plain_ones_and_keep_their_places() -> None:
    assert pieces_of("ａｂ") == pieces_of("ab")
    assert Tokenizer(PIECES, UNKNOWN)("ab ａｂ").offsets[-1][1] == 5


@given(st.text(max_size=60))
def test_places_go_forward_and_stay_within_the_text(text: str) -> None:
    coded = Tokenizer(PIECES, UNKNOWN)(text)
    assert len(coded.ids) == len(coded.offsets)
    assert all(0 <= start <= end <= len(text) for start, end in coded.offsets)
    assert all(before[0] <= after[0] for before, after in pairwise(coded.offsets))
