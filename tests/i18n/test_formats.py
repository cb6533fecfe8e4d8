"""Dates, times and numbers as each reader expects them; the traps of CLDR among them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from balkancluster.i18n.formats import Formats, is_time_zone

AFTERNOON = datetime(2026, 3, 5, 14, 7, tzinfo=UTC)
HERE = "Europe/Belgrade"


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("sr-Cyrl", "5. март 2026. 15:07"),
        ("sr-Latn", "5. mart 2026. 15:07"),
        ("bg", "5 март 2026\u202fг., 15:07"),
        ("en", "5 March 2026, 15:07"),
    ],
)
def test_a_moment_is_written_by_local_custom_with_a_24_hour_clock(tag: str, written: str) -> None:
    assert Formats(tag, HERE).date_time(AFTERNOON).replace("\xa0", "\u202f") == written


@pytest.mark.parametrize(
    ("tag", "heading"),
    [
        ("sr-Cyrl", "понедељак, 16. новембар"),
        ("sr-Latn", "ponedeljak, 16. novembar"),
        ("bg", "понеделник, 16 ноември"),
        ("en", "Monday, 16 November"),
    ],
)
def test_a_day_of_this_year_is_headed_by_weekday_and_date(tag: str, heading: str) -> None:
    assert Formats(tag).day_heading(date(2026, 11, 16), today=date(2026, 11, 20)) == heading


def test_a_day_of_another_year_names_its_year() -> None:
    assert Formats("en").day_heading(date(2025, 11, 16), today=date(2026, 1, 2)).endswith("2025")


def test_the_day_depends_on_the_clock_of_the_reader() -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    assert Formats("sr-Latn", HERE).day_heading(late, today=AFTERNOON) == "Danas"
    assert Formats("sr-Latn", "UTC").day_heading(late, today=AFTERNOON) == "Juče"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "управо сада"),
        (59, "управо сада"),
        (60, "пре 1 минута"),
        (119, "пре 1 минута"),
        (22 * 60, "пре 22 минута"),
        (3599, "пре 59 минута"),
        (2 * 3600, "пре 2 сата"),
        (86_399, "пре 23 сата"),
        (86_400, "5. 3."),
        (400 * 86_400, "5. 3. 2026."),
    ],
)
def test_dragan_reads_how_long_ago_it_was(seconds: int, said: str) -> None:
    assert Formats("sr-Cyrl", HERE).relative(AFTERNOON, AFTERNOON + timedelta(seconds=seconds)) == said


@pytest.mark.parametrize(("tag", "written"), [("sr-Latn", "5. 3."), ("bg", "5.03."), ("en", "5 Mar")])
def test_a_date_of_this_year_goes_without_its_year(tag: str, written: str) -> None:
    assert Formats(tag).short_date(date(2026, 3, 5), today=date(2026, 11, 20)) == written


def test_a_date_by_itself_names_its_year() -> None:
    assert Formats("en").short_date(date(2026, 3, 5)) == "5 Mar 2026"


@pytest.mark.parametrize(("tag", "written"), [("sr-Latn", "12.345,678"), ("en", "12,345.678")])
def test_a_number_has_the_marks_of_the_locale(tag: str, written: str) -> None:
    assert Formats(tag).number(12345.678) == written


def test_names_are_joined_as_in_a_sentence() -> None:
    names = ["Ana", "Elena", "Boris"]
    assert Formats("sr-Latn").items(names) == "Ana, Elena i Boris"
    assert Formats("en").items(names[:2]) == "Ana and Elena"


def test_languages_and_countries_are_named_by_cldr() -> None:
    formats = Formats("bg")
    assert formats.language("sr-Latn") == "сръбски (латиница)"
    assert formats.language("und") == "непознат език"
    assert formats.country("rs") == "Сърбия"
    assert formats.country("??") == "??"


@pytest.mark.parametrize(("name", "known"), [("Europe/Sofia", True), ("Europe/../etc", False), ("", False)])
def test_only_a_real_time_zone_is_taken(name: str, known: bool) -> None:
    assert is_time_zone(name) is known
