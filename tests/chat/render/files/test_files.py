"""Files: every row leads to its report, tables are safe in a spreadsheet, and the feed is valid."""

import csv
import io
import json
import re
from codecs import BOM_UTF8
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
from msgspec.structs import replace

from bot.chat.commands.export import ExportAnswers, File
from bot.model import Article, Event, Measure, Role, Stance
from tests.chat.builders import (
    DEMAND,
    IN_SINGAPORE,
    NOW,
    SHARE,
    TEXT,
    TOPIC,
    TROOPS,
    article,
    context,
    families,
    placed,
)
from tests.chat.shelf import Shelf

DAY = timedelta(days=1)
TRACKS = TOPIC.vocabulary.tracks
ATOM = "{http://www.w3.org/2005/Atom}"
FIGURES = [placed(figure) for figure in (DEMAND, IN_SINGAPORE, SHARE, TROOPS)]
NASTY = '=HYPERLINK("https://evil.example","*click*") | <b>\x00\n'
REPORTS = (
    article(1, figures=FIGURES, text=TEXT, story_id=7, published=NOW - 3 * DAY, event=Event.TALKS_BREAK_OFF),
    article(
        2,
        figures=FIGURES[:1],
        text=TEXT,
        outlet="@KBS",
        story_id=7,
        published=NOW - 2 * DAY,
        event=Event.TALKS_BREAK_OFF,
    ),
    article(3, title=NASTY, outlet="+1 News", track="JP", published=NOW - DAY, url="javascript:alert(1)"),
)


def answers(*reports: Article) -> ExportAnswers:
    shelf = Shelf()
    shelf.stored = list(reports or REPORTS)
    return families(context(shelf)).of(ExportAnswers)


def made(words: str, *reports: Article) -> File:
    answering = answers(*reports)
    return answering.file(answering.words(words))


def table(words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made(words).content.decode("utf-8-sig"), newline="")))


def test_a_table_of_figures_has_their_sources_and_places() -> None:
    rows = table("csv figures korea")
    assert [row["surface"] for row in rows] == ["US$5 billion", "1.18 trillion won", "28,500"]
    for row in rows:
        (report,) = (one for one in REPORTS if one.url == row["url"] and one.outlet == row["outlet"])
        start = int(row["start"])
        assert report.text[start : start + len(row["surface"])] == row["surface"]
        assert (row["date"], row["title"]) == (f"{report.published:%Y-%m-%d}", report.title)
    assert made("csv figures").content.startswith(BOM_UTF8), "or Excel takes Korean for something else"
    demand = rows[0]
    assert [demand[name] for name in ("role", "value", "currency", "speakers", "reports", "outlets", "stated")] == [
        "demanded", "5000000000", "USD", "lawmakers in Seoul", "2", "2", "no",
    ]  # fmt: skip


def test_what_was_read_of_a_figure_comes_last() -> None:
    read = replace(FIGURES[0], role=Role.UNCLEAR, actor="Washington", measure=Measure.LEVEL, chance=0.48251)
    answering = answers(
        article(1, figures=[replace(read, stance=Stance.HYPOTHETICAL, likely=Role.DEMANDED)], text=TEXT)
    )
    content = answering.file(answering.words("csv figures")).content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(content, newline=""))
    assert head[-5:] == ["actor", "measure", "stance", "chance", "likely"]
    assert row[-5:] == ["Washington", "level", "hypothetical", "0.483", "demanded"]
    assert row[head.index("role")] == "unclear"
    assert table("csv figures")[0]["stance"] == "asserted"
    (told,) = json.loads(answering.file(answering.words("json figures")).content)["rows"]
    assert (told["chance"], told["likely"]) == (0.483, "demanded")
    words = answering.file(answering.words("markdown figures")).content.decode()
    assert "- **US$5bn a year** unclear, named by lawmakers in Seoul; 1 report from 1 outlet\n" in words


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    for words in ("csv reports", "csv stories", "csv figures"):
        for row in table(words):
            assert not [cell for cell in row.values() if re.match(r"\s*[=+\-@\t\r＝＋－＠]", cell)], words
    titles = {row["title"] for row in table("reports")}
    assert '\'=HYPERLINK("https://evil.example","*click*") | <b>' in titles
    assert {row["outlet"] for row in table("reports")} == {"Yonhap", "'@KBS", "'+1 News"}


def test_json_has_every_source_and_no_text_of_an_article() -> None:
    file = made("json figures")
    told = json.loads(file.content)
    assert (told["what"], told["reports"], len(told["rows"])) == ("figures", 3, 3)
    assert [one["article_id"] for one in told["rows"][0]["sources"]] == [1, 2]
    assert "seeks up to" not in file.content.decode()
    assert file.name == "burdenwatch-figures-2026-11-24.json"
    assert [row["published"] for row in json.loads(made("json reports").content)["rows"]] == sorted(
        (f"{one.published:%Y-%m-%dT%H:%M:%SZ}" for one in REPORTS), reverse=True
    )


def test_markdown_links_every_line_and_runs_no_markup_of_others() -> None:
    text = made("markdown figures").content.decode()
    assert text.startswith(
        "# Who pays for the troops: figures\n\nMade on 24 Nov 2026 of 3 reports.\n\n## 🇰🇷 South Korea\n"
    )
    assert "- **US$5bn a year** demanded, according to lawmakers in Seoul; 2 reports from 2 outlets\n" in text
    place = f"“US$5 billion” at character {TEXT.index('US$5') + 1} of its text"
    assert f"](<{REPORTS[0].url}>) · Yonhap · 21 Nov 2026 · {place}\n" in text
    reports = made("md reports").content.decode()
    assert '- =HYPERLINK("https://evil.example","\\*click\\*") \\| \\<b\\> · +1 News' not in reports
    assert '=HYPERLINK("https://evil.example","\\*click\\*") \\| \\<b\\>' in reports
    assert "javascript:" not in reports
    assert "talks broken off" in made("markdown stories").content.decode()


def test_the_feed_is_valid_and_its_ids_hold() -> None:
    content = made("atom").content
    read = feedparser.parse(content)
    assert (read.bozo, read.version, [one.title for one in read.entries]) == (
        False, "atom10", [NASTY.replace("\x00", "").strip(), REPORTS[0].title],
    )  # fmt: skip
    feed = ET.fromstring(content)  # noqa: S314  # our own
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{ATOM}{name}")
            assert found.text
        assert element.find(f"{ATOM}author/{ATOM}name") is not None
        assert datetime.fromisoformat(str(element.findtext(f"{ATOM}updated"))).tzinfo is UTC
    first, second = feed.iter(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}updated") == first.findtext(f"{ATOM}updated") == "2026-11-23T09:30:00Z"
    assert first.find(f"{ATOM}link") is None, "an address that is none is not linked, and the content stands for it"
    (link,) = second.findall(f"{ATOM}link")
    assert link.attrib == {"rel": "alternate", "href": REPORTS[0].url}
    assert "<b>" not in (first.findtext(f"{ATOM}content") or "")
    ids = [entry.id for entry in read.entries]
    assert len({*ids, read.feed.id}) == 3
    later = feedparser.parse(made("atom", *REPORTS, article(4, story_id=7, published=NOW)).content)
    assert later.entries[0].id == ids[1]
    assert (later.entries[0].updated, later.feed.id) == ("2026-11-24T09:30:00Z", read.feed.id)
    assert feedparser.parse(made("atom japan").content).feed.id != read.feed.id
