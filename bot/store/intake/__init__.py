"""What polls brought becomes rows, in one transaction: what is new is filed and owed, what is known is skipped.

- ``intake_store`` the facade, ``store.intake``
- ``apply`` the transaction, in which one poll after another is looked at and applied; ``plans`` the statements of polls
  that tell something
- ``seen`` what was seen before; ``story_cache`` the newest stories, kept in memory, ``story_rows`` how they are put
  together from rows, ``known_figures`` figures and dates of before
- ``passed_over`` the words of what was off the topic, for some days
- ``filing`` how a report is filed; ``versions`` what becomes of an edited one; ``seeding`` the archive of past reports
- ``merge_split`` stories that operators merge and split; ``corrections`` what they correct, ``complaints`` what chats
  report as wrong

What does not belong here: deciding (``bot.desk.intake``), and reading for answers (``bot.store.archive``).
"""

__all__ = ["apply", "intake_store", "seen", "story_cache"]
