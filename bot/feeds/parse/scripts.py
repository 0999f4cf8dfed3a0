"""Whether bytes make sense in an encoding, told by the script that they give: for feeds that declare the wrong one.

Legacy encodings take almost any bytes for something. What Korean, Japanese and Chinese look like does not depend on
what they say, so a sample is decoded and looked at: Korean is Hangul, and the common Hangul at that; Japanese has kana
among its Han characters; Chinese has Han characters alone. Latin-1, which feeds declare for want of anything better, is
believed unless one of these fits; every other encoding is believed.
"""

import re
from collections.abc import Callable

SAMPLE = 64 * 1024
"""Bytes that are looked at."""

LEAST = 8
"""Characters that are no ASCII, below which nothing is told by their script."""

_HANGUL = re.compile("[가-힣]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3041-\u30fe]")
_MISFITS = re.compile("[\x80-\x9f\u3131-\u318e\uff61-\uff9f\ue000-\uf8ff\ufffd]")
"""C1 control characters, single jamo, half-width kana, private use, and what did not decode."""

_MOST_MISFITS = 0.15
"""Of the letters; a good sample has a broken character or two."""


def fits_encoding(name: str, body: bytes) -> bool:
    """Whether the bytes, which are not all ASCII, make sense in the encoding, which Python knows."""
    sample = body[:SAMPLE]
    judge = _JUDGES.get(name)
    return judge is None or judge(sample.decode(name, "replace"), sample)


GUESSES = ("cp949", "cp932", "euc_jp", "gb18030")
"""What is tried where nothing that is declared fits."""


def _korean(text: str, sample: bytes) -> bool:
    pairs = "".join(_HANGUL.findall(text)).encode("cp949")
    # Beside KS X 1001 the vendor's extension has 8,822 syllables that nobody uses; kana of Shift_JIS decode to them.
    common = sum(lead > 0xA0 and trail > 0xA0 for lead, trail in zip(pairs[::2], pairs[1::2], strict=True))
    return _is_mostly(common, text)


def _japanese(text: str, sample: bytes) -> bool:
    kana = len(_KANA.findall(text))
    return kana * 5 >= len(_HAN.findall(text)) and kana > 0 and _has_few_misfits(text)


def _chinese(text: str, sample: bytes) -> bool:
    han = len(_HAN.findall(text))
    if len(_KANA.findall(text)) * 10 > han or not _is_mostly(han, text):
        return False
    return not any(fits_encoding(name, sample) for name in ("cp949", "cp932", "euc_jp"))


def _western(text: str, sample: bytes) -> bool:
    if sum(char > "\x7f" for char in text) < LEAST:
        return True
    return not any(fits_encoding(name, sample) for name in ("cp949", "cp932", "euc_jp")) and not _is_common_chinese(
        sample
    )


def _is_common_chinese(sample: bytes) -> bool:
    """Nearly all pairs are of GB 2312's first level, which umlauts and accents never make."""
    text = sample.decode("gb2312", "replace")
    leads = "".join(_HAN.findall(text)).encode("gb2312")[::2]
    return _is_mostly(sum(lead < 0xD8 for lead in leads), text)


def _unicode(text: str, sample: bytes) -> bool:
    return text.count("\ufffd") * 4 <= sum(char > "\x7f" for char in text)


def _is_mostly(count: int, text: str) -> bool:
    letters = sum(len(script.findall(text)) for script in (_HANGUL, _HAN, _KANA, _MISFITS))
    return count > 0 and count >= 0.75 * letters and _has_few_misfits(text)


def _has_few_misfits(text: str) -> bool:
    beyond = sum(char > "\x7f" for char in text)
    return len(_MISFITS.findall(text)) <= max(1, _MOST_MISFITS * beyond)


_JUDGES: dict[str, Callable[[str, bytes], bool]] = {
    "utf-8": _unicode,
    "cp1252": _western,
    "cp949": _korean,
    "cp932": _japanese,
    "euc_jp": _japanese,
    "gb18030": _chinese,
    "big5": _chinese,
}
