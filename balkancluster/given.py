"""Rows that a statement is given as one parameter: it is made once, however many rows there will be.

An IN list is another statement for every number of ids, and costs SQLAlchemy 1 ms to write for a thousand.
Both databases read rows from JSON instead:

    asked = given(is_sqlite(session), id=BigInteger())
    statement = select(asked.columns["id"]).select_from(asked.source)
    await fetch(session, statement, given=as_parameter({"id": number} for number in numbers))
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, FromClause, String, bindparam, cast, column, func
from sqlalchemy.dialects.postgresql import JSONB


@dataclass(frozen=True, slots=True)
class Given:
    """Where the rows come from in a statement, and their columns by name."""

    source: FromClause
    columns: Mapping[str, ColumnElement[Any]]


def given(for_sqlite: bool, **types: Any) -> Given:
    """Return rows with columns of these types, for a statement with a parameter named `given`."""
    parameter = bindparam("given", type_=String)
    if for_sqlite:
        each = func.json_each(parameter).table_valued("value", name="given")
        return Given(
            each,
            {
                name: func.json_extract(each.c.value, f"$.{name}", type_=type_)
                for name, type_ in types.items()
            },
        )
    columns: list[ColumnElement[Any]] = [column(name, type_) for name, type_ in types.items()]
    rows = func.jsonb_to_recordset(cast(parameter, JSONB)).table_valued(*columns)
    source = rows.render_derived(name="given", with_types=True)
    return Given(source, dict(source.c.items()))


def as_parameter(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the value of the parameter for these rows. No text in them may hold U+0000."""
    return msgspec.json.encode(list(rows)).decode()
