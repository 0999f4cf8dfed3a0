"""The kinds and formats of an export; apart from ``export``, since the command line names them in its help."""

from enum import StrEnum


class What(StrEnum):
    FIGURES = "figures"
    STORIES = "stories"
    REPORTS = "reports"


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    ATOM = "atom"
