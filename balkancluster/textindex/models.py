"""The tables of the text index, which exist beside the models: FTS5 and tsvector have no words in common."""

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Executable,
    Select,
    String,
    TableClause,
    bindparam,
    cast,
    column,
    delete,
    desc,
    func,
    insert,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects import postgresql

from balkancluster.textindex.indexes import PREFIX, Index

KEYS = table(f"{PREFIX}key", column("number", BigInteger), column("name", String), column("key", String))
"""The numbers of things whose own keys are texts; they ascend in the order in which these came."""

STATE = table(
    f"{PREFIX}state", column("name", String), column("version", BigInteger), column("place", String)
)
"""How far each index was made anew from what is stored, by which version; a place of null is the end."""

_PLANNING = {
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
    "random_page_cost": "0.2",
    "seq_page_cost": "0.2",
    "cpu_operator_cost": "0.05",
}
PLAN_EACH = select(*(func.set_config(name, value, True) for name, value in _PLANNING.items()))
"""For this transaction PostgreSQL plans each question by its words: a plan for any words walks back through
all entries, which for a rare word takes seconds. And it knows what that costs: to look at a tsvector is dear,
and to find its page, which is in memory, is not."""


@cache
def table_of(index: Index, for_sqlite: bool) -> TableClause:
    """Return the table of an index."""
    if for_sqlite:
        return table(index.table, column("rowid", BigInteger), column("words"), column("stems"))
    columns = column("number", BigInteger), column("words", String), column("entry", postgresql.TSVECTOR)
    return table(index.table, *columns)


@cache
def writing(index: Index, for_sqlite: bool) -> Executable:
    """Return the statement that writes an entry, in the place of the one that was there."""
    found = table_of(index, for_sqlite)
    if for_sqlite:
        columns: dict[str, Any] = {name: bindparam(name) for name in ("words", "stems")}
        return insert(found).prefix_with("OR REPLACE").values(rowid=bindparam("number"), **columns)
    entry = cast(bindparam("entry", type_=String), postgresql.TSVECTOR)
    written = postgresql.insert(found).values(
        number=bindparam("number"), words=bindparam("words"), entry=entry
    )
    new = written.excluded
    return written.on_conflict_do_update(
        index_elements=["number"], set_={"words": new.words, "entry": new.entry}
    )


@cache
def removing(index: Index, for_sqlite: bool) -> Executable:
    """Return the statement that takes an entry out."""
    found = table_of(index, for_sqlite)
    number = found.c["rowid" if for_sqlite else "number"]
    return delete(found).where(number == bindparam("gone"))


@cache
def searching(index: Index, for_sqlite: bool, *, is_continued: bool) -> Select[*tuple[Any, ...]]:
    """Return the statement that finds the newest entries: `asked`, and where continued those `before` one."""
    found = table_of(index, for_sqlite)
    number = found.c["rowid" if for_sqlite else "number"]
    asked = bindparam("asked", type_=String)
    if for_sqlite:
        matches = literal_column(index.table).op("MATCH", is_comparison=True)(asked)
    else:
        matches = found.c.entry.op("@@", is_comparison=True)(cast(asked, postgresql.TSQUERY))
    statement = select(number.label("number"), found.c.words).where(matches)
    if is_continued:
        statement = statement.where(number < bindparam("before", type_=BigInteger))
    return statement.order_by(desc(number)).limit(bindparam("most"))
