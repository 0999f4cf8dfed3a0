"""Terms found in texts: folded, stemmed, indexed, in languages that set words apart and in those that do not.

What belongs here: what finds words, whatever they are looked for. What does not: what a found word means.
"""

__all__ = ["folding", "glued", "hits", "index", "placed", "split", "stems"]
