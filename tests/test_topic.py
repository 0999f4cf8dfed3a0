"""A topic's folder: the default one loads, another one loads, and faults are told all at once with file and value."""

import shutil
from pathlib import Path

import pytest

from bot.topic import TopicError, default_folder, load

FERRY = Path(__file__).parent / "topics" / "ferry"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FERRY, tmp_path / "ferry")
    return tmp_path / "ferry"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_default_topic_loads() -> None:
    topic = load()
    assert topic.key == "burden-sharing"
    assert {track.key for track in topic.vocabulary.tracks} == {"KR", "JP", "DE", "PL", "NATO"}
    assert topic.baseline.date.isoformat() == "2019-11-19"


def test_another_topic_is_another_folder() -> None:
    topic = load(FERRY)
    assert topic.key == "ferry"
    assert [report.id for report in topic.archive] == ["ferry-1", "ferry-2", "ferry-3"]


def test_all_faults_are_told_at_once(folder: Path) -> None:
    edit(folder / "config" / "feeds.toml", 'kind = "newspaper"', 'kind = "blog"')
    edit(folder / "seeds" / "baseline.toml", 'track = "FERRY"', 'track = "TRAIN"')
    edit(folder / "seeds" / "archive" / "en.toml", "date = 2024-03-01", 'date = "spring"')
    edit(folder / "config" / "queries.toml", "threshold = 3", 'threshold = "high"')
    with pytest.raises(TopicError) as caught:
        load(folder)
    told = "\n".join(caught.value.problems)
    assert "config/feeds.toml: feed 1: Invalid enum value 'blog'" in told
    assert "'TRAIN'" in told
    assert "seeds/archive/en.toml: report 1" in told
    assert "threshold must be a number above 0: 'high'" in told


def test_an_unknown_key_is_a_fault(folder: Path) -> None:
    edit(folder / "config" / "feeds.toml", "outlet =", 'colour = "red"\noutlet =')
    with pytest.raises(TopicError, match="unknown key 'colour'"):
        load(folder)


def test_a_track_whose_key_no_button_can_carry_is_a_fault(folder: Path) -> None:
    edit(folder / "config" / "topic.toml", 'key = "FERRY"', f'key = "{"F" * 25}"')
    with pytest.raises(TopicError) as caught:
        load(folder)
    assert f"config/topic.toml: track key '{'F' * 25}' is longer than 24 bytes" in caught.value.problems


def test_a_repeated_feed_or_report_is_a_fault(folder: Path) -> None:
    feeds = folder / "config" / "feeds.toml"
    feeds.write_text(feeds.read_text() * 2)
    edit(folder / "seeds" / "archive" / "en.toml", '"ferry-2"', '"ferry-1"')
    with pytest.raises(TopicError) as caught:
        load(folder)
    assert len(caught.value.problems) == 2
    assert all("is there 2 times" in problem for problem in caught.value.problems)


def test_a_missing_or_broken_file_is_named(folder: Path) -> None:
    (folder / "config" / "parties.toml").unlink()
    (folder / "config" / "vocabulary.toml").write_text("cues = [")
    with pytest.raises(TopicError) as caught:
        load(folder)
    told = "\n".join(caught.value.problems)
    assert "config/parties.toml: missing" in told
    assert "config/vocabulary.toml:" in told


def test_the_default_topic_is_beside_the_code() -> None:
    assert (default_folder() / "seeds" / "baseline.toml").is_file()


def test_another_topic_has_the_general_cues_and_its_own_before_them() -> None:
    default, ferry = load().vocabulary.cues, load(FERRY).vocabulary.cues
    assert ferry["hedge_up_to"] == default["hedge_up_to"]
    assert ferry["per_year"] == {"en": ("a year", "a season")}


BAD = [
    (
        "config/topic.toml",
        "top",
        "[[tracks]]",
        "config/topic.toml: unknown key 'tracks'; known are about, key, name, track",
    ),
    ("config/topic.toml", 'payer = "', 'payer = 7 # "', "track 1: Expected `str | null`, got `int`", "payer = 7"),
    ("config/topic.toml", 'about = "', 'about = "a\\u0000', "config/topic.toml: about has a NUL in it: 'a\\x00"),
    ("config/feeds.toml", "top", "[[feeds]]", "config/feeds.toml: unknown key 'feeds'; known are feed"),
    (
        "config/feeds.toml",
        'url = "',
        'url = "http://[',
        "config/feeds.toml: url 'http://[",
        "is no http or https address",
    ),
    ("config/feeds.toml", 'kind = "', 'kind = "blog" # "', "where kind = 'blog'; one of ", "newspaper"),
    ("config/feeds.toml", 'outlet = "', 'outlet = " " # "', "feed 1: outlet is empty; write it, as it is needed"),
    (
        "config/parties.toml",
        'side = "',
        'side = "left" # "',
        "party 1: Invalid enum value",
        "where side = 'left'; one of ",
    ),
    ("config/parties.toml", 'name = "', 'nmae = "', "party 1: unknown key 'nmae'; known are country", "`name`"),
    ("config/queries.toml", "threshold = ", "threshold = inf # ", "threshold must be a number above 0: inf"),
    ("config/queries.toml", "threshold = ", "threshold = true # ", "threshold must be a number above 0: True"),
    (
        "config/queries.toml",
        'expression = "',
        'expression = [] # "',
        "rule 1: Expected `str`, got `array`",
        "expression = []",
    ),
    (
        "config/vocabulary.toml",
        "en = ",
        'en = "a year" # ',
        "cues: per_year.en = 'a year': Expected `array`, got `str`",
    ),
    ("config/sentences.toml", "top", "[de]\nname = 7", "config/sentences.toml: de.name = 7: Expected `str`, got `int`"),
    ("config/sentences.toml", "top", 'de = "x"', "config/sentences.toml: de = 'x': Expected `object`, got `str`"),
    ("seeds/archive/en.toml", 'url = "', 'url = "http://h:port', "url 'http://h:port", "is no address"),
]
"""File, what is there, what is put for it, and what is said; a new key of the top goes behind all that is there."""


@pytest.mark.parametrize(("name", "old", "new", "said"), [(*row[:3], row[3:]) for row in BAD])
def test_a_bad_key_or_value_is_named_with_its_file(
    folder: Path, name: str, old: str, new: str, said: tuple[str, ...]
) -> None:
    path = folder / name
    if old == "top":
        rest = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{rest}\n{new}\n", encoding="utf-8")
    else:
        edit(path, old, new)
    with pytest.raises(TopicError) as caught:
        load(folder)
    told = "\n".join(caught.value.problems)
    assert name.partition("/en")[0] in told
    for words in said:
        assert words in told


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "config" / "feeds.toml").write_bytes(b"# \xff\n")
    (folder / "config" / "parties.toml").unlink()
    (folder / "config" / "parties.toml").mkdir()
    with pytest.raises(TopicError) as caught:
        load(folder)
    told = "\n".join(caught.value.problems)
    assert "config/feeds.toml: is not UTF-8 (byte 3); save it as UTF-8" in told
    assert "config/parties.toml: cannot be read: Is a directory" in told
