"""/health: what is wrong with the bot as a whole, for operators."""

from bot.chat.commands.command import CommandRequest, Families, NotHere
from bot.chat.render import Rendered
from bot.chat.render.operators.health import health


class HealthCommands:
    """Asks the worker."""

    def __init__(self, families: Families) -> None:
        self._context = families.context

    def health(self, asked: CommandRequest) -> Rendered:
        """Raises NotHere where no worker runs."""
        if self._context.checkup is None:
            raise NotHere("health")
        return health(self._context.checkup(), asked.t)
