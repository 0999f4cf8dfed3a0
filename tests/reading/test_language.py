"""Languages by script and commonest words."""

import pytest

from bot.reading.language import UNKNOWN, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The allies have not agreed on the cost of the troops.", "en"),
        ("한미 방위비 분담금 협상이 SMA 종료 후 재개됐다", "ko"),
        ("在日米軍の駐留経費をめぐる協議が始まった", "ja"),
        ("تكاليف القوات الأميركية", "ar"),
        ("Die Verhandlungen über die Kosten der Truppen sind nicht zu Ende.", "de"),
        ("Les négociations sur le coût des troupes sont dans une impasse.", "fr"),
        ("Las negociaciones sobre el coste de las tropas no han terminado.", "es"),
        ("Perundingan tentang biaya pasukan itu tidak akan berakhir dengan cepat.", "id"),
        ("Jednání o nákladech na vojska se v pondělí opět zastavilo a nic se nestalo", "cs"),
        ("12345 67 !!", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_detection(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("Allies meet", "en-US", "en"),
        ("Allies meet", "de", "de"),
        ("방위비 협상", "en", "ko"),
        ("The talks of the allies in the capital", "ko", "en"),
        ("The talks of the allies in the capital", "nonsense", "en"),
    ],
)
def test_the_source_is_believed_unless_the_script_says_otherwise(text: str, said: str, language: str) -> None:
    assert detect(text, said) == language
