"""A chat's message on a terminal: marks, numbered links, folded lines."""

import pytest

from bot.chat.render.html import bold, code, compose, link, text
from bot.cli.terminal.messages import show


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_links_are_numbered_once_and_listed_below(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = "https://a.example/?x=1&y=2", "https://b.example/"
    lines = [link("One", first), link(bold("Two"), second) + text(" & ") + link("One again", first)]
    show(compose(lines).html)
    assert printed(capsys) == ["One [1]", "Two [2] & One again [1]", "", f"  [1] {first}", f"  [2] {second}"]


def test_words_from_elsewhere_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    show(compose([bold("[red]a[/] <b>not bold</b> &amp; & \N{GREEK SMALL LETTER ALPHA}")]).html)
    assert printed(capsys) == ["[red]a[/] <b>not bold</b> &amp; & \N{GREEK SMALL LETTER ALPHA}"]


def test_commands_are_the_programs_own_but_not_in_headlines(capsys: pytest.CaptureFixture[str]) -> None:
    show(compose([text("More: ") + code("/figures korea"), link("What /figures mean", "https://a.example/")]).html)
    assert printed(capsys)[:2] == ["More: burdenwatch figures korea", "What /figures mean [1]"]


def test_a_folded_line_goes_on_below_its_first_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    address = "https://a.example/an/address/longer/than/the/terminal"
    show(
        compose(
            ["• one two three four five six seven eight", "   ↳ nine ten eleven twelve thirteen", link("x", address)]
        ).html
    )
    assert [line.rstrip() for line in printed(capsys)] == [
        "• one two three four five six",
        "  seven eight",
        "   ↳ nine ten eleven twelve",
        "     thirteen",
        "x [1]",
        "",
        f"  [1] {address}",
    ]


def test_paragraphs_stay(capsys: pytest.CaptureFixture[str]) -> None:
    show(compose(["one", "", "two"]).html)
    assert printed(capsys) == ["one", "", "two"]
