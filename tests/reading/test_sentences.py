"""Sentences of our own in nine languages: each figure with its role, and its period or payer where that is the point.

They stand for the ways in which newswires speak: comparisons with what was paid before, limits, refusals, what-ifs,
the length of a deal. A figure that a sentence does not list must not be read.
"""

from datetime import date

import pytest

from bot.model import Event, Report, Role
from bot.reading import Reader

from .english import ENGLISH, OF, A, B, D, E, Facts, P, X

TITLES = {
    "en": "Cost-sharing talks between US and South Korea on American troops",
    "ko": "한미, 주한미군 방위비 분담금 협상",
    "ja": "在日米軍の駐留経費、日米が協議",
    "de": "USA und Südkorea verhandeln über Kosten für US-Truppen",
    "fr": "Séoul et Washington négocient le coût des troupes américaines",
    "es": "Seúl y Washington negocian el costo de las tropas estadounidenses",
    "id": "Negosiasi biaya pasukan AS di Korea Selatan",
    "ar": "واشنطن وسيول تتفاوضان على تكاليف القوات الأميركية في كوريا الجنوبية",
    "cs": "USA a Jižní Korea jednají o nákladech na americké vojáky, náklady na obranu",
}
DAY = date(2020, 5, 8)

SENTENCES: list[tuple[str, str, list[Facts]]] = [
    *ENGLISH,
    (
        "ko",
        "올해 분담금은 지난해 9천602억원보다 8.2% 늘어난 1조389억원으로 정해졌다.",
        [("9천602억원", P, "year", None), ("8.2%", A, None, None), ("1조389억원", A, "year", None)],
    ),
    (
        "ko",
        "미국은 올해 분담금 1조389억원의 5배에 이르는 50억달러를 요구했다.",
        [("1조389억원", P, None, None), ("5배", D, None, None), ("50억달러", D, None, None)],
    ),
    (
        "ko",
        "분담금을 1조389억원에서 1조1천833억원으로 올리기로 합의했다.",
        [("1조389억원", P, None, None), ("1조1천833억원", A, None, None)],
    ),
    ("ko", "트럼프 대통령은 한국이 연 50억 달러를 내야 한다고 주장했다.", [("50억 달러", D, "year", None)]),
    ("ko", "한국은 전년 대비 13% 인상안을 제시했다.", [("13%", OF, None, None)]),
    ("ko", "미국은 작년보다 50% 많은 13억달러를 제시했다.", [("50%", D, None, None), ("13억달러", D, None, None)]),
    ("ko", "연간 인상률은 5%를 넘지 못한다.", [("5%", A, None, None)]),
    ("ko", "협정 유효기간은 5년이다.", [("5년", A, None, None)]),
    ("ko", "한국은 지난해 주한미군 주둔비로 1조389억원을 부담했다.", [("1조389억원", P, "year", None)]),
    ("ko", "한국의 올해 분담금은 1조389억원이다.", [("1조389억원", P, "year", None)]),
    ("ko", "내년도 분담금은 1조1천833억원으로 확정됐다.", [("1조1천833억원", A, "year", None)]),
    ("ko", "트럼프 대통령은 한국이 제안한 13% 인상을 거부했다.", [("13%", OF, None, None)]),
    ("ko", "한국은 내년 예산에 방위비 분담금 1조389억원을 편성했다.", [("1조389억원", B, "year", None)]),
    ("ko", "미국의 요구대로라면 한국은 6조원을 부담하게 될 전망이다.", [("6조원", E, None, None)]),
    (
        "ko",
        "미측은 총액 10억달러와 1년짜리 협정을 최종안으로 내놨다.",
        [("10억달러", D, None, None), ("1년", A, None, None)],
    ),
    (
        "ko",
        "주한미군 한국인 근로자 9천명 가운데 4천명이 무급휴직에 들어갔다.",
        [("9천", X, None, None), ("4천", X, None, None)],
    ),
    (
        "ko",
        "미국은 처음 요구한 50억달러에서 13억달러로 요구액을 낮췄다.",
        [("50억달러", D, None, None), ("13억달러", D, None, None)],
    ),
    (
        "ja",
        "韓国の負担は前年の9602億ウォンより8.2%多い1兆389億ウォンで合意した。",
        [("9602億ウォン", P, None, None), ("8.2%", A, None, None), ("1兆389億ウォン", A, None, None)],
    ),
    (
        "ja",
        "年約20億ドルの負担を約80億ドルに増やすよう日本に要求した。",
        [("20億ドル", P, "year", None), ("80億ドル", D, None, None)],
    ),
    (
        "ja",
        "負担額を1兆389億ウォンから1兆1833億ウォンへ引き上げることで合意した。",
        [("1兆389億ウォン", P, None, None), ("1兆1833億ウォン", A, None, None)],
    ),
    ("ja", "日本は年間約2000億円を負担している。", [("2000億円", P, "year", "JP")]),
    ("ja", "政府は2022年度予算案に2056億円を計上した。", [("2056億円", B, "year", "JP")]),
    ("ja", "増額幅は年5%を超えないと定めた。", [("5%", A, None, None)]),
    (
        "ja",
        "米側は現在の5倍にあたる50億ドルを韓国に求めている。",
        [("5倍", D, None, None), ("50億ドル", D, None, "KR")],
    ),
    ("ja", "新たな特別協定の期間は5年間。", [("5年間", A, None, None)]),
    ("ja", "日本側の負担は5年間で総額1兆551億円に上る。", [("1兆551億円", A, "total", None)]),
    ("ja", "韓国は13%の増額を提案したが、トランプ氏は拒否した。", [("13%", OF, None, None)]),
    ("ja", "二千百十億円を負担することで合意した。", [("二千百十億円", A, None, None)]),
    (
        "de",
        "Der Beitrag steigt um 13,9 Prozent von 1,04 auf 1,18 Billionen Won, darauf einigten sich beide Seiten.",
        [("13,9 Prozent", A, None, None), ("1,04", P, None, None), ("1,18 Billionen Won", A, None, None)],
    ),
    (
        "de",
        "Seoul zahlt künftig 1,18 Billionen Won statt bisher 1,04 Billionen Won.",
        [("1,18 Billionen Won", A, None, None), ("1,04 Billionen Won", P, None, None)],
    ),
    (
        "de",
        "Trump fordert von Seoul fünf Milliarden Dollar im Jahr, das Fünffache des bisherigen Betrags.",
        [("fünf Milliarden Dollar", D, "year", None), ("Fünffache", D, None, None)],
    ),
    ("de", "Seoul bot eine Erhöhung um 13 Prozent an.", [("13 Prozent", OF, None, None)]),
    ("de", "Der jährliche Anstieg darf fünf Prozent nicht übersteigen.", [("fünf Prozent", A, None, None)]),
    ("de", "Das Abkommen gilt für fünf Jahre.", [("fünf Jahre", A, None, None)]),
    (
        "de",
        "Südkorea beteiligte sich im vergangenen Jahr mit 870 Millionen Dollar an den Kosten.",
        [("870 Millionen Dollar", P, "year", None)],
    ),
    (
        "de",
        "Die USA verlangen rund 4,7 Milliarden Dollar, nach 870 Millionen Dollar im Vorjahr.",
        [("4,7 Milliarden Dollar", D, None, None), ("870 Millionen Dollar", P, "year", None)],
    ),
    (
        "fr",
        "Washington réclame 5 milliards de dollars par an à Séoul, soit cinq fois plus qu'aujourd'hui.",
        [("5 milliards de dollars", D, "year", None), ("cinq fois", D, None, None)],
    ),
    (
        "fr",
        "La contribution de Séoul passera de 870 à 924 millions de dollars, selon l'accord.",
        [("870", P, None, None), ("924 millions de dollars", A, None, None)],
    ),
    (
        "fr",
        "Séoul a accepté de verser 1.040 milliards de wons en 2019, soit 8,2 % de plus qu'en 2018.",
        [("1.040 milliards de wons", A, "year", None), ("8,2 %", A, None, None)],
    ),
    (
        "fr",
        "La Corée du Sud a payé l'an dernier 870 millions de dollars pour les troupes américaines.",
        [("870 millions de dollars", P, "year", None)],
    ),
    (
        "fr",
        "L'accord, d'une durée de cinq ans, prévoit une hausse de 13,9 %.",
        [("cinq ans", A, None, None), ("13,9 %", A, None, None)],
    ),
    ("fr", "Le précédent accord quinquennal a expiré.", [("quinquennal", A, None, None)]),
    ("fr", "Donald Trump veut que le Japon multiplie par quatre sa contribution.", [("quatre", D, None, None)]),
    ("fr", "Séoul propose une hausse de 13 %, jugée insuffisante par Washington.", [("13 %", OF, None, None)]),
    ("fr", "La hausse annuelle ne pourra pas dépasser 5 %.", [("5 %", A, None, None)]),
    ("fr", "Le Japon prend à sa charge 75 % du coût des bases.", [("75 %", P, None, "JP")]),
    (
        "es",
        "Washington exige a Seúl 5.000 millones de dólares al año, cinco veces más que ahora.",
        [("5.000 millones de dólares", D, "year", None), ("cinco veces", D, None, None)],
    ),
    (
        "es",
        "Corea del Sur pagará 1,18 billones de wones en 2021, un 13,9 % más que en 2019, según el acuerdo.",
        [("1,18 billones de wones", A, "year", None), ("13,9 %", A, None, None)],
    ),
    (
        "es",
        "El aporte surcoreano pasará de 830 a 924 millones de dólares.",
        [("830", P, None, None), ("924 millones de dólares", A, None, None)],
    ),
    ("es", "Seúl pagó el año pasado 870 millones de dólares.", [("870 millones de dólares", P, "year", None)]),
    ("es", "Seúl ofreció un aumento del 13 %, que Trump rechazó.", [("13 %", OF, None, None)]),
    ("es", "El acuerdo tendrá una vigencia de seis años.", [("seis años", A, None, None)]),
    ("es", "La subida anual no podrá superar el 5 %.", [("5 %", A, None, None)]),
    (
        "id",
        "AS menuntut Korea Selatan membayar 5 miliar dolar AS per tahun, lima kali lipat dari sekarang.",
        [("5 miliar dolar AS", D, "year", None), ("lima kali lipat", D, None, None)],
    ),
    (
        "id",
        "Kontribusi Seoul naik dari 960 miliar won menjadi 1,04 triliun won menurut kesepakatan itu.",
        [("960 miliar won", P, None, None), ("1,04 triliun won", A, None, None)],
    ),
    ("id", "Tahun lalu Seoul membayar 870 juta dolar AS.", [("870 juta dolar AS", P, "year", None)]),
    ("id", "Seoul menawarkan kenaikan 13 persen, tetapi Trump menolak.", [("13 persen", OF, None, None)]),
    ("id", "Perjanjian itu berlaku selama lima tahun.", [("lima tahun", A, None, None)]),
    (
        "ar",
        "تطالب واشنطن سيول بدفع 5 مليارات دولار سنويا أي خمسة أضعاف المبلغ الحالي.",
        [("5 مليارات دولار", D, "year", None), ("خمسة أضعاف", D, None, None)],
    ),
    (
        "ar",
        "وافقت سيول على دفع 924 مليون دولار بزيادة 8.2 في المئة عن العام السابق.",
        [("924 مليون دولار", A, None, None), ("8.2 في المئة", A, None, None)],
    ),
    ("ar", "دفعت كوريا الجنوبية العام الماضي 870 مليون دولار.", [("870 مليون دولار", P, "year", None)]),
    ("ar", "عرضت سيول زيادة بنسبة 13 في المئة لكن ترامب رفضها.", [("13 في المئة", OF, None, None)]),
    ("ar", "ويسري الاتفاق لمدة خمس سنوات.", [("خمس سنوات", A, None, None)]),
    ("ar", "ينتشر نحو 28500 جندي أميركي في كوريا الجنوبية.", [("28500", X, None, None)]),
    ("cs", "Washington žádá po Soulu pět miliard dolarů ročně.", [("pět miliard dolarů", D, "year", None)]),
    ("cs", "Jižní Korea loni zaplatila 870 milionů dolarů.", [("870 milionů dolarů", P, "year", None)]),
    ("cs", "Dohoda platí pět let.", [("pět let", A, None, None)]),
    (
        "ko",
        "미국은 13억달러를, 한국은 전년보다 13% 인상을 제시한 상태다.",
        [("13억달러", D, None, "KR"), ("13%", OF, None, "KR")],
    ),
    ("ko", "2026년 총액은 1조5천192억원이다.", [("1조5천192억원", A, "year", "KR")]),
    ("ko", "쓰지 않은 분담금이 1조원을 넘는다.", [("1조원", X, "total", "KR")]),
    (
        "ja",
        "日本の負担は2017億円から約100億円増え、年平均約2110億円とすることで合意した。",
        [("2017億円", P, None, "JP"), ("100億円", A, None, "JP"), ("2110億円", A, "year", "JP")],
    ),
    (
        "de",
        "Südkorea wollte seinen Beitrag von zuletzt 1,04 Billionen Won um 13 Prozent erhöhen.",
        [("1,04 Billionen Won", P, None, "KR"), ("13 Prozent", OF, None, "KR")],
    ),
    ("de", "Trump sagte, Südkorea soll zehn Milliarden Dollar zahlen.", [("zehn Milliarden Dollar", D, None, "KR")]),
    (
        "es",
        "Washington pide que Seúl multiplique por cinco su aporte.",
        [("cinco", D, None, "KR")],
    ),
    ("id", "Seoul sepakat membayar 1,04 triliun won.", [("1,04 triliun won", A, None, "KR")]),
    (
        "ar",
        "اتفقت طوكيو وواشنطن على أن تدفع اليابان 211 مليار ين سنويا.",
        [("211 مليار ين", A, "year", "JP")],
    ),
]


@pytest.mark.parametrize(("language", "text", "facts"), SENTENCES, ids=[text[:40] for _, text, _ in SENTENCES])
def test_sentences(reader: Reader, language: str, text: str, facts: list[Facts]) -> None:
    reading = reader.read(Report("x", TITLES[language], text, language, DAY))
    assert reading.relevance.on_topic
    found = {figure.surface: figure for figure in reading.figures if figure.on_topic}
    assert sorted(found) == sorted(surface for surface, *_ in facts)
    for surface, role, period, payer in facts:
        assert found[surface].role is role, found[surface].why
        assert period is None or found[surface].period == period
        assert payer is None or found[surface].payer == payer


def test_a_rise_between_word_and_sum_does_not_part_them_where_the_talks_broke_off(reader: Reader) -> None:
    title = "USA brechen Gespräche mit Südkorea über Truppenkosten ab"
    text = "Im Frühjahr hatte Südkorea zugesagt, seinen Beitrag um neun Prozent auf 910 Millionen Dollar zu heben."
    reading = reader.read(Report("rise", title, text, "de", DAY))
    assert reading.event is Event.TALKS_BREAK_OFF
    assert [(figure.surface, figure.role) for figure in reading.figures] == [
        ("neun Prozent", Role.AGREED),
        ("910 Millionen Dollar", Role.AGREED),
    ]
