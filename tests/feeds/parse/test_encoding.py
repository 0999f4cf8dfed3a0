"""Which encoding a feed is in, rightly declared or wrongly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.parse import scripts
from bot.feeds.parse.encoding import UNFIT, decoded_text, encoding_of
from bot.feeds.parse.fast.path import read
from tests.feeds.site import rss

TEXTS = {
    "cp949": "방위비 분담금 협상이 다음 주 서울에서 재개된다고 외교부가 밝혔다. 韓美는 1조389억원에 합의한 바 있다.",
    "cp932": "思いやり予算をめぐる日米の協議が来週、東京で再開される。政府関係者が明らかにした。約1974億円。",
    "euc_jp": "在日米軍の駐留経費について、アメリカ側は増額を求めているという。防衛省が発表した。",
    "gb18030": "韩国与美国将于下周在首尔重启防卫费分担谈判，外交部发言人表示双方仍有分歧。",
    "cp1252": "Die Verhandlungen über die Lastenteilung für US-Truppen in Südkorea gehen weiter – „hoffentlich“.",
    "utf-8": "Verhandlungen über 방위비 – 思いやり予算 – 防卫费",
}
NAMES = {
    "cp949": "EUC-KR",
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GBK",
    "cp1252": "ISO-8859-1",
    "utf-8": "UTF-8",
}


def feed(text: str, declared: str) -> str:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return rss(f"<title>{text}</title><guid>1</guid>", head=head)


def title(body: bytes, content_type: str = "") -> str:
    found = read(body, content_type)
    assert found is not None
    return found.entries[0].title


@pytest.mark.parametrize("declared", [*NAMES.values(), "", "x-nonsense", "punycode"])
@pytest.mark.parametrize("codec", ["cp949", "cp932", "euc_jp", "gb18030", "utf-8"])
def test_a_text_arrives_whatever_is_declared(codec: str, declared: str) -> None:
    assert title(feed(TEXTS[codec], declared).encode(codec)) == TEXTS[codec]


@pytest.mark.parametrize("declared", NAMES.values())
@pytest.mark.parametrize("codec", ["cp949", "cp932", "euc_jp", "gb18030"])
def test_a_wrong_header_does_no_harm(codec: str, declared: str) -> None:
    body = feed(TEXTS[codec], "").encode(codec)
    assert title(body, f"text/xml; charset={declared}") == TEXTS[codec]


@pytest.mark.parametrize(
    ("codec", "declared"),
    [("cp1252", "ISO-8859-1"), ("cp1252", "windows-1252"), ("cp1251", "windows-1251"), ("koi8-r", "KOI8-R"),
     ("big5", "Big5"), ("cp1250", "windows-1250"), ("iso2022_jp", "ISO-2022-JP"), ("cp874", "TIS-620")],
)  # fmt: skip
def test_other_encodings_are_believed(codec: str, declared: str) -> None:
    text = {
        "cp1251": "Переговоры о расходах на войска США продолжатся на следующей неделе",
        "koi8-r": "Переговоры о расходах на войска США продолжатся на следующей неделе",
        "big5": "韓國與美國將於下週在首爾重啟防衛費分擔談判，外交部發言人表示雙方仍有分歧。",
        "cp1250": "Rozmowy o kosztach stacjonowania wojsk będą kontynuowane w tym tygodniu – ćwierć miliarda złotych",
        "iso2022_jp": TEXTS["cp932"],
        "cp874": "การเจรจาเรื่องค่าใช้จ่ายของกองทหารสหรัฐจะดำเนินต่อไป",
    }.get(codec, TEXTS["cp1252"])
    assert title(feed(text, declared).encode(codec)) == text


def test_a_short_title_in_a_declared_encoding_is_believed() -> None:
    assert title(feed("정치", "EUC-KR").encode("euc-kr")) == "정치"
    assert title(feed("für 5 €", "ISO-8859-1").encode("cp1252")) == "für 5 €"


@pytest.mark.parametrize("codec", ["cp949", "cp932", "utf-8"])
def test_a_broken_byte_costs_a_character_and_not_the_encoding(codec: str) -> None:
    text = TEXTS[codec]
    body = feed(text * 3, NAMES[codec]).encode(codec)
    place = body.index(text.encode(codec)) + len(text[:6].encode(codec))
    read = decoded_text(body[:place] + b"\xff" + body[place + 1 :], "")
    assert f"<title>{text[:6]}" in read
    assert f"{text[9:]}{text}" in read


@pytest.mark.parametrize("name", sorted(UNFIT))
def test_codecs_that_are_none_for_feeds_are_not_used(name: str) -> None:
    """Some of them take quadratic time."""
    body = f'<?xml version="1.0" encoding="{name}"?><rss/>'.encode()
    assert encoding_of(body, f"text/xml; charset={name}") == "utf-8"


@given(st.binary(max_size=300), st.sampled_from(["", "EUC-KR", "utf-16", "hz", "rot13", "base64", "cp037"]))
def test_no_bytes_raise(body: bytes, declared: str) -> None:
    prolog = f'<?xml version="1.0" encoding="{declared}"?>'.encode() if declared else b""
    assert isinstance(decoded_text(prolog + body, ""), str)
    for name in (*scripts.GUESSES, "cp1252", "utf-8"):
        scripts.fits_encoding(name, body)
