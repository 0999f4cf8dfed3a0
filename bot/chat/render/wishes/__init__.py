"""What a chat wants to hear of, in words: the sentence of what rings, what is muted, and the screens of settings."""

__all__ = ["mutes", "sentence", "settings"]
