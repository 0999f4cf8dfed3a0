"""Languages by script, commonest words, letters and endings."""

from collections.abc import Sequence

import pytest

from bot.model import PastReport
from bot.reading.languages.detect import UNKNOWN, detect

TITLES = [
    ("en", "The allies have not agreed on the cost of the troops."),
    ("en", "US, South Korea fail to narrow gap"),
    ("en", "S. Korea, U.S. hold first round of talks on troop costs"),
    ("en", "Japan to pay more for US bases"),
    ("ko", "한미 방위비 분담금 협상이 SMA 종료 후 재개됐다"),
    ("ko", "방위비 협상 결렬"),
    ("ja", "在日米軍の駐留経費をめぐる協議が始まった"),
    ("ja", "駐留費交渉決裂"),
    ("zh", "驻军费用谈判破裂"),
    ("ar", "تكاليف القوات الأميركية"),
    ("de", "Die Verhandlungen über die Kosten der Truppen sind nicht zu Ende."),
    ("de", "Südkorea soll für US-Soldaten mehr zahlen"),
    ("de", "Verhandlungen gescheitert"),
    ("fr", "Les négociations sur le coût des troupes sont dans une impasse."),
    ("fr", "Washington réclame cinq milliards à Séoul"),
    ("es", "Las negociaciones sobre el coste de las tropas no han terminado."),
    ("es", "Seúl y Washington cierran un acuerdo"),
    ("id", "Perundingan tentang biaya pasukan itu tidak akan berakhir dengan cepat."),
    ("id", "AS minta Korsel bayar lebih mahal"),
    ("cs", "Jednání o nákladech na vojska se v pondělí opět zastavilo a nic se nestalo"),
    ("cs", "Jižní Korea zaplatí víc za americké vojáky"),
    ("lv", "Vācija maksās vairāk par ASV karavīriem"),
    ("it", "Trump chiede cinque miliardi a Seul per le truppe"),
    ("pt", "Trump quer que Seul pague mais pelas tropas"),
    ("nl", "Trump wil dat Seoul meer betaalt voor de troepen"),
    (UNKNOWN, "12345 67 !!"),
    (UNKNOWN, ""),
]


@pytest.mark.parametrize(("language", "text"), TITLES)
def test_detection(language: str, text: str) -> None:
    assert detect(text) == language


def test_the_titles_of_the_archive(archive: Sequence[PastReport]) -> None:
    wrong = [report.title for report in archive if detect(report.title) != report.language]
    assert len(wrong) <= len(archive) // 100, wrong


def test_the_texts_of_the_archive(archive: Sequence[PastReport]) -> None:
    assert [r.id for r in archive if detect(f"{r.title}\n{r.text}") != r.language] == []


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("Allies meet", "en-US", "en"),
        ("Allies meet", "de", "de"),
        ("방위비 협상", "en", "ko"),
        ("The talks of the allies in the capital", "ko", "en"),
        ("The talks of the allies in the capital", "nonsense", "en"),
        ("The talks of the allies in the capital", "fi", "fi"),
        ("The talks of the allies in the capital were the first that have been held on the issue", "de", "en"),
    ],
)
def test_the_source_is_believed_unless_the_text_says_otherwise(text: str, said: str, language: str) -> None:
    assert detect(text, said) == language
