"""Who is behind a session or a token: found by one query, as often as requests come."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, bindparam, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import clock
from balkancluster.access import Actor
from balkancluster.database import AnyRow, fetch, is_sqlite
from balkancluster.given import as_parameter, given
from balkancluster.members import sessions, tokens
from balkancluster.members.models import ACTIVE, ADMIN, Affiliation, NetworkRole, Person, SignIn, Token
from balkancluster.members.organisation_models import Organisation
from balkancluster.members.secrets import hash_secret

CHUNK = 500
"""How many ids one question holds; databases limit the parameters of a statement."""

_PERSON = (
    Person.id,
    Person.name,
    Person.email,
    Person.locale,
    Person.time_zone,
    Person.shows_presence,
    Person.toured_at,
    Person.script,
    Person.bulgarian_in_latin,
)
_TIES = (
    NetworkRole.role,
    Affiliation.organisation_id,
    Affiliation.role.label("tie"),
    Organisation.code.label("organisation_code"),
)


def _with_ties(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        statement.outerjoin(NetworkRole, NetworkRole.person_id == Person.id)
        .outerjoin(Affiliation, (Affiliation.person_id == Person.id) & Affiliation.until.is_(null()))
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Person.state == ACTIVE)
        .order_by(Affiliation.since, Affiliation.id)
    )


_BY_SESSIONS = _with_ties(
    select(*_PERSON, *_TIES, SignIn.id.label("session_id"), SignIn.seen_at, SignIn.token_hash)
    .select_from(SignIn)
    .join(Person, Person.id == SignIn.person_id)
).where(SignIn.token_hash.in_(bindparam("hashes", expanding=True)), sessions.ALIVE)

_BY_TOKENS = _with_ties(
    select(*_PERSON, *_TIES, Token.id.label("token_id"), Token.scopes, Token.token_hash)
    .select_from(Token)
    .join(Person, Person.id == Token.person_id)
).where(Token.token_hash.in_(bindparam("hashes", expanding=True)), tokens.ALIVE)


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a cookie or a token stands for, and for a cookie when its session was last seen."""

    actor: Actor
    seen_at: datetime | None = None


FindMany = Callable[[AsyncSession, Sequence[str]], Awaitable[dict[str, Found]]]
"""Given hashes of cookies or of tokens, return whom those that are alive stand for."""


async def find_by_sessions(session: AsyncSession, hashes: Sequence[str]) -> dict[str, Found]:
    """Return the actors of session cookies by the hashes of their tokens; at most CHUNK at once."""
    rows = await fetch(session, _BY_SESSIONS, hashes=hashes, **sessions.life())
    return {
        token_hash: Found(_actor(own, session_id=own[0].session_id), own[0].seen_at)
        for token_hash, own in _by_hash(rows).items()
    }


async def find_by_tokens(session: AsyncSession, hashes: Sequence[str]) -> dict[str, Found]:
    """Return the actors of bearer tokens, limited to their scopes, by the hashes of the tokens."""
    rows = await fetch(session, _BY_TOKENS, hashes=hashes, now=clock.now())
    return {
        token_hash: Found(_actor(own, token_id=own[0].token_id, scopes=frozenset(own[0].scopes.split())))
        for token_hash, own in _by_hash(rows).items()
    }


def _by_hash(rows: Sequence[AnyRow]) -> dict[str, list[AnyRow]]:
    found: dict[str, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.token_hash, []).append(row)
    return found


async def find_by_token(session: AsyncSession, token: str) -> Actor | None:
    """Return the actor of a bearer token, limited to its scopes, or None."""
    token_hash = hash_secret(token)
    found = (await find_by_tokens(session, [token_hash])).get(token_hash)
    return found.actor if found else None


async def find_by_person(session: AsyncSession, person_id: int) -> Actor | None:
    """Return the actor of an active person outside any session, for commands and invented people."""
    statement = _with_ties(select(*_PERSON, *_TIES).select_from(Person)).where(Person.id == person_id)
    rows = (await session.execute(statement)).all()
    return _actor(rows) if rows else None


async def find_ended(session: AsyncSession, actors: Iterable[Actor]) -> set[Actor]:
    """Return those whose session or token has ended, or who may not come in any more.

    Of many open sockets nearly none has, every second: the database answers with those only, and nothing is
    made of the others.
    """
    asked = list(actors)
    by_session = {actor.session_id for actor in asked} - {None}
    by_token = {actor.token_id for actor in asked} - {None}
    sqlite = is_sqlite(session)
    ended_sessions = await _find_ended(session, _ended_sessions(sqlite), by_session, **sessions.life())
    ended_tokens = await _find_ended(session, _ended_tokens(sqlite), by_token, now=clock.now())
    return {
        actor
        for actor in asked
        if actor.session_id in ended_sessions
        or actor.token_id in ended_tokens
        or actor.session_id is actor.token_id is None
    }


async def _find_ended(
    session: AsyncSession, statement: Select[int], ids: set[int | None], **life: datetime
) -> set[int]:
    if not ids:
        return set()
    rows = await fetch(session, statement, given=as_parameter({"id": number} for number in ids), **life)
    return {row.id for row in rows}


@cache
def _ended_sessions(for_sqlite: bool) -> Select[int]:
    return _ended(for_sqlite, SignIn.id, SignIn.person_id, sessions.ALIVE)


@cache
def _ended_tokens(for_sqlite: bool) -> Select[int]:
    return _ended(for_sqlite, Token.id, Token.person_id, tokens.ALIVE)


def _ended(for_sqlite: bool, key: Any, owner: Any, alive: ColumnElement[bool]) -> Select[int]:
    asked = given(for_sqlite, id=BigInteger())
    number = asked.columns["id"]
    living = select(key).join(Person, Person.id == owner).where(key == number, alive, Person.state == ACTIVE)
    return (
        select(number.label("id")).select_from(asked.source).where(~living.correlate(asked.source).exists())
    )


def _actor(rows: Sequence[Row[Any]], **means: Any) -> Actor:
    person = rows[0]
    return Actor(
        id=person.id,
        name=person.name,
        email=person.email or "",
        locale=person.locale,
        time_zone=person.time_zone,
        shows_presence=person.shows_presence,
        is_toured=person.toured_at is not None,
        script=person.script,
        bulgarian_in_latin=person.bulgarian_in_latin,
        roles=frozenset(row.role for row in rows if row.role),
        admin_of=frozenset(row.organisation_id for row in rows if row.tie == ADMIN),
        organisation_id=person.organisation_id,
        organisation_code=person.organisation_code or "",
        **means,
    )
