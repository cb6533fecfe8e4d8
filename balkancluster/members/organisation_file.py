"""A members file (RFC 4180, UTF-8, with or without a byte order mark), cut into rows.

A row that cannot be cut, such as one with an open quote, is a fault of its own line: reading goes on with the
next line, so that one slip never hides the rest of the file.
"""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from balkancluster.errors import Invalid
from balkancluster.i18n.messages import Message, _
from balkancluster.members.organisation_columns import COLUMNS
from balkancluster.members.organisation_rows import Fault, Row, read_row

BYTE_ORDER_MARK = "\ufeff"
MOST_LINES_OF_A_ROW = 200


class MembersFile:
    """The lines of a file whose header is right."""

    def __init__(self, content: bytes) -> None:
        """Raises Invalid with one sentence when this is no members file at all."""
        text = _decode(content).removeprefix(BYTE_ORDER_MARK)
        self._lines = list(StringIO(text, newline=""))
        self._first = _ensure_header(self._lines)

    def __len__(self) -> int:
        """Return the number of lines, the measure of progress."""
        return len(self._lines)

    def rows(self) -> Iterator[Row]:
        """Read the rows one after another; an id that stood there before is refused."""
        seen: dict[str, int] = {}
        for row in self._read():
            if row.profile:
                earlier = seen.setdefault(row.profile.code, row.line)
                if earlier != row.line:
                    reason = _("This id stands already in line %(line)s.", line=earlier)
                    row = Row(row.line, faults=[Fault(row.line, "id", reason)])
            yield row

    def _read(self) -> Iterator[Row]:
        position = self._first
        while position < len(self._lines):
            line = position + 1
            try:
                cells, taken = _cut(self._lines, position)
            except csv.Error:
                reason = _("A quote is not closed, or stands in the middle of a cell without being doubled.")
                yield Row(line, faults=[Fault(line, "", reason)])
                position += 1
                continue
            position += taken
            if cells:
                yield _row(line, cells)


def _row(line: int, cells: list[str]) -> Row:
    if len(cells) != len(COLUMNS):
        reason = _("There are %(found)s cells instead of %(needed)s.", found=len(cells), needed=len(COLUMNS))
        return Row(line, faults=[Fault(line, "", reason)])
    return read_row(line, dict(zip(COLUMNS, cells, strict=True)))


def _cut(lines: Sequence[str], position: int) -> tuple[list[str], int]:
    """Return the cells of the row that begins here, and how many lines it takes. Raises csv.Error."""
    reader = csv.reader(lines[position : position + MOST_LINES_OF_A_ROW], strict=True)
    return next(reader, []), reader.line_num


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Invalid(
            _("This file is not in UTF-8: line %(line)s has other bytes.", line=line), code="not_utf8"
        ) from None


def _ensure_header(lines: Sequence[str]) -> int:
    try:
        cells, taken = _cut(lines, 0)
    except csv.Error:
        cells, taken = [], 0
    if tuple(cells) != tuple(COLUMNS):
        raise Invalid(_header_fault(cells), code="wrong_header")
    return taken


def _header_fault(cells: Sequence[str]) -> Message:
    if missing := [name for name in COLUMNS if name not in cells]:
        return _(
            "This is not a members file: the first line must name the columns, separated by commas. "
            "Missing: %(missing)s.",
            missing=", ".join(missing),
        )
    if unknown := [name for name in cells if name not in COLUMNS]:
        return _("This file has columns that nobody knows: %(unknown)s.", unknown=", ".join(unknown))
    return _("The columns must stand in this order: %(columns)s.", columns=", ".join(COLUMNS))
