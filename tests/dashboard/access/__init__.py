"""Who may look at it."""
