"""Writes a chart as SVG. Letters are text, so that it can be searched, read aloud and edited."""

from base64 import b64encode
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.chat.drawing.chart import Chart, Colour
from bot.chat.drawing.layout import Line, Mark, Sheet, Words, laid_out
from bot.chat.drawing.letters import BOLD, REGULAR

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


def svg_of(chart: Chart, *, with_fonts: bool = False) -> str:
    """The picture; ``with_fonts`` it brings its letters along, 75 kB, for machines that have no such font."""
    sheet = laid_out(chart)
    size = f"{sheet.width:g}", f"{sheet.height:g}"
    root = Element(
        "svg", xmlns="http://www.w3.org/2000/svg", width=size[0], height=size[1], viewBox=f"0 0 {size[0]} {size[1]}"
    )
    root.attrib |= {"role": "img", "font-family": _FAMILY}
    SubElement(root, "title").text = chart.title
    SubElement(root, "desc").text = f"{chart.about} {chart.note}"
    if with_fonts:
        SubElement(root, "style").text = "".join(_faces())
    colours = {name: _in(colour, chart) for name, colour in (_COLOURS | sheet.colours).items()}
    ground = _in(GROUND, chart)
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


def _in(colour: Colour, chart: Chart) -> str:
    return colour.dark if chart.dark else colour.light


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
    made = SubElement(root, "text", x=f"{words.at[0]:.1f}", y=f"{words.at[1]:.1f}", fill=colours[words.colour])
    made.attrib["font-size"] = f"{words.size:g}"
    if words.anchor != "start":
        made.attrib["text-anchor"] = words.anchor
    if words.bold:
        made.attrib["font-weight"] = "600"
    made.text = words.words


def _faces() -> Iterator[str]:
    for weight, font in ((400, REGULAR), (600, BOLD)):
        letters = b64encode(font.read_bytes()).decode()
        yield f"@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/ttf;base64,{letters})}}"
