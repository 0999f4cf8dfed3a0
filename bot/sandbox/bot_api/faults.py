"""Faults to order: which of the bot's coming requests go wrong, and how."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.memory.errors import ControlError

KINDS = ("429", "403", "400", "502", "not_json", "stall", "drop", "migrate")

BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)


@dataclass(slots=True)
class Fault:
    """One fault that was ordered. ``after``: the request takes effect first, and only its answer goes wrong."""

    method: str
    kind: str
    times: int = 1
    chat_id: int | None = None
    retry_after: int = 1
    description: str = ""
    after: bool = False

    def fits(self, method: str, chat_id: int | None) -> bool:
        return (
            self.times > 0
            and self.method in ("*", method.lower())
            and (self.chat_id is None or self.chat_id == chat_id)
        )


class Faults:
    """The faults that were ordered and have not happened yet, first come first served."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        for fault in self._orders:
            if fault.fits(method, chat_id):
                fault.times -= 1
                self._orders = [order for order in self._orders if order.times > 0]
                return fault
        return None

    def order(self, body: dict[str, Any]) -> None:
        """Takes an order of the control API; raises ControlError for one that makes no sense."""
        known = {"method", "kind", "times", "chat_id", "retry_after", "description", "after"}
        if unknown := set(body) - known:
            raise ControlError(f"unknown: {', '.join(sorted(unknown))}; a fault has {', '.join(sorted(known))}")
        fault = Fault(
            method=_text(body, "method", "*").lower(),
            kind=_text(body, "kind", ""),
            times=_number(body, "times", 1, low=1),
            chat_id=_number(body, "chat_id", 0) if body.get("chat_id") is not None else None,
            retry_after=_number(body, "retry_after", 1, low=1),
            description=_text(body, "description", ""),
            after=bool(body.get("after", False)),
        )
        if fault.kind not in KINDS:
            raise ControlError(f"kind must be one of {', '.join(KINDS)}, not {fault.kind!r}")
        if fault.after and fault.kind == "migrate":
            raise ControlError("a migration happens before the effect: leave out after")
        self._orders.append(fault)

    def clear(self) -> None:
        self._orders.clear()

    def open(self) -> list[dict[str, Any]]:
        return [
            {"method": f.method, "kind": f.kind, "times": f.times, "chat_id": f.chat_id, "after": f.after}
            for f in self._orders
        ]


def _text(body: dict[str, Any], key: str, default: str) -> str:
    value = body.get(key, default)
    if not isinstance(value, str):
        raise ControlError(f"{key} must be a string, not {value!r}")
    return value


def _number(body: dict[str, Any], key: str, default: int, *, low: int | None = None) -> int:
    value = body.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or (low is not None and value < low):
        raise ControlError(f"{key} must be a whole number{'' if low is None else f' from {low}'}, not {value!r}")
    return value
