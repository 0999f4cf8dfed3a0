"""What is kept of a chat: everything that is of it goes, and nothing of another's."""

import json

from bot.model import Watch
from bot.store import Store
from bot.store.database.tables import metadata
from tests.store.build import NOW, chat
from tests.store.filled import fill, rows


def test_all_of_a_chat_is_told_and_goes_and_nothing_of_another(store: Store) -> None:
    fill(store)
    assert isinstance(store.watches.add(chat(3), "ships", "ships", "ships", NOW), Watch)
    kept = {number: store.outbox.kept_of(number) for number in (1, 3)}
    # Whatever table has rows of chats has some here, so that one that is added is not forgotten to be forgotten.
    named = {table.name for table in metadata.sorted_tables if "chat_id" in table.c}
    assert {*kept[1], *kept[3]} == {*named, "chats", "watch_hits"}
    assert json.loads(json.dumps(kept[1])) == kept[1]
    mark = store.watches.mark()
    before = rows(store._database)
    assert store.outbox.forget(1, NOW) == sum(map(len, kept[1].values()))
    assert store.outbox.kept_of(1) == {}
    assert store.outbox.kept_of(3) == kept[3]
    assert store.outbox.forget(1, NOW) == 0
    assert store.watches.mark() != mark
    after = rows(store._database)
    changed = {name for name in before if len(before[name]) != len(after[name])}
    assert changed - {"meta"} == set(kept[1])
