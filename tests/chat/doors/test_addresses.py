"""Which channel an address is of, in which spelling it is kept, and what is said of one that only looks like it."""

import pytest

from bot.chat.delivery.channels import recognised
from bot.chat.doors import addresses
from bot.chat.doors.rows import CHANNELS

SLACK = "https://hooks.slack.com/services/T01/B02/xYz3TheRestOfIt"
DISCORD = "https://discord.com/api/v10/webhooks/123/a-B_cTheRestOfIt"

OF_STATE, NO_SLACK = (SLACK.replace("slack.com", host) for host in ("slack-gov.com", "slack.com.evil.test"))


@pytest.mark.parametrize(
    ("typed", "channel", "kept"),
    [
        (SLACK, "slack", SLACK),
        ("slack https://HOOKS.slack.com:443/services/T01/B02/xYz3TheRestOfIt/?x=1", "slack", SLACK),
        (OF_STATE, "slack", OF_STATE),
        ("slack https://chat.desk.example/hooks/x7TheRestOfIt", "slack", "https://chat.desk.example/hooks/x7TheRestOfIt"),
        ("https://discord.com/api/webhooks/123/a-B_cTheRestOfIt", "discord", DISCORD),
        ("https://ptb.discordapp.com/api/v6/webhooks/123/a-B_cTheRestOfIt/slack", "discord", DISCORD),
        (f"Discord {DISCORD.replace('discord.com', 'canary.discord.com')}?x=1&thread_id=9", "discord",
         f"{DISCORD}?thread_id=9"),
        (NO_SLACK, "webhook", NO_SLACK),
        ("hook https://desk.example/xTheRestOfIt", "webhook", "https://desk.example/xTheRestOfIt"),
    ],
)  # fmt: skip
def test_an_address_is_of_one_channel_and_has_one_spelling(typed: str, channel: str, kept: str) -> None:
    found = recognised(typed, CHANNELS)
    assert found is not None
    row, address = found
    assert (row.name, address) == (channel, kept)
    assert kept.rpartition("/")[2] not in row.shown(address), "the last part is a password"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("https://hooks.slack.com/triggers/T01/1/x", "This is no incoming webhook of Slack's."),
        ("http://hooks.slack.com/services/T01/B02/xYz3TheRestOfIt", "This is no incoming webhook of Slack's."),
        ("https://hooks.slack.com:8443/services/T01/B02/xYz3TheRestOfIt", "This is no incoming webhook of Slack's."),
        (f"webhook {SLACK}", "This is an address of Slack's; leave out “webhook” before it."),
        (f"discord {SLACK}", "This is an address of Slack's; leave out “discord” before it."),
        ("https://discord.com/channels/1/2", "This is no webhook of Discord's."),
        ("https://discord.com/api/webhooks/123", "This is no webhook of Discord's."),
        (f"slack {DISCORD}", "This is an address of Discord's; leave out “slack” before it."),
        ("slack", "Say where news is to go"),
        ("slack https://me:pw@chat.desk.example/x", "A user name and a password"),
    ],
)
def test_one_that_only_looks_like_it_is_told_what_to_type(typed: str, says: str) -> None:
    assert recognised(typed, CHANNELS) is None
    assert says in str(addresses.refusal(typed))
