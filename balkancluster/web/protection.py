"""The layers around every route, in the order in which a request passes them."""

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from balkancluster.settings import Settings
from balkancluster.web.arrival import Arrival, Identify
from balkancluster.web.bell import Bells, ReadBell
from balkancluster.web.headers import SecurityHeaders
from balkancluster.web.hosts import TrustedHosts
from balkancluster.web.origins import SameOrigin
from balkancluster.web.problems import Problems
from balkancluster.web.request_limits import Allowance, RequestLimits

NOT_SMALLER = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/octet-stream", "application/pdf")
"""Media types that gzip does not make smaller."""


def protection(
    settings: Settings, identify: Identify, read_bell: ReadBell, allowances: Sequence[Allowance] = ()
) -> list[Middleware]:
    """Return the middleware of the application; all of it is plain ASGI and serves sockets too."""
    return [
        Middleware(SecurityHeaders, secure=settings.secure),
        Middleware(GZipMiddleware, compresslevel=6, exclude_content_types=NOT_SMALLER),
        Middleware(Problems, settings=settings),
        Middleware(RequestLimits, allowances=allowances),
        Middleware(TrustedHosts, hosts=settings.allowed_hosts),
        Middleware(SameOrigin, settings=settings),
        Middleware(Arrival, identify=identify),
        Middleware(Bells, read=read_bell),
    ]
