"""The commands by name: what the menu, ``/help`` and the routing agree on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A command as a user sees it."""

    name: str
    about: str
    """For the command menu: at most 256 characters, better under 40."""
    example: str = ""
    """What may be typed after the name."""
    changes: bool = False
    """It changes things for the whole chat: in groups only administrators and operators may."""
    operators: bool = False
    """Only operators may, and only they see it."""


COMMANDS = (
    Command("summary", "Where the talks stand, and what is new", "7d, korea, japan since 2024"),
    Command("figures", "Who stands where, and every figure", "japan, demanded, troops"),
    Command("compare", "The countries side by side"),
    Command("chart", "Demanded, offered, agreed and paid over time", "korea"),
    Command("timeline", "The stories over time, the newest first", "korea, japan 5y"),
    Command("story", "One story, its reports first to last", "1"),
    Command("asof", "What was known on a day", "2019-11-19, 1 Mar 2021 japan"),
    Command("calendar", "The dates to come that reports name", "korea"),
    Command("search", "Reports by their words, with AND, OR, NOT, NEAR", '"cost sharing" AND Seoul'),
    Command("export", "A file of figures, stories or reports", "csv figures korea"),
    Command("latest", "The five newest reports"),
    Command("baseline", "The yardstick: where it all stood in the baseline report"),
    Command("subscribe", "Send alerts to this chat", changes=True),
    Command("unsubscribe", "Stop the alerts", changes=True),
    Command("alerts", "What rings here at once, and what waits", "all, critical, digest 8:00", changes=True),
    Command("why", "Why an alert rang: reply to it with /why"),
    Command("sources", "The feeds that are read, and how they are"),
    Command("status", "Is everything running?"),
    Command("timezone", "The local time of this chat", "Asia/Seoul", changes=True),
    Command("help", "What this bot can do"),
    Command("start", "What this bot is"),
    Command("feeds", "The feeds with their troubles, and all on one of them", "12, yonhap", operators=True),
    Command("addfeed", "Follow a feed, or the one that a site has", "www.yna.co.kr", operators=True),
    Command("removefeed", "Stop following a feed that was added", "12", operators=True),
    Command("pausefeed", "Leave a feed unasked", "12, yonhap", operators=True),
    Command("resumefeed", "Ask a paused or gone feed again", "12", operators=True),
    Command("exportfeeds", "The feeds as a file for other feed readers", operators=True),
    Command("merge", "Make two stories one", "12 15", operators=True),
    Command("split", "Make reports of a story one of their own", "12, 12 345", operators=True),
    Command("chats", "Who is subscribed", operators=True),
)

BY_NAME = {command.name: command for command in COMMANDS}
