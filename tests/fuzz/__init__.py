"""Input that nobody would send, by the thousand; see ``test_fuzz``."""
