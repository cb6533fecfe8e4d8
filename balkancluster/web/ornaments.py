"""The drawn parts of a page as markup: icons, the mark, the loom, and the round mark of a person."""

import re
from collections.abc import Hashable
from functools import lru_cache

from markupsafe import Markup

from balkancluster.i18n.initials import initials
from balkancluster.web.static_files import static_files
from balkancluster.web.tile import tile

ICONS = "icons/icons.svg"
WEAVE = "icons/weave.svg"


@lru_cache(maxsize=256)
def icon(name: str, small: bool = False) -> Markup:
    """Return an icon of icons.svg; it is decoration, so the words stand beside it or in a label.

    Raises KeyError for an icon that is not in the file.
    """
    if name not in icon_names():
        raise KeyError(f"There is no icon {name}")
    classes = "icon small" if small else "icon"
    return _drawing(classes, "0 0 20 20", f"{static_files().address(ICONS)}#i-{name}")


@lru_cache(maxsize=1)
def mark() -> Markup:
    """Return the brand mark: two interlaced diamonds with a seed where they cross."""
    return _drawing("mark", "0 0 19 13", f"{static_files().address(WEAVE)}#mark")


@lru_cache(maxsize=1)
def loom() -> Markup:
    """Return the loom of empty places."""
    return _drawing("loom", "0 0 45 30", f"{static_files().address(WEAVE)}#loom")


@lru_cache(maxsize=4_096)
def avatar(name: str, house: Hashable = None, size: str = "") -> Markup:
    """Return the round mark of a person: initials in their own script, with the tile of their house.

    `house` is the identifier of the organisation, None for a person without one; `size` may be "small"
    or "large". Who has no name any more has a figure instead. The name itself always stands beside it, so the
    mark is hidden from screen readers.
    """
    classes = f"avatar {size}".strip()
    woven = tile(house) if house is not None else ""
    letters = initials(name) or icon("person")
    return Markup('<span class="{}" aria-hidden="true">{}{}</span>').format(classes, letters, woven)


def _drawing(classes: str, view_box: str, href: str) -> Markup:
    return Markup('<svg class="{}" viewBox="{}" aria-hidden="true"><use href="{}"/></svg>').format(
        classes, view_box, href
    )


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """Return the names of all icons."""
    sprite = static_files().files[ICONS].body.decode()
    return frozenset(re.findall(r'id="i-([a-z]+)"', sprite))
