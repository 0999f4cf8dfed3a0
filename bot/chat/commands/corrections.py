"""What is wrong: any reader reports it by the button Wrong? below /why; operators correct it by /correct, in words or
by buttons, and rule on what readers report.

Who sends /correct, or presses a button of it, is an operator in a private chat; ``bot.chat.updates`` sees to that.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.logs import one_line
from bot.chat.render import Rendered
from bot.chat.render.notice import refused, unreadable
from bot.chat.render.operators import corrections as render
from bot.chat.render.wrong import FIX, RIGHT, WRONG, figure_at, let_stand, taken_down, what_is_wrong, what_is_wrong_of
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.corrections import EXAMPLE, CorrectWords, correct_words, ruling_of
from bot.desk.intake.merge_split import Refused
from bot.model import Article, Aspect, ChatType, Complaint, Correction, Figure

_log = logging.getLogger(__name__)

UNDO = "undo"
_One = TypeVar("_One", Complaint, Correction)
_VALUES = {"r": Aspect.ROLE, "p": Aspect.PAYER, "a": Aspect.ACTOR, "v": Aspect.EVENT}
"""What the buttons with a value correct."""
_OF_FIGURES: Mapping[str, Aspect | None] = {
    "none": None,
    **{aspect.value: aspect for aspect in Aspect if aspect.is_of_figure},
}
_OF_REPORTS = {aspect.value: aspect for aspect in Aspect if not aspect.is_of_figure}


class Corrections:
    """Corrects reports. Methods raise BadArgument, with a line that works."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._archive, self._intake = families.context.store.archive, families.context.store.intake

    def correct(self, asked: CommandRequest) -> Rendered:
        """Does what was typed; shows a report, or one of its figures, where no value was typed."""
        words = asked.words.strip()
        if not words:
            replied = self._archive.sent_article(asked.chat.id, asked.reply_to) if asked.reply_to is not None else None
            return self.sheet(replied.id, asked.t) if replied is not None else self._usage(asked.t)
        if words.split()[0].casefold() == UNDO:
            return self._undo_typed(words.split()[1:], asked.chat.id, asked.t)
        typed = correct_words(words)
        article = self._article(typed.report)
        figure = self._figure(article, typed.figure) if typed.figure is not None else None
        if typed.aspect is None:
            if figure is None:
                return self.sheet(article.id, asked.t)
            return render.card(article, figure, self._context.topic, t=asked.t)
        return self.rule(article, figure, typed, asked.chat.id, asked.t)

    def sheet(self, number: int, t: Translator = ENGLISH) -> Rendered:
        """A report with all that may be corrected of it."""
        article = self._article(number)
        return render.sheet(article, self._context.topic, self._archive.corrections([number]).get(number, ()), t)

    def undo(self, number: int | None, operator: int, t: Translator = ENGLISH) -> Rendered:
        taken = self._intake.undo_correction(number, operator, self._context.now())
        if isinstance(taken, Refused):
            raise refused(taken.why, "/correct")
        return render.undone(taken, self._article(taken.article_id), self._context.topic, self._relabelled(t), t)

    def _undo_typed(self, rest: list[str], operator: int, t: Translator) -> Rendered:
        number = rest[0].removeprefix("#") if rest else ""
        if len(rest) > 1 or (rest and not is_id(number)):
            raise BadArgument("Say the number of a correction, or nothing for your last one.", "/correct undo")
        return self.undo(int(number) if number else None, operator, t)

    def rule(
        self, article: Article, figure: Figure | None, asked: CorrectWords, operator: int, t: Translator = ENGLISH
    ) -> Rendered:
        """Puts in force what was said of a report or its figure."""
        ruling = ruling_of(asked, figure, self._context.topic.vocabulary)
        spot = figure.spot if figure is not None else None
        made = self._intake.correct(article.id, ruling, spot, operator, self._context.now())
        if isinstance(made, Refused):
            raise refused(made.why, f"/correct {article.id}")
        return render.done(made, self._article(article.id), self._context.topic, self._relabelled(t), t)

    def _relabelled(self, t: Translator) -> str:
        """Has the corrected reports written for training; what to do where that fails, else ""."""
        try:
            if self._context.relabel is not None:
                self._context.relabel()
        except OSError as problem:
            _log.warning("the corrected reports could not be written for training: %s", one_line(str(problem)))
            told = "The file for training could not be written: {reason}. The next one writes it."
            return t.say(told, reason=problem.strerror or str(problem))
        return ""

    def _usage(self, t: Translator) -> Rendered:
        waiting = self._archive.open_complaints(render.MOST_LISTED)
        made = self._archive.all_corrections(render.MOST_LISTED)
        return render.usage(self._with_articles(waiting), self._with_articles(made), self._context.topic, t)

    def _with_articles(self, those: list[_One]) -> list[tuple[_One, Article]]:
        kept = self._archive.kept({one.article_id for one in those})
        return [(one, kept[one.article_id][0]) for one in those if one.article_id in kept]

    def _article(self, number: int) -> Article:
        article = self._archive.article(number)
        if article is None or not article.reading.relevance.on_topic:
            told = "There is no report {number}; /why shows a report's number."
            raise BadArgument(told, EXAMPLE, number=str(number))
        return article

    def _figure(self, article: Article, number: int) -> Figure:
        figures = article.reading.figures
        if not 0 < number <= len(figures):
            raise BadArgument(
                "Report {report} has no figure {number}; {command} shows them with their numbers.",
                f"/correct {article.id}",
                report=str(article.id),
                number=str(number),
                command=f"/correct_{article.id}",
            )
        return figures[number - 1]


class CorrectButtons:
    """What presses of ``fix:VERB:...`` and ``right:COMPLAINT`` do: each changes the message that it is under."""

    def __init__(self, families: Families) -> None:
        self._context, self._commands = families.context, families.of(Corrections)
        self._archive = families.context.store.archive

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handlers of both."""
        return {FIX: self._fix, RIGHT: self._right}

    async def _fix(self, pressed: ButtonPress) -> None:
        """Raises Outdated."""
        verb, _, rest = pressed.words.partition(":")
        number, _, more = rest.partition(":")
        if not is_id(number):
            raise Outdated
        do = self._done_by(verb, int(number), more, pressed.query.from_user.id, pressed.t)
        await pressed.replace_message(partial(_answered, do, pressed.t))

    def _done_by(self, verb: str, number: int, more: str, operator: int, t: Translator) -> Callable[[], Rendered]:
        """What a press does; it may raise Outdated and BadArgument."""
        about, value = more.partition(":")[::2]
        match verb:
            case "s":
                return lambda: self._commands.sheet(number, t)
            case "e":
                return lambda: render.event_card(self._article(number), t)
            case "y":
                return lambda: render.story_card(self._article(number), t)
            case "c":
                return lambda: self._of_complaint(number, t)
            case "u":
                return lambda: self._commands.undo(number, operator, t)
            case "f":
                return lambda: render.card(*self._shown(number, about), self._context.topic, t=t)
            case "n":
                return lambda: self._say(CorrectWords(number, None, Aspect.STORY, "new"), operator, t)
            case "v":
                return lambda: self._say(CorrectWords(number, None, Aspect.EVENT, about), operator, t)
            case "r" | "p" | "a":
                return lambda: self._of_figure(number, about, _VALUES[verb], value, operator, t)
            case _:
                raise Outdated

    def _of_figure(self, number: int, which: str, aspect: Aspect, value: str, operator: int, t: Translator) -> Rendered:
        article, figure = self._shown(number, which)
        place = article.reading.figures.index(figure) + 1
        return self._say(CorrectWords(number, place, aspect, value), operator, t)

    def _say(self, asked: CorrectWords, operator: int, t: Translator) -> Rendered:
        if not asked.value:
            raise Outdated
        article = self._article(asked.report)
        figure = article.reading.figures[asked.figure - 1] if asked.figure is not None else None
        return self._commands.rule(article, figure, asked, operator, t)

    def _of_complaint(self, number: int, t: Translator) -> Rendered:
        """The figure that a reader reported, or all of the report."""
        found = self._archive.complaint(number)
        if found is None:
            raise Outdated
        article = self._article(found.article_id)
        if found.subject == Aspect.EVENT:
            return render.event_card(article, t)
        if found.subject == Aspect.STORY:
            return render.story_card(article, t)
        figure = next((one for one in article.reading.figures if _is_at(one, found)), None)
        if figure is None:
            return self._commands.sheet(article.id, t)
        return render.card(article, figure, self._context.topic, found, t)

    async def _right(self, pressed: ButtonPress) -> None:
        if not is_id(pressed.words):
            raise Outdated
        await pressed.replace_message(lambda: self._let_stand(int(pressed.words), pressed))

    def _let_stand(self, number: int, pressed: ButtonPress) -> Rendered:
        self._context.store.intake.let_stand(number, pressed.query.from_user.id, self._context.now())
        found = self._archive.complaint(number)
        if found is None:
            raise Outdated
        return let_stand(found, self._article(found.article_id), pressed.t)

    def _shown(self, number: int, which: str) -> tuple[Article, Figure]:
        """Raises Outdated where the figure is no longer the one that was shown."""
        article = self._article(number)
        figure = figure_at(article, which)
        if figure is None:
            raise Outdated
        return article, figure

    def _article(self, number: int) -> Article:
        article = self._archive.article(number)
        if article is None:
            raise Outdated
        return article


class WrongReports:
    """Takes down what readers report as wrong."""

    def __init__(self, families: Families) -> None:
        self._families, self._context = families, families.context

    def buttons(self) -> dict[str, PressHandler]:
        """The handler of ``wrong:REPORT``, ``wrong:REPORT:FIGURE`` and ``wrong:REPORT:FIGURE:ASPECT``."""
        return {WRONG: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        number, *rest = pressed.words.split(":")
        if not is_id(number):
            raise Outdated
        if not rest:  # the answer that it is below stays
            await pressed.reply(lambda: self._begin(int(number), pressed))
        else:
            await pressed.replace_message(lambda: self._go_on(int(number), rest, pressed))

    def _begin(self, number: int, pressed: ButtonPress) -> Rendered:
        """The choice; an operator in private is shown what he may correct."""
        is_private = pressed.below.chat.type == ChatType.PRIVATE
        if is_private and pressed.query.from_user.id in self._context.operators:
            return self._families.of(Corrections).sheet(number, pressed.t)
        return what_is_wrong(self._article(number), pressed.t)

    def _go_on(self, number: int, chosen: list[str], pressed: ButtonPress) -> Rendered:
        """Raises Outdated where the figure is no longer the one that was shown."""
        article, (which, *aspect) = self._article(number), chosen
        if not which:
            return what_is_wrong(article, pressed.t)
        if which in _OF_REPORTS and not aspect:
            return self._take(article, None, _OF_REPORTS[which], pressed)
        figure = figure_at(article, which)
        if figure is None or len(aspect) > 1 or (aspect and aspect[0] not in _OF_FIGURES):
            raise Outdated
        if not aspect:
            return what_is_wrong_of(article, figure, pressed.t)
        return self._take(article, figure, _OF_FIGURES[aspect[0]], pressed)

    def _take(self, article: Article, figure: Figure | None, aspect: Aspect | None, pressed: ButtonPress) -> Rendered:
        chat, now = pressed.here, self._context.now()
        spot = figure.spot if figure is not None else None
        came = self._context.store.intake.complain(chat, article.id, spot, aspect, now)
        return taken_down(came, article, pressed.t)

    def _article(self, number: int) -> Article:
        article = self._context.store.archive.article(number)
        if article is None:
            raise Outdated
        return article


def _is_at(figure: Figure, complaint: Complaint) -> bool:
    return f"{figure.where} {figure.start}" == complaint.subject and figure.surface == complaint.surface


def _answered(do: Callable[[], Rendered], t: Translator) -> Rendered:
    """What cannot be done is said in the message's place, with a line that works. Raises Outdated."""
    try:
        return do()
    except BadArgument as problem:
        return unreadable(problem, t)
