"""What the tables of one revision look like, whichever database they are in.

A backup holds the tables of the revision it was made under, which need not be that of the program: whoever
has installed an update makes a backup first and migrates then. So nothing here looks at the models: the
tables of a revision are those that its migrations make.
"""

import functools
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import ReflectedColumn

from balkancluster.database import UtcTime
from balkancluster.migrations.history import VERSIONS, make_tables
from balkancluster.textindex.indexes import is_index_table

Kind = Literal["integer", "number", "text", "boolean", "time", "json", "bytes"]

# The first that fits: a Boolean is told before an Integer, a DateTime is neither.
_KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], Kind], ...] = (
    (sa.Boolean, "boolean"),
    (sa.Integer, "integer"),
    (sa.Numeric, "number"),
    (sa.DateTime, "time"),
    (sa.JSON, "json"),
    (sa.LargeBinary, "bytes"),
    (sa.String, "text"),
)

_SQL: dict[Kind, sa.types.TypeEngine[Any]] = {
    "integer": sa.BigInteger(),
    "number": sa.Float(),
    "text": sa.String(),
    "boolean": sa.Boolean(),
    "time": UtcTime(),
    "json": sa.JSON(none_as_null=True),
    "bytes": sa.LargeBinary(),
}

_VALUES: dict[Kind, Any] = {
    "integer": int,
    "number": float,
    "text": str,
    "boolean": bool,
    "time": Annotated[datetime, msgspec.Meta(tz=True)],
    "json": Any,
    "bytes": bytes,
}


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column: its name, what its values are, and whether they may be null."""

    name: str
    kind: Kind
    optional: bool


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table: its columns, and the names of those that are its primary key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def table(self) -> sa.TableClause:
        """Return what statements are built of."""
        return sa.table(self.name, *(sa.column(each.name, _SQL[each.kind]) for each in self.columns))

    def row_type(self) -> Any:
        """Return the type of a row, by which each is checked when it is read from a file."""
        values = tuple(
            _VALUES[each.kind] | None if each.optional else _VALUES[each.kind] for each in self.columns
        )
        return tuple[values]  # type: ignore[valid-type]


@functools.cache
def find_shapes(revision: str) -> tuple[Shape, ...]:
    """Return the tables of a revision that this version knows, sorted by name."""
    return make_tables(revision, _read_shapes)


def _read_shapes(connection: sa.Connection) -> tuple[Shape, ...]:
    inspector = sa.inspect(connection)
    # What is found in texts is made anew from the texts.
    names = sorted(
        name for name in inspector.get_table_names() if name != VERSIONS and not is_index_table(name)
    )
    return tuple(
        Shape(
            name,
            tuple(_read_column(column) for column in inspector.get_columns(name)),
            tuple(inspector.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in names
    )


def _read_column(column: ReflectedColumn) -> Column:
    kind = next(kind for sort, kind in _KINDS if isinstance(column["type"], sort))
    return Column(column["name"], kind, column["nullable"])
