"""The woven tile: the same house, the same weave, by the rules of the look."""

from hypothesis import given
from hypothesis import strategies as st

from balkancluster.web.tile import DYES, FEWEST, MOST, tile, weave


def test_an_organisation_has_one_tile_for_ever() -> None:
    assert tile("runolist") == tile("runolist")
    assert tile("runolist") != tile("nisava")
    assert 'class="tile ' in tile(7)
    assert "large" in tile(7, "large")


@given(st.text(max_size=20))
def test_every_tile_is_mirrored_and_neither_bald_nor_solid(seed: str) -> None:
    dye, rows = weave(seed)
    assert dye in DYES
    assert (
        rows
        == rows[::-1]
        == [row[::-1] for row in rows]
        == [list(column) for column in zip(*rows, strict=True)]
    )
    assert FEWEST <= sum(sum(row[:5]) for row in rows[:5]) <= MOST


def test_all_dyes_are_used() -> None:
    assert {weave(str(number))[0] for number in range(100)} == set(DYES)
