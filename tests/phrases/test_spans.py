"""Of which years a total is, in sentences of our own."""

import pytest

from bot.phrases.spans import years_of


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("日本側の負担は16〜20年度の5年間で総額#", "for 2016–2020"),
        ("2022年度から26年度までの5年間で#", "for 2022–2026"),
        ("2021∼2025년 총 #", "for 2021–2025"),
        ("In the five years of the pact, fiscal 2016 to 2020, Japan spent #.", "for 2016–2020"),
        ("It would shoulder # from fiscal 2022 through 2026.", "for 2022–2026"),
        ("In the five years to fiscal 2020 it came to some #.", "over the 5 years to 2020"),
        ("It pays # over the five years from fiscal 2022.", "over the 5 years from 2022"),
        ("Tokyo spends # in five years", "over 5 years"),
        ("5년간 총 #", "over 5 years"),
        ("앞으로 10년 동안의 지원을 더한 #", "over 10 years"),
        ("5年で#", "over 5 years"),
        ("It cost # between 2016 and 2019.", "for 2016–2019"),
        ("in fünf Jahren #", "over 5 years"),
        ("It wants to spend # by 2030.", "by 2030"),
        ("It pays # over five years, against 980 billion for 2016 to 2020.", "over 5 years"),
        ("It pays # in 2026.", ""),
        ("It pays # for one year.", ""),
        ("# in all", ""),
    ],
)
def test_the_years_of_a_total(sentence: str, years: str) -> None:
    assert years_of(sentence) == years
