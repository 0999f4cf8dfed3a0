"""``summary`` and ``figures``: the chat's answers on a terminal, from the database that the settings name."""

import json
import re
from html import unescape

import pytest

from bot import settings as environment
from bot.chat.commands.command import CommandRequest
from bot.cli.verbs.answers import TERMINAL, families_of
from bot.model import FeedKind, FeedSource, Topic
from bot.store import Store
from bot.worker.factories import utc_now
from tests.chat.sourced import LINK, Record
from tests.cli.conftest import Program
from tests.cli.texts import PAST

EMPTY = "nothing is on record in sqlite:///data/sandbox.db yet; burdenwatch run collects reports\n"


@pytest.mark.parametrize(
    "verb", [["summary"], ["figures"], ["compare"], ["summary", "7d", "japan"], ["figures", "demanded"]]
)
def test_an_empty_database_is_named(program: Program, sandbox_store: Store, verb: list[str]) -> None:
    ran = program(*verb)
    assert (ran.code, ran.out, ran.err) == (0, "", EMPTY)


def test_the_database_of_a_token_is_another_one(program: Program) -> None:
    ran = program("summary", TELEGRAM_TOKEN="424242:program-test-token-never-real")
    assert "no database at sqlite:///data/burdenwatch.db" in ran.err


def test_summary_has_figures_and_numbered_sources(program: Program, seeded: Store) -> None:
    ran = program("summary")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Where it stands\n2 reports of 1 story, from 2 outlets\n")
    assert "up to US$6bn a year [" in ran.out
    assert PAST[0].url in ran.out.splitlines()[-1] + ran.out
    assert all(f"[{n}] http" in ran.out for n in (1, 2))
    assert "More: burdenwatch summary 7d, burdenwatch summary korea" in ran.out


def test_the_course_of_talks_on_a_terminal(program: Program, seeded: Store) -> None:
    ran = program("timeline", "korea")
    assert ran.out.startswith("Timeline · South Korea\n1 story, the newest first\n\n3 Mar 2026 · 🇰🇷 talks broken off")
    assert "Morning Paper +1 · burdenwatch story 1\n" in ran.out
    assert program("story", "1").out.startswith("Story 1 · US walks out of defence cost talks with South Korea\n")
    assert program("asof", "2026-03-03", "korea").out.startswith(
        "Known on 3 Mar 2026 · South Korea\n1 report of 1 story"
    )
    assert "No report names a date after" in program("calendar").out


def test_a_page_that_there_is_not_ends_the_program_and_says_which_there_are(program: Program, seeded: Store) -> None:
    ran = program("timeline", "korea", "p99")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: There is no page 99: it is all on one. Try: burdenwatch timeline korea\n"


def test_lists_of_figures_are_whole_on_a_terminal(program: Program, seeded: Store) -> None:
    for words in (("all",), ("korea", "all"), ("demanded",)):
        ran = program("figures", *words)
        assert (ran.code, ran.err) == (0, "")
        assert "• " in ran.out
        assert "page" not in ran.out
        assert not re.search(r"^1\. ", ran.out, re.MULTILINE), "numbers are buttons of a chat"


def test_as_json_an_answer_is_what_it_is_made_of(program: Program, seeded: Store) -> None:
    made = json.loads(program("summary", "korea", "--json").out)
    (track,) = made["tracks"]
    assert track["course"]["state"]["words"] == "talks broken off"
    assert track["course"]["state"]["source"]["url"] == PAST[0].url
    (told,) = json.loads(program("timeline", "--json").out)
    assert (told["sentence"], told["outlets"]) == (PAST[0].title, 2)
    assert len(json.loads(program("story", "1", "--json").out)["reports"]) == 2
    assert json.loads(program("asof", "2026-03-03", "--json").out)["reports"] == 1
    assert json.loads(program("calendar", "--json").out) == []
    assert program("calendar", "--ics").out.startswith("BEGIN:VCALENDAR\n")


def test_a_period_and_a_country_are_understood(program: Program, seeded: Store) -> None:
    assert program("summary", "20y", "korea").out.startswith("Summary · South Korea · the last 20 years\n")
    assert "from Morning Paper" not in program("summary", "japan").out


def test_beside_a_replay_periods_end_where_it_is_as_in_its_chat(program: Program, seeded: Store) -> None:
    assert program("summary", "7d").out.startswith("Summary · the last 7 days\nNothing new in the last 7 days.\n")
    replay = FeedSource("http://127.0.0.1:1/replay/en.xml", "Replay", "en", "", FeedKind.REPLAY)
    seeded.feeds.sync([replay], utc_now())
    assert program("summary", "7d").out.startswith("Summary · the last 7 days to 4 Mar 2026\n2 reports of 1 story")
    assert program("timeline", "7d").out.startswith("Timeline · the last 7 days\n1 story")
    assert PAST[0].title in program("search", "talks", "--since", "7d").out
    assert PAST[0].url in program("export", "--format", "csv", "--what", "reports", "--since", "7d").out


@pytest.mark.parametrize(
    "typed",
    ["summary", "summary korea", "figures", "figures all", "compare", "timeline", "story 1", "asof 2026-03-03",
     "calendar", "search Korea"],
)  # fmt: skip
def test_what_a_line_opens_to_in_a_chat_stands_below_it_on_a_terminal(
    program: Program, seeded: Store, topic: Topic, typed: str
) -> None:
    verb, _, words = typed.partition(" ")
    message = families_of(seeded, environment.load(), topic).message_of(verb, CommandRequest(TERMINAL, words))
    assert Record(seeded.archive.articles()).unsourced(message) == []
    out = program(*typed.split()).out
    addresses = dict(re.findall(r"^ *\[(\d+)\] (\S+)$", out, re.MULTILINE))
    links = LINK.findall(message.html)
    assert {unescape(url) for url, _ in links} == set(addresses.values())
    for url, inner in links:
        shown = unescape(re.sub("<[^>]+>", "", inner))
        assert any(f"{shown} [{number}]" in out for number, to in addresses.items() if to == unescape(url)), shown


def test_every_figure_for_programs_leads_to_its_place_in_a_text(program: Program, seeded: Store) -> None:
    told = json.loads(program("figures", "korea", "--json").out)
    assert [stand["item"] for stand in told["positions"]][:1] == ["contribution"]
    rows = told["figures"] + [one["row"] for stand in told["positions"] for one in stand["positions"]]
    assert rows
    for row in rows:
        assert row["sources"]
        for source in row["sources"]:
            article = seeded.archive.article(source["article_id"])
            assert article is not None
            text = article.title if source["where"] == "title" else article.text
            assert text[source["start"] : source["start"] + len(source["surface"])] == source["surface"]
    assert json.loads(program("compare", "--json").out)[0]["track"] == "KR"


def test_a_chart_needs_a_country_and_more_than_one_sum(program: Program, seeded: Store) -> None:
    assert program("chart", "atlantis").code == 2
    ran = program("chart", "japan")
    assert (ran.code, "too few for a chart" in ran.err) == (1, True)


def test_a_picture_that_cannot_be_written_is_said_in_a_sentence(program: Program, seeded: Store) -> None:
    ran = program("chart", "korea", "--out", "/nowhere/x.png")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "error: /nowhere/x.png cannot be written: No such file or directory\n"


def test_of_an_empty_database_no_picture_is_drawn_and_a_file_has_its_heads_alone(
    program: Program, sandbox_store: Store
) -> None:
    ran = program("chart")
    assert (ran.code, ran.out, ran.err) == (1, "", f"error: there is nothing to draw: {EMPTY}")
    ran = program("export")
    assert (ran.code, ran.out.count("\n"), ran.err) == (0, 1, EMPTY)


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("story", "Say the number of a story; burdenwatch timeline has them. Try: burdenwatch timeline"),
        ("story 99", "There is no story 99. Try: burdenwatch timeline"),
        (
            "figures 2020",
            "burdenwatch figures takes no period such as “2020”; burdenwatch summary does. Try: burdenwatch",
        ),
        ("chart japan", "burdenwatch figures has the rest"),
        ("summary since 2040", "1 Jan 2040 is still to come. Try: burdenwatch summary 7d"),
    ],
)
def test_a_terminal_is_told_of_verbs_and_of_no_commands_of_a_chat(
    program: Program, seeded: Store, verb: str, said: str
) -> None:
    ran = program(*verb.split())
    assert ran.code
    assert said in ran.err
    assert "/" not in ran.err.removeprefix("error: ")


def test_a_page_that_there_is_not_is_said(program: Program, seeded: Store) -> None:
    ran = program("timeline", "p99")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no page 99" in ran.err
    assert program("compare", "japan").code == 0


def test_figures_compare_with_the_baseline(program: Program, seeded: Store) -> None:
    ran = program("figures", "korea")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Figures · South Korea\n")
    assert "20% above the US$5bn demanded in Nov 2019" in ran.out
    assert "Morning Paper [1]" in ran.out


def test_a_pipe_gets_whole_lines_and_a_terminal_folded_ones(program: Program, seeded: Store) -> None:
    whole = program("figures").out
    folded = program("figures", COLUMNS="40").out
    assert " ".join(whole.split()) == " ".join(folded.split())
    assert max(len(line) for line in folded.splitlines() if "http" not in line) <= 40
    assert len(folded.splitlines()) > len(whole.splitlines())


@pytest.mark.parametrize(
    ("verb", "example"),
    [
        (["summary", "atlantis"], "Try: burdenwatch summary 7d"),
        (["summary", "9999y"], "Try: burdenwatch summary 7d"),
        (["figures", "atlantis"], "Try: burdenwatch figures korea"),
        (["asof"], "Try: burdenwatch asof 2019-11-19"),
        (["story", "x", "--json"], "Try: burdenwatch timeline"),
    ],
)
def test_a_bad_argument_is_answered_with_an_example(
    program: Program, sandbox_store: Store, verb: list[str], example: str
) -> None:
    ran = program(*verb)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert ran.err.endswith(f"{example}\n")
