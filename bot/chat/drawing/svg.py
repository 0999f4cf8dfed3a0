"""Writes a chart or a card as SVG. Letters are text, so that it can be searched, read aloud and edited."""

import re
from base64 import b64encode
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from msgspec.structs import replace

from bot.chat.drawing.card import Card
from bot.chat.drawing.card_layout import laid_out_card
from bot.chat.drawing.chart import Chart, Colour
from bot.chat.drawing.layout import Line, Mark, Sheet, Words, laid_out
from bot.chat.drawing.letters import BOLD, REGULAR, lacks_letters, width_of

GROUND = Colour("#fbfaf7", "#17191d")
_COLOURS = {
    "ink": Colour("#22252b", "#eceae4"),
    "faint": Colour("#5c616b", "#a3a8b3"),
    "grid": Colour("#e2e0d9", "#2c3037"),
}
SHAPES = {
    "circle": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
    "diamond": "M0 -5L5 0L0 5L-5 0z",
    "square": "M-4 -4H4V4H-4z",
    "triangle": "M0 -4.8L4.8 3.8H-4.8z",
    "down": "M0 4.8L4.8 -3.8H-4.8z",
}
"""Marks by name, around their middle; none is wider than the room that the layout gives it."""
_FAMILY = "Inter, 'Helvetica Neue', Arial, sans-serif"
_KOREAN = "'Noto Sans CJK KR', 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', NanumGothic, sans-serif"
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_OTHERS = "'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', sans-serif"


def svg_of(picture: Chart | Card, *, with_fonts: bool = False) -> str:
    """The picture; ``with_fonts`` it brings its letters along, 75 kB, for machines that have no such font."""
    if isinstance(picture, Card):
        about = f"{picture.about} {picture.baseline} {picture.sources}".strip()
        return _written(laid_out_card(picture), picture.title, about, dark=False, with_fonts=with_fonts)
    about = f"{picture.about} {picture.note}"
    return _written(laid_out(picture), picture.title, about, dark=picture.dark, with_fonts=with_fonts)


def _written(sheet: Sheet, title: str, about: str, *, dark: bool, with_fonts: bool) -> str:
    size = f"{sheet.width:g}", f"{sheet.height:g}"
    root = Element(
        "svg", xmlns="http://www.w3.org/2000/svg", width=size[0], height=size[1], viewBox=f"0 0 {size[0]} {size[1]}"
    )
    root.attrib |= {"role": "img", "font-family": _FAMILY}
    SubElement(root, "title").text = title
    SubElement(root, "desc").text = about
    if with_fonts:
        SubElement(root, "style").text = "".join(_faces())
    colours = {name: _in(colour, dark) for name, colour in (_COLOURS | sheet.colours).items()}
    ground = _in(GROUND, dark)
    SubElement(root, "rect", width="100%", height="100%", fill=ground)
    _draw(root, sheet, colours, ground)
    return tostring(root, encoding="unicode")


def _draw(root: Element, sheet: Sheet, colours: dict[str, str], ground: str) -> None:
    for line in sheet.lines:
        _line(root, line, colours)
    for mark in sheet.marks:
        _mark(root, mark, colours, ground)
    for words in (*sheet.words, *sheet.labels):
        _words(root, words, colours)


def _in(colour: Colour, dark: bool) -> str:
    return colour.dark if dark else colour.light


def _line(root: Element, line: Line, colours: dict[str, str]) -> None:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in line.points)
    drawn = SubElement(root, "polyline", points=points, fill="none", stroke=colours[line.colour])
    drawn.attrib["stroke-width"] = f"{line.width:g}"
    if line.dotted:
        drawn.attrib["stroke-dasharray"] = "2 3"


def _mark(root: Element, mark: Mark, colours: dict[str, str], ground: str) -> None:
    """The colour's own, or hollow; with a rim of the ground that parts it from what it stands on."""
    (x, y), colour = mark.at, colours[mark.colour]
    place = {"d": SHAPES[mark.shape], "transform": f"translate({x:.1f} {y:.1f})"}
    SubElement(root, "path", {**place, "fill": ground, "stroke": ground, "stroke-width": "3"})
    fill = ground if mark.hollow else colour
    SubElement(root, "path", {**place, "fill": fill, "stroke": colour, "stroke-width": "1.4"})


def _words(root: Element, words: Words, colours: dict[str, str]) -> None:
    words = _from_its_start(words)
    made = SubElement(root, "text", x=f"{words.at[0]:.1f}", y=f"{words.at[1]:.1f}", fill=colours[words.colour])
    made.attrib["font-size"] = f"{words.size:g}"
    if words.anchor != "start":
        made.attrib["text-anchor"] = words.anchor
    if words.bold:
        made.attrib["font-weight"] = "600"
    _write(made, words)


def _from_its_start(words: Words) -> Words:
    """A line in several families' letters, whose parts have places only from its start on; of Korean see ``_write``."""
    if words.anchor == "start" or not lacks_letters(words.words) or _HANGUL.search(words.words):
        return words
    width = width_of(words.words, words.size, bold=words.bold)
    return replace(
        words, at=(words.at[0] - (width / 2 if words.anchor == "middle" else width), words.at[1]), anchor="start"
    )


def _write(made: Element, words: Words) -> None:
    """In our own letters as far as they go; the others in those of a family like ours, where the machine has one.

    Each part of a line has its place, without which resvg writes the whole line in the letters of the other family.
    Korean letters are narrower than their squares, by how much is the family's, so that a line with any is all in it.
    """
    if not lacks_letters(words.words):
        made.text = words.words
        return
    if _HANGUL.search(words.words):
        made.text, made.attrib["font-family"] = words.words, _KOREAN
        return
    x = words.at[0]
    for is_ours, letters in _parts(words.words):
        part = SubElement(made, "tspan")
        part.text = letters
        if not is_ours:
            part.attrib["font-family"] = _OTHERS
        if words.anchor == "start":
            part.attrib["x"] = f"{x:.1f}"
        x += width_of(letters, words.size, bold=words.bold)


def _parts(words: str) -> list[tuple[bool, str]]:
    """Pieces of a text, and whether they are in our own letters; a blank belongs to what stands before it."""
    parts: list[tuple[bool, str]] = []
    for letter in words:
        is_ours = not lacks_letters(letter)
        if parts and (letter == " " or parts[-1][0] is is_ours):
            parts[-1] = parts[-1][0], parts[-1][1] + letter
        else:
            parts.append((is_ours, letter))
    return parts


def _faces() -> Iterator[str]:
    for weight, font in ((400, REGULAR), (600, BOLD)):
        letters = b64encode(font.read_bytes()).decode()
        yield f"@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/ttf;base64,{letters})}}"
