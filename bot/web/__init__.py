"""The worker's own small web side (aiohttp): health check, metrics, callbacks and feeds; pages are ``bot.dashboard``'s.

What belongs here: addresses that the operator's tools ask (``health``, ``probes``, ``metrics``), the callbacks
of hubs (``websub``), feeds for other readers (``atom``), and what keeps strangers from the port that all of them are at
(``door``) and from the log (``log_filter``). What does not: the dashboard, the sandbox's chat page, and the
feeds that are read.
"""

from bot.web.health import Health

__all__ = ["Health"]
