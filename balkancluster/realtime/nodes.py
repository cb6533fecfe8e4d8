"""This node among the others: what the hub hears of them, and what it tells them."""

from balkancluster.jobs import Work
from balkancluster.realtime.bus.bus import Bus
from balkancluster.realtime.bus.news import Changed, Ended, Goodbye, Heads, Here, Typing
from balkancluster.realtime.hub import Hub

SELDOM = 12


def connect(hub: Hub, bus: Bus) -> None:
    """Let the hub hear what all nodes tell, and look for itself whenever it may have missed something."""
    presence = hub.presence
    bus.listen(Heads, lambda news, _node: hub.hint(news.heads))
    bus.listen(Ended, hub.reviews.hear_ended)
    bus.listen(Changed, hub.reviews.hear_changed)
    bus.listen(Changed, lambda news, _node: presence.know_anew(news.persons))
    bus.listen(Typing, lambda news, node: None if node == bus.node else hub.typing.hear(news))
    bus.listen(Here, lambda news, node: None if node == bus.node else presence.hear(news, node))
    bus.listen(Goodbye, lambda news, node: None if node == bus.node else presence.hear_goodbye(news, node))
    bus.on_gap(hub.sweep_soon)
    bus.on_gap(presence.elsewhere.tell_everything)
    hub.typing.publish = presence.publish = bus.publish


def reviewing(hub: Hub, bus: Bus) -> Work:
    """Return the look at everybody's rights: each time while the bus is away, else now and then.

    What this process and the others change is told; commands change little, and tell nobody.
    """
    times = 0

    async def review() -> None:
        nonlocal times
        times += 1
        if not bus.is_connected or times % SELDOM == 0:
            await hub.reviews.look_again()

    return review
