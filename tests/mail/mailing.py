"""Letters about news as two works write and send them, and a clock that is turned by hand."""

from datetime import timedelta

from sqlalchemy import select

from balkancluster.access import Actor
from balkancluster.mail.models import Mail
from balkancluster.mail.sending import Sending
from balkancluster.members.models import Person
from balkancluster.notifications.mail import NewsLetters
from balkancluster.notifications.models import Delivery, Notification
from balkancluster.notifications.visits import Visits
from balkancluster.settings import Settings
from tests.people import Network


class Mailing:
    """The two works that write and send letters, and a clock that is turned by hand."""

    def __init__(self, network: Network, url: str) -> None:
        self.database = network.database
        self.settings = Settings(
            database_url="",
            base_url="https://house.example",
            secret="0123456789abcdefghijklmnopqrstuv",
            mail_url=url,
            mail_from="Мрежа <net@house.example>",
        )
        self.letters = NewsLetters(self.database, self.settings)
        self.sending = Sending(self.database, self.settings, self.letters.refresh)

    async def run(self) -> None:
        """Write what is due, and send it."""
        await self.letters.write_due()
        await self.sending.send_due()

    async def let_pass(self, time: timedelta) -> None:
        """Let everything that is stored be so much older."""
        async with self.database.write() as session:
            for table, columns in (
                (Delivery, (Delivery.due_at, Delivery.settled_at)),
                (Notification, (Notification.created_at,)),
                (Person, (Person.visited_at, Person.mailed_at)),
                (Mail, (Mail.created_at, Mail.not_before)),
            ):
                for row in await session.scalars(select(table)):
                    for column in columns:
                        if value := getattr(row, column.key):
                            setattr(row, column.key, value - time)

    async def visit(self, who: Actor) -> None:
        """Let somebody come by."""
        visits = Visits(self.database)
        visits.note(who.id)
        await visits.keep()
