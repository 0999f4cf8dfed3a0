"""What a chat wants to hear of, in words: the sentence of what rings, what is muted, and what was changed."""

__all__ = ["mutes", "sentence"]
