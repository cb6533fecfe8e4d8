"""What can be searched here, in the order in which it is shown."""

from balkancluster.search.files import Files
from balkancluster.search.messages import Messages
from balkancluster.search.organisations import Organisations
from balkancluster.search.people import People
from balkancluster.search.places import Rooms
from balkancluster.search.sources import Source
from balkancluster.search.topics import Topics

SOURCES: tuple[Source, ...] = (Messages(), Topics(), People(), Organisations(), Rooms(), Files())
