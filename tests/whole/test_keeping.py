"""A backup while the worker runs and sends, and the worker that goes on from it, here or in the other database."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.sandbox.client import YOU
from tests.whole.conftest import Build
from tests.whole.process import WorkerProcess
from tests.whole.reports import BREAK_OFF, OLD, OTHER


async def verb(worker: WorkerProcess, *arguments: str, **settings: str) -> tuple[int, str]:
    """Another verb of the program, with the worker's settings."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=worker.folder, env=worker._environment() | settings,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    out, _ = await process.communicate()
    return process.returncode or 0, out.decode()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_backed_up_while_it_runs_restored_and_moved_it_rings_nothing_twice(
    house: Build, database_url: str, postgres_url: str, tmp_path: Path
) -> None:
    built = await house({"Morning Paper": "morning"})
    stand, users, worker = built.stand, built.users, built.worker
    stand.items["morning"] = [OLD]
    await worker.start()
    await users.ask(YOU, "/subscribe", "(?i)subscribed|alerts")
    await worker.wait_log("Morning Paper: 5 new, 1 on the topic, no alerts owed")
    stand.items["morning"] = [BREAK_OFF, OLD]
    alert = await users.wait_message(YOU, "walks out", seconds=30)

    code, said = await verb(worker, "backup", "kept.db")
    assert (code, "1 subscribed chat" in said) == (0, True), said
    code, said = await verb(worker, "restore", "kept.db", "--force")
    assert (code, "another worker runs on this database" in said) == (3, True), said
    asked = stand.asked["morning"]
    async with asyncio.timeout(30):
        while stand.asked["morning"] < asked + 2:  # it polls on
            await asyncio.sleep(0.05)
    await worker.terminate()
    await asyncio.to_thread(Path(database_url.removeprefix("sqlite:///")).unlink)

    code, said = await verb(worker, "restore", "kept.db")
    assert (code, "holds 1 subscribed chat" in said) == (0, True), said
    code, said = await verb(worker, "move", "--to", postgres_url)
    assert (code, "counted in both" in said) == (0, True), said

    worker.settings = dict(worker.settings) | {"DATABASE_URL": postgres_url}
    await worker.start()
    stand.items["morning"] = [OTHER, BREAK_OFF, OLD]
    await worker.wait_log("Morning Paper: 1 new, 0 on the topic, no alerts owed", seconds=30)
    rung = [message for message in await users.messages(YOU) if "walks out" in message["text"]]
    assert [message["id"] for message in rung] == [alert["id"]]
    said_why = await users.say(YOU, "/why", reply_to=alert["id"])
    assert "cost-sharing" in (await users.wait_message(YOU, after=said_why["id"]))["text"]
