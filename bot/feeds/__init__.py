"""The web, coming in: feeds are asked politely, and what they say becomes entries.

What belongs here: everything between a feed's address and its entries. ``fetch`` asks (conditional GET, redirects by
hand, limits and deadlines), ``guard`` keeps feeds from leading into private networks, ``headers`` reads what a server
says about freshness, ``parser`` keeps a process that runs ``parser_process``, in which ``parse`` turns bytes into a raw
feed and ``entries`` turns that into entries: plain text, canonical ``links``, true ``dates``.

What does not: when to ask again, which entries are new, what a text means. Those are the desk's and the reader's.

The web's weather (time-outs, bad statuses, pages that are no feed) is a value, a ``PollOutcome``; it never raises.
"""

from bot.feeds.policy import FetchPolicy
from bot.feeds.poller import Poller

__all__ = ["FetchPolicy", "Poller"]
