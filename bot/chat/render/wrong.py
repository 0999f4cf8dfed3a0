"""Something is wrong: what a reader is asked, what becomes of the report, and what an operator is told of it."""

from collections.abc import Sequence
from zlib import crc32

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.corrected import marks
from bot.chat.render.html import Button, Line, Rendered, Text, bold, clip, compose, joined, link, text, tidy
from bot.chat.render.words import ToldFigure, headline, outlet, role_of, sized, title, told_figures
from bot.desk.corrections.wording import BY_THE_OPERATOR
from bot.model import Article, Aspect, Complained, Complaint, ComplaintState, Correction, Figure, Spot, Topic
from bot.phrases.wording import count, day

WRONG, FIX, RIGHT = "wrong", "fix", "right"
"""What the buttons' data begins with."""
MOST_FIGURES = 8

_ASKED = {
    Aspect.VALUE: "The amount",
    Aspect.ROLE: "Demanded, offered, agreed …",
    Aspect.ACTOR: "Whose it is",
    Aspect.SPEAKER: "Who says so",
    Aspect.PAYER: "Who pays",
    None: "It is no figure of the talks",
}
_REPORTED = {
    Aspect.VALUE: "the amount of {}",
    Aspect.ROLE: "the role of {}",
    Aspect.ACTOR: "whose {} is",
    Aspect.SPEAKER: "who says {}",
    Aspect.PAYER: "who pays {}",
    Aspect.EVENT: "what happened",
    Aspect.STORY: "the story that it is in",
    None: "that {} is a figure of the talks",
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


def what_is_wrong(article: Article) -> Rendered:
    """The choice of what is wrong in a report."""
    rows = [
        (Button(label(row), data=f"{WRONG}:{article.id}:{place_words(article, row.figure)}"),)
        for row in told_figures(article)[:MOST_FIGURES]
    ]
    happened = article.reading.event.traits.words
    event = Button(f"What happened: {happened}" if happened else "What happened", data=f"{WRONG}:{article.id}:event")
    story = Button("It is in the wrong story", data=f"{WRONG}:{article.id}:story")
    lines: list[Line] = [bold("What is wrong?"), headline(article)]
    return compose(lines, buttons=(*rows, (event,), (story,)))


def what_is_wrong_of(article: Article, figure: Figure) -> Rendered:
    """The choice of what is wrong of a figure."""
    head = f"{WRONG}:{article.id}:{place_words(article, figure)}"
    asked = {aspect: words for aspect, words in _ASKED.items() if aspect is not None or figure.on_topic}
    rows = [(Button(words, data=f"{head}:{aspect or 'none'}"),) for aspect, words in asked.items()]
    row = next((one for one in told_figures(article) if one.figure.spot == figure.spot), ToldFigure(figure))
    lines: list[Line] = [bold("What is wrong?"), headline(article), label(row)]
    return compose(lines, buttons=(*rows, (Button("‹ Back", data=f"{WRONG}:{article.id}:"),)))


def label(row: ToldFigure) -> str:
    """``US$5bn a year demanded``."""
    return clip(" ".join(filter(None, [sized(row), role_of(row.figure, row.base)])), 48)


def taken_down(came: Complained, article: Article) -> Rendered:
    """What a reader hears at once."""
    if came.complaint is None:
        return compose(["This chat has reported as much within a day as is looked at. Please go on tomorrow."])
    lines: list[Line] = []
    if came.is_new:
        lines = [bold("Thank you.") + f" Reported as wrong: {_subject(came.complaint)}.", headline(article)]
        lines += ["", _next(came.operators)]
    else:
        what = f"This chat has reported it on {day(came.complaint.made)} already"
        after = {
            ComplaintState.OPEN: "an operator has yet to look at it.",
            ComplaintState.CORRECTED: "an operator has corrected it since.",
            ComplaintState.STANDS: "an operator found it right.",
        }
        lines = [f"{what}; {after[came.complaint.state]}", f"How it is read now: /why_{article.id}"]
    return compose(lines)


def _next(operators: int) -> str:
    if not operators:
        return "It is kept. Nobody is named as this bot's operator yet, so it may take a while until it is looked at."
    return (
        "The bot's operator is told. What comes of it is told here. What is corrected says so in /why and /figures, "
        "and the alert is edited, up to two days after it came."
    )


def verdict(complaint: Complaint, article: Article, corrections: Sequence[Correction], topic: Topic) -> Rendered:
    """What a chat hears of what it reported, once an operator has looked at it."""
    lines: list[Line] = [f"This chat reported as wrong: {_subject(complaint)}.", headline(article), ""]
    own = marks((one for one in corrections if _is_about(one, complaint)), topic, "")
    if complaint.state is ComplaintState.STANDS:
        lines.append("An operator looked at it, and found it right.")
    else:
        lines += own or [f"It was {BY_THE_OPERATOR}."]
    return compose([*lines, f"How it is read now: /why_{article.id}"])


def _is_about(correction: Correction, complaint: Complaint) -> bool:
    if not correction.aspect.is_of_figure:
        return complaint.subject == correction.aspect
    spots: tuple[Spot, ...] = (*correction.holds_at, *((correction.spot,) if correction.spot else ()))
    return complaint.subject in {f"{where} {start}" for where, start, _ in spots}


# --- The operator ---------------------------------------------------------------------------------------------------


def told_to_operators(complaint: Complaint, article: Article) -> Rendered:
    """What an operator hears of a report, in one line with buttons."""
    return compose([text("⚠️ ") + complaint_line(complaint, article)], buttons=complaint_buttons(complaint))


def complaint_line(complaint: Complaint, article: Article) -> Text:
    """``Reported as wrong by 2 chats: the role of US$5bn · headline · Yonhap, 24 Nov 2026 · /correct_12``."""
    by = f" by {count(complaint.chats, 'chat')}" if complaint.chats > 1 else ""
    return joined(
        " · ",
        [
            text(f"Reported as wrong{by}: {_subject(complaint)}"),
            link(title(article), article.url),
            outlet(article) + f", {day(article.published)}",
            f"/correct_{article.id}",
        ],
    )


def complaint_buttons(complaint: Complaint) -> tuple[tuple[Button, ...], ...]:
    if complaint.state is not ComplaintState.OPEN:
        return ()
    correct = Button("Correct", data=f"{FIX}:c:{complaint.id}")
    return ((correct, Button("It is right", data=f"{RIGHT}:{complaint.id}")),)


def let_stand(complaint: Complaint, article: Article) -> Rendered:
    """What becomes of the line when an operator has looked."""
    ruled = {
        ComplaintState.OPEN: "It waits for an operator.",
        ComplaintState.CORRECTED: "It was corrected.",
        ComplaintState.STANDS: "It was found right, and whoever reported it is told so.",
    }
    return compose([text("✓ ") + complaint_line(complaint, article), ruled[complaint.state]])


def _subject(complaint: Complaint) -> str:
    """``the role of US$5 billion``."""
    return _REPORTED[complaint.aspect].format(f"“{clip(tidy(complaint.surface), 60)}”")
