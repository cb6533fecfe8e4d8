"""Stylesheet, icons and scripts: read, joined, hashed and compressed once, then served from memory.

One digest of everything is part of every address (`/static/<digest>/js/app.js`), so relative imports
between modules keep working and a browser may keep what it has for ever. Only names that were found at the
start can be asked for: there is no path on disk for a request to wander off to.
"""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from balkancluster import resources

STYLESHEET = "css/style.css"
OTHER_STYLESHEETS = {"api.css", "styleguide.css"}
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
FOR_EVER = "public, max-age=31536000, immutable"
CHECK_FIRST = "no-cache"
WORTH_COMPRESSING = 500

_IMPORT = re.compile(r'@import "([^"]+)";\n')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_INDENTATION = re.compile(r"^[ ]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent."""

    body: bytes
    compressed: bytes | None
    media_type: str

    def response(self, accepts_gzip: bool, cache_control: str) -> Response:
        """Return the whole file, compressed where the browser takes that; ranges are not offered."""
        headers = {"Cache-Control": cache_control, "Vary": "Accept-Encoding", "Content-Type": self.media_type}
        if accepts_gzip and self.compressed:
            return Response(self.compressed, headers={**headers, "Content-Encoding": "gzip"})
        return Response(self.body, headers=headers)


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """Every static file by its name, and the digest that stands for all of them."""

    files: dict[str, StaticFile]
    digest: str

    def address(self, name: str) -> str:
        """Return the URL path of a file. Raises KeyError for one that does not exist."""
        if name not in self.files:
            raise KeyError(f"There is no static file {name}")
        return f"/static/{self.digest}/{name}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD; a page of another version still gets the file that is there now."""
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in {"GET", "HEAD"}:
            return Response(status_code=405, headers={"Allow": "GET, HEAD"})
        mounted_at = scope.get("root_path", "")
        digest, _slash, name = scope["path"].removeprefix(mounted_at).lstrip("/").partition("/")
        found = self.files.get(name)
        if found is None:
            return Response("Not found", status_code=404, media_type="text/plain")
        return found.response(_accepts_gzip(scope), FOR_EVER if digest == self.digest else CHECK_FIRST)


@lru_cache(maxsize=1)
def static_files() -> StaticFiles:
    """Return the static files of this installation, collected at the first call."""
    return collect(resources.PACKAGE / "web" / "static")


def collect(folder: Path) -> StaticFiles:
    """Read every file of a folder whose kind is known, and join the stylesheet from its imports."""
    bodies = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in MEDIA_TYPES
        and not (path.suffix == ".css" and path.name not in {"style.css", *OTHER_STYLESHEETS})
    }
    if STYLESHEET in bodies:
        bodies[STYLESHEET] = _joined(folder / STYLESHEET).encode()
    digest = blake2b(digest_size=8)
    for name, body in bodies.items():
        digest.update(name.encode() + b"\0" + body)
    return StaticFiles({name: _prepared(name, body) for name, body in bodies.items()}, digest.hexdigest())


def _joined(stylesheet: Path) -> str:
    """Put the imported files in their places; what they say to builders stays with the builders."""
    text = stylesheet.read_text(encoding="utf-8")
    whole = _IMPORT.sub(lambda found: (stylesheet.parent / found[1]).read_text(encoding="utf-8"), text)
    return _INDENTATION.sub("", _COMMENT.sub("", whole))


def _prepared(name: str, body: bytes) -> StaticFile:
    compressed = gzip.compress(body, 9, mtime=0) if len(body) > WORTH_COMPRESSING else None
    if compressed and len(compressed) > len(body) * 0.9:
        compressed = None
    return StaticFile(body, compressed, MEDIA_TYPES[Path(name).suffix])


def _accepts_gzip(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


async def serve(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for the static files of this installation."""
    await static_files()(scope, receive, send)


routes = [Mount("/static", app=serve, name="static")]
