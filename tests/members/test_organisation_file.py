"""A members file cut into rows: what is no such file, and slips that do not hide the rest."""

import pytest

from balkancluster.errors import Invalid
from balkancluster.members.organisation_file import MembersFile
from balkancluster.members.organisation_rows import Row
from tests.members.members_files import REAL, members_file, row

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def rows(content: bytes) -> list[Row]:
    return list(MembersFile(content).rows())


def codes(content: bytes) -> list[str]:
    return [read.profile.code for read in rows(content) if read.profile]


def faults(content: bytes) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for read in rows(content) for fault in read.faults]


def test_the_77_are_read_without_a_fault() -> None:
    assert len(codes(REAL)) == 77
    assert faults(REAL) == []
    assert [gap for read in rows(REAL) for gap in read.gaps] == []


@pytest.mark.parametrize(
    "content",
    [BYTE_ORDER_MARK + REAL, REAL.replace(b"\r\n", b"\n"), REAL.replace(b"\r\n", b"\r"), REAL.rstrip()],
    ids=["with a mark", "LF", "CR", "no line end"],
)
def test_the_same_file_as_other_programs_save_it(content: bytes) -> None:
    assert codes(content) == codes(REAL)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a members file"),
        (b"\r\n", "is not a members file"),
        (b'"id', "is not a members file"),
        (REAL.replace(b",", b";"), "separated by commas"),
        (b"id,kind\r\n", "Missing: name_own"),
        (REAL.replace(b"source_url", b"source_url,org_id", 1), "columns that nobody knows: org_id"),
        (REAL.replace(b"id,kind", b"kind,id", 1), "must stand in this order"),
    ],
)
def test_another_file_is_refused_in_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        MembersFile(content)
    assert words in str(refused.value.message)


def test_a_file_in_windows_1251_is_refused_with_the_line() -> None:
    with pytest.raises(Invalid) as refused:
        MembersFile(
            members_file(row(), row(id="RS902", city="Ниш")).replace("Ниш".encode(), "Ниш".encode("cp1251"))
        )
    assert "line 3" in str(refused.value.message)


def test_a_row_that_spans_lines_is_named_by_its_first_line() -> None:
    content = members_file(row(summary_own="Прва.\nДруга.\nТрећа."), row(id="RS902", kind="guild"))
    assert faults(content) == [(5, "kind")]


def test_a_quote_that_is_not_closed_costs_its_own_row_only() -> None:
    content = members_file(row(id="RS901"), row(id="RS902", name_own="Ниш"), row(id="RS903"))
    content = content.replace("Ниш".encode(), '"Ниш'.encode())
    assert faults(content) == [(3, "")]
    assert codes(content) == ["RS901", "RS903"]


def test_a_row_with_a_cell_too_few_or_too_many_is_refused() -> None:
    content = members_file(row(id="RS901"), row(id="RS902"), row(id="RS903"))
    content = content.replace(b"RS902,cluster", b"RS902").replace(b"RS903", b"RS903,admin")
    assert faults(content) == [(3, ""), (4, "")]


def test_the_second_row_with_an_id_is_refused() -> None:
    content = members_file(row(), row(name_own="Други кластер"))
    assert codes(content) == ["RS901"]
    assert faults(content) == [(3, "id")]


def test_empty_lines_mean_nothing() -> None:
    assert codes(members_file(row()) + b"\r\n\r\n") == ["RS901"]


def test_a_hostile_file_of_quotes_takes_no_time() -> None:
    header = members_file()
    assert len(rows(header + b'"a\n' * 20_000)) == 20_000
