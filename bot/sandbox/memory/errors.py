"""What goes wrong in the sandbox: errors that Telegram would answer, the control API's, and a start that failed."""

from collections.abc import Mapping
from typing import Any

PREFIX = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


class SandboxError(OSError):
    """The sandbox cannot start; the message is a sentence that says what to do."""


class ApiError(Exception):
    """A refusal as the Bot API gives it (https://core.telegram.org/bots/api#making-requests).

    ``parameters`` is a ResponseParameters object: ``retry_after`` in seconds, ``migrate_to_chat_id``.
    """

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})

    def body(self) -> dict[str, Any]:
        """The JSON object to answer with."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class ControlError(Exception):
    """A request to the control API that cannot be done; the message says why. ``status`` is the HTTP status."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def bad_request(reason: str) -> ApiError:
    """A 400 with Telegram's prefix, the first letter lowered as the Bot API server lowers it (but not CONSTANTS)."""
    if len(reason) > 1 and not (reason[1].isupper() or reason[1] == "_"):
        reason = reason[0].lower() + reason[1:]
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """A 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """A 429 that asks to wait ``retry_after`` whole seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
