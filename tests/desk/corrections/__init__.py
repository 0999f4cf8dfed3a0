"""Tests of ``bot.desk.corrections``."""
