"""Ids in addresses: what cannot be one is nobody's."""

from starlette.requests import Request

from balkancluster.errors import NotFound

LARGEST = 2**53 - 1


def path_id(request: Request, name: str) -> int:
    """Return the id in a part of the path. Raises NotFound for what cannot be one."""
    text = str(request.path_params[name])
    if not (text.isascii() and text.isdecimal() and len(text) < 17 and int(text) <= LARGEST):
        raise NotFound
    return int(text)
