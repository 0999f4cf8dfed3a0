"""What ``/help COMMAND`` says of a command beside its row in ``registry``: sentences for who has the examples below."""

DETAILS = {
    "summary": (
        "With nothing behind it, the state of every country's talks and the newest report of each. With a "
        "period, what came in it; with a country, also what each side says and what is denied. A period is "
        "7d, since 2024-03, a year, a month or a day such as 19/11/2019, or two of them: 2019 to 2021."
    ),
    "figures": (
        "Who demands, offers, agreed and pays what, and the gap between them. With a role (demanded, offered, "
        "agreed, paid), a kind (money, percent, troops) or all, every figure on record with who said it, when "
        "and where."
    ),
    "compare": (
        "A table of what is demanded, offered, agreed and paid, with the gap now and at the baseline. "
        "Countries behind it narrow it."
    ),
    "dashboard": (
        "A page that shows what the commands answer: every country, every figure with its sentence, by country, role, "
        "year, speaker and kind, the chart to zoom, stories, dates, search and feeds. It changes nothing."
    ),
    "chart": "A picture of one country's yearly sums over time.",
    "card": (
        "A picture for sharing: where a country stands, several or all of them side by side, or one story, each figure "
        "with its role, who says so, its outlet and its date. Its caption has the links."
    ),
    "timeline": "One line for each story, by pages. It takes a country and a period, as /summary does.",
    "story": (
        "The reports of a story in the order in which they came, what each added, and what an outlet changed "
        "later. Its number stands in /timeline."
    ),
    "asof": "What the reports dated up to that day had told. A country narrows it.",
    "calendar": (
        "Rounds of talks, votes, signings, summits and the ends of agreements, each with the sentence that names it."
    ),
    "search": "The reports that have the words, the newest first. /search alone shows all that it understands.",
    "export": "CSV, JSON, Markdown or an Atom feed, of figures, stories or reports. /export alone shows how to ask.",
    "latest": "Five reports, or as many as you say, up to 20; a country narrows them.",
    "baseline": "The day that everything is compared with: its figures, what each side held, and what was to come.",
    "subscribe": (
        "In a group or channel it is for everybody there. With countries (korea, japan) and kinds of news (deals, "
        "break-offs, talks, troops, demands, figures, statements) it brings these and no others; all takes that back. "
        "With critical only deals, break-offs, signatures and record demands are sent at once; with digest and a time "
        "everything else comes once a day. silent or loud, and languages ko en at the end, may stand behind it. Kinds "
        "need the encoder (ENCODER=on). With “as” and a name it is one subscription more, up to 10, each with "
        "countries, kinds, weight, sound and languages of its own; a report that several want rings once, as the "
        "loudest of them says. Without a name the first one is changed."
    ),
    "unsubscribe": "With a name, or its number in /subscriptions, that one ends. Alone, or with all, every alert does.",
    "subscriptions": (
        "Each with what rings by it, and buttons to change, pause or remove it. Quiet hours, alerts a day, the time of "
        "the digest, what is muted, the clock and the language are the same for all of them."
    ),
    "alerts": (
        "all: each new story at once. critical: only deals, break-offs, signatures and record demands. digest "
        "8:00: those at once, and everything else once a day at that time. quiet 22:00-7:00: nothing rings in these "
        "hours of this chat's clock, and what came comes together at their end; with “but critical” behind it great "
        "events ring all the same. most 5: five alerts a day besides great events, the rest comes as a digest. silent: "
        "messages come without a sound. loud, quiet off and most off take these back."
    ),
    "settings": (
        "One message with a sentence of what rings here, and buttons for countries, kinds of news, quiet hours, alerts "
        "a day, sound, what is muted and the clock. It changes as you press. In groups and channels administrators "
        "press."
    ),
    "mute": (
        "As a reply to an alert, by the button Mute below it, or with a story's number: what the story turns to, and "
        "what is denied of it, is told here no more; with day or week behind it, not until then. With the name of "
        "an outlet: what it alone reports rings nobody "
        "here, until another outlet has it. Alone, it shows what is muted."
    ),
    "unmute": "As a reply to an alert, with a story's number, an outlet's name, or all. Alone, it shows what is muted.",
    "prefer": (
        "Where several outlets tell the same, an alert names the report of a preferred one, the first in your order. "
        "Language goes before outlet: what comes in the language of this chat still does, and of the reports in it a "
        "preferred one is named. It holds nothing back: an alert rings with the first report, and is edited when a "
        "preferred outlet has it. Digests name the reports that they wait with. off behind it takes all back, off and "
        "a name that one. Alone, it shows which are preferred."
    ),
    "watch": (
        "Every new entry that the feeds bring is held against your query, on the topic or not; one that answers rings "
        "in this chat, once for a story. Headlines and summaries are searched, and whole articles where their pages "
        "were fetched. A name and a colon may stand before the query; the language is that of /search. A chat has 20 "
        "watches at most, and one that rings 50 times within a day is paused. In a group or channel it is for "
        "everybody there."
    ),
    "watches": "Each with its hits, the last one, and buttons that pause or remove it.",
    "unwatch": "Its name, or its number in /watches.",
    "why": (
        "Sent as a reply to an alert, or by its button: which words matched, where each figure stands in the "
        "text, how sure its role is, and what was edited or corrected. Of any report, its number behind it. With the "
        "link of a report that did not ring, where it stopped: never seen, off the topic and what it lacks, an "
        "echo, or this chat's own settings. The button Wrong? below the answer tells the operators what is not right."
    ),
    "testalert": (
        "The newest alert of before comes once more, marked as a test, by the way that all alerts go: so you see that "
        "they arrive here, and what they look like. Once a minute at the most."
    ),
    "correct": (
        "The number of a report, which /why shows, and of a figure, which /correct 12 shows; then role, value, actor, "
        "speaker or payer, and what is right. Of the report itself: event or story. /correct undo takes your last one "
        "back; alone, it shows what readers reported."
    ),
    "doors": (
        "A door sends the news of your private chat to an address beside Telegram as well: to an e-mail address, to "
        "Slack, to Discord, or to a webhook of your own, signed so that the receiver can check it. Behind the address "
        "may stand what is to go there, as with /subscribe. A new one is tried at once; to an e-mail address goes a "
        "question, and no news before its reader says yes. /doors test, pause, resume, set and remove take a door's "
        "number. One that takes nothing for three days ends, and you are told why."
    ),
    "editor": (
        "An administrator of a channel sends it with the channel's @name, in private or in a group with me: from then "
        "on each alert comes here first, with the buttons Post and Drop, and goes to the channel once one of its "
        "administrators has pressed Post, with what was edited meanwhile. What waited for a digest comes one by one. "
        "What nobody decides on within 24 hours is dropped. Alone, it shows what waits."
    ),
    "mydata": (
        "What the database has of this chat in words, and all of it as a JSON file. In groups and channels it is for "
        "administrators."
    ),
    "forgetme": "It asks back by a button, and then removes what /mydata shows. Alerts and watches end with it.",
    "health": (
        "The database, messages that wait, polling, feeds that fail for long, the disk, clocks and Telegram. Once a "
        "day operators hear unasked of what is wrong, of each trouble once."
    ),
    "broadcast": (
        "You see the message and to how many chats it goes, and send it or not by a button. It goes to all who are "
        "subscribed, at the pace that Telegram bears, and alerts go before it."
    ),
    "invite": (
        "Where ALLOWED_CHATS keeps strangers out, a link lets in who presses it: for one person and seven days, or as "
        "many and as long as you say. /invite end and its number ends one; who came by it stays in."
    ),
    "language": (
        "English (en), Korean (ko), Japanese (ja) or German (de). Headlines stay as their outlets wrote them."
    ),
    "timezone": "A city (tokyo), a zone (Asia/Seoul), its letters (KST) or the hours from UTC (UTC+9).",
    "start": (
        "Three taps choose whose alerts come, what is to ring and by which clock. A link t.me/…?start=korea does it in "
        "one, deals_japan too; in a chat that has alerts it changes nothing."
    ),
    "help": "With the name of a command, more about that one.",
}
"""Name -> sentences; none for a command that its row tells all of."""
