"""What is sent as a file: Atom, iCalendar, Markdown, CSV and JSON."""
