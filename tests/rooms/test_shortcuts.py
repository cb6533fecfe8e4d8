"""The keyboard shortcuts are the same in the script, in the help sheet and in the documents."""

import re

from balkancluster.rooms.shortcuts import LAYOUTS, SHORTCUTS
from tests.services.house import DOCS, PACKAGE

SCRIPT = (PACKAGE / "web" / "static" / "js" / "shortcuts.js").read_text(encoding="utf-8")
ACTS = (PACKAGE / "web" / "static" / "js" / "shortcut_acts.js").read_text(encoding="utf-8")
LISTED = {" ".join(one.keys): one.action for _heading, group in SHORTCUTS for one in group}


def test_the_sheet_lists_what_the_script_does() -> None:
    table = SCRIPT.partition("const KEYS = {")[2].partition("};")[0]
    keys = {key.strip('"'): action for key, action in re.findall(r'^  (.+?): "([\w-]+)",$', table, re.M)}
    assert keys == LISTED


def test_every_action_of_the_script_is_there() -> None:
    table = ACTS.partition("export const ACTS = {")[2].partition("\n};")[0]
    assert set(re.findall(r'^  "?([\w-]+)"?: ', table, re.M)) == set(LISTED.values())


def test_the_documents_name_the_same_keys() -> None:
    section = (DOCS / "members.md").read_text(encoding="utf-8").partition("## Keyboard shortcuts")[2]
    rows = re.findall(r"^\| (`.+?) \|", section, re.M)
    written = {" ".join(re.findall(r"`([^`]+)`", row)) for row in rows}
    assert (written - {"j k"}) | {"j", "k"} == set(LISTED)


def test_every_letter_has_its_place_on_every_layout() -> None:
    letters = {key for keys in LISTED for key in keys.split() if key.isalpha() and len(key) == 1}
    for layouts in LAYOUTS.values():
        for layout in layouts:
            assert letters <= set(layout.letters)
            assert len(set(layout.letters.values())) == len(layout.letters)
