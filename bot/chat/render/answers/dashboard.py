"""Where the dashboard is, with a button that opens it."""

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Button, Rendered, compose


def dashboard(address: str | None, *, in_private: bool, t: Translator = ENGLISH) -> Rendered:
    """The message; ``address`` as in ``ChatContext.dashboard``. A Mini App opens in private chats only, by https."""
    if address is None:
        return compose([t.say("There is no dashboard here.")])
    about = t.say(
        "Where each country stands, every figure with its sentence, the chart, stories, dates and search, on one page."
    )
    if not address:
        here = t.say(
            "It is on the machine that this bot runs on; who runs it can set PUBLIC_URL to have it opened from here."
        )
        return compose([about, here])
    is_app, label = in_private and address.startswith("https://"), t.say("Open the dashboard")
    return compose([about], buttons=((Button(label, app=address) if is_app else Button(label, url=address),),))
