"""Filling an empty database with the demo: the real directory, invented members, and their talk so far."""

from datetime import datetime

from balkancluster import clock
from balkancluster.database import Database
from balkancluster.demo import content
from balkancluster.demo.mark import BEGUN, COMPLETE, mark
from balkancluster.demo.members import add_members
from balkancluster.demo.past import Past
from balkancluster.files.keeping import Keeper
from balkancluster.members.organisation_file import MembersFile
from balkancluster.members.organisation_import import import_organisations

DIRECTORY = content.FOLDER / "members.csv"


async def seed(database: Database, now: datetime | None = None, keeper: Keeper | None = None) -> None:
    """Put the demo into an empty migrated database; invented times are counted back from `now`.

    Without a keeper of files nobody sends any.
    """
    # Marked first, so that not even an interrupted demo can be served to the world.
    await mark(database, BEGUN)
    invented = content.load()
    await import_organisations(database, MembersFile(DIRECTORY.read_bytes()))
    people, houses = await add_members(database, invented)
    past = Past(database, invented, people, houses, now or clock.now(), keeper)
    await past.happen()
    await mark(database, COMPLETE)
