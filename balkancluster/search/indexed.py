"""From where each index of texts can be made anew: what rooms and members have stored."""

from balkancluster.members.reindexing import SOURCES as MEMBER_SOURCES
from balkancluster.rooms.indexing import SOURCES as ROOM_SOURCES
from balkancluster.textindex.filling import Sources

INDEX_SOURCES: Sources = {**ROOM_SOURCES, **MEMBER_SOURCES}
