"""Hedges and years of sums, in sentences of our own; each is told in its language's most common ways."""

from datetime import date

import pytest

from bot.model import Hedge, Report
from bot.reading import Reader
from tests.reading.titles import TITLES

DAY = date(2020, 5, 8)
UP, MORE, ABOUT, NEARLY = Hedge.UP_TO, Hedge.MORE_THAN, Hedge.ABOUT, Hedge.NEARLY
LEAST = Hedge.AT_LEAST

HEDGES: list[tuple[str, str, str, Hedge]] = [
    ("en", "Washington asked Seoul for up to $5 billion.", "$5 billion", UP),
    ("en", "Seoul was told to pay as much as $5 billion.", "$5 billion", UP),
    ("en", "Seoul paid more than $900 million.", "$900 million", MORE),
    ("en", "Washington wants at least $5 billion.", "$5 billion", LEAST),
    ("en", "Washington gets no more than $5 billion.", "$5 billion", UP),
    ("de", "Seoul zahlt nicht mehr als 5 Milliarden Dollar.", "5 Milliarden Dollar", UP),
    ("en", "Allies give $5 billion a year or more.", "$5 billion", LEAST),
    ("en", "Members spend 2% of GDP or more.", "2%", LEAST),
    ("en", "Members spend 2 percent at least.", "2 percent", LEAST),
    ("en", "Seoul pays $900 million or less.", "$900 million", UP),
    ("de", "Seoul zahlt 5 Milliarden Dollar oder mehr.", "5 Milliarden Dollar", LEAST),
    ("fr", "Washington réclame 5 milliards de dollars ou plus à Séoul.", "5 milliards de dollars", LEAST),
    ("es", "Washington exige a Seúl 5.000 millones de dólares o más.", "5.000 millones de dólares", LEAST),
    ("en", "One call brought in over $500 million more from Seoul.", "$500 million", MORE),
    ("en", "Seoul paid about $900 million.", "$900 million", ABOUT),
    ("en", "Seoul paid nearly $900 million.", "$900 million", NEARLY),
    ("en", "Seoul paid just under $900 million.", "$900 million", NEARLY),
    ("ko", "미국은 최대 50억 달러를 요구했다.", "50억 달러", UP),
    ("ko", "미국은 50억 달러 이상을 요구했다.", "50억 달러", LEAST),
    ("ko", "미국은 50억여 달러를 요구했다.", "50억여 달러", MORE),
    ("ko", "미국은 약 50억 달러를 요구했다.", "50억 달러", ABOUT),
    ("ko", "미국은 50억 달러가량을 요구했다.", "50억 달러", ABOUT),
    ("ko", "미국은 50억 달러 가까이 요구했다.", "50억 달러", NEARLY),
    ("ja", "米国は最大80億ドルを要求した。", "80億ドル", UP),
    ("ja", "米国は80億ドル以上を要求した。", "80億ドル", LEAST),
    ("ja", "米国は約80億ドルを要求した。", "80億ドル", ABOUT),
    ("ja", "米国は80億ドル程度を要求した。", "80億ドル", ABOUT),
    ("ja", "米国は80億ドル近くを要求した。", "80億ドル", NEARLY),
    ("de", "Washington verlangt bis zu fünf Milliarden Dollar.", "fünf Milliarden Dollar", UP),
    ("de", "Washington verlangt mehr als fünf Milliarden Dollar.", "fünf Milliarden Dollar", MORE),
    ("de", "Washington verlangt rund fünf Milliarden Dollar.", "fünf Milliarden Dollar", ABOUT),
    ("de", "Washington verlangt knapp fünf Milliarden Dollar.", "fünf Milliarden Dollar", NEARLY),
    ("fr", "Washington réclame jusqu'à 5 milliards de dollars à Séoul.", "5 milliards de dollars", UP),
    ("fr", "Washington réclame plus de 5 milliards de dollars à Séoul.", "5 milliards de dollars", MORE),
    ("fr", "Washington réclame environ 5 milliards de dollars à Séoul.", "5 milliards de dollars", ABOUT),
    ("fr", "Washington réclame presque 5 milliards de dollars à Séoul.", "5 milliards de dollars", NEARLY),
    ("es", "Washington exige a Seúl hasta 5.000 millones de dólares.", "5.000 millones de dólares", UP),
    ("es", "Washington exige a Seúl más de 5.000 millones de dólares.", "5.000 millones de dólares", MORE),
    ("es", "Washington exige a Seúl unos 5.000 millones de dólares.", "5.000 millones de dólares", ABOUT),
    ("es", "Washington exige a Seúl casi 5.000 millones de dólares.", "5.000 millones de dólares", NEARLY),
    ("id", "AS menuntut Seoul membayar maksimal 5 miliar dolar AS.", "5 miliar dolar AS", UP),
    ("id", "AS menuntut Seoul membayar lebih dari 5 miliar dolar AS.", "5 miliar dolar AS", MORE),
    ("id", "AS menuntut Seoul membayar sekitar 5 miliar dolar AS.", "5 miliar dolar AS", ABOUT),
    ("id", "AS menuntut Seoul membayar hampir 5 miliar dolar AS.", "5 miliar dolar AS", NEARLY),
    ("ar", "تطالب واشنطن سيول بدفع ما يصل إلى 5 مليارات دولار.", "5 مليارات دولار", UP),
    ("ar", "تطالب واشنطن سيول بدفع أكثر من 5 مليارات دولار.", "5 مليارات دولار", MORE),
    ("ar", "تطالب واشنطن سيول بدفع نحو 5 مليارات دولار.", "5 مليارات دولار", ABOUT),
    ("ar", "تطالب واشنطن سيول بدفع ما يقرب من 5 مليارات دولار.", "5 مليارات دولار", NEARLY),
    ("cs", "Washington žádá po Soulu až pět miliard dolarů.", "pět miliard dolarů", UP),
    ("cs", "Washington žádá po Soulu více než pět miliard dolarů.", "pět miliard dolarů", MORE),
    ("cs", "Washington žádá po Soulu zhruba pět miliard dolarů.", "pět miliard dolarů", ABOUT),
    ("cs", "Washington žádá po Soulu téměř pět miliard dolarů.", "pět miliard dolarů", NEARLY),
]
TIMES: list[tuple[str, str, str, int | None]] = [
    ("en", "Washington wants $5 billion a year.", "$5 billion", None),
    ("en", "Seoul paid $900 million last year.", "$900 million", 2019),
    ("en", "Seoul will pay $1 billion in 2021.", "$1 billion", 2021),
    ("en", "Tokyo will pay $8 billion over five years.", "$8 billion", None),
    ("en", "A five-year, $8 billion deal was signed with Tokyo.", "$8 billion", None),
    ("en", "Japan set aside $1.8 billion for fiscal 2022.", "$1.8 billion", 2022),
    ("en", "Washington wants $5 billion.", "$5 billion", None),
    ("ko", "미국은 연간 50억 달러를 요구했다.", "50억 달러", None),
    ("ko", "한국은 지난해 1조389억원을 냈다.", "1조389억원", 2019),
    ("ko", "한국은 2021년 1조1천833억원을 낸다.", "1조1천833억원", 2021),
    ("ko", "일본은 5년간 총액 1조원을 낸다.", "1조원", None),
    ("ko", "한국은 1조 1천500억원을 내겠다고 했고, 2018년 총비용은 35억 달러였다.", "1조 1천500억원", None),
    ("ja", "10億ドルには届かず、協定の効力は1年で切れる。", "10億ドル", None),
    ("ar", "تدفع سيول مليار دولار بموجب اتفاق وقعت عام 2021.", "مليار دولار", None),
    ("ja", "米国は年間80億ドルを要求した。", "80億ドル", None),
    ("ja", "日本は昨年度1974億円を負担した。", "1974億円", 2019),
    ("ja", "日本は2021年度に2017億円を負担する。", "2017億円", 2021),
    ("ja", "日本は5年間で1兆円を負担する。", "1兆円", None),
    ("de", "Washington verlangt fünf Milliarden Dollar pro Jahr.", "fünf Milliarden Dollar", None),
    ("de", "Seoul zahlte im vergangenen Jahr 900 Millionen Dollar.", "900 Millionen Dollar", 2019),
    ("de", "Seoul zahlt 2021 eine Milliarde Dollar.", "eine Milliarde Dollar", 2021),
    ("de", "Tokio zahlt insgesamt acht Milliarden Dollar.", "acht Milliarden Dollar", None),
    ("fr", "Washington réclame 5 milliards de dollars par an à Séoul.", "5 milliards de dollars", None),
    ("fr", "Séoul a payé 900 millions de dollars l'an dernier.", "900 millions de dollars", 2019),
    ("fr", "Séoul paiera un milliard de dollars en 2021.", "un milliard de dollars", 2021),
    ("fr", "Tokyo versera 8 milliards de dollars sur cinq ans.", "8 milliards de dollars", None),
    (
        "fr",
        "Tokyo paiera 8 milliards de dollars au cours des cinq prochaines années.",
        "8 milliards de dollars",
        None,
    ),
    ("es", "Washington exige a Seúl 5.000 millones de dólares al año.", "5.000 millones de dólares", None),
    ("es", "Seúl pagó 900 millones de dólares el año pasado.", "900 millones de dólares", 2019),
    ("es", "Seúl pagará 1.000 millones de dólares en 2021.", "1.000 millones de dólares", 2021),
    ("es", "Tokio pagará 8.000 millones de dólares en cinco años.", "8.000 millones de dólares", None),
    ("id", "AS menuntut Seoul membayar 5 miliar dolar AS per tahun.", "5 miliar dolar AS", None),
    ("id", "Seoul membayar 900 juta dolar AS tahun lalu.", "900 juta dolar AS", 2019),
    ("id", "Seoul akan membayar 1 miliar dolar AS pada 2021.", "1 miliar dolar AS", 2021),
    ("id", "Tokyo akan membayar 8 miliar dolar AS selama lima tahun.", "8 miliar dolar AS", None),
    ("ar", "تطالب واشنطن سيول بدفع 5 مليارات دولار سنويا.", "5 مليارات دولار", None),
    ("ar", "دفعت سيول 900 مليون دولار العام الماضي.", "900 مليون دولار", 2019),
    ("ar", "ستدفع سيول مليار دولار في عام 2021.", "مليار دولار", 2021),
    ("ar", "ستدفع طوكيو 8 مليارات دولار على مدى خمس سنوات.", "8 مليارات دولار", None),
    ("cs", "Washington žádá po Soulu pět miliard dolarů ročně.", "pět miliard dolarů", None),
    ("cs", "Soul loni zaplatil 900 milionů dolarů.", "900 milionů dolarů", 2019),
    ("cs", "Soul zaplatí v roce 2021 miliardu dolarů.", "miliardu dolarů", 2021),
    ("cs", "Tokio zaplatí během pěti let osm miliard dolarů.", "osm miliard dolarů", None),
    ("en", "Seoul got a request for $5 billion, against last year's $870 million.", "$5 billion", None),
    ("en", "Seoul got a request for $5 billion, against last year's $870 million.", "$870 million", 2019),
    ("en", "Washington asked Seoul late last year for 1.4 trillion won.", "1.4 trillion won", None),
    ("en", "The demand reported in 2019 was for $5 billion.", "$5 billion", None),
    ("en", "It was $5 billion that Washington asked for in 2019.", "$5 billion", None),
    ("ja", "日本の負担は年平均約2110億円で、更新の交渉は今年秋ごろに始まる。", "2110億円", None),
    ("ja", "日本の負担は年平均約2110億円で、更新の交渉は今年末に始まる。", "2110億円", None),
    ("ko", "한국의 분담금은 1조1천833억원이며 협상은 올해 가을 시작된다.", "1조1천833억원", None),
    ("en", "Seoul will pay $1 billion until 2025.", "$1 billion", None),
    ("ko", "2021년 총액은 2020년보다 13.9% 늘어난 1조1천833억원이다.", "1조1천833억원", 2021),
    ("ko", "미국은 40억달러를 요구했지만 한국은 지난해(1조389억원)보다 10% 오른 금액을 제안했다.", "1조389억원", 2019),
    ("ja", "昨年7月に米側は80億ドルの負担を求めた。", "80億ドル", None),
    ("en", "Seoul pays $2 billion in 2021, $3 billion in fiscal 2022.", "$3 billion", 2022),
    ("en", "Seoul pays $2 billion in 2021, and $3 billion in each of the last two years.", "$3 billion", None),
]


@pytest.mark.parametrize(("language", "text", "surface", "hedge"), HEDGES, ids=[row[1][:40] for row in HEDGES])
def test_hedges(reader: Reader, language: str, text: str, surface: str, hedge: Hedge) -> None:
    figures = reader.read(Report("x", TITLES[language], text, language, DAY)).figures
    assert [(figure.surface, figure.hedge) for figure in figures if figure.where == "text"] == [(surface, hedge)]


def test_more_than_another_is_no_hedge(reader: Reader) -> None:
    text = "Seoul paid $900 million or more than Tokyo."
    (figure,) = reader.read(Report("x", TITLES["en"], text, "en", DAY)).figures
    assert figure.hedge is None


def test_what_somebody_is_angry_over_is_no_hedge(reader: Reader) -> None:
    text = "There is anger over $5 billion demanded by Washington."
    (figure,) = reader.read(Report("x", TITLES["en"], text, "en", DAY)).figures
    assert figure.hedge is None


@pytest.mark.parametrize(("language", "text", "surface", "year"), TIMES, ids=[row[1][:40] for row in TIMES])
def test_years(reader: Reader, language: str, text: str, surface: str, year: int | None) -> None:
    figures = reader.read(Report("x", TITLES[language], text, language, DAY)).figures
    assert {figure.surface: figure.year for figure in figures}.get(surface, -1) == year


def test_without_a_date_no_year_is_guessed(reader: Reader) -> None:
    (figure,) = reader.read(Report("x", TITLES["en"], "Seoul paid $900 million last year.", "en")).figures
    assert figure.year is None
