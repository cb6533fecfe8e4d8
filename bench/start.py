"""How long the server takes from the command until it is ready for people, its bytecode being there."""

import time
from pathlib import Path
from typing import Any

from bench import ours
from bench.clients import HttpClient
from bench.network import fill
from bench.wire import request

READY = request("GET", "/health/ready", {"Host": ours.HOST})


async def measure_start(data: Path) -> dict[str, Any]:
    """Start the server of a data folder, ask it until it is ready, stop it."""
    process = ours.serve(data, ours.free_port())
    started = time.perf_counter()
    await process.start()
    client = HttpClient()
    try:
        # It binds its port before it reads anything, so that this question waits until it can be answered.
        await client.connect(process.port)
        head, _content = await client.ask(READY)
        took = time.perf_counter() - started
        assert head.startswith(b"HTTP/1.1 200"), head
        return {"ready_s": took, "cpu_s": process.cpu_seconds(), "mib": process.memory_bytes() / 2**20}
    finally:
        client.close()
        await process.stop()


async def fill_small(data: Path) -> None:
    """Make the database of a network with a few people."""
    await fill(data, 4)
