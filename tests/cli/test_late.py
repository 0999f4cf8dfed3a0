"""What a round of ``poll --once`` loads: a topic's words, and what reads, only where an entry has to be read."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT
from tests.whole.newsstand import Newsstand
from tests.whole.process import make_topic
from tests.whole.reports import BREAK_OFF, OTHER

NEEDLESS = {
    "bot.chat",
    "bot.cli.app",
    "bot.desk.ledger.mentions",
    "bot.desk.intake.news",
    "bot.desk.intake.novelty.judging",
    "bot.desk.answers.search",
    "bot.desk.intake.stories.joining",
    "bot.feeds.parse.entries",
    "bot.feeds.parse.reply",
    "bot.rates",
    "bot.reading.dates.upcoming",
    "bot.reading.fulltext.lexemes",
    "bot.reading.query.query",
    "bot.reading.reader",
    "bot.reading.text",
    "bot.store.archive.articles",
    "bot.store.intake.known_figures",
    "bot.store.archive.gists",
    "bot.store.keeping.prune",
    "bot.store.archive.ledger",
    "bot.store.outbox.queue",
    "bot.store.archive.search",
    "bot.store.intake.seeding",
    "bot.store.status",
    "bot.store.intake.story_cache",
    "bot.store.intake.plans",
    "bot.worker.intake.rereading",
    "currency_converter",
    "lxml",
    "pydantic",
    "rich",
    "sqlalchemy.dialects.postgresql",
    "telegram",
    "typer",
}
"""Modules that a round without news does without."""
ALWAYS_NEEDLESS = {
    "bot.chat",
    "bot.cli.app",
    "bot.desk.answers.search",
    "bot.reading.query.query",
    "bot.store.keeping.prune",
    "bot.store.archive.search",
    "bot.store.intake.seeding",
    "bot.store.status",
    "pydantic",
    "rich",
    "sqlalchemy.dialects.postgresql",
    "telegram",
    "typer",
}
"""Those that a round with news does without, too."""
BAD_RULE = '\n[[rule]]\nname = "bad rule"\nexpression = "force AND AND"\n'
ROUND = """
import json, sys
from bot.cli import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


@pytest.fixture
async def stand() -> AsyncIterator[Newsstand]:
    async with Newsstand() as running:
        yield running


class Rounds:
    """Rounds of processes of their own over one feed."""

    def __init__(self, folder: Path, feed: str) -> None:
        self.topic = make_topic(folder, {"Morning": feed})
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self._env = kept | {
            "PYTHONPATH": str(ROOT),
            "DATA_DIR": str(folder),
            "BURDENWATCH_TOPIC": str(self.topic),
            "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
            "HOST_GAP": "0",
            "FULL_TEXT": "off",
        }

    async def __call__(self) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", ROUND, "poll", "--once", "--all", "--json"]
        return await asyncio.to_thread(
            lambda: subprocess.run(command, env=self._env, capture_output=True, text=True, check=False)
        )


@pytest.fixture
def rounds(tmp_path: Path, stand: Newsstand) -> Rounds:
    stand.items["morning"] = [BREAK_OFF]
    return Rounds(tmp_path, stand.feed("morning"))


async def test_a_round_without_news_loads_nothing_that_reads(rounds: Rounds, stand: Newsstand) -> None:
    first, second = await rounds(), await rounds()
    assert (json.loads(first.stdout)["matched"], json.loads(second.stdout)["new"]) == (1, 0)
    assert modules(first) >= NEEDLESS - ALWAYS_NEEDLESS
    assert modules(second) & NEEDLESS == set()


async def test_words_that_cannot_be_used_end_the_round_that_needs_them(rounds: Rounds, stand: Newsstand) -> None:
    await rounds()
    queries = rounds.topic / "config" / "queries.toml"
    whole = queries.read_text(encoding="utf-8")
    queries.write_text(whole + BAD_RULE, encoding="utf-8")
    assert (await rounds()).returncode == 0
    stand.items["morning"] = [BREAK_OFF, OTHER]
    ran = await rounds()
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: the topic's words under config/ cannot be used: ")
    queries.write_text(whole, encoding="utf-8")
    ran = await rounds()
    assert (ran.returncode, json.loads(ran.stdout)["new"]) == (0, 1)


def modules(ran: "subprocess.CompletedProcess[str]") -> set[str]:
    return set(json.loads(ran.stderr.splitlines()[-1]))
