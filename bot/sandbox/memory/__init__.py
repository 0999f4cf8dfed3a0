"""The chats of the sandbox and what happens in them, kept in SQLite, and shown as the Bot API shows it.

What does not belong here: HTTP.
"""

__all__ = ["errors", "limits", "shapes", "state", "values", "world"]
