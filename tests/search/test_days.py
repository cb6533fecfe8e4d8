"""Days as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkancluster.search.days import read_day

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5.3.2026.", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("05.03.26", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("5/3/2026", date(2026, 3, 5)),
        ("2026-03", date(2026, 3, 1)),
        ("2026", date(2026, 1, 1)),
        ("5/3", date(2026, 3, 5)),
        ("5.12.", date(2025, 12, 5)),
        ("29.2.", date(2024, 2, 29)),
        ("danas", TODAY),
        ("данас", TODAY),
        ("днес", TODAY),
        ("вчера", date(2026, 11, 26)),
        ("juce", date(2026, 11, 26)),
        ("Yesterday", date(2026, 11, 26)),
    ],
)
def test_a_day_is_read_as_it_is_written_here(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["31.2.2026.", "32/1", "0.1.2026", "0000", "99999", "sutra", "5", "٣.٣.2026", ""]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, TODAY) is None


@given(st.dates(min_value=date(2000, 1, 1)))
def test_every_day_comes_back_from_each_way_to_write_it(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}.{day.month}.{day.year}.", f"{day.day}/{day.month}/{day.year}"):
        assert read_day(text, TODAY) == day
