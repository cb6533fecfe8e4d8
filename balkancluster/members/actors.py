"""Who is behind a session or a token: found by one query, as often as requests come."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.members import sessions, tokens
from balkancluster.members.models import ACTIVE, ADMIN, Affiliation, NetworkRole, Person, SignIn, Token
from balkancluster.members.organisation_models import Organisation
from balkancluster.members.secrets import hash_secret

CHUNK = 500
"""How many ids one question holds; databases limit the parameters of a statement."""

_PERSON = (Person.id, Person.name, Person.email, Person.locale, Person.time_zone)
_TIES = (
    NetworkRole.role,
    Affiliation.organisation_id,
    Affiliation.role.label("tie"),
    Organisation.code.label("organisation_code"),
)


async def find_by_session(session: AsyncSession, token: str) -> tuple[Actor, datetime] | None:
    """Return the actor of a session cookie and when it was last seen, or None."""
    statement = _with_ties(
        select(*_PERSON, *_TIES, SignIn.id.label("session_id"), SignIn.seen_at)
        .select_from(SignIn)
        .join(Person, Person.id == SignIn.person_id)
    ).where(SignIn.token_hash == hash_secret(token), sessions.is_alive())
    rows = (await session.execute(statement)).all()
    return (_actor(rows, session_id=rows[0].session_id), rows[0].seen_at) if rows else None


async def find_by_token(session: AsyncSession, token: str) -> Actor | None:
    """Return the actor of a bearer token, limited to its scopes, or None."""
    statement = _with_ties(
        select(*_PERSON, *_TIES, Token.id.label("token_id"), Token.scopes)
        .select_from(Token)
        .join(Person, Person.id == Token.person_id)
    ).where(Token.token_hash == hash_secret(token), tokens.is_alive())
    rows = (await session.execute(statement)).all()
    if not rows:
        return None
    return _actor(rows, token_id=rows[0].token_id, scopes=frozenset(rows[0].scopes.split()))


async def find_by_person(session: AsyncSession, person_id: int) -> Actor | None:
    """Return the actor of an active person outside any session, for commands and invented people."""
    statement = _with_ties(select(*_PERSON, *_TIES).select_from(Person)).where(Person.id == person_id)
    rows = (await session.execute(statement)).all()
    return _actor(rows) if rows else None


async def find_ended(session: AsyncSession, actors: Iterable[Actor]) -> set[Actor]:
    """Return those whose session or token has ended, or who may not come in any more."""
    asked = set(actors)
    living_sessions = await _find_living(
        session, SignIn.id, SignIn.person_id, sessions.is_alive(), {actor.session_id for actor in asked}
    )
    living_tokens = await _find_living(
        session, Token.id, Token.person_id, tokens.is_alive(), {actor.token_id for actor in asked}
    )
    return {
        actor
        for actor in asked
        if actor.session_id not in living_sessions and actor.token_id not in living_tokens
    }


async def _find_living(
    session: AsyncSession, key: Any, owner: Any, alive: ColumnElement[bool], ids: set[int | None]
) -> set[int]:
    wanted = sorted(ids - {None})  # type: ignore[type-var]
    found: set[int] = set()
    for start in range(0, len(wanted), CHUNK):
        statement = (
            select(key)
            .join(Person, Person.id == owner)
            .where(key.in_(wanted[start : start + CHUNK]), alive, Person.state == ACTIVE)
        )
        found.update(await session.scalars(statement))
    return found


def _with_ties(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        statement.outerjoin(NetworkRole, NetworkRole.person_id == Person.id)
        .outerjoin(Affiliation, (Affiliation.person_id == Person.id) & Affiliation.until.is_(null()))
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Person.state == ACTIVE)
        .order_by(Affiliation.since, Affiliation.id)
    )


def _actor(rows: Sequence[Row[Any]], **means: Any) -> Actor:
    person = rows[0]
    return Actor(
        id=person.id,
        name=person.name,
        email=person.email or "",
        locale=person.locale,
        time_zone=person.time_zone,
        roles=frozenset(row.role for row in rows if row.role),
        admin_of=frozenset(row.organisation_id for row in rows if row.tie == ADMIN),
        organisation_id=person.organisation_id,
        organisation_code=person.organisation_code or "",
        **means,
    )
