"""The messages to operators about corrections: a report with all that may be corrected of it, and what was done."""

from collections.abc import Sequence

from bot.chat.languages.names import doer, track_in_list
from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.corrected import change, marks, marks_of_missing, marks_of_report
from bot.chat.render.html import (
    CALLBACK_LIMIT,
    Button,
    Line,
    Rendered,
    Text,
    bold,
    clip,
    code,
    compose,
    said,
    text,
    tidy,
)
from bot.chat.render.why import quoted
from bot.chat.render.words import ToldFigure, figure_line, headline, outlet, role_words, told_figures, track_of
from bot.chat.render.wrong import FIX, complaint_buttons, complaint_line, label, number_of, place_words
from bot.chat.typed.corrections import EVENTS, EXAMPLES, ROLES
from bot.desk.corrections.applying import by_spot
from bot.desk.corrections.wording import NO_FIGURE
from bot.model import Article, Aspect, Complaint, Correction, Event, Figure, Topic

MOST_LISTED = 10
MOST_FIGURES = 12
_MOST_NAMES = 6
_IN_A_ROW = 2

Buttons = tuple[tuple[Button, ...], ...]


def usage(
    complaints: Sequence[tuple[Complaint, Article]],
    made: Sequence[tuple[Correction, Article]],
    topic: Topic,
    t: Translator = ENGLISH,
) -> Rendered:
    """What /correct does, what waits, and what was corrected last."""
    lines: list[Line] = [
        bold(t.say("Correct a report")),
        t.say("Type its number, a figure's number, and what is right:"),
    ]
    lines += [code(f"/correct 12 {'2 ' if aspect.is_of_figure else ''}{words}") for aspect, words in EXAMPLES.items()]
    lines.append(t.say("/why shows a report's number. In place of a value, none takes it away."))
    lines += [said(t, "Your last one is taken back by {command}", command=code("/correct undo"))]
    lines += ["", bold(t.say("Reported as wrong"))]
    waiting = [text("• ") + complaint_line(one, article, t) for one, article in complaints]
    lines += waiting or [t.say("Nothing waits.")]
    if made:
        lines += ["", bold(t.say("Corrected last"))]
        lines += [_made(one, article, topic, t) for one, article in made]
    return compose(lines, t=t)


def _made(one: Correction, article: Article, topic: Topic, t: Translator) -> Text:
    surface = f"{_print_of(one, t)} " if one.spot else ""
    head = text(f"• {one.id} · {surface}{change(one, topic, t)} · ")
    return head + outlet(article) + t.joint + day(one.made, t) + f" · /correct_{article.id}"


def _print_of(one: Correction, t: Translator) -> str:
    """The figure as its report has it, in quotation marks."""
    return t.say("“{words}”", words=clip(tidy(one.spot[2]), 60)) if one.spot else ""


def _happened(article: Article, t: Translator) -> str:
    words = article.reading.event.traits.words
    return t.word("event", words) if words else t.say("nothing that is told")


def sheet(article: Article, topic: Topic, corrections: Sequence[Correction], t: Translator = ENGLISH) -> Rendered:
    """A report with the numbers of its figures, what was corrected, and buttons to go on."""
    track, by = track_of(topic, article.reading.track), by_spot(corrections)
    happened = t.say("what happened: {event}", event=_happened(article, t))
    lines: list[Line] = [bold(t.say("Correct report {number}", number=str(article.id))), headline(article, t=t)]
    lines += [outlet(article) + t.joint + day(article.published, t) + f" · {happened} · /story_{article.story_id}"]
    lines += marks_of_report(corrections, topic, t)
    rows = sorted(told_figures(article)[:MOST_FIGURES], key=lambda row: number_of(article, row.figure))
    for row in rows:
        number = number_of(article, row.figure)
        lines += ["", text(f"{number} · ") + figure_line(row, track, topic, t)]
        lines += marks(by.get(row.figure.spot, ()), topic, t=t)
    for figure in _taken_out(article, corrections):
        surface = t.say("“{words}”", words=clip(tidy(figure.surface), 60))
        none = t.say("{figure}: {words}", figure=surface, words=t.say(NO_FIGURE))
        lines += ["", f"{number_of(article, figure)} · {none}", *marks(by.get(figure.spot, ()), topic, t=t)]
    lines += marks_of_missing(corrections, topic, t)
    number = number_of(article, rows[0].figure) if rows else 1
    typed = code(f"/correct {article.id} {number} role offered")
    lines += ["", said(t, "Press what is wrong, or type it: {command}", command=typed)]
    figures = [(_to_card(article, row, t),) for row in rows]
    event = Button(t.say("What happened"), data=f"{FIX}:e:{article.id}")
    return compose(lines, buttons=(*figures, (event, Button(t.say("Story"), data=f"{FIX}:y:{article.id}"))), t=t)


def _to_card(article: Article, row: ToldFigure, t: Translator) -> Button:
    return Button(f"{number_of(article, row.figure)} · {label(row, t)}", data=_data("f", article, row.figure))


def _taken_out(article: Article, corrections: Sequence[Correction]) -> list[Figure]:
    """Figures that an operator has told to be none."""
    spots = {spot for one in corrections if one.aspect is Aspect.ROLE for spot in one.holds_at[:1]}
    return [one for one in article.reading.figures if one.spot in spots and not one.on_topic]


def card(
    article: Article,
    figure: Figure,
    topic: Topic,
    complaint: Complaint | None = None,
    t: Translator = ENGLISH,
) -> Rendered:
    """A figure with a button for each role, payer and name that is at hand, and what to type for the rest."""
    number = number_of(article, figure)
    row = next((one for one in told_figures(article) if one.figure.spot == figure.spot), None)
    track = track_of(topic, article.reading.track)
    head = t.say("Figure {number} of report {report}", number=str(number), report=str(article.id))
    lines: list[Line] = [bold(head), headline(article, t=t), quoted(article, figure)]
    lines.append(figure_line(row, track, topic, t) if row is not None else t.say(NO_FIGURE))
    lines += ["", t.say("What is right? Press it, or type:")]
    typed = (Aspect.VALUE, Aspect.ACTOR, Aspect.SPEAKER, Aspect.PAYER)
    lines += [code(f"/correct {article.id} {number} {EXAMPLES[aspect]}") for aspect in typed]
    return compose(
        lines,
        buttons=(
            *_rows(_role_buttons(article, figure, t)),
            *_rows(_payer_buttons(article, figure, topic, t)),
            *_rows(_name_buttons(article, figure, topic, t)),
            (_back(article, t), *_it_is_right(complaint, t)),
        ),
        t=t,
    )


def _role_buttons(article: Article, figure: Figure, t: Translator) -> list[Button]:
    told = [(role.value, role_words(role, None, t) if role.traits.word else t.say("other")) for role in ROLES]
    return [
        Button(_cap(words), data=_data("r", article, figure, value))
        for value, words in (*told, ("none", t.say(NO_FIGURE)))
    ]


def _payer_buttons(article: Article, figure: Figure, topic: Topic, t: Translator) -> list[Button]:
    payers = {track.payer: track for track in topic.vocabulary.tracks if track.payer}
    pays = [
        Button(
            t.say("Paid by {name}", name=track_in_list(track, t, topic.vocabulary.parties)),
            data=_data("p", article, figure, country),
        )
        for country, track in payers.items()
    ]
    return [*pays, Button(t.say("Paid by nobody in particular"), data=_data("p", article, figure, "none"))]


def _name_buttons(article: Article, figure: Figure, topic: Topic, t: Translator) -> list[Button]:
    parties = topic.vocabulary.parties
    named = [
        Button(
            t.say("By {name}", name=one if t.is_english else doer(one, parties, t)),
            data=_data("a", article, figure, one),
        )
        for one in sorted(article.reading.parties)
    ]
    return [one for one in named if len((one.data or "").encode()) <= CALLBACK_LIMIT][:_MOST_NAMES]


def _back(article: Article, t: Translator) -> Button:
    return Button(t.say("‹ Back"), data=f"{FIX}:s:{article.id}")


def _it_is_right(complaint: Complaint | None, t: Translator) -> tuple[Button, ...]:
    buttons = complaint_buttons(complaint, t) if complaint is not None else ()
    return buttons[0][1:] if buttons else ()


def event_card(article: Article, t: Translator = ENGLISH) -> Rendered:
    """The events to choose from."""
    events = [Button(_cap(_event_words(event, t)), data=f"{FIX}:v:{article.id}:{event.value}") for event in EVENTS]
    read = t.say("As it is read now: {event}", event=_happened(article, t))
    lines: list[Line] = [bold(t.say("What happened?")), headline(article, t=t), read]
    return compose(lines, buttons=(*_rows(events), (_back(article, t),)), t=t)


def _event_words(event: Event, t: Translator) -> str:
    return t.word("event", event.traits.words) if event.traits.words else t.say(event.value)


def story_card(article: Article, t: Translator = ENGLISH) -> Rendered:
    """What to type to move a report, and the button that makes it a story of its own."""
    now = t.say(
        "It is in story {number} now: {command}",
        number=str(article.story_id),
        command=f"/story_{article.story_id}",
    )
    lines: list[Line] = [
        bold(t.say("Which story?")),
        headline(article, t=t),
        now,
        t.say("Type the number of the right one, from /timeline:"),
        code(f"/correct {article.id} story 7"),
    ]
    own = Button(t.say("One of its own"), data=f"{FIX}:n:{article.id}")
    return compose(lines, buttons=((own, _back(article, t)),), t=t)


def done(made: Correction, article: Article, topic: Topic, trouble: str = "", t: Translator = ENGLISH) -> Rendered:
    """What was corrected, what follows, and how to take it back."""
    lines: list[Line] = [bold(t.say("Corrected:") + " ") + _changed(made, topic, t), headline(article, t=t)]
    lines.append(t.say("It holds when the report is read again or edited. Alerts of the last two days are edited."))
    lines += [trouble] if trouble else []
    undo = said(t, "To undo: {command}", command=code(f"/correct undo {made.id}"))
    more = t.say("more of this report: {command}", command=f"/correct_{article.id}")
    lines.append(undo + f" · {more}")
    return compose(lines, buttons=((Button(t.say("Undo"), data=f"{FIX}:u:{made.id}"),),), t=t)


def _changed(one: Correction, topic: Topic, t: Translator) -> str:
    words = change(one, topic, t)
    return t.say("{figure}: {words}", figure=_print_of(one, t), words=words) if one.spot else words


def undone(taken: Correction, article: Article, topic: Topic, trouble: str = "", t: Translator = ENGLISH) -> Rendered:
    """What was taken back."""
    lines: list[Line] = [bold(t.say("Taken back:") + " ") + _changed(taken, topic, t), headline(article, t=t)]
    lines += [trouble] if trouble else []
    return compose([*lines, t.say("How it is read now: {command}", command=f"/why_{article.id}")], t=t)


def _data(verb: str, article: Article, figure: Figure, value: str = "") -> str:
    tail = f":{value}" if value else ""
    return f"{FIX}:{verb}:{article.id}:{place_words(article, figure)}{tail}"


def _rows(buttons: Sequence[Button]) -> Buttons:
    return tuple(tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW))


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]
