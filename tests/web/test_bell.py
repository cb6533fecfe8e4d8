"""The bell on every page: who is told how much, and who is not."""

import re

from tests.web.conftest import Visit


def badges(page: str) -> list[str]:
    """Return what stands on the bell of the masthead and on that of the tab bar."""
    return re.findall(r'data-bell><span aria-hidden="true">([^<]*)<', page)


def test_ana_sees_on_every_page_that_one_notification_waits(visit: Visit) -> None:
    page = visit("ana").get("/private").text
    assert badges(page) == ["1", "1"]
    assert 'data-own-epoch="epoch" data-own-head="40"' in page


def test_no_count_has_three_digits(visit: Visit) -> None:
    assert badges(visit("elena").get("/private").text) == ["99+", "99+"]


def test_a_page_that_says_what_went_wrong_has_the_bell_too(visit: Visit) -> None:
    assert badges(visit("ana").get("/nowhere").text) == ["1", "1"]


def test_a_stranger_has_no_bell(visit: Visit) -> None:
    page = visit().get("/").text
    assert "data-bell" not in page
    assert "data-own-head" not in page
