"""Makes PNG of SVG, in a process of its own, which is this file run by itself: SVG in, picture out.

    python raster.py FONT_FILE ... [--system-fonts]

Three pixels a unit: a picture for a phone is 1,170 wide. The machine's own fonts are looked for only where told to,
as that takes longer than all else.
"""

import sys

ZOOM = 3.0
SYSTEM_FONTS = "--system-fonts"


def main() -> None:
    import resvg_py  # here, as the worker reads this module's names and shall not load it

    files = [word for word in sys.argv[1:] if word != SYSTEM_FONTS]
    picture = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        zoom=ZOOM,
        skip_system_fonts=SYSTEM_FONTS not in sys.argv,
        font_files=files,
    )
    sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    main()
