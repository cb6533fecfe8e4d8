"""python-socketio by the book: a room, and `emit` to it, under uvicorn."""

import socketio

from bench.peers.servers.store import Store

store = Store()
sockets = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
app = socketio.ASGIApp(sockets)


@sockets.on("join")
async def join(member: str) -> None:
    """Let a member in."""
    await sockets.enter_room(member, "room")
    await sockets.emit("welcome", to=member)


@sockets.on("post")
async def post(_member: str, message: dict[str, str]) -> None:
    """Keep a post and tell everybody."""
    await sockets.emit("message", store.add(message), room="room")
