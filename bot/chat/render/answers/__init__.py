"""What commands show of the ledger, the stories and the dates to come. Pure, as all of ``bot.chat.render``."""

__all__ = [
    "calendar",
    "card",
    "chart",
    "compare",
    "dashboard",
    "figures",
    "inline",
    "own_data",
    "positions",
    "search",
    "summary",
    "timeline",
    "watches",
    "why_not",
]
