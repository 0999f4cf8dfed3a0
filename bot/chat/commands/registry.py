"""Every command, in the order of the menu: what the menu, ``/help``, the routing and the command line's verbs are."""

from typing import TYPE_CHECKING

from bot.chat import commands
from bot.chat.commands.command import Audience, Command, Inline, Verb

if TYPE_CHECKING:
    # The families: none is loaded here, each by the package when something is first asked of it.
    from bot.chat.commands import alerts as alerts
    from bot.chat.commands import approving as approving
    from bot.chat.commands import cards as cards
    from bot.chat.commands import charts as charts
    from bot.chat.commands import corrections as corrections
    from bot.chat.commands import course as course
    from bot.chat.commands import diagnosis as diagnosis
    from bot.chat.commands import digests as digests
    from bot.chat.commands import doors as doors
    from bot.chat.commands import export as export
    from bot.chat.commands import feeds as feeds
    from bot.chat.commands import general as general
    from bot.chat.commands import ledger as ledger
    from bot.chat.commands import roles as roles
    from bot.chat.commands import search as search
    from bot.chat.commands import stories as stories
    from bot.chat.commands import subscribing as subscribing
    from bot.chat.commands import watches as watches
    from bot.chat.commands import wishes as wishes
    from bot.chat.commands.approving import editors as editors
    from bot.chat.commands.diagnosis import alert_check as alert_check
    from bot.chat.commands.roles import broadcasts as broadcasts
    from bot.chat.commands.roles import health as health
    from bot.chat.commands.roles import invites as invites
    from bot.chat.commands.roles import own_data as own_data
    from bot.chat.commands.wishes import mutes as mutes
    from bot.chat.commands.wishes import preferring as preferring
    from bot.chat.commands.wishes import settings as settings
    from bot.chat.commands.wishes import starting as starting

_ABOUT = "A period or a country: 7d, since 2024-03, korea. Nothing: all."

COMMANDS = (
    Command(
        "summary",
        "Where the talks stand, and what is new",
        "7d, korea, japan since 2024",
        answer=lambda of, asked: of(commands.course.CourseAnswers).summary(asked.words, asked.t),
        verb=Verb("Where the talks stand against the baseline, and what is newest; as /summary answers.", _ABOUT),
        values=lambda of, asked: of(commands.course.CourseAnswers).the_summary(asked.words),
        inline=Inline(),
    ),
    Command(
        "figures",
        "Who stands where, and every figure",
        "japan, demanded, troops",
        answer=lambda of, asked: of(commands.ledger.LedgerAnswers).figures(asked.words, t=asked.t),
        buttons=lambda of: of(commands.ledger.LedgerAnswers).buttons(),
        verb=Verb(
            "Who stands where, the gap, and how it moved since the baseline; of a kind or role, every figure; as "
            "/figures.",
            "A country, a kind or a role: japan, demanded. Nothing: who stands where; all: every figure.",
        ),
        printed=lambda of, asked: of(commands.ledger.LedgerAnswers).figures(asked.words, in_chat=False),
        values=lambda of, asked: of(commands.ledger.LedgerAnswers).the_figures(asked.words),
        inline=Inline(),
    ),
    Command(
        "compare",
        "The countries side by side",
        "korea japan",
        answer=lambda of, asked: of(commands.ledger.LedgerAnswers).compare(asked.words, asked.t),
        verb=Verb(
            "The countries side by side: each side's latest, the baseline, the gap; as /compare answers.",
            "Countries: korea japan. Nothing: all.",
        ),
        values=lambda of, asked: of(commands.ledger.LedgerAnswers).the_comparison(asked.words),
        inline=Inline(),
    ),
    Command(
        "chart",
        "Sums, troops or % of GDP over time, as a picture",
        "korea, japan 5y, nato dark",
        answer=lambda of, asked: of(commands.charts.Charts).answer(asked.words, asked.t),
        buttons=lambda of: of(commands.charts.Charts).buttons(),
    ),
    Command(
        "card",
        "A picture to share: a country, several, a story",
        "korea, korea japan, story 1",
        answer=lambda of, asked: of(commands.cards.CardCommands).answer(asked.words, asked.t),
        buttons=lambda of: of(commands.cards.CardCommands).buttons(),
    ),
    Command(
        "timeline",
        "The stories over time, the newest first",
        "korea, japan 5y",
        answer=lambda of, asked: of(commands.course.CourseAnswers).timeline(asked.words, t=asked.t),
        verb=Verb("The stories over time, the newest first; as /timeline answers. p2 is its second page.", _ABOUT),
        printed=lambda of, asked: of(commands.course.CourseAnswers).timeline(asked.words, in_chat=False),
        values=lambda of, asked: of(commands.course.CourseAnswers).the_timeline(asked.words),
        inline=Inline(),
    ),
    Command(
        "story",
        "One story, its reports first to last",
        "1",
        answer=lambda of, asked: of(commands.course.CourseAnswers).story(asked.words, asked.t),
        verb=Verb(
            "One story, its reports first to last; as /story answers.", "Of a story in timeline.", metavar="NUMBER"
        ),
        values=lambda of, asked: of(commands.course.CourseAnswers).the_story(asked.words),
        inline=Inline(),
    ),
    Command(
        "asof",
        "What was known on a day",
        "2019-11-19, 1 Mar 2021 japan",
        answer=lambda of, asked: of(commands.course.CourseAnswers).asof(asked.words, asked.t),
        verb=Verb(
            "What was known on a day, by the dates of the reports; as /asof answers.",
            "2019-11-19, with a country where wanted.",
            metavar="DATE",
        ),
        values=lambda of, asked: of(commands.course.CourseAnswers).the_stand(asked.words),
        inline=Inline(),
    ),
    Command(
        "calendar",
        "The dates to come that reports name",
        "korea",
        answer=lambda of, asked: of(commands.course.CourseAnswers).calendar(asked.words, asked.t),
        buttons=lambda of: of(commands.course.CourseAnswers).buttons(),
        values=lambda of, asked: of(commands.course.CourseAnswers).the_calendar(asked.words),
        inline=Inline(),
    ),
    Command(
        "search",
        "Reports by their words, with AND, OR, NOT, NEAR",
        '"cost sharing" AND Seoul',
        answer=lambda of, asked: of(commands.search.SearchAnswers).search(asked.words, asked.t),
        buttons=lambda of: of(commands.search.SearchAnswers).buttons(),
        inline=Inline(cards=lambda of, words, page, t: of(commands.search.SearchAnswers).cards(words, page, t)),
    ),
    Command(
        "export",
        "A file of figures, stories or reports",
        "csv figures korea",
        answer=lambda of, asked: of(commands.export.ExportAnswers).answer(asked),
        buttons=lambda of: of(commands.export.ExportAnswers).buttons(),
    ),
    Command(
        "latest",
        "The newest reports",
        "10, korea",
        answer=lambda of, asked: of(commands.general.General).latest(asked),
        inline=Inline(personal=True),
    ),
    Command(
        "baseline",
        "What everything is compared with",
        without_words=True,
        answer=lambda of, asked: of(commands.general.General).baseline(asked),
        inline=Inline(),
    ),
    Command(
        "subscribe",
        "Send alerts to this chat: all, or some",
        "korea, deals japan, critical, digest 8:00, deals japan as Tokyo",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.subscribing.SubscribeCommands).subscribe(asked),
    ),
    Command(
        "unsubscribe",
        "Stop the alerts",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.subscribing.SubscribeCommands).unsubscribe(asked),
    ),
    Command(
        "subscriptions",
        "All subscriptions here, by buttons",
        audience=Audience.ADMINISTRATORS,
        without_words=True,
        answer=lambda of, asked: of(commands.wishes.settings.SettingsCommands).subscriptions(asked),
    ),
    Command(
        "alerts",
        "Which alerts you get, when and how",
        "all, most 5, quiet 22:00-7:00, silent, critical, digest 8:00 weekdays",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.alerts.AlertCommands).alerts(asked),
    ),
    Command(
        "settings",
        "What rings here, when and how, by buttons",
        audience=Audience.ADMINISTRATORS,
        without_words=True,
        answer=lambda of, asked: of(commands.wishes.settings.SettingsCommands).settings(asked),
        buttons=lambda of: of(commands.wishes.settings.SettingsCommands).buttons(),
        buttons_change=True,
    ),
    Command(
        "mute",
        "No more of a story (reply to its alert), or of an outlet",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.wishes.mutes.MuteCommands).mute(asked),
        buttons=lambda of: of(commands.wishes.mutes.MuteCommands).buttons(),
        buttons_change=True,
    ),
    Command(
        "unmute",
        "Hear of a story or an outlet again",
        "all",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.wishes.mutes.MuteCommands).unmute(asked),
    ),
    Command(
        "prefer",
        "Outlets that alerts name before others",
        "off",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.wishes.preferring.PreferCommands).prefer(asked),
    ),
    Command(
        "digest",
        "The digest now, or what is new of a period",
        "7d",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.digests.DigestCommands).digest(asked),
        buttons=lambda of: of(commands.digests.DigestCommands).buttons(),
    ),
    Command(
        "watch",
        "Your own query on every new entry",
        'submarines: "nuclear submarine" OR 핵잠수함',
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.watches.WatchCommands).watch(asked),
    ),
    Command(
        "watches",
        "What this chat watches for",
        answer=lambda of, asked: of(commands.watches.WatchCommands).watches(asked),
        buttons=lambda of: of(commands.watches.WatchCommands).buttons(),
    ),
    Command(
        "unwatch",
        "End a watch, by its name",
        "submarines",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.watches.WatchCommands).unwatch(asked),
    ),
    Command(
        "why",
        "Why an alert came (reply to it), or did not (its link)",
        answer=lambda of, asked: of(commands.alerts.AlertCommands).why(asked),
        buttons=lambda of: (
            of(commands.alerts.AlertCommands).buttons() | of(commands.corrections.WrongReports).buttons()
        ),
    ),
    Command(
        "testalert",
        "Send this chat an alert of before, as a test",
        audience=Audience.ADMINISTRATORS,
        without_words=True,
        answer=lambda of, asked: of(commands.diagnosis.alert_check.AlertCheck).send(asked),
    ),
    Command(
        "sources",
        "The feeds that are read, and their state",
        answer=lambda of, asked: of(commands.general.General).sources(asked),
    ),
    Command(
        "status",
        "Is everything running?",
        without_words=True,
        answer=lambda of, asked: of(commands.general.General).status(asked),
        own_thread=True,
    ),
    Command(
        "dashboard",
        "All of it on a page, with filters",
        without_words=True,
        answer=lambda of, asked: of(commands.general.General).dashboard(asked),
    ),
    Command(
        "timezone",
        "The local time of this chat",
        "Asia/Seoul",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.general.General).timezone(asked),
    ),
    Command(
        "doors",
        "News to addresses beside Telegram",
        "add https://desk.example/hooks/news",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.doors.DoorCommands).doors(asked),
    ),
    Command(
        "editor",
        "Approve a channel's posts in this chat first",
        "@channel, off @channel",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.approving.editors.Editors).editor(asked),
        buttons=lambda of: of(commands.approving.editors.Editors).buttons(),
    ),
    Command(
        "mydata",
        "What is kept of this chat, as a file",
        audience=Audience.ADMINISTRATORS,
        without_words=True,
        answer=lambda of, asked: of(commands.roles.own_data.OwnData).mydata(asked),
    ),
    Command(
        "forgetme",
        "Remove all that is kept of this chat",
        audience=Audience.ADMINISTRATORS,
        without_words=True,
        answer=lambda of, asked: of(commands.roles.own_data.OwnData).forgetme(asked),
        buttons=lambda of: of(commands.roles.own_data.OwnData).buttons(),
        buttons_change=True,
    ),
    Command(
        "language",
        "The language here: English, 한국어, 日本語, Deutsch",
        "ko",
        audience=Audience.ADMINISTRATORS,
        answer=lambda of, asked: of(commands.general.General).language(asked),
    ),
    Command(
        "help",
        "All commands, or one of them",
        "summary",
        answer=lambda of, asked: of(commands.general.General).help(asked),
        buttons=lambda of: of(commands.general.General).buttons(),
    ),
    Command(
        "start",
        "What this bot is, and alerts in three taps",
        answer=lambda of, asked: of(commands.wishes.starting.Starting).start(asked),
        buttons=lambda of: of(commands.wishes.starting.Starting).buttons(),
        buttons_change=True,
    ),
    Command(
        "feeds",
        "The feeds and their troubles, or all about one",
        "12, yonhap",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.feeds.FeedCommands).feeds(asked),
        buttons=lambda of: of(commands.feeds.FeedButtons).buttons(),
    ),
    Command(
        "addfeed",
        "Follow a feed, or the one that a site has",
        "www.yna.co.kr",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.feeds.FeedCommands).add(asked),
    ),
    Command(
        "removefeed",
        "Stop following a feed that was added",
        "12",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.feeds.FeedCommands).remove(asked),
    ),
    Command(
        "pausefeed",
        "Stop asking a feed for the time being",
        "12, yonhap",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.feeds.FeedCommands).pause(asked),
    ),
    Command(
        "resumefeed",
        "Ask a paused or gone feed again",
        "12",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.feeds.FeedCommands).resume(asked),
    ),
    Command(
        "exportfeeds",
        "The feeds as a file for other feed readers",
        audience=Audience.OPERATORS,
        without_words=True,
        answer=lambda of, asked: of(commands.feeds.FeedCommands).export(asked),
    ),
    Command(
        "merge",
        "Make two stories one",
        "12 15",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.stories.StoryCommands).merge(asked.words, asked.t),
        buttons=lambda of: of(commands.stories.StoryCommands).buttons(),
    ),
    Command(
        "split",
        "Split reports off a story",
        "12, 12 345",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.stories.StoryCommands).split(asked.words, asked.t),
        buttons=lambda of: of(commands.stories.StoryCommands).split_buttons(),
    ),
    Command(
        "correct",
        "Correct a figure, event or story",
        "12 2 role offered",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.corrections.Corrections).correct(asked),
        buttons=lambda of: of(commands.corrections.CorrectButtons).buttons(),
    ),
    Command(
        "chats",
        "Who is subscribed",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.general.General).chats(asked),
        buttons=lambda of: of(commands.general.General).chat_buttons(),
    ),
    Command(
        "health",
        "What is wrong with the bot",
        audience=Audience.OPERATORS,
        without_words=True,
        answer=lambda of, asked: of(commands.roles.health.HealthCommands).health(asked),
        own_thread=True,
    ),
    Command(
        "broadcast",
        "Tell all subscribers something",
        "The bot moves tonight",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.roles.broadcasts.Broadcasts).broadcast(asked),
        buttons=lambda of: of(commands.roles.broadcasts.Broadcasts).buttons(),
    ),
    Command(
        "invite",
        "A link by which somebody may use the bot",
        "5 30d",
        audience=Audience.OPERATORS,
        answer=lambda of, asked: of(commands.roles.invites.Invites).invite(asked),
    ),
)
