"""The chat room's tests: whole messages compared, and python-telegram-bot unpatched over HTTP on loopback."""
