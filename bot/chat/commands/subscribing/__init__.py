"""/subscribe and /unsubscribe: a chat's one subscription, or several with names.

What does not belong here: their list and buttons, which are a screen of /settings (``bot.chat.commands.wishes``).
"""

from bot.chat.commands.subscribing.subscribe_commands import SubscribeCommands

__all__ = ["SubscribeCommands"]
