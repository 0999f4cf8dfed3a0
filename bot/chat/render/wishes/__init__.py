"""What a chat wants to hear of, in words: the sentence of what rings, what is muted, the screens of settings, of a
newcomer's first steps, and of doors."""

__all__ = ["doors", "first_steps", "mutes", "sentence", "settings"]
