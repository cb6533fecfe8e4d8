"""Letters are sent though the sender dies and the mail server refuses or is away (row 27)."""

import asyncio

from balkancluster.i18n.messages import _
from balkancluster.mail.outbox import enqueue
from tests.faults.cluster import Cluster
from tests.mail.post_office import PostOffice

SOON = 30.0
LETTERS = 5


async def sender_dies_with_a_letter(cluster: Cluster, office: PostOffice) -> None:
    """The node dies when a letter was taken and not noted: that one may come twice, no other does."""
    cluster.set_trap("die-after-letter")
    await _write(cluster, "umire")
    await cluster.nodes[0].ended()
    await cluster.nodes[0].start()
    await _arrived(office, "umire")
    assert len(office.letters) <= LETTERS + 1


async def mail_server_refuses(cluster: Cluster, office: PostOffice) -> None:
    """The mail server refuses everything for a while; then every letter arrives once."""
    office.letters.clear()
    office.is_open = False
    await _write(cluster, "odbijeno")
    await asyncio.sleep(3)
    assert office.letters == []
    office.is_open = True
    await _arrived(office, "odbijeno")
    assert len(office.letters) == LETTERS


async def _write(cluster: Cluster, text: str) -> None:
    async with cluster.world.network.database.write() as session:
        for number in range(LETTERS):
            await enqueue(
                session,
                recipient="elena@klaster.example",
                locale="bg",
                subject=_("Your password was changed"),
                text=f"{text} {number}",
            )


async def _arrived(office: PostOffice, text: str) -> None:
    """Wait until every letter is there; the mail server of the tests runs in a thread of its own."""
    wanted = {f"{text} {number}" for number in range(LETTERS)}
    for _try in range(int(SOON / 0.1)):
        if wanted <= {str(letter.get_content()).strip() for letter in office.letters}:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"letters are missing of {text}")
