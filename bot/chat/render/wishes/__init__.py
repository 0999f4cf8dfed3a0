"""What a chat wants to hear of, in words: the sentence of what rings, what is muted, the screens of settings, and of
a newcomer's first steps."""

__all__ = ["first_steps", "mutes", "sentence", "settings"]
