"""Why a figure has its role, as far as that can be told: words that weighed, and labelled figures most alike."""

from typing import NamedTuple


class Weight(NamedTuple):
    """A word, and by how much (of a probability) it makes the role likelier."""

    word: str
    by: float


class Example(NamedTuple):
    """A labelled figure: the words around it, itself among them, and the role that its reader gave it."""

    words: str
    surface: str
    role: str


class Reasons(NamedTuple):
    """Both may be empty: where no single word weighs, and where no examples came with the model."""

    words: tuple[Weight, ...]
    examples: tuple[Example, ...]
