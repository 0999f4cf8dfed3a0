"""Multiples, shares and lengths of deals, in sentences of our own: words of all kinds, each of the talks."""

from datetime import date

import pytest

from bot.model import Kind, Report
from bot.reading import Reader
from tests.reading.titles import TITLES

X, P, Y = Kind.MULTIPLE, Kind.PERCENT, Kind.YEARS

SHARES: dict[str, list[tuple[str, Kind, float]]] = {
    "en": [
        ("Washington wants five times what Seoul pays now.", X, 5),
        ("It would amount to a fivefold increase in the payment.", X, 5),
        ("Trump wants to quadruple Japan's contribution.", X, 4),
        ("The bill would more than double.", X, 2),
        ("Seoul covers about half the cost of the bases.", P, 50),
        ("Japan pays three quarters of the cost.", P, 75),
        ("The payment would rise nearly sixfold.", X, 6),
        ("Seoul's share rose by a third.", P, 100 / 3),
        ("Seoul's contribution will rise 13.9 percent.", P, 13.9),
        ("The new sum is 1.5 times as high as the last one.", X, 1.5),
        ("He asked for a tripling of the Japanese share.", X, 3),
        ("The Americans insisted on a 400 percent raise.", P, 400),
        ("Seoul paid 41 percent of the upkeep.", P, 41),
        ("The pact will last five years.", Y, 5),
        ("The one-year deal expires in December.", Y, 1),
        ("The two sides signed a five-year agreement.", Y, 5),
    ],
    "ko": [
        ("미국은 현재의 5배를 요구했다.", X, 5),
        ("분담금을 다섯 배로 올리라고 요구했다.", X, 5),
        ("분담금이 두 배 넘게 늘어난다.", X, 2),
        ("한국은 주둔 비용의 절반을 부담한다.", P, 50),
        ("전년보다 13.9% 인상하기로 했다.", P, 13.9),
        ("5년짜리 협정에 서명했다.", Y, 5),
        ("협정은 6년간 유효하다.", Y, 6),
        ("분담금은 6배 가까이 늘어난다.", X, 6),
        ("일본에는 4배 인상을 요구했다.", X, 4),
    ],
    "ja": [
        ("米国は現在の約4倍の負担を求めた。", X, 4),
        ("負担額は5倍になる。", X, 5),
        ("日本側の負担を倍増させる。", X, 2),
        ("日本は経費の約75%を負担している。", P, 75),
        ("日本は費用の半分を負担する。", P, 50),
        ("前年比13.9%増で合意した。", P, 13.9),
        ("5年間の協定に署名した。", Y, 5),
        ("協定の有効期間は1年間だ。", Y, 1),
        ("負担は7割を超える。", P, 70),
    ],
    "de": [
        ("Washington will das Fünffache des bisherigen Beitrags.", X, 5),
        ("Trump will den japanischen Anteil vervierfachen.", X, 4),
        ("Der Beitrag soll sich verdoppeln.", X, 2),
        ("Seoul trägt etwa die Hälfte der Kosten.", P, 50),
        ("Japan trägt drei Viertel der Kosten.", P, 75),
        ("Der Beitrag steigt um 13,9 Prozent.", P, 13.9),
        ("Das Abkommen läuft fünf Jahre.", Y, 5),
        ("Beide unterzeichneten ein fünfjähriges Abkommen.", Y, 5),
        ("Der Beitrag würde fünfmal so hoch.", X, 5),
    ],
    "fr": [
        ("Washington réclame cinq fois la contribution actuelle.", X, 5),
        ("Trump veut quadrupler la part japonaise.", X, 4),
        ("La contribution doublerait.", X, 2),
        ("Séoul prend en charge environ la moitié des coûts.", P, 50),
        ("La contribution augmentera de 13,9 %.", P, 13.9),
        ("L'accord de cinq ans a été signé.", Y, 5),
        ("Le Japon paie les trois quarts des coûts.", P, 75),
        ("Washington veut multiplier par cinq la contribution de Séoul.", X, 5),
    ],
    "es": [
        ("Washington quiere cinco veces la contribución actual.", X, 5),
        ("Trump quiere cuadruplicar el aporte japonés.", X, 4),
        ("La contribución se duplicaría.", X, 2),
        ("Seúl asume cerca de la mitad del costo.", P, 50),
        ("La contribución aumentará un 13,9 %.", P, 13.9),
        ("Firmaron un acuerdo de cinco años.", Y, 5),
        ("El pacto durará seis años.", Y, 6),
    ],
    "id": [
        ("Washington menuntut lima kali lipat kontribusi saat ini.", X, 5),
        ("Trump ingin kontribusi Jepang naik empat kali lipat.", X, 4),
        ("Kontribusi Seoul akan naik dua kali lipat.", X, 2),
        ("Seoul menanggung separuh biaya pasukan.", P, 50),
        ("Kontribusi naik 13,9 persen.", P, 13.9),
        ("Kedua pihak meneken perjanjian lima tahun.", Y, 5),
    ],
    "ar": [
        ("تطالب واشنطن بخمسة أضعاف ما تدفعه سيول حاليا.", X, 5),
        ("ستزيد مساهمة سيول بنسبة 13.9 بالمئة.", P, 13.9),
        ("تدفع سيول نصف التكاليف.", P, 50),
        ("وقع الطرفان اتفاقا مدته خمس سنوات.", Y, 5),
        ("ستتضاعف مساهمة سيول.", X, 2),
    ],
    "cs": [
        ("Washington chce pětinásobek současného příspěvku.", X, 5),
        ("Příspěvek Soulu vzroste o 13,9 procenta.", P, 13.9),
        ("Soul hradí zhruba polovinu nákladů.", P, 50),
        ("Strany podepsaly pětiletou dohodu.", Y, 5),
        ("Příspěvek by se zdvojnásobil.", X, 2),
    ],
}


@pytest.mark.parametrize("language", SHARES)
def test_shares_multiples_and_lengths(reader: Reader, language: str) -> None:
    for text, kind, value in SHARES[language]:
        figures = reader.read(Report("x", TITLES[language], text, language, date(2020, 5, 8))).figures
        found = [figure for figure in figures if figure.on_topic and figure.where == "text"]
        assert [figure.kind for figure in found] == [kind], text
        assert found[0].value == pytest.approx(value), text
