"""Starlette by the book: a set of sockets, and `send_text` to one after the other."""

import json

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bench.peers.servers.store import Store, as_text

store = Store()
members: set[WebSocket] = set()


async def room(socket: WebSocket) -> None:
    """Hold one member's socket."""
    await socket.accept()
    members.add(socket)
    try:
        await socket.send_text("welcome")
        while True:
            await tell(as_text(store.add(json.loads(await socket.receive_text()))))
    except WebSocketDisconnect:
        pass
    finally:
        members.discard(socket)


async def tell(text: str) -> None:
    """Send to everybody; who is gone is forgotten."""
    for member in list(members):
        try:
            await member.send_text(text)
        except (WebSocketDisconnect, RuntimeError):
            members.discard(member)


app = Starlette(routes=[WebSocketRoute("/", room)])
