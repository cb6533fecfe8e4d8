"""The translations that the browser's scripts use, as one cached JSON file per locale."""

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import NotFound
from balkancluster.i18n.catalogs import find_script_catalog
from balkancluster.i18n.locales import is_locale
from balkancluster.web.doors import public
from balkancluster.web.static_files import CHECK_FIRST, FOR_EVER


@lru_cache(maxsize=8)
def catalog_address(locale: str) -> str:
    """Return where the scripts of a page find their words."""
    return f"/catalog/{locale}/{find_script_catalog(locale).digest}.json"


@public
async def send_catalog(request: Request) -> Response:
    """Send the words of one locale; a page of another version gets those of today."""
    locale = request.path_params["locale"]
    if not is_locale(locale):
        raise NotFound
    catalog = find_script_catalog(locale)
    is_current = request.path_params["digest"] == catalog.digest
    headers = {"Cache-Control": FOR_EVER if is_current else CHECK_FIRST}
    return Response(catalog.body, headers=headers, media_type="application/json")


routes = [Route("/catalog/{locale}/{digest}.json", send_catalog)]
