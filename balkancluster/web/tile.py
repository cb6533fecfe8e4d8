"""The woven tile of an organisation, drawn from its identifier: the same house, the same weave, for ever.

A tile has 9 × 9 cells, mirrored on both axes and on the diagonal, so 15 cells decide all of it. Of the 25
cells of a quarter 9 to 15 are filled. In a tile a dye names a house and means nothing else.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

from markupsafe import Markup

SIZE = 9
HALF = 5
DYES = ("forest", "clay", "wheat", "river", "berry", "ink")
FEWEST, MOST = 9, 15
DECIDING_CELLS = [(row, column) for row in range(HALF) for column in range(row, HALF)]


@lru_cache(maxsize=4096)
def tile(seed: object, size: str = "") -> Markup:
    """Return the tile of an identifier as SVG markup; `size` may be "large"."""
    dye, rows = weave(str(seed))
    classes = " ".join(filter(None, ("tile", dye, size)))
    return Markup(
        '<svg class="{}" viewBox="-1 -1 11 11" aria-hidden="true" shape-rendering="crispEdges">'
        '<path d="{}"/></svg>'
    ).format(classes, _path(rows))


def weave(seed: str) -> tuple[str, list[list[bool]]]:
    """Return the dye and the nine rows of filled and open cells of an identifier."""
    for attempt in range(1000):
        digest = blake2b(f"{seed}/{attempt}".encode(), digest_size=8).digest()
        bits = int.from_bytes(digest[:4], "big")
        quarter = _quarter(bits)
        if FEWEST <= sum(map(sum, quarter)) <= MOST:
            break
    return DYES[digest[7] % len(DYES)], _mirrored(quarter)


def _quarter(bits: int) -> list[list[bool]]:
    quarter = [[False] * HALF for _ in range(HALF)]
    for index, (row, column) in enumerate(DECIDING_CELLS):
        quarter[row][column] = quarter[column][row] = bool(bits >> index & 1)
    return quarter


def _mirrored(quarter: list[list[bool]]) -> list[list[bool]]:
    wide = [[*row, *row[-2::-1]] for row in quarter]
    return [*wide, *wide[-2::-1]]


def _path(rows: list[list[bool]]) -> str:
    return "".join(
        f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for start, length in _runs(row)
    )


def _runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for x, filled in enumerate([*row, False]):
        if filled and start is None:
            start = x
        elif not filled and start is not None:
            yield start, x - start
            start = None
