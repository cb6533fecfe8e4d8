"""People whose different names look the same: noted when a name is written, so that showing it is free."""

from collections.abc import Collection

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from balkancluster.members.models import FORMER, Person

_other = aliased(Person)


async def mark_lookalikes(session: AsyncSession, shapes: Collection[str]) -> None:
    """Note anew whose name, of these shapes, is another one than a member's and looks the same.

    Two people of the same name in the same letters are namesakes: their organisations tell them apart.
    """
    has_other = exists(
        select(_other.id).where(
            _other.name_shape == Person.name_shape,
            _other.name != Person.name,
            _other.state.not_in(FORMER),
        )
    )
    await session.execute(
        update(Person)
        .where(Person.name_shape.in_([shape for shape in shapes if shape]))
        .values(has_lookalike=has_other)
        .execution_options(synchronize_session=False)
    )
