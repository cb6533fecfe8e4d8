"""What members are told of requests and roles, and what is kept of somebody who has left."""

import pytest
from sqlalchemy import func, select

from balkancluster.access import COORDINATOR, MODERATOR
from balkancluster.app import build_announcer
from balkancluster.errors import Conflict
from balkancluster.members.decisions import approve, refuse
from balkancluster.members.departures import let_go
from balkancluster.members.organisation_models import CLAIM, LISTED, REMOVAL
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisations import create_organisation
from balkancluster.members.requests import ask
from balkancluster.members.roles import give_role, take_role
from balkancluster.notifications.models import Delivery, Notification
from balkancluster.realtime.announcer import Announcer
from balkancluster.settings import Settings
from tests.notifications.own import gather, kinds_of, notices_of, own_kinds, unread_of
from tests.people import Network


@pytest.fixture
def announcer(network: Network, database_url: str) -> Announcer:
    """The news of a whole application, told through the log of the network."""
    return build_announcer(Settings(database_url=database_url), network.database, network.log)


@pytest.fixture
async def looms(network: Network) -> int:
    """An organisation that is only listed."""
    profile = Profile(
        "RS900", "cluster", "sr-Latn", "RS", {"sr-Latn": Words("Razboji")}, source_url="https://a.example"
    )
    async with network.database.write() as session:
        return (await create_organisation(session, profile, LISTED)).id


async def test_a_claim_is_told_to_coordinators_and_its_end_to_who_made_it(
    network: Network, announcer: Announcer, looms: int
) -> None:
    request = await ask(announcer, network.ana, looms, CLAIM, "Radim tamo.")
    (made,) = await notices_of(network, network.vesna)
    assert made.text.in_locale("en") == "Ana Stojanović asks to speak for Razboji"
    assert (made.kind, made.href, made.quote) == ("claim", "/coordination/requests", "Radim tamo.")
    assert await kinds_of(network, network.boris) == []
    await approve(announcer, network.vesna, request)
    (decided,) = await notices_of(network, network.ana)
    assert decided.text.in_locale("en") == "Your request for Razboji is approved"
    assert decided.href == "/organisations/RS900"
    assert await unread_of(network, network.vesna) == 0
    assert await own_kinds(network, network.vesna) == ["notification.added", "notification.read"]


async def test_a_refusal_brings_its_reason(network: Network, announcer: Announcer, looms: int) -> None:
    request = await ask(announcer, network.elena, looms, REMOVAL, "")
    await refuse(announcer, network.vesna, request, "Podaci su javni.")
    (decided,) = await notices_of(network, network.elena)
    assert decided.text.in_locale("en") == "Your request for Razboji is not approved"
    assert (decided.kind, decided.quote, decided.quote_lang) == ("removal", "Podaci su javni.", "sr-Latn")


async def test_what_is_refused_tells_nobody(network: Network, announcer: Announcer, looms: int) -> None:
    request = await ask(announcer, network.ana, looms, CLAIM, "Radim tamo.")
    await approve(announcer, network.vesna, request)
    told = len(await own_kinds(network, network.ana))
    with pytest.raises(Conflict):
        await approve(announcer, network.vesna, request)
    assert len(await own_kinds(network, network.ana)) == told


async def test_a_role_is_told_to_who_has_it(network: Network, announcer: Announcer, looms: int) -> None:
    for _again in range(2):
        await give_role(announcer, network.vesna, network.ana.id, COORDINATOR)
    await ask(announcer, network.elena, looms, CLAIM, "Работя там.")
    assert await kinds_of(network, network.ana) == ["role", "claim"]
    assert await unread_of(network, network.ana) == 2
    await take_role(announcer, network.vesna, network.ana.id, COORDINATOR)
    taken, given = await notices_of(network, network.ana)
    assert given.text.in_locale("en") == "You have a role in the network now: Coordinator"
    assert taken.text.in_locale("en").endswith("any more: Coordinator")
    assert await unread_of(network, network.ana) == 2
    assert "role.changed" in await own_kinds(network, network.ana)


async def test_nothing_is_kept_of_what_was_told_to_who_has_left(
    network: Network, announcer: Announcer
) -> None:
    room = await gather(network, network.ana, network.elena)
    await network.say(network.ana, room, "@Елена Петрова, dođi")
    await network.say(network.elena, room, "@Ana Stojanović, ето ме")
    await let_go(announcer, network.vesna, network.elena.id)
    async with network.database.read() as session:
        for table in (Notification, Delivery):
            hers = select(func.count()).select_from(table).where(table.person_id == network.elena.id)
            assert await session.scalar(hers) == 0
    (notice,) = await notices_of(network, network.ana)
    assert notice.text.in_locale("en") == "A former member mentions you in “Opšte teme”"


async def test_a_coordinator_who_gives_themselves_a_role_is_told_nothing(
    network: Network, announcer: Announcer
) -> None:
    await give_role(announcer, network.vesna, network.vesna.id, MODERATOR)
    assert await kinds_of(network, network.vesna) == []
