"""What reads and judges entries, loaded when the first one has to be read: most rounds bring none.

To parse a topic's words and to compile them is the larger part of what a round without news would cost.
"""

import gc
import time
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct

from bot import topic as folder
from bot.model import Reading, Report
from bot.topic import TopicError, vocabulary_fault

if TYPE_CHECKING:
    from bot.desk.intake.novelty import Judge
    from bot.reading import Reader


class _Loaded(Struct, frozen=True):
    reader: "Reader"
    judge: "Judge"


class LateReader:
    """As ``bot.reading.Reader``, and the judge beside it, of a topic that is loaded at the first use.

    From any thread. Every use raises TopicError where the topic's files cannot be used.
    """

    def __init__(self, root: Path | None, *, encoder: bool = False) -> None:
        """``root``: the topic's folder, or the default one; ``encoder``: whether the encoder reads beside the rules."""
        self._root = root
        self._encoder = encoder
        self._lock = Lock()
        self._loaded: _Loaded | TopicError | None = None
        self.cpu_s = 0.0
        """What loading took; 0 where nothing had to be read."""

    def could_be_on_topic(self, title: str, text: str) -> bool:
        return self._now().reader.could_be_on_topic(title, text)

    def is_nearly_on_topic(self, report: Report) -> bool:
        return self._now().reader.is_nearly_on_topic(report)

    def read(self, report: Report) -> Reading:
        return self._now().reader.read(report)

    def judge(self) -> "Judge":
        """The judge of what is new."""
        return self._now().judge

    def _now(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                begun = time.thread_time()
                self._loaded = _outcome(self._root, encoder=self._encoder)
                self.cpu_s = time.thread_time() - begun
        if isinstance(self._loaded, TopicError):
            raise self._loaded
        return self._loaded


def _outcome(root: Path | None, *, encoder: bool) -> _Loaded | TopicError:
    # What is loaded stays to the end, so it is not looked through again and again as it grows.
    gc.disable()
    try:
        return _load(root, encoder=encoder)
    except TopicError as problem:
        return problem
    finally:
        gc.freeze()
        gc.enable()


def _load(root: Path | None, *, encoder: bool) -> _Loaded:
    from bot.desk.intake.novelty import Judge
    from bot.rates import Rates
    from bot.reading import VocabularyError, reader_for

    topic = folder.load(root)
    try:
        reader = reader_for(topic, encoder=encoder)
    except VocabularyError as problem:
        raise TopicError([vocabulary_fault(problem)]) from problem
    judge = Judge(topic.baseline, Rates().convert, topic.vocabulary.cues, reader.reads_context)
    return _Loaded(reader, judge)
