"""What is sent as a file: Atom, iCalendar, Markdown, CSV and JSON."""

__all__ = ["atom", "export_messages", "ics", "markdown", "tables"]
