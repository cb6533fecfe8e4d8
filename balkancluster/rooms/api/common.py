"""What the operations of rooms share: the room in the address, scopes, and how much one may post."""

from balkancluster.realtime.streams import read_id
from balkancluster.web.limits import Limit
from balkancluster.web.operations import Call

READ, WRITE = "rooms:read", "rooms:write"
ROOM = "/rooms/{room}"
POSTS = Limit("posts", times=100, seconds=10)


def room_of(call: Call) -> int:
    """Return the id of the room in the address. Raises NotFound for what cannot be one."""
    return read_id(call.path("room"))


def topic_of(call: Call) -> int:
    """Return the id of the topic in the address. Raises NotFound for what cannot be one."""
    return read_id(call.path("topic"))
