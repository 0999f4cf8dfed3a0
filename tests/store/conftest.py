"""A migrated store on each database, and a second worker on the same one."""

from collections.abc import Iterator

import pytest

from bot.store import Store, open_store
from tests.store.build import OPERATOR


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with open_store(database_url, worker="first", operators=[OPERATOR]) as opened:
        opened.migrate()
        yield opened


@pytest.fixture
def other(store: Store, database_url: str) -> Iterator[Store]:
    """A second worker's store on the database of ``store``."""
    with open_store(database_url, worker="second") as opened:
        yield opened
