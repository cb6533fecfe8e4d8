"""Putting something else in the place of a part of the product."""

import sys
from typing import Any


def put(owner: Any, name: str, new: Any) -> Any:
    """Put `new` there under this name and return what was there. Raises AttributeError when nothing was."""
    old = getattr(owner, name)
    setattr(owner, name, new)
    return old


def put_everywhere(name: str, old: Any, new: Any) -> None:
    """Put `new` in the place of a function in every module that has imported it by name."""
    for module in list(sys.modules.values()):
        if getattr(module, name, None) is old:
            setattr(module, name, new)
