"""The Bot API requests that the sandbox has seen, for whoever wants to judge them."""

from collections import deque
from typing import Any

KEPT = 50_000


class Journal:
    """Keeps the last requests, in the order of their answers; never a token."""

    def __init__(self) -> None:
        self._seen: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def add(
        self, method: str, params: dict[str, Any], status: int | None, ok: bool, at: float, error: str = ""
    ) -> None:
        """``status`` is None where no answer was given; ``at`` is in Unix seconds."""
        entry = {"method": method, "params": params, "status": status, "ok": ok, "at": at}
        self._seen.append(entry | ({"error": error} if error else {}))

    def requests(self, method: str | None = None) -> list[dict[str, Any]]:
        wanted = None if method is None else method.lower()
        return [entry for entry in self._seen if wanted is None or entry["method"].lower() == wanted]
