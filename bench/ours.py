"""BalkanCluster as somebody runs it: the command `balkancluster serve`, on its own settings."""

import json
import socket
import sys
from pathlib import Path

from bench.network import Network
from bench.process import ServerProcess
from bench.wire import request

HOST = "bench.example"
ORIGIN = f"https://{HOST}"
ENVIRONMENT = {
    "BALKANCLUSTER_BASE_URL": ORIGIN,
    "BALKANCLUSTER_SECRET": "0123456789abcdefghijklmnopqrstuvwxyz",
}
PROGRAM = (sys.executable, "-m", "balkancluster")
APART = (sys.executable, "-m", "bench.apart")


def serve(data: Path, port: int, program: tuple[str, ...] = PROGRAM) -> ServerProcess:
    """Return the server of a data folder, not yet started."""
    command = (*program, "serve", "--data", str(data), "--port", str(port))
    return ServerProcess(command, port, data, ENVIRONMENT)


def serve_node(folder: Path, database_url: str, program: tuple[str, ...] = PROGRAM) -> ServerProcess:
    """Return a node of several on one PostgreSQL, whose notifications are their bus; not yet started."""
    folder.mkdir()
    port = free_port()
    environment = ENVIRONMENT | {
        "BALKANCLUSTER_DATABASE_URL": database_url,
        "BALKANCLUSTER_BUS_URL": "postgresql:",
    }
    return ServerProcess((*program, "serve", "--port", str(port)), port, folder, environment)


def signed_in(token: str) -> dict[str, str]:
    """Return the headers of the browser that holds this session."""
    return {"Host": HOST, "Origin": ORIGIN, "Cookie": f"__Host-session={token}"}


def post_request(network: Network, member: int, client_id: str, body: str) -> bytes:
    """Return the request with which a member posts to the room."""
    path = f"/api/v1/rooms/{network.room}/messages"
    content = json.dumps({"client_id": client_id, "body": body}).encode()
    headers = signed_in(network.tokens[member]) | {
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
    }
    return request("POST", path, headers, content)


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
