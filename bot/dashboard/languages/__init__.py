"""The dashboard's own sentences in the bot's languages; amounts, roles and days it takes from the chat's.

What belongs here: a second catalogue (``catalogues/CODE/LC_MESSAGES/dashboard.po``), who speaks it (``speaker``), and
the words of the desk's closed lists (``desk_words``). What does not: how pages look (``templates``).
"""

__all__ = ["desk_words", "speaker"]
