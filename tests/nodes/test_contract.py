"""The contract over several nodes: one order everywhere, and who lost a right has lost it on every node."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx2

from balkancluster.access import MODERATOR as NETWORK_MODERATOR
from balkancluster.rooms.models import OPEN
from tests.nodes.cluster import NAME, Cluster, Visitor
from tests.realtime.sockets import Frame, Socket, numbers
from tests.services.redis import Redis

SOON = 1.0
WITHOUT_BUS = 3.0


@asynccontextmanager
async def on_every_node(cluster: Cluster, visitor: Visitor) -> AsyncIterator[list[Socket]]:
    """Open a socket of somebody at each node."""
    async with AsyncExitStack() as stack:
        count = len(cluster.nodes)
        yield [await stack.enter_async_context(visitor.listening(node)) for node in range(count)]


def events_of(socket: Socket) -> list[Frame]:
    """Return all events that a socket has heard."""
    return [event for frame in socket.heard if frame["t"] == "events" for event in frame["events"]]


async def pause(until: float) -> None:
    """Wait until a moment of the clock: that nothing comes is told by nothing else."""
    await asyncio.sleep(max(0.0, until - time.monotonic()))


async def test_what_is_said_on_any_node_is_heard_on_all_in_one_order_once(cluster: Cluster) -> None:
    network = cluster.network
    async with AsyncExitStack() as stack:
        people = [
            await stack.enter_async_context(cluster.visitor(person))
            for person in (network.ana, network.elena, network.boris)
        ]
        sockets = await stack.enter_async_context(on_every_node(cluster, people[1]))
        posts = [people[number % 3].post(number, f"poruka {number}") for number in range(60)]
        posted = sorted((answer["seq"], answer["id"]) for answer in await asyncio.gather(*posts))
        for socket in sockets:
            heard = await socket.hear_events(posted[-1][0])
            assert [(event["seq"], event["message"]["id"]) for event in heard] == posted


async def remove_elena_and_talk(cluster: Cluster, patience: float) -> None:
    """Take Elena out at one node, and talk at all of them once the time is over."""
    network = cluster.network
    async with cluster.visitor(network.ana) as ana, cluster.visitor(network.elena) as elena:
        async with on_every_node(cluster, elena) as hers, on_every_node(cluster, ana) as anas:
            before = (await ana.post(1, "Pre odlaska"))["seq"]
            for socket in hers:
                assert numbers(await socket.hear_events(before)) == [before]
            await ana.send_form(0, f"/rooms/{cluster.room}/members/{network.elena.id}/remove")
            await pause(time.monotonic() + patience)
            after = [(await ana.post(node, "Posle odlaska"))["seq"] for node in range(len(cluster.nodes))]
            for socket in anas:
                await socket.hear_events(after[-1])
            for node, socket in enumerate(hers):
                await flush(socket)
                late = [seq for seq in numbers(events_of(socket)) if seq >= after[0]]
                assert late == [], f"node {node} told somebody who was taken out"
        await network_lets_her_in(cluster, ana)


async def flush(socket: Socket) -> None:
    """Read all that has come, by way of a question whose answer comes last."""
    await socket.say(t="sub", room="999999", epoch=1, after=0)
    await socket.hear("error")


async def network_lets_her_in(cluster: Cluster, ana: Visitor) -> None:
    """Bring Elena back for the next test."""
    await ana.send_form(0, f"/rooms/{cluster.room}/members", person="elena@klaster.example")


async def test_who_was_taken_out_is_silent_on_every_node(cluster: Cluster) -> None:
    await remove_elena_and_talk(cluster, SOON)


async def test_who_was_taken_out_is_silent_on_every_node_without_redis(
    three_nodes: Cluster, cluster_redis: Redis
) -> None:
    cluster_redis.kill()
    try:
        await remove_elena_and_talk(three_nodes, WITHOUT_BUS)
    finally:
        cluster_redis.start()


async def end_and_time(cluster: Cluster, patience: float) -> None:
    """End Elena's session at one node; her sockets at all nodes end in time, and she is signed out."""
    async with cluster.visitor(cluster.network.elena) as elena, on_every_node(cluster, elena) as sockets:
        await elena.send_form(0, "/sign-out")
        began = time.monotonic()
        codes = await asyncio.gather(*(socket.hear_the_end() for socket in sockets))
        took = time.monotonic() - began
        assert codes == [4501] * len(sockets)
        assert took < patience
        await pause(began + SOON)
        for node in range(len(cluster.nodes)):
            answer = await elena.ask(node, "GET", "/api/v1/rooms")
            assert answer.status_code == httpx2.codes.UNAUTHORIZED


async def test_a_session_that_ends_on_one_node_ends_on_all(cluster: Cluster) -> None:
    await end_and_time(cluster, SOON)


async def test_a_session_ends_on_all_nodes_without_redis(three_nodes: Cluster, cluster_redis: Redis) -> None:
    cluster_redis.kill()
    try:
        await end_and_time(three_nodes, WITHOUT_BUS)
    finally:
        cluster_redis.start()


async def test_who_is_no_moderator_any_more_is_none_on_any_node(cluster: Cluster) -> None:
    network, nodes = cluster.network, range(len(cluster.nodes))
    room = await network.open_room(network.vesna, network.boris, kind=OPEN)
    async with cluster.visitor(network.boris) as boris, cluster.visitor(network.vesna) as vesna:
        (topic,) = (await boris.ask(0, "GET", f"/api/v1/rooms/{room}/topics")).json()["items"]

        async def retitle(node: int) -> int:
            address = f"/api/v1/rooms/{room}/topics/{topic['id']}"
            return (await boris.ask(node, "PATCH", address, json={"title": f"Naslov {node}"})).status_code

        async def change_role(act: str) -> None:
            await vesna.send_form(
                0, f"/coordination/people/{network.boris.id}/roles/{act}", role=NETWORK_MODERATOR
            )

        assert {await retitle(node) for node in nodes} == {httpx2.codes.NO_CONTENT}
        await change_role("revoke")
        await pause(time.monotonic() + SOON)
        assert {await retitle(node) for node in nodes} == {httpx2.codes.FORBIDDEN}
        await change_role("grant")
        await pause(time.monotonic() + SOON)
        assert {await retitle(node) for node in nodes} == {httpx2.codes.NO_CONTENT}


async def test_who_floods_gains_nothing_by_more_nodes(cluster: Cluster) -> None:
    nodes = range(len(cluster.nodes))
    async with cluster.visitor(cluster.network.dragan) as dragan:
        address = f"/api/v1/rooms/{cluster.room}/messages/1/reactions/%F0%9F%91%8D"

        async def flood(node: int) -> int:
            answers = [(await dragan.ask(node, "PUT", address)).status_code for _ in range(100)]
            return sum(status != httpx2.codes.TOO_MANY_REQUESTS for status in answers)

        began = time.monotonic()
        passed = sum(await asyncio.gather(*map(flood, nodes)))
        assert time.monotonic() - began < 10, "too slow to say anything"
    # A tenth of the limit, and what was under way, for each node besides the first.
    assert 100 <= passed <= 100 + 15 * (len(nodes) - 1)


async def guess(cluster: Cluster, email: str) -> list[int]:
    """Guess a password at every node in turn, each time from another address, and return the answers."""
    form = {"email": email, "password": "sedam vunenih niti"}
    async with httpx2.AsyncClient(verify=False, timeout=30) as stranger:
        return [
            (
                await stranger.post(
                    f"{cluster.nodes[number % len(cluster.nodes)].url}/sign-in",
                    data=form,
                    headers={"Host": NAME, "X-Forwarded-For": f"203.0.113.{number}"},
                )
            ).status_code
            for number in range(14)
        ]


async def test_guessing_a_password_gains_nothing_by_more_nodes(cluster: Cluster) -> None:
    assert await guess(cluster, "dragan@klaster.example") == [422] * 10 + [429] * 4


async def test_guessing_a_password_gains_nothing_without_redis(
    three_nodes: Cluster, cluster_redis: Redis
) -> None:
    cluster_redis.kill()
    try:
        assert await guess(three_nodes, "nobody@klaster.example") == [422] * 10 + [429] * 4
    finally:
        cluster_redis.start()
