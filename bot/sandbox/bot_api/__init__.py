"""The Bot API as Telegram serves it: parameters, methods, entities, updates and webhooks, with faults to order.

What does not belong here: what happens in the chats (``bot.sandbox.memory``), and the page (``bot.sandbox.control``).
"""

__all__ = ["api", "entities", "methods", "params", "updates", "webhook"]
