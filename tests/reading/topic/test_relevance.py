"""Relevance: the topic, what only looks like it, and the words that decided."""

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.model import Concept, Report, Rule, Vocabulary
from bot.reading import Reader, VocabularyError

ON = [
    ("Seoul balks at US bill for troops", "South Korea rejected a demand to pay more for US forces."),
    ("Cost-sharing talks with Japan to open", "Tokyo and Washington discuss host nation support for US troops."),
    ("Trump presses NATO on military spending", "Allies must spend 2 percent of GDP on defense, he said."),
    (
        "Merkel weist Trumps Kritik zurück",
        "Trump verlangt von Berlin höhere Verteidigungsausgaben in der Nato.",
    ),
    ("방위비 분담금 협상 재개", "한국과 미국이 주한미군 분담금을 논의했다."),
    ("思いやり予算の協議始まる", "日本と米国は在日米軍の駐留経費について話し合った。"),
    ("Séoul et Washington négocient le coût des troupes américaines", "La Corée du Sud doit payer plus."),
    ("Negosiasi biaya pasukan AS di Korea Selatan", "Washington minta Seoul membayar lebih."),
]
OFF = [
    ("Insurers sue over cost-sharing payments", "The health law owes insurers billions, they told the court."),
    ("New drug for SMA approved", "Patients with spinal muscular atrophy can get the therapy in South Korea."),
    ("Burden-sharing row over refugees", "Germany wants EU countries to take more asylum seekers."),
    ("Climate talks end with burden-sharing deal", "Emission cuts are to be paid for by rich countries."),
    ("Indonesia behind on fighter jet cost share", "Seoul wants Jakarta to pay its share of the KF-21 jet programme."),
    ("UN sets peacekeeping shares", "The United States pays 27 percent of the United Nations peacekeeping budget."),
    (
        "Allies begin drills",
        "US and South Korean troops started Ulchi Freedom Shield. Trump wants Seoul to pay more.",
    ),
    ("Soldier at US base tests positive", "USFK reported a coronavirus infection at Camp Humphreys."),
    ("재건축 조합 추가 분담금 갈등", "아파트 조합원들이 분담금을 더 내야 한다."),
    ("SMA Solar mit Gewinnwarnung", "Der Hersteller von Wechselrichtern senkt das Umsatzziel."),
    ("Seoul wins match", "The league champions from South Korea beat Tokyo."),
    ("", ""),
]


@pytest.mark.parametrize(("title", "text"), ON)
def test_the_topic(reader: Reader, title: str, text: str) -> None:
    relevance = reader.read(Report("x", title, text)).relevance
    assert relevance.on_topic, (relevance.score, [match.word for match in relevance.why])


@pytest.mark.parametrize(("title", "text"), OFF)
def test_what_only_looks_like_it(reader: Reader, title: str, text: str) -> None:
    relevance = reader.read(Report("x", title, text)).relevance
    assert not relevance.on_topic, (relevance.score, [match.word for match in relevance.why])


def _written(name: str, on_topic: bool | None = None) -> list[tuple[Report, bool]]:
    rows = tomllib.loads((Path(__file__).parents[1] / "data" / name).read_text(encoding="utf-8"))["report"]
    return [(Report("x", r["title"], r["text"], r["lang"]), r.get("on_topic", on_topic)) for r in rows]


WRITTEN = _written("on_topic.toml", True) + _written("off_topic.toml", False)
for name in ("held_out", *(f"held_out_{number}" for number in range(2, 9)), "four_kinds"):
    WRITTEN += _written(f"{name}.toml")


def test_reports_that_were_written_before_the_rules(reader: Reader) -> None:
    """Kept for what was learnt from them; the heads of the files tell how the first run on each went."""
    assert len(WRITTEN) >= 640
    wrong = [(r.language, r.title, on) for r, on in WRITTEN if reader.read(r).relevance.on_topic is not on]
    assert wrong == []


def test_the_language_need_not_be_said(reader: Reader) -> None:
    silent = [(replace(report, language=None), on_topic) for report, on_topic in WRITTEN]
    assert [r.title for r, on in silent if reader.relevance(r).on_topic is not on] == []


def test_a_language_without_cues_is_read_by_names(reader: Reader) -> None:
    report = Report("x", "Trump chiede 5 miliardi per le truppe americane", "Seul e NATO: la Corea del Sud paga.", "it")
    reading = reader.read(report)
    assert (reading.language, reading.relevance.on_topic, reading.track) == ("it", True, "NATO")


def test_every_word_that_decided_stands_where_it_says(reader: Reader) -> None:
    for report, _ in WRITTEN:
        for match in reader.relevance(report).why:
            part = report.title if match.where == "title" else report.text
            assert part[match.start : match.start + len(match.word)] == match.word


def test_the_words_that_decided_have_their_places(reader: Reader) -> None:
    title, text = ON[0]
    relevance = reader.read(Report("x", title, text)).relevance
    for match in relevance.why:
        part = {"title": title, "text": text}[match.where]
        assert part[match.start : match.start + len(match.word)] == match.word
    assert ("force", "US forces") in {(match.concept, match.word) for match in relevance.why}


def test_one_sentence_of_background_is_not_the_topic(reader: Reader) -> None:
    text = (
        "The carmaker opened a plant in Georgia. It hired 2,000 people. The governor cut a ribbon. Sales have doubled. "
        "Separately, Seoul and Washington hold cost-sharing talks on US troops."
    )
    assert not reader.read(Report("x", "Carmaker opens plant", text)).relevance.on_topic


def _vocabulary(expression: str = "talks", *, terms: tuple[str, ...] = ("talks",), twice: bool = False) -> Vocabulary:
    concept = Concept("talks", 5.0, {"en": terms})
    concepts = (concept, concept) if twice else (concept,)
    return Vocabulary(concepts, (Rule("any talk", expression),), 5.0, (), (), {})


def test_another_topic_is_other_data() -> None:
    other = Reader(_vocabulary())
    assert other.read(Report("x", "Fish talks", "Quotas")).relevance.on_topic
    assert not other.read(Report("x", "Fish", "Quotas")).relevance.on_topic
    strict = Reader(replace(_vocabulary(), threshold=99.0))
    assert not strict.read(Report("x", "Fish talks", "Quotas")).relevance.on_topic


def test_where_a_sure_rule_holds_nothing_speaks_against_it() -> None:
    plain = _vocabulary()
    vaccine = Concept("vaccine", -9.0, {"en": ("vaccine*",)})
    title = "Fish talks and vaccines"
    for sure in (False, True):
        words = replace(plain, concepts=(*plain.concepts, vaccine), rules=(Rule("any", "talks", sure),))
        relevance = Reader(words).read(Report("x", title, "")).relevance
        assert (relevance.on_topic, relevance.score) == (sure, 15.0 if sure else -12.0)
        assert [match.word for match in relevance.why] == ["talks", "vaccines"]
        assert relevance.rule == ("any" if sure else "")


def test_of_very_many_words_every_concept_is_told() -> None:
    plain = _vocabulary()
    words = replace(plain, concepts=(*plain.concepts, Concept("fish", 1.0, {"en": ("fish",)})))
    relevance = Reader(words).read(Report("x", "Talks", "talks " * 200 + "fish")).relevance
    assert len(relevance.why) == 60
    assert [match.word for match in relevance.why][-2:] == ["talks", "fish"]


def test_faults_in_the_data_are_named() -> None:
    with pytest.raises(VocabularyError, match=r"rule 'any talk': at 10 of .talks AND.: the query ends here; a concept"):
        Reader(_vocabulary("talks AND"))
    with pytest.raises(VocabularyError, match=r"rule 'any talk'.*'fish' is not a concept \(talks\)"):
        Reader(_vocabulary("fish"))
    with pytest.raises(VocabularyError, match="concept:talks: the term"):
        Reader(_vocabulary(terms=("**",)))
    with pytest.raises(VocabularyError, match=r"concept .talks. is there twice"):
        Reader(_vocabulary(twice=True))


@pytest.mark.parametrize(
    ("title", "nearly"),
    [
        ("Trump says Seoul owes billions", True),
        ("US envoy due in Seoul for talks on troops", True),
        ("Washington and Seoul at odds over a bill", True),
        ("Harbour ferries run late in the fog", False),
        ("Seoul opens a new line of its underground", False),
    ],
)
def test_nearly_on_the_topic_is_what_one_more_concept_would_put_there(reader: Reader, title: str, nearly: bool) -> None:
    report = Report("x", title, "", "en")
    assert reader.read(report).relevance.on_topic is False
    assert reader.is_nearly_on_topic(report) is nearly
