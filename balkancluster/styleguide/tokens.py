"""The tokens as tokens.css says them, so that the page cannot forget one."""

import re
from dataclasses import dataclass
from functools import lru_cache

from balkancluster import resources

KINDS = (
    ("colour", re.compile(r"light-dark\(|^#")),
    ("face", re.compile(r"^(\"|ui-monospace)")),
    ("size", re.compile(r"^(clamp\(|[\d.]+(rem|px))")),
    ("other", re.compile(r"")),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A name with its value: in the light, and in the dark where that differs."""

    name: str
    value: str
    kind: str

    @property
    def values(self) -> list[str]:
        """Return the value in the light and the one in the dark, or the only one."""
        parts = re.fullmatch(r"light-dark\((.+?), (#\w+|rgb\([^)]*\))\)", self.value)
        return list(parts.groups()) if parts else [self.value]


@lru_cache(maxsize=1)
def tokens() -> tuple[Token, ...]:
    """Return every token in the order of the file; a later value for special readers is not repeated."""
    source = (resources.PACKAGE / "web" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for name, value in re.findall(r"--([a-z0-9-]+): ([^;]+);", source):
        found.setdefault(name, value)
    return tuple(Token(name, value, _kind(name, value)) for name, value in found.items())


def _kind(name: str, value: str) -> str:
    if name.startswith(("lift", "edge")):
        return "other"
    return next(kind for kind, looks in KINDS if looks.search(value))
