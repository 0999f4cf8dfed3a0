"""An editor's approval before a channel posts: what waits for it, what is decided, and what nobody decided in time.

What does not belong here: who may decide, which the chat asks Telegram.
"""

__all__ = ["approval_store", "approvals"]
