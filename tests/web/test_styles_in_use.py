"""No style without a use: every class of the stylesheet is written in a template, a script or a drawing."""

import re

from balkancluster import resources
from balkancluster.web.static_files import STYLESHEET, static_files
from balkancluster.web.tile import DYES

WEB = resources.PACKAGE / "web"


def written_words() -> set[str]:
    files = [
        *resources.folder("templates").rglob("*.html"),
        *WEB.rglob("*.js"),
        WEB / "ornaments.py",
        WEB / "tile.py",
        *(resources.PACKAGE / "rooms").rglob("*.py"),
    ]
    return {word for path in files for word in re.findall(r"[a-z][a-z-]+", path.read_text(encoding="utf-8"))}


def test_every_class_of_the_stylesheet_is_used_somewhere() -> None:
    stylesheet = re.sub(
        r"/\*.*?\*/|\"[^\"]*\"", "", static_files().files[STYLESHEET].body.decode(), flags=re.S
    )
    classes = set(re.findall(r"\.([a-z][a-z-]*)", stylesheet))
    assert classes - written_words() - set(DYES) == set()
