"""Draws a picture small and anew: a program of its own, as decoders have holes and large pictures take memory.

It reads the picture from its standard input and writes a JPEG to its standard output; its argument is how many points
it draws at most. It is started by its path, without our packages and our environment, and what it may take is limited
(previews.py starts it).
"""

import resource
import sys
import warnings

from PIL import Image, ImageOps

LONG_EDGE = 640
MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 10

_FORMS = ("JPEG", "PNG", "WEBP")
# Made smaller as they are, these would keep each point or drop it, and letters would break.
_WITHOUT_SHADES = {"1", "P", "PA"}


def limit() -> None:
    """More than this is more than any picture takes that we draw."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = int(sys.argv[1])


def draw() -> None:
    """Writes the small picture. Whatever is raised means that there is none."""
    with Image.open(sys.stdin.buffer, formats=_FORMS) as original:
        picture = original.convert("RGBA") if original.mode in _WITHOUT_SHADES else original
        # A JPEG is decoded small at once: `thumbnail` asks its decoder for a `draft`.
        picture.thumbnail((LONG_EDGE, LONG_EDGE))
        _on_white(ImageOps.exif_transpose(picture)).save(sys.stdout.buffer, "JPEG", quality=80, optimize=True)


def _on_white(picture: Image.Image) -> Image.Image:
    """On a new sheet, to which no comment, position or profile of the original comes along."""
    sheet = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        shaded = picture.convert("RGBA")
        sheet.paste(shaded, mask=shaded)
    else:
        sheet.paste(picture.convert("RGB"))
    return sheet


if __name__ == "__main__":
    limit()
    draw()
