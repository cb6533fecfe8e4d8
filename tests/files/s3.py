"""An object store for tests: as much of the protocol of Amazon S3 as files need, in memory."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, unquote, urlsplit

WHEN = ("Fri, 27 Nov 2026 12:00:00 GMT", "2026-11-27T12:00:00.000Z")


class StubS3:
    """Holds objects by their path; `is_broken` answers everything with 503."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.is_broken = False
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode().strip().split("\r\n")
                headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                method, target, _version = first.split(" ")
                writer.write(self._answer(method, target, headers, body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        place = urlsplit(target)
        path = unquote(place.path)
        if self.is_broken:
            return _response("503 Slow Down", b"<Error><Code>SlowDown</Code></Error>")
        if "list-type" in place.query:
            return _response("200 OK", self._list(parse_qs(place.query).get("prefix", [""])[0]))
        if place.query == "delete":
            names = re.findall(r"<Key>(.*?)</Key>", body.decode())
            for name in names:
                self.objects.pop(f"/bucket/{name}", None)
            deleted = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in names)
            return _response("200 OK", f"<DeleteResult>{deleted}</DeleteResult>".encode())
        if method == "PUT":
            self.objects[path] = body
            return _response("200 OK", b"", ETag='"x"')
        if path not in self.objects:
            return _response("404 Not Found", b"<Error><Code>NoSuchKey</Code></Error>")
        return _part(self.objects[path], headers.get("range", ""))

    def _list(self, prefix: str) -> bytes:
        names = [path.removeprefix("/bucket/") for path in self.objects]
        items = "".join(
            f"<Contents><Key>{name}</Key><LastModified>{WHEN[1]}</LastModified>"
            f"<ETag>x</ETag><Size>1</Size></Contents>"
            for name in names
            if name.startswith(prefix)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{items}</ListBucketResult>".encode()


def _part(content: bytes, asked: str) -> bytes:
    known = {"ETag": '"x"', "Last-Modified": WHEN[0]}
    if not asked:
        return _response("200 OK", content, **known)
    start, end = (int(number) for number in asked.removeprefix("bytes=").split("-"))
    piece = content[start : end + 1]
    known["Content-Range"] = f"bytes {start}-{start + len(piece) - 1}/{len(content)}"
    return _response("206 Partial Content", piece, **known)


def _response(status: str, body: bytes, **headers: str) -> bytes:
    lines = [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines, "", ""]).encode() + body


@asynccontextmanager
async def running_s3() -> AsyncIterator[StubS3]:
    """Run an object store on a port of its own."""
    store = StubS3()
    server = await asyncio.start_server(store.serve, "127.0.0.1", 0)
    store.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield store
    finally:
        server.close()
