"""Numbers in reports on the topic that are not of it (rates, votes, dates, tariffs), and sums that name no currency."""

from datetime import date

import pytest

from bot.model import Report
from bot.reading import Reader

from .test_sentences import TITLES

OTHERS = {
    "en": [
        "The won traded at 1,170 to the dollar.",
        "The dollar fetched 1,169.8 won on Tuesday.",
        "The assembly ratified the pact by 175 votes to 12.",
        "It was the 10th round of talks, held on Nov. 19 and 20.",
        "Trump also threatened a 25 percent tariff on Korean cars.",
        "The central banks agreed on a $60 billion swap line.",
        "The meeting lasted an hour and a half.",
        "Twice the two sides met in Honolulu.",
        "A group of 47 lawmakers wrote a letter.",
        "About 300 protesters gathered outside the embassy.",
        "The trade deficit with Korea was $17.9 billion.",
        "The alliance is 66 years old.",
        "Half of the delegation left early.",
    ],
    "ko": [
        "원·달러 환율은 1,170원에 마감했다.",
        "비준동의안은 찬성 175표, 반대 12표로 통과됐다.",
        "제10차 회의가 11월 19일 열렸다.",
        "미국은 한국산 자동차에 25% 관세를 예고했다.",
        "양국은 600억 달러 통화스와프를 체결했다.",
        "의원 47명이 서한을 보냈다.",
    ],
    "ja": [
        "円相場は1ドル=110円で取引された。",
        "賛成175票、反対12票で承認された。",
        "第10回協議が11月19日に開かれた。",
        "米国は自動車に25%の関税を課す。",
        "議員47人が書簡を送った。",
    ],
    "de": [
        "Der Euro notierte bei 1,10 Dollar.",
        "Das Parlament stimmte mit 175 zu 12 Stimmen zu.",
        "Trump droht auch mit Zöllen von 25 Prozent.",
        "47 Abgeordnete schrieben einen Brief.",
    ],
    "fr": [
        "L'euro s'échangeait à 1,10 dollar.",
        "Le texte a été adopté par 175 voix contre 12.",
        "Trump menace aussi d'imposer des droits de douane de 25 %.",
        "47 députés ont écrit une lettre.",
    ],
    "es": [
        "El dólar cotizaba a 1.170 wones.",
        "El acuerdo fue aprobado por 175 votos contra 12.",
        "Trump amenaza también con aranceles del 25 %.",
        "47 diputados escribieron una carta.",
    ],
    "id": [
        "Rupiah ditutup di 14.100 per dolar AS.",
        "Parlemen menyetujui dengan 175 suara berbanding 12.",
        "Trump juga mengancam tarif 25 persen.",
        "Sebanyak 47 anggota parlemen menulis surat.",
    ],
    "ar": [
        "وبلغ سعر الصرف 1170 وونا للدولار.",
        "وهدد ترامب بفرض رسوم جمركية بنسبة 25 بالمئة.",
        "وأيد 175 نائبا الاتفاق.",
    ],
    "cs": [
        "Kurz dolaru byl 1170 wonů.",
        "Trump pohrozil také cly ve výši 25 procent.",
        "Dopis podepsalo 47 poslanců.",
    ],
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_numbers_are_not_of_the_topic(reader: Reader, language: str) -> None:
    for text in OTHERS[language]:
        reading = reader.read(Report("x", TITLES[language], text, language, date(2020, 5, 8)))
        assert reading.relevance.on_topic, text
        assert [figure.surface for figure in reading.figures if figure.on_topic] == [], text


@pytest.mark.parametrize(
    ("language", "text", "sums"),
    [
        ("ko", "미국은 50억 달러를 요구했다가 40억으로 낮췄다.", [(5e9, "USD"), (4e9, "USD")]),
        ("ko", "분담금은 1조389억으로 정해졌다.", [(1.0389e12, "KRW")]),
        ("ko", "미국은 50억 달러를 요구했다. 인구 3억 명의 나라다.", [(5e9, "USD")]),
        ("ja", "米国は80億ドルを求めたが、50億に下げた。", [(8e9, "USD"), (5e9, "USD")]),
        ("ja", "日本の負担は1974億となる。", [(197.4e9, "JPY")]),
        ("ja", "米国は80億ドルを求めた。人口1億人の国だ。", [(8e9, "USD")]),
        ("en", "Trump wanted $5 billion and later came down to 4 billion.", [(5e9, "USD"), (4e9, "USD")]),
        ("en", "Washington wants $5 billion for a country of 50 million people.", [(5e9, "USD")]),
        ("fr", "Séoul passera de 5 milliards de wons en 2022 à 4 milliards en 2026.", [(5e9, "KRW"), (4e9, "KRW")]),
        (
            "es",
            "Pagará 1,5192 billones de wones. Supera los 1,4028 billones fijados.",
            [(1.5192e12, "KRW"), (1.4028e12, "KRW")],
        ),
        (
            "es",
            "Pagará 1,5192 billones de wones, más que los 1,4028 billones iniciales.",
            [(1.5192e12, "KRW"), (1.4028e12, "KRW")],
        ),
        (
            "es",
            "Pagará 211.000 millones de yenes, 1,0551 billones repartidos en varias cuotas.",
            [(211e9, "JPY"), (1.0551e12, "JPY")],
        ),
        (
            "fr",
            "Tokyo versera 211 milliards de yens, plus que les 202 milliards prévus.",
            [(211e9, "JPY"), (202e9, "JPY")],
        ),
        ("ar", "تدفع سيول 5 مليارات دولار. وطلب ترامب عشرة مليارات سنوياً.", [(5e9, "USD"), (10e9, "USD")]),
        ("ar", "تدفع سيول 5 مليارات دولار. وطلب ترامب عشرة مليارات في السنة.", [(5e9, "USD"), (10e9, "USD")]),
        ("ar", "تدفع سيول 5 مليارات دولار. ويسكنها عشرة ملايين نسمة.", [(5e9, "USD")]),
    ],
)
def test_a_currency_that_is_not_said_again(
    reader: Reader, language: str, text: str, sums: list[tuple[float, str]]
) -> None:
    figures = reader.read(Report("x", TITLES[language], text, language, date(2020, 5, 8))).figures
    assert [(figure.value, figure.currency) for figure in figures] == sums
