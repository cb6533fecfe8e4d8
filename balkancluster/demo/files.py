"""Small files that invented people send: drawn and written here, so that no photograph needs an owner."""

import io
from collections.abc import AsyncIterator, Callable

from PIL import Image, ImageDraw, ImageFilter

GROUND, THREADS = "#8c2f2b", ("#e7d9b8", "#22394a", "#c9932f", "#3f5f47")
STITCH = 12


def draw_kilim() -> bytes:
    """Return a picture (PNG) of a small kilim with stepped diamonds, in the light of a window."""
    columns, rows = 80, 60
    cloth = Image.new("RGB", (columns, rows), GROUND)
    for row in range(rows):
        for column in range(columns):
            ring = abs(column % 20 - 10) + abs(row % 20 - 10)
            if ring % 3 == (column // 20 + row // 20) % 2:
                cloth.putpixel((column, row), _color(THREADS[ring // 3 % len(THREADS)]))
    picture = cloth.resize((columns * STITCH, rows * STITCH), Image.Resampling.NEAREST)
    light = Image.linear_gradient("L").rotate(90).resize(picture.size)
    shade = Image.new("RGB", picture.size, "#1b1512")
    lit = Image.composite(picture, Image.blend(picture, shade, 0.35), light)
    return _png(lit.filter(ImageFilter.GaussianBlur(1.2)))


def draw_label() -> bytes:
    """Return a picture (PNG) of a label: a turtle of stepped squares within a frame, on paper."""
    picture = Image.new("RGB", (640, 400), "#f4eddc")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((24, 24, 615, 375), outline="#22394a", width=6)
    for row, width in enumerate((2, 4, 6, 8, 8, 6, 4, 2)):
        for column in range(-width, width):
            color = THREADS[(row + column) % len(THREADS)] if (row + column) % 2 else GROUND
            left, top = 320 + column * 20, 100 + row * 22
            pen.rectangle((left, top, left + 18, top + 20), fill=color)
    return _png(picture)


def _color(name: str) -> tuple[int, int, int]:
    red, green, blue = (int(name[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def write_specification() -> bytes:
    """Return a page (PDF 1.4) with a table of sizes, in letters that every reader has built in."""
    lines = ("Specification: knitted hats, order of 5.000", "Size    Width    Length    Weight")
    sizes = (
        "S       19 cm    21 cm     78 g",
        "M       21 cm    23 cm     86 g",
        "L       23 cm    25 cm     95 g",
    )
    shown = "\n".join(f"({line}) Tj T*" for line in (*lines, *sizes))
    page = f"BT /F1 13 Tf 20 TL 60 760 Td\n{shown}\nET".encode("ascii")
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    )
    written = io.BytesIO(b"%PDF-1.4\n")
    written.seek(0, io.SEEK_END)
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(written.tell())
        written.write(b"%d 0 obj%s\nendobj\n" % (number, part))
    table, entries = written.tell(), b"".join(b"%010d 00000 n \n" % place for place in places)
    written.write(b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\n" % entries)
    written.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return written.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    "kilim": draw_kilim,
    "label": draw_label,
    "specification": write_specification,
}
"""What makes each file that the content may name."""


async def make(name: str) -> AsyncIterator[bytes]:
    """Yield the bytes of a file of the content. Raises KeyError for a name that nothing makes."""
    yield MAKERS[name]()
