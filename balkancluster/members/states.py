"""The states of an account: who may come in, who is a former member, and what ends with it."""

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.access import COORDINATOR, Actor, ensure_visible, rule
from balkancluster.database import database_now
from balkancluster.errors import Invalid
from balkancluster.i18n.messages import Message, _, pgettext
from balkancluster.members.affiliations import end_affiliations_of
from balkancluster.members.indexing import index_person
from balkancluster.members.lookalikes import mark_lookalikes
from balkancluster.members.models import (
    ACTIVE,
    APPLIED,
    ERASED,
    FORMER,
    INVITED,
    LEFT,
    SUSPENDED,
    NetworkRole,
    PasswordReset,
    Person,
    SignIn,
)
from balkancluster.members.organisation_models import OPEN, WITHDRAWN, OrganisationRequest
from balkancluster.members.people import find_person
from balkancluster.members.sessions import end_sessions
from balkancluster.members.tokens import revoke_tokens_of

FOLLOWS = {
    APPLIED: {ACTIVE, ERASED},
    INVITED: {ACTIVE, ERASED},
    ACTIVE: {SUSPENDED, LEFT, ERASED},
    SUSPENDED: {ACTIVE, LEFT, ERASED},
    LEFT: {ACTIVE, ERASED},
    ERASED: set[str](),
}


@rule("change.state")
def may_change_states(actor: Actor, person_id: int) -> bool:
    """The coordinator keeps the door, and cannot shut out themselves by mistake."""
    return actor.has_role(COORDINATOR) and actor.id != person_id


async def change_state(session: AsyncSession, actor: Actor, person_id: int, state: str) -> Person:
    """Bring a person into another state. Raises NotFound or Invalid.

    Whoever is not active any more loses sessions and tokens at once; whoever leaves also loses password,
    roles and ties; whoever is erased also loses name and address.
    """
    ensure_visible(actor, "change.state", person_id)
    person = await find_person(session, person_id)
    if state not in FOLLOWS[person.state]:
        raise Invalid(_("This account cannot be changed in this way."), field="state")
    if state == ACTIVE and person.state == LEFT:
        raise Invalid(_("A former member comes back by a new invitation."), field="state")
    await enter_state(session, person, state, actor.id)
    return person


async def enter_state(session: AsyncSession, person: Person, state: str, actor_id: int | None) -> None:
    """Carry out a change of state that was decided, with everything that it ends."""
    before, person.state = person.state, state
    await session.flush()
    if state != ACTIVE:
        await end_sessions(session, person.id)
        await revoke_tokens_of(session, person.id, actor_id)
    looks = person.name_shape
    if state in FORMER:
        await _let_go(session, person, actor_id)
    if state == ERASED:
        _forget(person)
    if (state in FORMER) != (before in FORMER):
        await session.flush()
        await mark_lookalikes(session, {looks})
    await index_person(session, person)
    await audit.record(
        session, actor_id, "person.state_changed", "person", person.id, before=before, after=state
    )


async def _let_go(session: AsyncSession, person: Person, actor_id: int | None) -> None:
    person.password_hash = None
    await end_affiliations_of(session, person.id, actor_id)
    await session.execute(
        update(OrganisationRequest)
        .where(OrganisationRequest.person_id == person.id, OrganisationRequest.state == OPEN)
        .values(state=WITHDRAWN, decided_at=await database_now(session))
        .execution_options(synchronize_session=False)
    )
    for table in (NetworkRole, PasswordReset, SignIn):
        await session.execute(delete(table).where(table.person_id == person.id))


def _forget(person: Person) -> None:
    person.email = person.locale = None
    person.name = person.name_fold = person.sort_key = person.name_shape = ""
    person.other_name = person.other_lang = person.other_fold = ""
    person.has_lookalike = False
    person.name_lang = "und"


def state_label(state: str) -> Message:
    """Return the word for a state, as the coordinator reads it."""
    labels = {
        APPLIED: pgettext("state of an account", "Applied"),
        INVITED: pgettext("state of an account", "Invited"),
        ACTIVE: pgettext("state of an account", "Active"),
        SUSPENDED: pgettext("state of an account", "Suspended"),
        LEFT: pgettext("state of an account", "Left"),
        ERASED: pgettext("state of an account", "Erased"),
    }
    return labels[state]
