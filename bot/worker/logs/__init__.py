"""The worker's log on standard error: a line an event, for people or for programs, without any secret.

- ``setup``: where records go, and the form for people
- ``json_lines``: the form for programs, LOG_FORMAT=json
- ``events``: the names that programs know events by, whatever the sentences say

What does not belong here: what is logged, and how often, which those decide who log; a stranger's noise is folded by
``bot.web.log_filter``.
"""

__all__ = ["setup"]
