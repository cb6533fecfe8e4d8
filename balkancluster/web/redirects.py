"""Where a person may be sent: only ever to a page of this site."""

import re
from urllib.parse import quote

from starlette.responses import RedirectResponse

HOME = "/"

_PATH_OF_THIS_SITE = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*", re.ASCII)


def safe_next(url: str | None) -> str:
    """Return the address if it is a path of this site, else the start page.

    `//evil`, `/\\evil`, `https:evil`, control characters and line breaks all lead home.
    """
    return url if url and len(url) <= 2000 and _PATH_OF_THIS_SITE.fullmatch(url) else HOME


def see_other(url: str) -> RedirectResponse:
    """Return the answer to a form that was carried out: 303 to a page of this site."""
    return RedirectResponse(safe_next(url), status_code=303)


def sign_in_address(here: str) -> str:
    """Return the sign-in page that leads back to `here`."""
    came_from = safe_next(here)
    return "/sign-in" if came_from == HOME else f"/sign-in?next={quote(came_from, safe='/')}"
