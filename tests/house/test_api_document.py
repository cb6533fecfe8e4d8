"""What docs/api.md says about events and frames is what the program records and says."""

import re

from balkancluster.app import describe_socket
from tests.services.house import DOCS, PACKAGE

TEXT = (DOCS / "api.md").read_text(encoding="utf-8")
KIND = r"(?:message|reaction|topic|room|member|notification|read|level|role)\.[a-z]+"


def recorded_kinds() -> set[str]:
    """Return the kinds that rooms write into their logs, as they stand in the sources."""
    # What models name in the same way are the columns of foreign keys.
    folders = (PACKAGE / "rooms", PACKAGE / "notifications")
    paths = [path for folder in folders for path in folder.rglob("*.py")]
    sources = [path.read_text(encoding="utf-8") for path in paths if not path.stem.endswith("models")]
    return {kind for text in sources for kind in re.findall(f'"({KIND})"', text)}


def test_every_kind_of_event_has_its_line_in_the_table() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| `")]
    told = {kind for row in rows for kind in re.findall(f"`({KIND})`", row.split(" | ")[0])}
    assert "message.posted" in told
    assert told == recorded_kinds()


def test_every_frame_has_its_line_in_a_table() -> None:
    named = re.findall(r'^\| `\{"t": "([a-z_]+)"', TEXT, re.M)
    messages = describe_socket("")["components"]["messages"].values()
    assert set(named) == {message["name"] for message in messages}
    assert named.count("typing") == 2


def test_every_field_of_a_frame_is_named() -> None:
    schemas = describe_socket("")["components"]["schemas"]
    frames = [schema for schema in schemas.values() if "t" in schema.get("properties", {})]
    fields = {name for schema in frames for name in schema["properties"]} - {"me", "retry_after"}
    assert [name for name in sorted(fields) if f'"{name}"' not in TEXT and f"`{name}`" not in TEXT] == []
