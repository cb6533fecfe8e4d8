"""Letters are sent though the sender dies in the middle and the mail server refuses for a while."""

from aiosmtpd.controller import Controller

from tests.faults.conftest import OpenCluster
from tests.faults.rows import row
from tests.faults.scenarios import letters
from tests.mail.post_office import PostOffice
from tests.services.ports import free_port


@row(27)
async def test_every_letter_arrives_though_the_sender_dies_and_the_mail_server_refuses(
    open_cluster: OpenCluster,
) -> None:
    office = PostOffice(free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        cluster = await open_cluster("die-after-letter", mail_url=office.url)
        await letters.sender_dies_with_a_letter(cluster, office)
        await letters.mail_server_refuses(cluster, office)
    finally:
        controller.stop()
