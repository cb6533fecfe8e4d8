"""What people make of a message, for programs: reactions and pins."""

from balkancluster.rooms.api.common import POSTS, ROOM, WRITE, room_of
from balkancluster.rooms.pins import pin_message, unpin_message
from balkancluster.rooms.reactions import add_reaction, remove_reaction
from balkancluster.web.operations import Call, Operation


async def put_reaction(call: Call) -> None:
    """Put an emoji of the palette to a message, in one's own name."""
    await call.services.limits.ensure_below(POSTS, call.actor.id)
    await add_reaction(call.services.log, call.actor, room_of(call), call.path("message"), call.path("emoji"))


async def delete_reaction(call: Call) -> None:
    """Take one's own emoji back."""
    services = call.services
    await services.limits.ensure_below(POSTS, call.actor.id)
    await remove_reaction(services.log, call.actor, room_of(call), call.path("message"), call.path("emoji"))


async def put_pin(call: Call) -> None:
    """Pin a message to the head of its topic."""
    await call.services.limits.ensure_below(POSTS, call.actor.id)
    await pin_message(call.services.log, call.actor, room_of(call), call.path("message"))


async def delete_pin(call: Call) -> None:
    """Unpin a message."""
    await call.services.limits.ensure_below(POSTS, call.actor.id)
    await unpin_message(call.services.log, call.actor, room_of(call), call.path("message"))


MESSAGE = f"{ROOM}/messages/{{message}}"
REACTION = f"{MESSAGE}/reactions/{{emoji}}"

operations = [
    Operation("PUT", REACTION, put_reaction, WRITE, "React to a message"),
    Operation("DELETE", REACTION, delete_reaction, WRITE, "Take a reaction back"),
    Operation("PUT", f"{MESSAGE}/pin", put_pin, WRITE, "Pin a message"),
    Operation("DELETE", f"{MESSAGE}/pin", delete_pin, WRITE, "Unpin a message"),
]
