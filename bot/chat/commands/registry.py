"""Every command, in the order of the menu: what the menu, ``/help``, the routing and the command line's verbs are."""

from typing import TYPE_CHECKING

from bot.chat.commands.command import Audience, Command, Verb
from bot.later import Later

if TYPE_CHECKING:
    from bot.chat.commands import alerts, charts, course, digests, export, feeds, general, ledger, search, stories
else:
    # A family is loaded when something is first asked of it: the command line reads the rows alone, and Telegram's
    # library takes 20 MB and a third of a second.
    alerts = Later("bot.chat.commands.alerts")
    charts = Later("bot.chat.commands.charts")
    course = Later("bot.chat.commands.course")
    digests = Later("bot.chat.commands.digests")
    export = Later("bot.chat.commands.export")
    feeds = Later("bot.chat.commands.feeds")
    general = Later("bot.chat.commands.general")
    ledger = Later("bot.chat.commands.ledger")
    search = Later("bot.chat.commands.search")
    stories = Later("bot.chat.commands.stories")

_ABOUT = "A period or a country: 7d, since 2024-03, korea. Nothing: all."

COMMANDS = (
    Command(
        "summary",
        "Where the talks stand, and what is new",
        "7d, korea, japan since 2024",
        answer=lambda of, asked: of(course.CourseAnswers).summary(asked.words),
        verb=Verb("Where the talks stand against the baseline, and what is newest; as /summary answers.", _ABOUT),
        values=lambda of, asked: of(course.CourseAnswers).the_summary(asked.words),
    ),
    Command(
        "figures",
        "Who stands where, and every figure",
        "japan, demanded, troops",
        answer=lambda of, asked: of(ledger.LedgerAnswers).figures(asked.words),
        buttons=lambda of: of(ledger.LedgerAnswers).buttons(),
        verb=Verb(
            "Who stands where, the gap, and how it moved since the baseline; of a kind or role, every figure; as "
            "/figures.",
            "A country, a kind or a role: japan, demanded. Nothing: who stands where; all: every figure.",
        ),
        printed=lambda of, asked: of(ledger.LedgerAnswers).figures(asked.words, in_chat=False),
        values=lambda of, asked: of(ledger.LedgerAnswers).the_figures(asked.words),
    ),
    Command(
        "compare",
        "The countries side by side",
        "korea japan",
        answer=lambda of, asked: of(ledger.LedgerAnswers).compare(asked.words),
        verb=Verb(
            "The countries side by side: each side's latest, the baseline, the gap; as /compare answers.",
            "Countries: korea japan. Nothing: all.",
        ),
        values=lambda of, asked: of(ledger.LedgerAnswers).the_comparison(asked.words),
    ),
    Command(
        "chart",
        "Demanded, offered, agreed and paid over time",
        "korea",
        answer=lambda of, asked: of(charts.Charts).answer(asked.words),
        buttons=lambda of: of(charts.Charts).buttons(),
    ),
    Command(
        "timeline",
        "The stories over time, the newest first",
        "korea, japan 5y",
        answer=lambda of, asked: of(course.CourseAnswers).timeline(asked.words),
        verb=Verb("The stories over time, the newest first; as /timeline answers. p2 is its second page.", _ABOUT),
        printed=lambda of, asked: of(course.CourseAnswers).timeline(asked.words, in_chat=False),
        values=lambda of, asked: of(course.CourseAnswers).the_timeline(asked.words),
    ),
    Command(
        "story",
        "One story, its reports first to last",
        "1",
        answer=lambda of, asked: of(course.CourseAnswers).story(asked.words),
        verb=Verb(
            "One story, its reports first to last; as /story answers.", "Of a story in timeline.", metavar="NUMBER"
        ),
        values=lambda of, asked: of(course.CourseAnswers).the_story(asked.words),
    ),
    Command(
        "asof",
        "What was known on a day",
        "2019-11-19, 1 Mar 2021 japan",
        answer=lambda of, asked: of(course.CourseAnswers).asof(asked.words),
        verb=Verb(
            "What was known on a day, by the dates of the reports; as /asof answers.",
            "2019-11-19, with a country where wanted.",
            metavar="DATE",
        ),
        values=lambda of, asked: of(course.CourseAnswers).the_stand(asked.words),
    ),
    Command(
        "calendar",
        "The dates to come that reports name",
        "korea",
        answer=lambda of, asked: of(course.CourseAnswers).calendar(asked.words),
        buttons=lambda of: of(course.CourseAnswers).buttons(),
        values=lambda of, asked: of(course.CourseAnswers).the_calendar(asked.words),
    ),
    Command(
        "search",
        "Reports by their words, with AND, OR, NOT, NEAR",
        '"cost sharing" AND Seoul',
        answer=lambda of, asked: of(search.SearchAnswers).search(asked.words),
        buttons=lambda of: of(search.SearchAnswers).buttons(),
    ),
    Command(
        "export",
        "A file of figures, stories or reports",
        "csv figures korea",
        answer=lambda of, asked: of(export.ExportAnswers).answer(asked.words),
        buttons=lambda of: of(export.ExportAnswers).buttons(),
    ),
    Command(
        "latest",
        "The newest reports",
        "10, korea",
        answer=lambda of, asked: of(general.General).latest(asked),
    ),
    Command(
        "baseline",
        "What everything is compared with",
        without_words=True,
        answer=lambda of, asked: of(general.General).baseline(asked),
    ),
    Command(
        "subscribe",
        "Send alerts to this chat",
        "critical, digest 8:00",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(general.General).subscribe(asked),
    ),
    Command(
        "unsubscribe",
        "Stop the alerts",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(general.General).unsubscribe(asked),
    ),
    Command(
        "alerts",
        "Which alerts you get, and when",
        "all, critical, digest 8:00 weekdays",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(alerts.AlertCommands).alerts(asked),
    ),
    Command(
        "digest",
        "The digest now, or what is new of a period",
        "7d",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(digests.DigestCommands).digest(asked),
        buttons=lambda of: of(digests.DigestCommands).buttons(),
    ),
    Command(
        "why",
        "Why an alert was sent: reply to it with /why",
        answer=lambda of, asked: of(alerts.AlertCommands).why(asked),
        buttons=lambda of: of(alerts.AlertCommands).buttons(),
    ),
    Command(
        "sources",
        "The feeds that are read, and their state",
        answer=lambda of, asked: of(general.General).sources(asked),
    ),
    Command(
        "status",
        "Is everything running?",
        without_words=True,
        answer=lambda of, asked: of(general.General).status(asked),
        own_thread=True,
    ),
    Command(
        "timezone",
        "The local time of this chat",
        "Asia/Seoul",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(general.General).timezone(asked),
    ),
    Command(
        "help",
        "All commands, or one of them",
        "summary",
        answer=lambda of, asked: of(general.General).help(asked),
        buttons=lambda of: of(general.General).buttons(),
    ),
    Command("start", "What this bot is", answer=lambda of, asked: of(general.General).start(asked)),
    Command(
        "feeds",
        "The feeds and their troubles, or all about one",
        "12, yonhap",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(feeds.FeedCommands).feeds(asked),
        buttons=lambda of: of(feeds.FeedButtons).buttons(),
    ),
    Command(
        "addfeed",
        "Follow a feed, or the one that a site has",
        "www.yna.co.kr",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(feeds.FeedCommands).add(asked),
    ),
    Command(
        "removefeed",
        "Stop following a feed that was added",
        "12",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(feeds.FeedCommands).remove(asked),
    ),
    Command(
        "pausefeed",
        "Stop asking a feed for the time being",
        "12, yonhap",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(feeds.FeedCommands).pause(asked),
    ),
    Command(
        "resumefeed",
        "Ask a paused or gone feed again",
        "12",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(feeds.FeedCommands).resume(asked),
    ),
    Command(
        "exportfeeds",
        "The feeds as a file for other feed readers",
        audience=Audience.OPERATORS,
        without_words=True,
        answer=lambda of, asked: of(feeds.FeedCommands).export(asked),
    ),
    Command(
        "merge",
        "Make two stories one",
        "12 15",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(stories.StoryCommands).merge(asked.words),
        buttons=lambda of: of(stories.StoryCommands).buttons(),
    ),
    Command(
        "split",
        "Split reports off a story",
        "12, 12 345",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(stories.StoryCommands).split(asked.words),
        buttons=lambda of: of(stories.StoryCommands).split_buttons(),
    ),
    Command(
        "chats",
        "Who is subscribed",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(general.General).chats(asked),
        buttons=lambda of: of(general.General).chat_buttons(),
    ),
)
