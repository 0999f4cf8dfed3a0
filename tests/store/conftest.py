"""An empty store on each database, and a second worker on the same one."""

from collections.abc import Iterator

import pytest

from bot.store import Store, open_store
from tests.store.build import OPERATOR


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    with open_store(migrated_url, worker="first", operators=[OPERATOR]) as opened:
        yield opened


@pytest.fixture
def other(store: Store, migrated_url: str) -> Iterator[Store]:
    """A second worker's store on the database of ``store``."""
    with open_store(migrated_url, worker="second") as opened:
        yield opened
