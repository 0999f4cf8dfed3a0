"""``check``: a line for each thing, ok or what to do; with and without asking the feeds."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.cli.conftest import ROOT, Program, Ran
from tests.whole.newsstand import Newsstand
from tests.whole.process import make_topic
from tests.whole.reports import OLD

TOKEN = "424242:program-test-token-never-real"
LOOPBACK = {"ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8"}


@pytest.fixture
async def telegram() -> AsyncIterator[str]:
    sandbox = Sandbox(token=TOKEN, state=None)
    await sandbox.start("127.0.0.1", 0)
    yield sandbox.url
    await sandbox.stop()


def marks(ran: Ran) -> dict[str, str]:
    """Name of a finding -> its mark; the names of these tests come once each."""
    return {line.split()[1]: line.split()[0] for line in ran.out.splitlines()}


def line_of(ran: Ran, name: str) -> str:
    return next(line for line in ran.out.splitlines() if line.split()[1] == name)


def test_all_is_well_with_nothing_set(program: Program) -> None:
    ran = program("check")
    assert ran.code == 0
    assert marks(ran) == dict.fromkeys(
        ["settings", "topic", "queries", "baseline", "encoder", "database", "token"], "ok"
    )
    assert "nothing is set" in line_of(ran, "settings")
    assert "Who pays for US forces abroad" in line_of(ran, "topic")
    assert line_of(ran, "database").endswith("sqlite:///data/sandbox.db: not there yet; burdenwatch run makes it")
    assert list(program.folder.iterdir()) == []
    assert "check --feeds" in ran.err


def test_the_columns_are_aligned(program: Program) -> None:
    lines = program("check").out.splitlines()
    assert {line[5:].index(line.split(maxsplit=2)[2]) for line in lines} == {9}


def test_a_narrow_terminal_folds_below_the_words(program: Program) -> None:
    lines = program("check", COLUMNS="60").out.splitlines()
    assert max(map(len, lines)) <= 60
    folded = [line for line in lines if not line.startswith(("ok", "FAIL"))]
    assert folded
    assert all(line.startswith(" " * 14) for line in folded)


def test_it_names_what_is_set_and_no_values(program: Program) -> None:
    ran = program("check", LOG_LEVEL="DEBUG", CONTACT_URL="https://me.example/")
    assert line_of(ran, "settings").endswith("set: LOG_LEVEL, CONTACT_URL")


def test_unusable_settings_are_findings(program: Program) -> None:
    ran = program("check", PORT="x", TELEGRAM_TOKEN="hunter2")
    assert ran.code == 2
    assert [line[:13] for line in ran.out.splitlines()] == ["FAIL settings"] * 2
    assert "PORT 'x'" in ran.out
    assert "hunter2" not in ran.out + ran.err


def test_a_broken_topic_is_said_by_file_and_the_rest_is_checked(program: Program, tmp_path: Path) -> None:
    folder = make_topic(tmp_path, {})
    (folder / "config" / "parties.toml").write_text('[[party]]\nname = "X"\nside = "above"\n', encoding="utf-8")
    ran = program("check", BURDENWATCH_TOPIC=str(folder))
    assert ran.code == 2
    assert marks(ran) == {"settings": "ok", "topic": "FAIL", "encoder": "ok", "database": "ok", "token": "ok"}
    assert "config/parties.toml: party 1" in line_of(ran, "topic")


def test_a_query_that_makes_no_sense_is_a_finding(program: Program, tmp_path: Path) -> None:
    folder = make_topic(tmp_path, {})
    queries = folder / "config" / "queries.toml"
    words = queries.read_text(encoding="utf-8") + '\n[[rule]]\nname = "bad rule"\nexpression = "force AND"\n'
    queries.write_text(words, encoding="utf-8")
    ran = program("check", BURDENWATCH_TOPIC=str(folder))
    assert ran.code == 2
    assert "rule 'bad rule'" in line_of(ran, "topic")
    assert "force AND\n         ^ the query ends here" in ran.err


def test_past_reports_that_are_misread_are_named(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "ferry"
    shutil.copytree(ROOT / "tests" / "topics" / "ferry", folder)
    archive = folder / "seeds" / "archive" / "en.toml"
    words = archive.read_text(encoding="utf-8").replace("on_topic = false", "on_topic = true")
    archive.write_text(words.replace("the share of the cost of the night ferry", "the ferry"), encoding="utf-8")
    ran = program("check", BURDENWATCH_TOPIC=str(folder))
    assert ran.code == 1
    assert line_of(ran, "queries").endswith("as they are labelled: ferry-1 (missed), ferry-3 (missed)")


def test_a_baseline_that_cannot_be_read_is_a_finding(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "ferry"
    shutil.copytree(ROOT / "tests" / "topics" / "ferry", folder)
    baseline = folder / "seeds" / "baseline.toml"
    words = baseline.read_text(encoding="utf-8")
    baseline.write_text(words.replace("demands 9 million", "demands 8 million"), encoding="utf-8")
    ran = program("check", BURDENWATCH_TOPIC=str(folder))
    assert ran.code == 1
    assert line_of(ran, "baseline").endswith("seeds/baseline.toml: not found in its text: Demand, a year")


def test_a_database_that_cannot_be_reached_hides_its_password(program: Program) -> None:
    ran = program("check", DATABASE_URL="postgres://me:secret@127.0.0.1:1/news")
    assert ran.code == 1
    assert marks(ran)["database"] == "FAIL"
    assert "me:***@127.0.0.1:1/news" in line_of(ran, "database")
    assert "secret" not in ran.out + ran.err


async def test_a_good_token(program: Program, telegram: str) -> None:
    ran = await asyncio.to_thread(program, "check", TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=telegram)
    assert ran.code == 0
    assert line_of(ran, "token") == f"ok   token    {telegram} knows it as @burdenwatch_sandbox_bot"
    assert "burdenwatch.db" in line_of(ran, "database")
    assert TOKEN not in ran.out + ran.err


@pytest.mark.parametrize(
    ("setting", "public", "told"),
    [
        ("open", "", "ok   pages    the dashboard is open to whoever reaches port 8080 of 127.0.0.1"),
        ("telegram", "http://bot.example", "FAIL pages    DASHBOARD=telegram: set PUBLIC_URL to an https address"),
        ("telegram", "https://bot.example", "ok   pages    the dashboard is at https://bot.example/dashboard, behind"),
    ],
)
async def test_whom_the_dashboard_is_for(program: Program, telegram: str, setting: str, public: str, told: str) -> None:
    given = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram, "DASHBOARD": setting, "PUBLIC_URL": public}
    ran = await asyncio.to_thread(lambda: program("check", **given))
    assert line_of(ran, "pages").startswith(told)
    assert ran.code == (1 if told.startswith("FAIL") else 0)


async def test_a_refused_token(program: Program, telegram: str) -> None:
    wrong = "424242:program-test-token-of-yesterday"
    ran = await asyncio.to_thread(program, "check", TELEGRAM_TOKEN=wrong, TELEGRAM_API_URL=telegram)
    assert ran.code == 1
    assert line_of(ran, "token").endswith("refuses TELEGRAM_TOKEN; take the one that @BotFather shows")
    assert wrong not in ran.out + ran.err


def test_a_telegram_that_cannot_be_reached(program: Program) -> None:
    ran = program("check", TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL="http://127.0.0.1:1")
    assert ran.code == 1
    assert "http://127.0.0.1:1 cannot be reached" in line_of(ran, "token")
    assert TOKEN not in ran.out + ran.err


async def test_feeds_are_asked_once_and_sorted(program: Program, tmp_path: Path) -> None:
    async with Newsstand() as stand:
        stand.items["good"] = [OLD]
        feeds = {"Zebra": stand.feed("good"), "Page": stand.feed("html"), "apple": stand.feed("also good")}
        settings = {"BURDENWATCH_TOPIC": str(make_topic(tmp_path, feeds))} | LOOPBACK
        ran = await asyncio.to_thread(lambda: program("check", "--feeds", **settings))
        assert stand.asked == {"good": 1, "html": 1, "also good": 1}
    found = [line for line in ran.out.splitlines() if line.split()[1] in {"feed", "feeds"}]
    assert ran.code == 1
    assert [line.split(maxsplit=2)[2].partition(":")[0] for line in found[:3]] == [
        "apple (en)",
        "Zebra (en)",
        "Page (en)",
    ]
    assert found[1].startswith("ok   feed     Zebra (en): 5 entries, newest 2026-03-02 00:00 UTC (")
    assert found[2].startswith("FAIL")
    assert found[3] == "FAIL feeds    2 of 3 feeds work"
    assert "asking 3 feeds ..." in ran.err


async def test_feeds_that_all_work(program: Program, tmp_path: Path) -> None:
    async with Newsstand() as stand:
        topic = make_topic(tmp_path, {"One": stand.feed("one")})
        settings = {"BURDENWATCH_TOPIC": str(topic)} | LOOPBACK
        ran = await asyncio.to_thread(lambda: program("check", "--feeds", **settings))
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "ok   feeds    1 of 1 feed works"


def test_it_says_whether_the_encoder_reads(program: Program) -> None:
    assert "reads reports, from the first that needs it" in program("check").out
    assert "off: figures are found, and the role of each stays unclear" in program("check", ENCODER="off").out
