"""What is sent as a file: Atom, iCalendar, Markdown, CSV and JSON."""

__all__ = ["atom", "exported", "ics", "markdown", "tables"]
