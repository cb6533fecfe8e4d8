"""Writes docs/asyncapi.json anew: `python -m tests.asyncapi`, after a change of the frames."""

import json

from balkancluster.app import describe_socket
from balkancluster.settings import BASE_URL
from tests.services.house import DOCS

PATH = DOCS / "asyncapi.json"


def document() -> str:
    """Return the text of the file as the types make it today."""
    return json.dumps(describe_socket(BASE_URL), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf-8")
