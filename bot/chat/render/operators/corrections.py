"""The messages to operators about corrections: a report with all that may be corrected of it, and what was done."""

from collections.abc import Sequence

from bot.chat.render.corrected import marks, marks_of_missing, marks_of_report
from bot.chat.render.html import CALLBACK_LIMIT, Button, Line, Rendered, Text, bold, clip, code, compose, text, tidy
from bot.chat.render.why import quoted
from bot.chat.render.words import ToldFigure, figure_line, headline, outlet, told_figures, track_of
from bot.chat.render.wrong import FIX, complaint_buttons, complaint_line, label, number_of, place_words
from bot.chat.typed.corrections import EVENTS, EXAMPLES, ROLES
from bot.desk.corrections.applying import by_spot
from bot.desk.corrections.wording import NO_FIGURE, change_in_words, countries_of
from bot.model import Article, Aspect, Complaint, Correction, Figure, Topic
from bot.phrases.wording import day

MOST_LISTED = 10
MOST_FIGURES = 12
_MOST_NAMES = 6
_IN_A_ROW = 2

Buttons = tuple[tuple[Button, ...], ...]


def usage(
    complaints: Sequence[tuple[Complaint, Article]], made: Sequence[tuple[Correction, Article]], topic: Topic
) -> Rendered:
    """What /correct does, what waits, and what was corrected last."""
    lines: list[Line] = [bold("Correct a report"), "Type its number, a figure's number, and what is right:"]
    lines += [code(f"/correct 12 {'2 ' if aspect.is_of_figure else ''}{words}") for aspect, words in EXAMPLES.items()]
    lines.append("/why shows a report's number. In place of a value, none takes it away.")
    lines += [text("Your last one is taken back by ") + code("/correct undo")]
    lines += ["", bold("Reported as wrong")]
    lines += [text("• ") + complaint_line(one, article) for one, article in complaints] or ["Nothing waits."]
    if made:
        lines += ["", bold("Corrected last")]
        lines += [_made(one, article, topic) for one, article in made]
    return compose(lines)


def _made(one: Correction, article: Article, topic: Topic) -> Text:
    surface = f"“{clip(tidy(one.spot[2]), 60)}” " if one.spot else ""
    words = change_in_words(one, countries_of(topic.vocabulary.tracks))
    return text(f"• {one.id} · {surface}{words} · ") + outlet(article) + f", {day(one.made)} · /correct_{article.id}"


def sheet(article: Article, topic: Topic, corrections: Sequence[Correction]) -> Rendered:
    """A report with the numbers of its figures, what was corrected, and buttons to go on."""
    track, by = track_of(topic, article.reading.track), by_spot(corrections)
    happened = article.reading.event.traits.words or "nothing that is told"
    lines: list[Line] = [bold(f"Correct report {article.id}"), headline(article)]
    lines += [outlet(article) + f", {day(article.published)} · what happened: {happened} · /story_{article.story_id}"]
    lines += marks_of_report(corrections, topic)
    rows = sorted(told_figures(article)[:MOST_FIGURES], key=lambda row: number_of(article, row.figure))
    for row in rows:
        number = number_of(article, row.figure)
        lines += ["", text(f"{number} · ") + figure_line(row, track, topic), *marks(by.get(row.figure.spot, ()), topic)]
    for figure in _taken_out(article, corrections):
        number, surface = number_of(article, figure), clip(tidy(figure.surface), 60)
        lines += ["", f"{number} · “{surface}”: {NO_FIGURE}", *marks(by.get(figure.spot, ()), topic)]
    lines += marks_of_missing(corrections, topic)
    number = number_of(article, rows[0].figure) if rows else 1
    lines += ["", text("Press what is wrong, or type it: ") + code(f"/correct {article.id} {number} role offered")]
    figures = [(_to_card(article, row),) for row in rows]
    event = Button("What happened", data=f"{FIX}:e:{article.id}")
    return compose(lines, buttons=(*figures, (event, Button("Story", data=f"{FIX}:y:{article.id}"))))


def _to_card(article: Article, row: ToldFigure) -> Button:
    return Button(f"{number_of(article, row.figure)} · {label(row)}", data=_data("f", article, row.figure))


def _taken_out(article: Article, corrections: Sequence[Correction]) -> list[Figure]:
    """Figures that an operator has told to be none."""
    spots = {spot for one in corrections if one.aspect is Aspect.ROLE for spot in one.holds_at[:1]}
    return [one for one in article.reading.figures if one.spot in spots and not one.on_topic]


def card(article: Article, figure: Figure, topic: Topic, complaint: Complaint | None = None) -> Rendered:
    """A figure with a button for each role, payer and name that is at hand, and what to type for the rest."""
    number = number_of(article, figure)
    row = next((one for one in told_figures(article) if one.figure.spot == figure.spot), None)
    track = track_of(topic, article.reading.track)
    lines: list[Line] = [bold(f"Figure {number} of report {article.id}"), headline(article), quoted(article, figure)]
    lines.append(figure_line(row, track, topic) if row is not None else NO_FIGURE)
    lines += ["", "What is right? Press it, or type:"]
    typed = (Aspect.VALUE, Aspect.ACTOR, Aspect.SPEAKER, Aspect.PAYER)
    lines += [code(f"/correct {article.id} {number} {EXAMPLES[aspect]}") for aspect in typed]
    roles = [Button(_cap(role.traits.word or "other"), data=_data("r", article, figure, role.value)) for role in ROLES]
    roles.append(Button(_cap(NO_FIGURE), data=_data("r", article, figure, "none")))
    payers = {track.payer: track.name for track in topic.vocabulary.tracks if track.payer}
    pays = [Button(f"Paid by {name}", data=_data("p", article, figure, country)) for country, name in payers.items()]
    pays.append(Button("Paid by nobody in particular", data=_data("p", article, figure, "none")))
    names = [Button(f"By {name}", data=_data("a", article, figure, name)) for name in sorted(article.reading.parties)]
    fitting = [one for one in names if len((one.data or "").encode()) <= CALLBACK_LIMIT][:_MOST_NAMES]
    back = (Button("‹ Back", data=f"{FIX}:s:{article.id}"),)
    right = complaint_buttons(complaint)[0][1:] if complaint is not None and complaint_buttons(complaint) else ()
    return compose(lines, buttons=(*_rows(roles), *_rows(pays), *_rows(fitting), back + right))


def event_card(article: Article) -> Rendered:
    """The events to choose from."""
    events = [
        Button(_cap(event.traits.words or event.value), data=f"{FIX}:v:{article.id}:{event.value}") for event in EVENTS
    ]
    happened = article.reading.event.traits.words or "nothing that is told"
    lines: list[Line] = [bold("What happened?"), headline(article), f"As it is read now: {happened}"]
    return compose(lines, buttons=(*_rows(events), (Button("‹ Back", data=f"{FIX}:s:{article.id}"),)))


def story_card(article: Article) -> Rendered:
    """What to type to move a report, and the button that makes it a story of its own."""
    lines: list[Line] = [
        bold("Which story?"),
        headline(article),
        f"It is in story {article.story_id} now: /story_{article.story_id}",
        "Type the number of the right one, from /timeline:",
        code(f"/correct {article.id} story 7"),
    ]
    own = Button("One of its own", data=f"{FIX}:n:{article.id}")
    return compose(lines, buttons=((own, Button("‹ Back", data=f"{FIX}:s:{article.id}")),))


def done(made: Correction, article: Article, topic: Topic, trouble: str = "") -> Rendered:
    """What was corrected, what follows, and how to take it back."""
    words = change_in_words(made, countries_of(topic.vocabulary.tracks))
    surface = f"“{clip(tidy(made.spot[2]), 60)}”: " if made.spot else ""
    lines: list[Line] = [bold("Corrected: ") + f"{surface}{words}", headline(article)]
    lines.append("It holds when the report is read again or edited. Alerts of the last two days are edited.")
    lines += [trouble] if trouble else []
    lines += [text("To undo: ") + code(f"/correct undo {made.id}") + f" · more of this report: /correct_{article.id}"]
    return compose(lines, buttons=((Button("Undo", data=f"{FIX}:u:{made.id}"),),))


def undone(taken: Correction, article: Article, topic: Topic, trouble: str = "") -> Rendered:
    """What was taken back."""
    back = change_in_words(taken, countries_of(topic.vocabulary.tracks))
    surface = f"“{clip(tidy(taken.spot[2]), 60)}”: " if taken.spot else ""
    lines: list[Line] = [bold("Taken back: ") + f"{surface}{back}", headline(article)]
    lines += [trouble] if trouble else []
    return compose([*lines, f"How it is read now: /why_{article.id}"])


def _data(verb: str, article: Article, figure: Figure, value: str = "") -> str:
    tail = f":{value}" if value else ""
    return f"{FIX}:{verb}:{article.id}:{place_words(article, figure)}{tail}"


def _rows(buttons: Sequence[Button]) -> Buttons:
    return tuple(tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW))


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]
