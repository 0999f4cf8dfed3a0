"""Something is wrong: what a reader is asked, what becomes of the report, and what an operator is told of it."""

from collections.abc import Sequence
from zlib import crc32

from bot.chat.languages import times
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.corrected import marks
from bot.chat.render.html import Button, Line, Rendered, Text, bold, clip, compose, joined, link, text, tidy
from bot.chat.render.words import ToldFigure, headline, outlet, role_of, sized, title, told_figures
from bot.model import Article, Aspect, Complained, Complaint, ComplaintState, Correction, Figure, Spot, Topic

WRONG, FIX, RIGHT = "wrong", "fix", "right"
"""What the buttons' data begins with."""
MOST_FIGURES = 8

ASKED = {
    Aspect.VALUE: "The amount",
    Aspect.ROLE: "Demanded, offered, agreed …",
    Aspect.ACTOR: "Whose it is",
    Aspect.SPEAKER: "Who says so",
    Aspect.PAYER: "Who pays",
    None: "It is no figure of the talks",
}
REPORTED = {
    Aspect.VALUE: "the amount of {words}",
    Aspect.ROLE: "the role of {words}",
    Aspect.ACTOR: "whose {words} is",
    Aspect.SPEAKER: "who says {words}",
    Aspect.PAYER: "who pays {words}",
    Aspect.EVENT: "what happened",
    Aspect.STORY: "the story that it is in",
    None: "that {words} is a figure of the talks",
}


def wrong_button(article: Article, t: Translator = ENGLISH) -> Button:
    return Button(t.say("Wrong?"), data=f"{WRONG}:{article.id}")


def place_words(article: Article, figure: Figure) -> str:
    """What buttons know a figure by: its number in the report, and a mark that another one has not. ``2-1a2b``."""
    return f"{number_of(article, figure)}-{_mark(figure)}"


def number_of(article: Article, figure: Figure) -> int:
    """A figure's number in its report, from 1, in the order of the text; it stays when something is corrected."""
    spots = [one.spot for one in article.reading.figures]
    return spots.index(figure.spot) + 1


def figure_at(article: Article, words: str) -> Figure | None:
    """The figure of a button; None where the report is another by now."""
    number, _, mark = words.partition("-")
    if not (number.isascii() and number.isdigit() and 0 < int(number) <= len(article.reading.figures)):
        return None
    figure = article.reading.figures[int(number) - 1]
    return figure if _mark(figure) == mark else None


def _mark(figure: Figure) -> str:
    return f"{crc32(repr(figure.spot).encode()) & 0xFFFF:04x}"


# --- The reader -----------------------------------------------------------------------------------------------------


def what_is_wrong(article: Article, t: Translator = ENGLISH) -> Rendered:
    """The choice of what is wrong in a report."""
    rows = [
        (Button(label(row, t), data=f"{WRONG}:{article.id}:{place_words(article, row.figure)}"),)
        for row in told_figures(article)[:MOST_FIGURES]
    ]
    happened = article.reading.event.traits.words
    told = t.say("What happened[: {event}]", event=t.word("event", happened) if happened else "")
    event = Button(told, data=f"{WRONG}:{article.id}:event")
    story = Button(t.say("It is in the wrong story"), data=f"{WRONG}:{article.id}:story")
    lines: list[Line] = [bold(t.say("What is wrong?")), headline(article, t=t)]
    return compose(lines, buttons=(*rows, (event,), (story,)), t=t)


def what_is_wrong_of(article: Article, figure: Figure, t: Translator = ENGLISH) -> Rendered:
    """The choice of what is wrong of a figure."""
    head = f"{WRONG}:{article.id}:{place_words(article, figure)}"
    asked = {aspect: words for aspect, words in ASKED.items() if aspect is not None or figure.on_topic}
    rows = [(Button(t.say(words), data=f"{head}:{aspect or 'none'}"),) for aspect, words in asked.items()]
    row = next((one for one in told_figures(article) if one.figure.spot == figure.spot), ToldFigure(figure))
    lines: list[Line] = [bold(t.say("What is wrong?")), headline(article, t=t), label(row, t)]
    return compose(lines, buttons=(*rows, (Button(f"‹ {t.say('Back')}", data=f"{WRONG}:{article.id}:"),)), t=t)


def label(row: ToldFigure, t: Translator = ENGLISH) -> str:
    """``US$5bn a year demanded``."""
    return clip(" ".join(filter(None, [sized(row, t), role_of(row.figure, row.base, t)])), 48)


AFTER = {
    ComplaintState.OPEN: "This chat has reported it on {day} already; an operator has yet to look at it.",
    ComplaintState.CORRECTED: "This chat has reported it on {day} already; an operator has corrected it since.",
    ComplaintState.STANDS: "This chat has reported it on {day} already; an operator found it right.",
}


def taken_down(came: Complained, article: Article, t: Translator = ENGLISH) -> Rendered:
    """What a reader hears at once."""
    if came.complaint is None:
        return compose(
            [t.say("This chat has reported as much within a day as is looked at. Please go on tomorrow.")], t=t
        )
    lines: list[Line] = []
    if came.is_new:
        told = t.say("Reported as wrong: {subject}.", subject=_subject(came.complaint, t))
        lines = [bold(t.say("Thank you.")) + t.gap + told, headline(article, t=t)]
        lines += ["", _next(came.operators, t)]
    else:
        lines = [t.say(AFTER[came.complaint.state], day=times.day(came.complaint.made, t)), _now(article, t)]
    return compose(lines, t=t)


def _now(article: Article, t: Translator) -> str:
    return t.say("How it is read now: {command}", command=f"/why_{article.id}")


def _next(operators: int, t: Translator) -> str:
    if not operators:
        return t.say(
            "It is kept. Nobody is named as this bot's operator yet, so it may take a while until it is looked at."
        )
    return t.say(
        "The bot's operator is told. What comes of it is told here. What is corrected says so in /why and /figures, "
        "and the alert is edited, up to two days after it came."
    )


def verdict(
    complaint: Complaint,
    article: Article,
    corrections: Sequence[Correction],
    topic: Topic,
    t: Translator = ENGLISH,
) -> Rendered:
    """What a chat hears of what it reported, once an operator has looked at it."""
    told = t.say("This chat reported as wrong: {subject}.", subject=_subject(complaint, t))
    lines: list[Line] = [told, headline(article, t=t), ""]
    own = marks((one for one in corrections if _is_about(one, complaint)), topic, "", t)
    if complaint.state is ComplaintState.STANDS:
        lines.append(t.say("An operator looked at it, and found it right."))
    else:
        lines += own or [t.say("It was corrected by the operator.")]
    return compose([*lines, _now(article, t)], t=t)


def _is_about(correction: Correction, complaint: Complaint) -> bool:
    if not correction.aspect.is_of_figure:
        return complaint.subject == correction.aspect
    spots: tuple[Spot, ...] = (*correction.holds_at, *((correction.spot,) if correction.spot else ()))
    return complaint.subject in {f"{where} {start}" for where, start, _ in spots}


# --- The operator ---------------------------------------------------------------------------------------------------


def told_to_operators(complaint: Complaint, article: Article, t: Translator = ENGLISH) -> Rendered:
    """What an operator hears of a report, in one line with buttons."""
    return compose([text("⚠️ ") + complaint_line(complaint, article, t)], buttons=complaint_buttons(complaint, t), t=t)


def complaint_line(complaint: Complaint, article: Article, t: Translator = ENGLISH) -> Text:
    """``Reported as wrong by 2 chats: the role of US$5bn · headline · Yonhap, 24 Nov 2026 · /correct_12``."""
    subject = _subject(complaint, t)
    reported = t.say("Reported as wrong: {subject}", subject=subject)
    if complaint.chats > 1:
        one, many = "Reported as wrong by {number} chat: {subject}", "Reported as wrong by {number} chats: {subject}"
        reported = t.plural(one, many, complaint.chats, subject=subject)
    return joined(
        " · ",
        [
            text(reported),
            link(title(article, t), article.url),
            outlet(article) + t.joint + times.day(article.published, t),
            f"/correct_{article.id}",
        ],
    )


def complaint_buttons(complaint: Complaint, t: Translator = ENGLISH) -> tuple[tuple[Button, ...], ...]:
    if complaint.state is not ComplaintState.OPEN:
        return ()
    correct = Button(t.say("Correct"), data=f"{FIX}:c:{complaint.id}")
    return ((correct, Button(t.say("It is right"), data=f"{RIGHT}:{complaint.id}")),)


RULED = {
    ComplaintState.OPEN: "It waits for an operator.",
    ComplaintState.CORRECTED: "It was corrected.",
    ComplaintState.STANDS: "It was found right, and whoever reported it is told so.",
}


def let_stand(complaint: Complaint, article: Article, t: Translator = ENGLISH) -> Rendered:
    """What becomes of the line when an operator has looked."""
    return compose([text("✓ ") + complaint_line(complaint, article, t), t.say(RULED[complaint.state])], t=t)


def _subject(complaint: Complaint, t: Translator = ENGLISH) -> str:
    """``the role of “US$5 billion”``."""
    surface = clip(tidy(complaint.surface), 60)
    return t.say(REPORTED[complaint.aspect], words=t.say("“{words}”", words=surface) if surface else "")
