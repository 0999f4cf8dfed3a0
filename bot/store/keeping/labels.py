"""The reports that operators corrected, as labelled ones in a file under DATA_DIR, which training takes."""

import json
import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from threading import Lock

from bot.desk.corrections.labelled import FILE, labelled
from bot.model import Correction
from bot.store.archive.archive_store import ArchiveStore


class LabelFile:
    """Writes the file anew from what is in the database: what was taken back is in it no more."""

    def __init__(self, archive: ArchiveStore, folder: Path) -> None:
        self._archive = archive
        self._path = folder / FILE
        self._lock = Lock()

    def write(self) -> None:
        """Writes the corrected reports, the first one first; nothing where there are none and never were.

        Raises OSError, and StoreError.
        """
        with self._lock:
            lines = self._lines()
            if not lines and not self._path.exists():
                return
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = self._path.with_name(f".{FILE}.{os.getpid()}")
            try:
                # Only its owner may read it, as all that is made here.
                descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    file.writelines(lines)
                beside.replace(self._path)
            finally:
                with suppress(FileNotFoundError):
                    beside.unlink()

    def _lines(self) -> list[str]:
        made: defaultdict[int, list[Correction]] = defaultdict(list)
        for one in reversed(self._archive.all_corrections()):
            made[one.article_id].append(one)
        articles = self._archive.kept(made)
        told = (labelled(articles[number][0], those) for number, those in made.items())
        return [json.dumps(line, ensure_ascii=False) + "\n" for line in told]
