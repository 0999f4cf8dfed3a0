"""What each page asks of the archive, by the chat's own answers, and hands its template in words of a language.

``desk`` has what all of them are handed, ``visit`` how a page is asked for; every other module is a page or two. Each
page runs in a thread, and changes nothing.
"""

__all__ = ["calendar", "chart", "desk", "feeds", "ledger", "search", "stand", "stories", "visit"]
