"""The program's verbs, run as a user runs them."""
