"""Asking a server, politely and on our terms: the only place where requests to the web are made.

- ``fetch``: one request; ``redirects``, ``headers``, ``decode``, ``body``: what comes back, followed and capped
- ``guard``, ``proxy``: which addresses may be reached, and how
- ``politeness``, ``domains``, ``robots``: when and whether to ask; ``policy``: the limits of all of it
- ``post``: what we send ourselves, to doors
- ``failures``: every way in which a request comes to nothing, in words

What does not belong here: what a body means (``bot.feeds.parse``, ``bot.feeds.article``).
"""

__all__ = [
    "body",
    "domains",
    "failures",
    "fetch",
    "guard",
    "headers",
    "policy",
    "politeness",
    "post",
    "redirects",
    "robots",
]
