"""websockets by the book: a set of connections, and `broadcast` to all of them, on uvloop."""

import asyncio
import json
import os

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve

from bench.peers.servers.store import Store, as_text

store = Store()
members: set[ServerConnection] = set()


async def room(socket: ServerConnection) -> None:
    """Hold one member's socket."""
    members.add(socket)
    try:
        await socket.send("welcome")
        async for text in socket:
            broadcast(members, as_text(store.add(json.loads(text))))
    finally:
        members.discard(socket)


async def main() -> None:
    """Serve for ever."""
    async with serve(room, "127.0.0.1", int(os.environ["PORT"]), backlog=1024):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    uvloop.run(main())
