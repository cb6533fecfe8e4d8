"""What has changed about people while their sockets are open: name, being seen, how they read, roles."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import fetch
from balkancluster.members.actors import CHUNK
from balkancluster.members.models import ACTIVE, NetworkRole, Person

_IDS: Any = bindparam("ids", expanding=True)
_PEOPLE = select(
    Person.id, Person.name, Person.shows_presence, Person.script, Person.bulgarian_in_latin
).where(Person.id.in_(_IDS))
_ROLES = select(NetworkRole.person_id, NetworkRole.role).where(NetworkRole.person_id.in_(_IDS))
_VISIBLE = select(Person.id, Person.name).where(
    Person.id.in_(_IDS), Person.shows_presence, Person.state == ACTIVE
)


async def find_changed(session: AsyncSession, actors: Iterable[Actor]) -> dict[Actor, Actor]:
    """Return how those actors are today who are not as they were; who has ended is not asked about here."""
    asked = set(actors)
    ids = sorted({actor.id for actor in asked})
    people, roles = {}, defaultdict(set)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        people.update({row.id: row for row in await fetch(session, _PEOPLE, ids=some)})
        for row in await fetch(session, _ROLES, ids=some):
            roles[row.person_id].add(row.role)
    changed = {}
    for actor in asked:
        if actor.id in people:
            row = people[actor.id]
            today = replace(
                actor,
                name=row.name,
                shows_presence=row.shows_presence,
                script=row.script,
                bulgarian_in_latin=row.bulgarian_in_latin,
                roles=frozenset(roles[actor.id]),
            )
            if today != actor:
                changed[actor] = today
    return changed


async def find_visible(session: AsyncSession, person_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of those active members who let others see that they are here; at most CHUNK."""
    return {row.id: row.name for row in await fetch(session, _VISIBLE, ids=sorted(set(person_ids)))}
