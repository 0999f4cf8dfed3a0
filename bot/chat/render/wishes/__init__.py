"""What a chat wants to hear of, in words: the sentence of what rings, what is muted or preferred, several subscriptions
by their names, the screens of settings, of a newcomer's first steps, of doors, and of what editors approve."""

__all__ = ["approvals", "doors", "first_steps", "mutes", "preferred", "sentence", "settings", "subscriptions"]
