"""One row of a members file: what is taken, and the reason for what is not."""

import pytest

from balkancluster.members.organisation_columns import COLUMNS
from balkancluster.members.organisation_rows import read_row, write_row
from tests.members.members_files import row

REFUSED = {
    "an empty id": ("id", ""),
    "an id with a slash": ("id", "RS/1"),
    "a kind that nobody knows": ("kind", "guild"),
    "no name": ("name_own", " "),
    "a name with U+0000": ("name_own", "Кластер\0плетиља"),
    "a name that turns its direction": ("name_own", "Кластер \u202eплетиља"),
    "a name on two lines": ("name_own", "Кластер\nплетиља"),
    "a name without end": ("name_own", "а" * 201),
    "a name with a tower of marks": ("name_own", "а" + "\u0301" * 20),
    "a word in two scripts": ("name_own", "Kластер плетиља"),
    "a language that nobody here speaks": ("lang_own", "fr"),
    "Serbian in no script": ("lang_own", "sr"),
    "a country that is none": ("country", "XX"),
    "a country in small letters": ("country", "rs"),
    "a union of countries": ("country", "EU"),
    "a year in words": ("founded", "двехиљадите"),
    "a year to come": ("founded", "2999"),
    "a year in other digits": ("founded", "٢٠١٢"),
    "no members": ("members_count", "0"),
    "half a member": ("members_count", "1.5"),
    "a count that would not come back as it was": ("members_count", "014"),
    "a division that does not exist": ("nace", "13;04"),
    "a division twice": ("nace", "13;13"),
    "a division and nothing": ("nace", "13;"),
    "a website with a path": ("website", "pletilje.example/o-nama"),
    "a website with a protocol": ("website", "https://pletilje.example"),
    "a website in capitals": ("website", "Pletilje.example"),
    "a source that would run": ("source_url", "javascript:alert(1)"),
    "a source with a space": ("source_url", "https://pletilje.example/o nama"),
    "a source with somebody's password": ("source_url", "https://ana:secret@pletilje.example/"),
    "somebody's mail address": ("summary_own", "Пишите на ana@pletilje.example."),
    "somebody's telephone": ("offers_own", "Позовите +381 16 123 456."),
    "Cyrillic prose that is Latin": ("summary_own", "Udruženje pletilja iz Leskovca."),
    "Serbian prose that is Bulgarian": ("summary_own", "Сдружение на плетачките от Пловдив и България"),
    "English prose that is Serbian": ("summary_en", "Удружење плетиља из Лесковца."),
}

TAKEN = {
    "a country beside the two": ("country", "MK"),
    "a Latin brand beside Cyrillic prose": ("name_own", "Netwood"),
    "two scripts in two words": ("name_own", "Wellness кластер Србије"),
    "no year": ("founded", ""),
    "no website": ("website", ""),
    "prose on two lines": ("summary_own", "Плетиље из Лесковца.\nОд 2012. године."),
    "years in prose": ("offers_own", "Пројекте 2014-2020, 2021/2027 и 1.000.000 петљи."),
    "an address with a query": ("source_url", "http://a.example/index.php?id=1117%3Avesti&lang=en#top"),
    "an address that came without a path": ("source_url", "https://a.example"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_fault_is_named_by_its_column(case: str) -> None:
    column, cell = REFUSED[case]
    read = read_row(7, row(**{column: cell}))
    assert read.profile is None
    assert [(fault.line, fault.column) for fault in read.faults] == [(7, column)]


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_no_fault_is_taken_and_comes_back_as_it_was(case: str) -> None:
    column, cell = TAKEN[case]
    read = read_row(7, row(**{column: cell}))
    assert read.faults == []
    assert read.profile
    assert dict(zip(COLUMNS, write_row(read.profile), strict=True)) == row(**{column: cell})


@pytest.mark.parametrize("column", ["name_en", "nace", "summary_own", "summary_en", "source_url"])
def test_a_listing_says_what_it_is_and_whence(column: str) -> None:
    read = read_row(7, row(**{column: ""}))
    assert read.profile
    assert [gap.column for gap in read.gaps] == [column]


def test_all_faults_of_a_row_are_named_at_once() -> None:
    read = read_row(7, row(kind="guild", country="XX", founded="soon"))
    assert [fault.column for fault in read.faults] == ["kind", "country", "founded"]


def test_a_reason_is_said_in_every_language() -> None:
    fault = read_row(7, row(founded="soon")).faults[0]
    assert fault.reason.in_locale("en") == "This must be a year between 1000 and this year."
    assert len({fault.reason.in_locale(tag) for tag in ("en", "bg", "sr-Cyrl", "sr-Latn")}) == 4


def test_spaces_and_decomposed_letters_are_put_in_order_silently() -> None:
    read = read_row(7, row(name_own=" Кластер  плетиља ", city="Лесковац\u00a0"))
    assert read.profile
    assert read.profile.own.name == "Кластер плетиља"
    assert read.profile.city == "Лесковац"
    latin = read_row(7, row(lang_own="sr-Latn", name_own="Nis\u030c", summary_own="", offers_own="", city=""))
    assert latin.profile
    assert latin.profile.own.name == "Niš"


def test_an_organisation_whose_language_is_english_has_one_name() -> None:
    english = {"lang_own": "en", "summary_own": "Knitters.", "summary_en": "Knitters.", "offers_own": ""}
    assert read_row(7, row(**english, name_own="Knitters", name_en="Knitters")).faults == []
    read = read_row(7, row(**english, name_own="Knitters", name_en="Weavers"))
    assert [fault.column for fault in read.faults] == ["name_en"]
