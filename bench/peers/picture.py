"""The picture of all that were compared: what a delivery costs, on a scale whose steps are ten times more."""

import math
from collections.abc import Sequence
from typing import Any

from bench.plot import WIDTH, svg, text
from bench.tables import Found, figure

LEFT, RIGHT, TOP, LINE = 250, 70, 50, 26
OURS, FLOOR, OTHER = "#0b6bcb", "#555555", "#9a4d00"


def draw_peers(found: Found) -> str:
    """Return an SVG of the microseconds of CPU that a delivery costs each server, the cheapest first."""
    rows: list[dict[str, Any]] = sorted(found["medians"], key=lambda row: float(row["us_per_delivery"]))
    costs = [float(row["us_per_delivery"]) for row in rows]
    decades = range(math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs))) + 1)
    bottom = TOP + LINE * len(rows)
    parts = [_scale(decades, bottom)]
    for number, (row, cost) in enumerate(zip(rows, costs, strict=True)):
        y = TOP + LINE * number + LINE // 2
        x = _across(math.log10(cost), decades)
        colour = _colour(str(row["server"]))
        parts.append(text(LEFT - 12, y + 4, str(row["server"]), "end"))
        parts.append(f'<path d="M{LEFT} {y}H{x}" stroke="{colour}" stroke-width="3"/>')
        parts.append(f'<circle cx="{x}" cy="{y}" r="6" fill="{colour}"/>')
        parts.append(text(x + 12, y + 4, figure(cost), "start"))
    members = rows[0]["members"]
    title = f"What a delivery costs the server, in µs of CPU, in a room of {members} members"
    parts.append(
        text(LEFT - 12, TOP - 28, "µs of CPU for a delivery, each line ten times the one before", "start")
    )
    return svg(title, parts, bottom + 40)


def _scale(decades: Sequence[int], bottom: int) -> str:
    lines = []
    for decade in decades:
        x = _across(decade, decades)
        lines.append(f'<path d="M{x} {TOP}V{bottom}" stroke="#dddddd"/>')
        lines.append(text(x, bottom + 20, f"{10.0**decade:g}", "middle"))
    return "\n".join(lines)


def _across(power: float, decades: Sequence[int]) -> float:
    share = (power - decades[0]) / (decades[-1] - decades[0])
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _colour(server: str) -> str:
    if server.startswith("BalkanCluster"):
        return OURS
    return FLOOR if server.startswith("bare") else OTHER
