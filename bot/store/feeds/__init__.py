"""The rows of the feeds: which are due and who polls them, what polls leave on them, and the operator's hand on them.

- ``feed_store`` the facade, ``store.feeds``
- ``rows`` which feeds there are; ``columns`` how a row is read and written
- ``claims`` which are due, under a lease; ``domain_limits`` what holds for a domain
- ``poll_writes`` validators, pace and health behind a poll; ``shown`` which entries a feed still shows
- ``operators`` own feeds, and pausing by hand; ``subscriptions`` feeds at their WebSub hubs

What does not belong here: the reports that polls bring (``bot.store.intake``).
"""

__all__ = ["claims", "columns", "domain_limits", "feed_store", "poll_writes", "rows", "shown"]
