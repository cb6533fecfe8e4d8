"""The picture of docs/performance.md, drawn from the figures that were kept: CPU of a post by members."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from bench.tables import Found, figure

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 250, 40, 50
COLOURS = ("#0b6bcb", "#9a4d00", "#555555", "#2b7a3d")
MARKS = ("circle", "square", "diamond", "triangle")
STEPS = 5

Point = tuple[float, float]


def draw_fanout(found: Found) -> str:
    """Return an SVG of the milliseconds of CPU that a post costs each server, by members of the room."""
    series: dict[str, list[Point]] = {}
    for row in found["medians"]:
        series.setdefault(row["server"], []).append((row["members"], row["us_per_post"] / 1e3))
    points = [point for line in series.values() for point in line]
    most = (max(x for x, _y in points), max(y for _x, y in points) * 1.05)
    parts = [_frame(most)]
    for number, (name, line) in enumerate(series.items()):
        parts.append(_line(number, name, [_place(point, most) for point in sorted(line)]))
    return svg("What a post costs the server, in milliseconds of CPU", parts)


def svg(title: str, parts: Sequence[str], height: int = HEIGHT) -> str:
    """Return a picture of these parts, on paper of its own."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="13" fill="#222222">'
    )
    paper = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    return "\n".join([head, f"<title>{escape(title)}</title>", paper, *parts, "</svg>", ""])


def _place(point: Point, most: Point) -> Point:
    across = LEFT + point[0] / most[0] * (WIDTH - LEFT - RIGHT)
    up = HEIGHT - BOTTOM - point[1] / most[1] * (HEIGHT - TOP - BOTTOM)
    return round(across, 1), round(up, 1)


def _frame(most: Point) -> str:
    lines = []
    for step in range(STEPS + 1):
        x, y = most[0] * step / STEPS, most[1] * step / STEPS
        across, up = _place((x, y), most)
        lines.append(f'<path d="M{LEFT} {up}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        lines.append(text(LEFT - 8, up + 4, figure(y), "end"))
        lines.append(text(across, HEIGHT - BOTTOM + 20, f"{x:.0f}", "middle"))
    lines.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "members in the room", "middle"))
    lines.append(text(LEFT - 50, TOP - 16, "ms of CPU for a post", "start"))
    return "\n".join(lines)


def _line(number: int, name: str, places: Sequence[Point]) -> str:
    colour, mark = COLOURS[number % len(COLOURS)], MARKS[number % len(MARKS)]
    path = "L".join(f"{x} {y}" for x, y in places)
    drawn = [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    drawn += [_mark(mark, x, y, colour) for x, y in places]
    x, y = WIDTH - RIGHT + 20, TOP + 20 + 24 * number
    drawn += [_mark(mark, x, y - 4, colour), text(x + 14, y, name, "start")]
    return "\n".join(drawn)


def _mark(mark: str, x: float, y: float, colour: str) -> str:
    shapes = {
        "circle": f'<circle cx="{x}" cy="{y}" r="5"',
        "square": f'<rect x="{x - 4.5}" y="{y - 4.5}" width="9" height="9"',
        "diamond": f'<path d="M{x} {y - 6}l6 6l-6 6l-6-6z"',
        "triangle": f'<path d="M{x} {y - 6}l6 10h-12z"',
    }
    return f'{shapes[mark]} fill="{colour}"/>'


def text(x: float, y: float, words: str, anchor: str) -> str:
    """Return some words at a place."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
