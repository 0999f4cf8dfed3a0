"""What a report reports, and which talks it is about."""

from datetime import date

import pytest

from bot.model import Event, Report
from bot.reading import Reader

CASES = [
    (
        "Talks on cost of US troops in South Korea break down",
        "They ended early.",
        "talks_break_off",
        "KR",
    ),
    ("Seoul, Washington open talks on next cost-sharing deal", "The first round began.", "talks_start", "KR"),
    ("Third round of cost-sharing talks on US troops due in Seoul", "Negotiators meet again.", "talks_round", "KR"),
    ("Allies resume talks on cost of US troops in South Korea", "Talks are back on.", "talks_resume", "KR"),
    ("Japan and US reach deal on cost of US troops", "Tokyo and Washington agreed.", "agreement_in_principle", "JP"),
    ("Seoul and US sign cost-sharing accord for US troops", "They signed it on Friday.", "signed", "KR"),
    ("Parliament ratifies South Korea's cost-sharing pact with US", "Lawmakers voted.", "ratified", "KR"),
    ("Cost-sharing pact of South Korea and US takes effect", "It entered into force.", "in_force", "KR"),
    ("Korean workers at US bases sent home on unpaid leave", "USFK began a furlough.", "furlough", "KR"),
    ("US to withdraw 9,500 troops from Germany", "Trump wants Berlin to pay more.", "troop_cut", "DE"),
    ("Activists protest US demand for troop costs in Seoul", "Demonstrators rallied.", "protest", "KR"),
    ("Esper says South Korea should pay more for US troops", "He said so in Seoul.", "statement", "KR"),
    ("Report: US would bill Japan for American troops", "Bloomberg reported it.", "report", "JP"),
    ("Trump tells NATO allies to raise defense spending", "NATO members owe it, he said.", "statement", "NATO"),
    ("No cost-sharing deal for Seoul and US on troops", "They could not agree on a sum.", "talks_round", "KR"),
    ("Seoul and US initial cost-sharing accord for troops", "They initialled it on Sunday.", "signed", "KR"),
    ("Diet clears pact on cost of US forces in Japan", "The upper house gave its approval.", "ratified", "JP"),
    ("Japan denies report that US wants Tokyo to pay more for troops", "Tokyo called it untrue.", "statement", "JP"),
    (
        "Seoul may have to pay $5 billion for US troops",
        "Bloomberg reported the US demand on Friday.",
        "report",
        "KR",
    ),
    ("Biden halts withdrawal of US troops from Germany", "The reduction is on hold.", "troop_cut", "DE"),
    ("Envoys leave meeting on cost of US troops in South Korea", "It was cut short.", "talks_break_off", "KR"),
    ("Trump tells rally that Seoul will pay more for US troops", "He said so in Ohio.", "statement", "KR"),
    ("US to bill Japan and Germany for troops: cost plus 50", "Hosts of US forces would pay.", "report", "JP"),
    ("US to bill Germany and Japan for troops: cost plus 50", "Hosts of US forces would pay.", "report", "DE"),
    (
        "Trump asks Tokyo to quadruple payments for US troops: Foreign Policy",
        "The demand was made in July.",
        "report",
        "JP",
    ),
    (
        "Explainer: why Seoul agreed to pay more for US troops",
        "South Korea and the United States reached a deal.",
        "analysis",
        "KR",
    ),
    (
        "Biden: I will not extort Seoul with threats to pull out US troops",
        "He wrote so for Yonhap.",
        "statement",
        "KR",
    ),
    (
        "Seoul's share of $33 billion for US troops is not new money, official says",
        "It covers ten years.",
        "statement",
        "KR",
    ),
    (
        "Seoul to pay more for US troops",
        "Envoys signed the cost-sharing agreement on Sunday.",
        "signed",
        "KR",
    ),
    (
        "Seoul will honor cost-sharing deal on US troops already signed",
        "The pact should be kept.",
        "statement",
        "KR",
    ),
    (
        "12차 방위비 협상 타결",
        "한국과 미국이 방위비 협상을 타결했다고 외교부가 밝혔다.",
        "agreement_in_principle",
        "KR",
    ),
    # What a title tells beside its main clause, or of an event that somebody only has a word to say of, counts less.
    ("Third round on US troop costs opens in Seoul as furloughs near", "Envoys sat down.", "talks_round", "KR"),
    ("Seoul regrets furlough of Korean workers at US bases", "The ministry spoke of hardship.", "statement", "KR"),
    ("Korean staff of US bases resume work, no cost-sharing accord yet", "They came back.", "statement", "KR"),
    ("Seoul and US troop costs: no end in sight", "They agreed to see each other in May.", "statement", "KR"),
    ("Trump turns down Seoul's offer for US troops", "It was too low, Reuters reported.", "report", "KR"),
    ("Trump turns down Seoul's offer for US troops", "It was too low, he told Reuters.", "statement", "KR"),
    ("Tokyo's draft budget lifts its share of costs of US troops", "The Cabinet adopted it.", "other", "JP"),
    # What is done tells an event by what it is done to, and not where it is wished for, feared or past.
    ("Tokyo, Washington launch formal negotiations on base costs", "Envoys want money.", "talks_start", "JP"),
    ("Seoul, US bury quarrel over cost of troops", "A compromise was found.", "agreement_in_principle", "KR"),
    ("Diet gives nod to cost-sharing for US troops in Japan", "It came on the last day.", "ratified", "JP"),
    ("Trump to cap number of soldiers in Germany", "Berlin must pay its NATO bill, he said.", "troop_cut", "DE"),
    ("Seoul seeks to avert furlough of workers at US bases", "It wants wages paid first.", "statement", "KR"),
    ("Trump wants Seoul to agree to pay more for US troops", "It is rich, he said.", "statement", "KR"),
    ("Seoul's share of costs of US troops: who won?", "It kept below $1 billion.", "analysis", "KR"),
    ("No figures yet on Seoul's share of costs of US troops: Pentagon", "It would not say more.", "statement", "KR"),
    # What sources say that somebody asks for is theirs to tell.
    ("Tokyo to start talks on cost of US troops in spring: sources", "It is being arranged.", "report", "JP"),
    ("Trump demands more money for US troops in South Korea", "So Reuters reported.", "report", "KR"),
    ("Esper: no orders to cut troops in South Korea over costs", "He said so in Washington.", "statement", "KR"),
    # The name of an agreement is none that was just made.
    (
        "Frais de défense : Séoul et Washington se retrouvent",
        "Un round sur l'accord sur les mesures spéciales des troupes américaines.",
        "talks_round",
        "KR",
    ),
    ("한미 방위비 3차 회의 파행", "미국 대표단이 먼저 자리를 떴다.", "talks_break_off", "KR"),
    ("미국대사관 앞 한미 방위비 규탄 집회", "시민단체가 방위비 인상에 반대했다.", "protest", "KR"),
    ("USA und Südkorea einigen sich über Kosten für US-Truppen", "Es gilt.", "agreement_in_principle", "KR"),
    ("Séoul et Washington signent l'accord sur les troupes américaines", "Un coût de plus.", "signed", "KR"),
    ("한미 방위비 협상 결렬", "미국 대표단이 회의를 중단했다.", "talks_break_off", "KR"),
    ("日米、思いやり予算の特別協定に署名", "日本と米国が署名した。", "signed", "JP"),
    ("USA ziehen Soldaten ab: Truppenabzug aus Deutschland", "Trump will mehr Geld.", "troop_cut", "DE"),
]


@pytest.mark.parametrize(("title", "text", "event", "track"), CASES)
def test_event_and_track(reader: Reader, title: str, text: str, event: str, track: str) -> None:
    reading = reader.read(Report("x", title, text))
    assert reading.relevance.on_topic
    assert reading.event is Event(event)
    assert reading.track == track


def test_off_the_topic_nothing_happens(reader: Reader) -> None:
    title, text = "Burden-sharing deal for drug", "South Korea reached a deal with a US maker of SMA gene therapy."
    assert reader.glance(title, text)
    reading = reader.read(Report("x", title, text))
    assert reading.event is Event.NONE
    assert reading.track == "KR"
    assert reader.read(Report("x", "", "")).track is None


DAYS = [
    ("en", "US officials walked out of cost-sharing talks in Seoul on Tuesday.", date(2019, 11, 19)),
    ("en", "US officials will hold cost-sharing talks in Seoul today.", date(2019, 11, 21)),
    ("en", "US officials and Seoul are still at odds over cost-sharing.", None),
    ("ko", "한미 방위비 분담금 3차 협상이 19일 서울에서 결렬됐다.", date(2019, 11, 19)),
    ("ko", "한미 방위비 분담금 2차 협상이 25일 끝났다.", date(2019, 10, 25)),
    ("ko", "한미 방위비 분담금 협상이 어제 결렬됐다.", date(2019, 11, 20)),
    ("ja", "韓米の防衛費分担金をめぐる協議が19日、ソウルで行われた。", date(2019, 11, 19)),
    ("ja", "韓米の防衛費分担金をめぐる協議は2日間行われた。", None),
    ("de", "Die USA brachen die Gespräche über die Truppenkosten in Südkorea am Dienstag ab.", date(2019, 11, 19)),
    ("id", "Perundingan biaya pertahanan Korea Selatan dan AS terhenti pada Selasa (19/11).", date(2019, 11, 19)),
    ("id", "Perundingan biaya pertahanan Korea Selatan dan AS digelar (18/12).", date(2018, 12, 18)),
    ("id", "Perundingan biaya pertahanan Korea Selatan dan AS digelar (31/02).", None),
]


@pytest.mark.parametrize(("language", "text", "day"), DAYS)
def test_the_day_of_the_event_goes_by_the_reports_own(
    reader: Reader, language: str, text: str, day: date | None
) -> None:
    thursday = date(2019, 11, 21)
    assert reader.read(Report("r", text, text, language, thursday)).event_day == day
    assert reader.read(Report("r", text, text, language, None)).event_day is None
    assert reader.read(Report("r", text, text, language, date.min)).event_day is None
