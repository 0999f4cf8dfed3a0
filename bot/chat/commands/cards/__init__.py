"""/card, and the buttons that send one: a picture for sharing of where it stands, of a comparison, or of a story.

What does not belong here: the process that draws (``bot.chat.commands.charts``), and what stands on a card
(``bot.chat.render.answers.card``).
"""

from bot.chat.commands.cards.card_commands import CardCommands

__all__ = ["CardCommands"]
