"""What a chat wants to hear of, in words: the sentence of what rings, what is muted, the screens of settings, of a
newcomer's first steps, of doors, and of what editors approve; several subscriptions by their names."""

__all__ = ["approvals", "doors", "first_steps", "mutes", "sentence", "settings", "subscriptions"]
