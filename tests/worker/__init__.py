"""The composition root's own tests; the whole way through it is under ``tests/whole``."""
