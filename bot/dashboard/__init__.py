"""The dashboard: pages on the worker's port, also as a Telegram Mini App, that show what the chat answers.

What belongs here: pages, who may see them, and how they are served. What does not: any answer of its own (they are the
chat's and the desk's), and changing anything: every request is a GET.

A request's way: ``site`` (address, language) -> ``access`` (who may) -> ``answers`` (kept for some seconds, made one at
a time in a thread) -> ``pages`` (what is asked of the archive) -> ``views`` (in words) -> ``templates``. ``languages``
has the sentences, ``assets`` the style sheet and the modules of ``static``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.dashboard.access.entrance import Access, Entrance
    from bot.dashboard.site import Dashboard
    from bot.dashboard.views.links import ROOT
else:
    _HOMES = {"Access": "access.entrance", "Dashboard": "site", "Entrance": "access.entrance", "ROOT": "views.links"}

    def __getattr__(name: str) -> object:
        """Loaded when asked for (PEP 562): a worker without a dashboard has no use for templates."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = ["ROOT", "Access", "Dashboard", "Entrance"]
