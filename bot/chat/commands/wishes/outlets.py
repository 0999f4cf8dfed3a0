"""The outlet that somebody means, by its name or a part of it."""

from collections.abc import Collection
from functools import partial

from bot.chat.context import ChatContext
from bot.chat.languages.lists import listed
from bot.chat.typed.bad_argument import BadArgument, shown

_NEWEST = 500
"""Reports whose outlets are known beside those of the feeds."""


def outlet_of(context: ChatContext, typed: str, command: str) -> str:
    """An outlet that is known here, for a command. Raises BadArgument."""
    known = {feed.outlet for feed in context.store.feeds.all()}
    known |= {article.outlet for article in context.store.archive.articles(limit=_NEWEST)}
    found = named(typed, known)
    if not found:
        raise BadArgument("No outlet here goes by “{typed}”; /sources lists them.", "/sources", typed=shown(typed))
    if len(found) > 1:
        raise BadArgument(
            "“{typed}” may be {outlets}.",
            f"{command} {found[0]}",
            typed=shown(typed),
            outlets=partial(listed, found[:5]),
        )
    return found[0]


def named(typed: str, outlets: Collection[str]) -> list[str]:
    """The outlet of this name, in any case; else those that have the words in theirs."""
    wanted = " ".join(typed.casefold().split())
    exact = [one for one in outlets if one.casefold() == wanted]
    return sorted(exact[:1] or [one for one in outlets if wanted and wanted in one.casefold()])
