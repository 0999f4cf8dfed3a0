"""The web, coming in: feeds are asked politely, and what they say becomes entries.

What belongs here: everything between a feed's address and its entries. ``fetch`` asks (conditional GET, redirects by
hand, limits and deadlines), ``politeness`` and ``domains`` keep requests to one site few and apart, ``guard`` keeps
feeds from leading into private networks, ``proxy`` does where requests go through one, ``headers`` and ``hints`` read
what a server and a document say about when to ask again. ``formats`` picks who turns bytes into a raw feed: ``fast``
(well-formed RSS, RDF and Atom), ``jsonfeed``, ``sitemap``, or ``by_feedparser`` (for everything odd); ``entries``
turns that into entries: plain text, canonical ``links``, true ``dates``, an ``identity`` that lasts. ``parser`` does so
on the spot for what is small and sound, and keeps a process that can be killed, ``parser_process``, for the rest.
``discover`` finds the feeds behind a page's address, ``probe`` what a feed allows, and ``opml`` reads and writes other
readers' lists. ``article`` gets the full text of an entry's page under the same limits: ``robots`` says whether we may,
``article_process`` has ``extract`` take the text out and ``verdict`` tell walls from articles, by the page's
``declarations`` and by the article's ``surroundings``. ``process`` has the two ends of every process that can be
killed.

What does not: when to ask again, which entries are new, what a text means. Those are the desk's and the reader's.

The web's weather (time-outs, bad statuses, pages that are no feed) is a value, a ``PollOutcome``; it never raises.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.feeds.ask.policy import FetchPolicy
    from bot.feeds.ask.politeness import NotAskedError
    from bot.feeds.poller import Poller
else:
    _HOMES = {"FetchPolicy": "ask.policy", "NotAskedError": "ask.politeness", "Poller": "poller"}

    def __getattr__(name: str) -> object:
        """Loaded when asked for (PEP 562): the processes that parse are of this room too, and the HTTP client that they
        have no use for would be a third of their start and of their memory.
        """
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = ["FetchPolicy", "NotAskedError", "Poller"]
