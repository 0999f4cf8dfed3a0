"""A Telegram to try and test with: a Bot API server of our own over real HTTP, a chat page, a replay of past reports.

What belongs here: everything that stands in for Telegram and its users, strict and stateful as they are. What does not:
anything of the bot itself; the sandbox sees it only through the Bot API, as Telegram does.

A request's way: ``web`` (who is let in) -> ``api`` (parameters, faults, journal) -> ``methods`` (Telegram's rules) ->
``world`` (chats, messages, updates, events) -> ``state`` (SQLite). The users' side: ``control`` (the /api/ of page and
tests) -> ``people`` -> ``world``. ``updates`` and ``webhook`` bring updates to the bot, ``entities`` parses markup.
"""

from bot.sandbox.memory.errors import SandboxError
from bot.sandbox.memory.limits import Limits
from bot.sandbox.server import Sandbox, forget_messages

__all__ = ["Limits", "Sandbox", "SandboxError", "forget_messages"]
