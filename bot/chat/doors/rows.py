"""The channels beside Telegram, a row each: what the delivery loop and the doors' keeper must know of one."""

from bot.chat.delivery.channels import Channel
from bot.chat.delivery.pacing import Pacing
from bot.chat.doors import addresses
from bot.chat.doors.discord import Discord
from bot.chat.doors.mail.mail_sender import MailSender
from bot.chat.doors.slack import Slack
from bot.chat.doors.webhook import Webhook

CHANNELS: tuple[Channel, ...] = (
    # One a second to a webhook: https://docs.slack.dev/apis/web-api/rate-limits.
    Channel(
        addresses.SLACK,
        Slack,
        pace=lambda: Pacing(overall=10, per_chat=1),
        recognise=addresses.slack,
        shown=addresses.shown_on_the_web,
        one_server=False,
    ),
    # 30 a minute to a channel, and 50 a second in all: https://docs.discord.com/developers/topics/rate-limits.
    Channel(
        addresses.DISCORD,
        Discord,
        pace=lambda: Pacing(overall=10, per_chat=0.5),
        recognise=addresses.discord,
        shown=addresses.shown_on_the_web,
        one_server=False,
    ),
    Channel(
        addresses.WEBHOOK,
        Webhook,
        pace=lambda: Pacing(overall=20, per_chat=5),
        recognise=addresses.webhook,
        shown=addresses.shown_on_the_web,
        signs=True,
        one_server=False,
    ),
    # All by the operator's own server, which has limits of its own; of 500 readers the last is written to within 100 s.
    Channel(
        addresses.MAIL,
        MailSender,
        pace=lambda: Pacing(overall=5, per_chat=0.5),
        recognise=addresses.mail,
        shown=addresses.shown_mail,
        confirms=True,
    ),
)
"""The registry, but for Telegram's row, which the worker makes with the bot that it runs. The first that knows an
address has it."""
