"""Where the dashboard is, with a button that opens it."""

from bot.chat.render.html import Button, Rendered, compose

ABOUT = "Where each country stands, every figure with its sentence, the chart, stories, dates and search, on one page."


def dashboard(address: str | None, *, in_private: bool) -> Rendered:
    """The message; ``address`` as in ``ChatContext.dashboard``. A Mini App opens in private chats only, by https."""
    if address is None:
        return compose(["There is no dashboard here."])
    if not address:
        here = "It is on the machine that this bot runs on; who runs it can set PUBLIC_URL to have it opened from here."
        return compose([ABOUT, here])
    is_app = in_private and address.startswith("https://")
    button = Button("Open the dashboard", app=address) if is_app else Button("Open the dashboard", url=address)
    return compose([ABOUT], buttons=((button,),))
