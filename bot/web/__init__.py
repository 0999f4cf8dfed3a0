"""The worker's own small web side (aiohttp): today the health check, later metrics, webhook and dashboard.

What belongs here: pages and addresses that the operator's tools ask (``health``, ``probes``), the callbacks of hubs
(``websub``), and what keeps strangers from the port that both are at (``door``) and from the log (``log_filter``). What
does not: the sandbox's chat page, and feeds.
"""

from bot.web.health import Health

__all__ = ["Health"]
