"""The encoder of a process: loaded when the first report needs it, given back when none has for ten minutes."""

import logging
import threading
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.model import Reasons, Topic
from bot.reading.encoder.opinion import Opinion
from bot.reading.encoder.sheet import Sheet
from bot.reading.encoder.shipped_opinions import digest, read_known

if TYPE_CHECKING:
    from bot.reading.encoder.model import Encoder

log = logging.getLogger(__name__)

TRAINED_ON = "burden-sharing"
"""The key of the topic whose labelled reports the shipped model has learned from; what is on another it cannot tell."""


def has_learned_topic(topic: Topic) -> bool:
    """Whether the encoder that reads for a topic has learned from reports on it."""
    return topic.encoder is not None or topic.key == TRAINED_ON


SHIPPED = Path(__file__).with_name("shipped")
IDLE_S = 600.0
"""Seconds without a report behind which its memory is given back."""
_NEEDED = "onnxruntime"


class EncoderMissingError(Exception):
    """What the encoder needs is not installed; the message says what to do."""


class Keeper:
    """The encoder as a function of a sheet; from any thread."""

    def __init__(self, folder: Path | None = None, idle_s: float = IDLE_S) -> None:
        """Raises EncoderMissingError where its libraries are missing; loads nothing yet."""
        if find_spec(_NEEDED) is None:
            raise EncoderMissingError(
                f"the encoder needs {_NEEDED}, which is not installed (there is no wheel of it for every platform): "
                "figures are found, but the role of each stays unclear, and only reports that the queries let in are "
                "read; ENCODER=off is for that, and silences this"
            )
        self._folder, self._idle_s = folder or SHIPPED, idle_s
        self._known: Mapping[str, Opinion] | None = None
        self._lock = threading.Lock()
        self._model: Encoder | None = None
        self._used = 0.0
        self._clock: threading.Timer | None = None

    @property
    def loaded(self) -> bool:
        return self._model is not None

    def __call__(self, sheet: Sheet) -> Opinion:
        """The model's opinion on a report."""
        with self._lock:
            if self._known is None:
                self._known = read_known(self._folder)
            if self._known and (told := self._known.get(digest(sheet))) is not None:
                return told
            model = self._ready()
        return model(sheet)

    def reasons(self, sheet: Sheet, number: int) -> Reasons:
        """Why a figure, by its number among the sheet's spans, has its role; takes up to a second."""
        from bot.reading.encoder.reasons import Examples, reasons

        with self._lock:
            model = self._ready()
        return reasons(model, Examples(self._folder), sheet, number)

    def _ready(self) -> "Encoder":
        """The model, loaded if need be; call while holding the lock."""
        if self._model is None:
            self._model = _load(self._folder)
        self._used = time.monotonic()
        if self._clock is None:
            self._wait(self._idle_s)
        return self._model

    def _wait(self, seconds: float) -> None:
        self._clock = threading.Timer(seconds, self._rest)
        self._clock.daemon = True
        self._clock.start()

    def _rest(self) -> None:
        """Gives the model back if nobody has asked for so long, else waits for the rest of it."""
        with self._lock:
            left = self._used + self._idle_s - time.monotonic()
            self._clock = None
            if left > 0:
                self._wait(left)
            else:
                self._model = None
                log.info("the encoder is given back: nothing to read for %.0f s", self._idle_s)


def encoder_of(*, wanted: bool, folder: Path | None = None) -> Keeper | None:
    """The encoder, a topic's own or the one that ships; None where it is not wanted or, as a warning says, missing."""
    if not wanted:
        return None
    try:
        return Keeper(folder)
    except EncoderMissingError as reason:
        log.warning("%s", reason)
        return None


def _load(folder: Path) -> "Encoder":
    from bot.reading.encoder.model import Encoder

    begun = time.monotonic()
    model = Encoder(folder)
    log.info("the encoder is loaded (%.1f s)", time.monotonic() - begun)
    return model
