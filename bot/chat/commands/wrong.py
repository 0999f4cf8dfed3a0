"""The button Wrong? below /why: any reader reports what is wrong, by a tap and a choice."""

from collections.abc import Mapping

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import Families
from bot.chat.commands.corrections import Corrections
from bot.chat.people import chat_of
from bot.chat.render import Rendered
from bot.chat.render.wrong import WRONG, figure_at, taken_down, what_is_wrong, what_is_wrong_of
from bot.model import Article, Aspect, ChatType, Figure

_OF_FIGURES: Mapping[str, Aspect | None] = {
    "none": None,
    **{aspect.value: aspect for aspect in Aspect if aspect.is_of_figure},
}
_OF_REPORTS = {aspect.value: aspect for aspect in Aspect if not aspect.is_of_figure}


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
            return self._families.of(Corrections).sheet(number)
        return what_is_wrong(self._article(number))

    def _go_on(self, number: int, chosen: list[str], pressed: ButtonPress) -> Rendered:
        """Raises Outdated where the figure is no longer the one that was shown."""
        article, (which, *aspect) = self._article(number), chosen
        if not which:
            return what_is_wrong(article)
        if which in _OF_REPORTS and not aspect:
            return self._take(article, None, _OF_REPORTS[which], pressed)
        figure = figure_at(article, which)
        if figure is None or len(aspect) > 1 or (aspect and aspect[0] not in _OF_FIGURES):
            raise Outdated
        if not aspect:
            return what_is_wrong_of(article, figure)
        return self._take(article, figure, _OF_FIGURES[aspect[0]], pressed)

    def _take(self, article: Article, figure: Figure | None, aspect: Aspect | None, pressed: ButtonPress) -> Rendered:
        chat, now = chat_of(pressed.below.chat, self._context.default_zone), self._context.now()
        spot = figure.spot if figure is not None else None
        return taken_down(self._context.store.intake.complain(chat, article.id, spot, aspect, now), article)

    def _article(self, number: int) -> Article:
        article = self._context.store.archive.article(number)
        if article is None:
            raise Outdated
        return article
