"""Who may look at the dashboard: nobody, everybody, or whom Telegram vouches for.

- ``telegram_login``: what Telegram signs of somebody, by a Mini App or by its login for websites
- ``session``: the cookie that remembers who came in
- ``entrance``: the three put together, with the bot's own list of guests

What does not belong here: answers over HTTP (``bot.dashboard.site``).
"""

__all__ = ["entrance", "session", "telegram_login"]
