"""``poll --once``: one round against a newsstand on loopback."""

import asyncio
import json
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.verbs import polling
from bot.model import FeedKind, FeedSource, FeedState
from bot.store import open_store
from bot.worker.factories import utc_now
from tests.cli.conftest import Program, Ran
from tests.whole.newsstand import Newsstand
from tests.whole.process import make_topic
from tests.whole.reports import BREAK_OFF, OLD

DATABASE = "sqlite:///data/sandbox.db"
Poll = Callable[..., Awaitable[Ran]]


@pytest.fixture
async def stand() -> AsyncIterator[Newsstand]:
    async with Newsstand() as running:
        yield running


@pytest.fixture
def poll(program: Program, tmp_path: Path, stand: Newsstand) -> Poll:
    """Polls the feeds of the names given, whose outlets are the names with a capital."""

    async def once(names: list[str], *options: str) -> Ran:
        folder = tmp_path / "-".join(names or ["none"])
        folder.mkdir(exist_ok=True)
        if not (folder / "topic").exists():
            make_topic(folder, {name.title(): stand.feed(name) for name in names})
        settings = {"BURDENWATCH_TOPIC": str(folder / "topic"), "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8"}
        return await asyncio.to_thread(lambda: program("poll", "--once", *options, **settings))

    return once


async def test_one_round_is_what_it_does_unasked(program: Program, stand: Newsstand, tmp_path: Path) -> None:
    stand.items["morning"] = [BREAK_OFF]
    topic = str(make_topic(tmp_path, {"Morning": stand.feed("morning")}))
    settings = {"BURDENWATCH_TOPIC": topic, "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8"}
    ran = await asyncio.to_thread(lambda: program("poll", **settings))
    assert ran.code == 0
    assert ran.out.startswith("1 feed asked in ")


async def test_a_round_stores_what_matches(poll: Poll, stand: Newsstand) -> None:
    stand.items["morning"] = [BREAK_OFF, OLD]
    ran = await poll(["morning"])
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("1 feed asked in ")
    assert ran.out.endswith(" s: 6 new reports, 2 on the topic, no alerts owed, no errors\n")
    with open_store(DATABASE, worker="test") as store:
        assert {article.title for article in store.archive.articles()} == {BREAK_OFF.title, OLD.title}


async def test_what_is_not_due_is_left_alone_but_for_all(poll: Poll, stand: Newsstand) -> None:
    await poll(["morning"])
    ran = await poll(["morning"])
    assert (ran.code, ran.out) == (0, "No feed is due.\n")
    assert "--all asks every feed now" in ran.err
    assert stand.asked["morning"] == 1
    ran = await poll(["morning"], "--all")
    assert ran.out.endswith(" s: no new reports, none on the topic, no alerts owed, no errors\n")
    assert stand.asked["morning"] == 2


async def test_a_bad_feed_does_not_stop_the_others(poll: Poll) -> None:
    ran = await poll(["morning", "html"])
    assert ran.code == 0
    assert ran.out.startswith("2 feeds asked")
    assert ran.out.endswith("no alerts owed, 1 error\n")
    assert ran.err.startswith("Html (en): ")
    assert len(ran.err.splitlines()) == 1


async def test_every_feed_failing_is_code_1(poll: Poll) -> None:
    ran = await poll(["html"])
    assert ran.code == 1


async def test_no_feeds_at_all(poll: Poll) -> None:
    ran = await poll([])
    assert (ran.code, ran.out) == (0, "There is no feed to ask; config/feeds.toml lists them.\n")


async def test_json_is_one_object_and_nothing_else(poll: Poll, stand: Newsstand) -> None:
    stand.items["morning"] = [BREAK_OFF, OLD]
    ran = await poll(["morning", "html"], "--json")
    assert (ran.code, ran.err) == (0, "")
    record = json.loads(ran.out)
    costs = [record.pop(name) for name in ("cpu_s", "wall_s", "peak_mb")]
    assert all(isinstance(cost, float) and cost > 0 for cost in costs)
    assert record.pop("child_peak_mb") >= 0
    expected = {"feeds": 2, "requests": 2, "new": 6, "matched": 2, "rung": 0, "errors": 1}
    assert record == expected | {"not_modified": 0, "unchanged": 0}


async def test_the_peak_is_the_programs_own_and_not_its_launchers(program: Program, command: list[str]) -> None:
    """A launcher of 300 MB that becomes the program by exec, as shells and supervisors do."""
    made = make_topic(program.folder, {})
    launcher = (
        "import os, sys; filled = bytearray(b'x') * (300 << 20); "
        "os.execv(sys.argv[1], sys.argv[1:])  # its peak outlasts it"
    )
    done = await asyncio.to_thread(
        lambda: subprocess.run(
            [sys.executable, "-c", launcher, *command, "poll", "--once", "--json"],
            env=program.environment(BURDENWATCH_TOPIC=str(made)),
            cwd=program.folder,
            capture_output=True,
            check=True,
        )
    )
    assert 10 < json.loads(done.stdout)["peak_mb"] < 250


def test_without_a_proc_the_peak_is_what_the_system_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    counted = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1024)
    monkeypatch.setattr(polling, "STATUS", tmp_path / "none")
    assert polling.peak_mb() >= counted
    (tmp_path / "none").write_text("Name:\tpython\n")
    assert polling.peak_mb() >= counted


async def test_unchanged_feeds_are_counted(poll: Poll) -> None:
    await poll(["morning"])
    record = json.loads((await poll(["morning"], "--all", "--json")).out)
    assert (record["feeds"], record["new"], record["not_modified"] + record["unchanged"]) == (1, 0, 1)


async def test_a_replay_of_the_sandbox_is_not_polled(poll: Poll, program: Program) -> None:
    replay = FeedSource("http://127.0.0.1:1/replay/en.xml", "Replay (en)", "en", "", FeedKind.REPLAY)
    with open_store(DATABASE, worker="test") as store:
        store.migrate()
        store.feeds.sync([replay], utc_now())
    ran = await poll(["morning"])
    assert (ran.code, ran.err) == (0, "")
    with open_store(DATABASE, worker="test") as store:
        assert {feed.outlet: feed.state for feed in store.feeds.all()} == {"Morning": FeedState.ACTIVE}


async def test_feeds_that_are_being_polled_are_not_asked_twice(poll: Poll) -> None:
    await poll(["morning"])
    with open_store(DATABASE, worker="another") as store:
        assert store.feeds.claim_due(utc_now(), 10, timedelta(minutes=5), everything=True)
    ran = await poll(["morning"], "--all")
    assert ran.code == 0
    assert ran.out.startswith("No feed may be asked now")
