"""Cells that a spreadsheet would run."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from balkancluster.members.spreadsheets import quote_cell, unquote_cell


@pytest.mark.parametrize("cell", ["=cmd()", "+1", "-1", "@sum", "\tx", "\rx"])
def test_what_would_run_gets_one_apostrophe_and_loses_exactly_one(cell: str) -> None:
    assert quote_cell(cell) == f"'{cell}"
    assert unquote_cell(f"'{cell}") == cell
    assert unquote_cell(quote_cell(f"'{cell}")) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ниш", "'Ниш'", "a=b", "1-2"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert quote_cell(cell) == unquote_cell(cell) == cell


@given(some.text(alphabet="'=+-@\t\ra", max_size=6))
def test_every_cell_comes_back_as_it_was(cell: str) -> None:
    assert unquote_cell(quote_cell(cell)) == cell
    assert quote_cell(cell)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
