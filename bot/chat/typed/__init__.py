"""What may be typed after a command, and which commands there are.

- ``arguments``: words read into values, or an error with an example; ``days``, ``periods``: days and spans of them
- ``menu``: the commands by name, for the menu, ``/help`` and the routing

What does not belong here: what a command answers (``bot.chat.commands``).
"""

__all__ = ["arguments", "days", "menu", "periods"]
