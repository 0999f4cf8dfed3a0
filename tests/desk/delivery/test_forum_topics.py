"""Where messages to a topic of a forum go, and what is no topic."""

from bot.desk.delivery.forum_topics import Target, is_topic, target_of, topic_address
from bot.model import Chat, ChatType


def test_a_topic_is_reached_by_its_group_and_its_thread() -> None:
    topic = Chat(-(2**53) - 1, ChatType.SUPERGROUP, "Desk · Korea", True, address=topic_address(-1001234567890, 12))
    assert (topic.address, is_topic(topic)) == ("-1001234567890/12", True)
    assert target_of(topic) == Target(-1001234567890, 12)


def test_other_chats_are_no_topics() -> None:
    group = Chat(-1001, ChatType.SUPERGROUP, "Desk", True)
    elsewhere = Chat(-(2**53) - 1, ChatType.ADDRESS, "f", True, channel="file", address="a/1")
    assert [is_topic(one) for one in (group, elsewhere)] == [False, False]
    assert target_of(group) == Target(-1001)
