"""Tests of ``bot.store.outbox.watching``."""
