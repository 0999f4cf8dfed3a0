"""How long another chat waits for /help behind thirty commands of one stranger, who asks faster than anybody reads.

    python -m tests.bench.bench_crowd [COMMAND]       /chart korea, unless told otherwise

The bot as it is, before the sandbox with Telegram's limits, with a few reports in memory. Prints seconds.
"""

import asyncio
import sys
import time

import aiohttp

from bot.sandbox import Sandbox
from tests.chat.builders import TOKEN, context
from tests.chat.commands.test_charts import told
from tests.chat.conftest import Phone, running
from tests.chat.shelf import Shelf

ASKED = 30
PATIENCE = 120.0


async def measured(command: str) -> float:
    """Seconds from /help to its answer."""
    shelf = Shelf()
    shelf.stored = told()
    sandbox = Sandbox(token=TOKEN)
    await sandbox.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session, running(sandbox.url, context(shelf)):
        phone = Phone(sandbox.url, session)
        stranger, other = await phone.add("private"), await phone.add("private")
        for _ in range(ASKED):
            await phone.type(stranger, command)
        began = time.monotonic()
        await phone.type(other, "/help")
        async with asyncio.timeout(PATIENCE):
            while not await phone.messages(other):
                await asyncio.sleep(0.02)
        seconds = time.monotonic() - began
    await sandbox.stop()
    return seconds


def main() -> None:
    command = " ".join(sys.argv[1:]) or "/chart korea"
    seconds = asyncio.run(measured(command))
    sys.stdout.write(f"/help behind {ASKED} {command} of one stranger: {seconds:.1f} s\n")


if __name__ == "__main__":
    main()
