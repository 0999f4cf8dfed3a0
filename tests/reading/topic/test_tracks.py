"""Which talks a report is about."""

import pytest

from bot.model import Event, Report
from bot.reading import Reader
from bot.reading.topic.tracks import NamedTracks
from tests.shared import topic

CASES = [
    ("Talks on cost of US troops in South Korea break down", "They ended early.", "KR"),
    ("Japan and US reach deal on cost of US troops", "Tokyo and Washington agreed.", "JP"),
    ("US to withdraw 9,500 troops from Germany", "Trump wants Berlin to pay more.", "DE"),
    ("US and Poland sign pact that shares the cost of troops", "Warsaw pays for barracks of the NATO ally.", "PL"),
    ("Trump tells NATO allies to raise defense spending", "NATO members owe it, he said.", "NATO"),
    ("US to bill Japan and Germany for troops: cost plus 50", "Hosts of US forces would pay.", "JP"),
    ("US to bill Germany and Japan for troops: cost plus 50", "Hosts of US forces would pay.", "DE"),
    ("Séoul et Washington signent l'accord sur les troupes américaines", "Un coût de plus.", "KR"),
    ("한미 방위비 협상 결렬", "미국 대표단이 회의를 중단했다.", "KR"),
    ("日米、思いやり予算の特別協定に署名", "日本と米国が署名した。", "JP"),
    ("USA ziehen Soldaten ab: Truppenabzug aus Deutschland", "Trump will mehr Geld.", "DE"),
]

ALLIANCE = [
    ("Deutschland zahlt mehr in die Nato-Kasse", "Die Nato teilt ihre Kosten neu auf. Mehr trägt Deutschland.", "NATO"),
    (
        "Berlin to match US share of NATO's own budget",
        "Germany's part of the common funding grows. Stoltenberg said so, and Germany agreed.",
        "NATO",
    ),
    ("Germany spends too little for NATO, says Trump", "Berlin owes more for US troops in Germany.", "DE"),
]
"""An alliance's own money names its members; a member's troops name the alliance now and then."""


@pytest.mark.parametrize(("title", "text", "track"), [*CASES, *ALLIANCE])
def test_the_track_is_the_one_that_is_named_most_and_first(reader: Reader, title: str, text: str, track: str) -> None:
    reading = reader.read(Report("x", title, text))
    assert reading.relevance.on_topic
    assert reading.track == track


def test_the_title_counts_more_than_a_long_text(reader: Reader) -> None:
    text = "Troops are in Germany. " + "The bill is one of Tokyo and Berlin. " * 2
    assert reader.read(Report("x", "Cost-sharing talks on US troops in Japan", text)).track == "JP"


@pytest.mark.parametrize(
    ("title", "language", "named"),
    [
        ("What US troops in Japan and South Korea cost", "en", {"JP", "KR"}),
        ("US may shift troops from Germany to Poland", "en", {"DE", "PL"}),
        ("Esper speaks of the cost of the alliance", "en", set()),  # of whichever
        ("NATO states take soldiers over", "en", {"NATO"}),
        ("日米が協議", "ja", {"JP"}),
        ("Coûts: Japan et NATO", "xx", {"JP", "NATO"}),
    ],
)
def test_a_headline_names_tracks_by_their_names(title: str, language: str, named: set[str]) -> None:
    assert NamedTracks(topic().vocabulary.tracks)(title, language) == named


def test_off_the_topic_there_is_a_track_and_no_event(reader: Reader) -> None:
    title, text = "Burden-sharing deal for drug", "South Korea reached a deal with a US maker of SMA gene therapy."
    assert reader.could_be_on_topic(title, text)
    reading = reader.read(Report("x", title, text))
    assert (reading.event, reading.figures, reading.track) == (Event.NONE, (), "KR")
    assert reader.read(Report("x", "", "")).track is None
