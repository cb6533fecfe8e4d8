"""Ids in addresses: what cannot be one is nobody's."""

from starlette.requests import Request

from balkancluster.realtime.streams import read_id


def path_id(request: Request, name: str) -> int:
    """Return the id in a part of the path. Raises NotFound for what cannot be one."""
    return read_id(str(request.path_params[name]))
