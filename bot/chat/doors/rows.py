"""The channels beside Telegram, a row each: what the delivery loop and the doors' keeper must know of one."""

from bot.chat.delivery.channels import Channel
from bot.chat.delivery.pacing import Pacing
from bot.chat.doors import addresses
from bot.chat.doors.webhook import Webhook

CHANNELS: tuple[Channel, ...] = (
    Channel(
        addresses.WEBHOOK,
        Webhook,
        pace=lambda: Pacing(overall=20, per_chat=5),
        recognise=addresses.webhook,
        shown=addresses.shown_on_the_web,
        one_server=False,
    ),
)
"""The registry, but for Telegram's row, which the worker makes with the bot that it runs. The first that knows an
address has it."""
