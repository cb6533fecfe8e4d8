"""What every page of this feature may use."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from balkancluster.i18n.locales import LOCALES
from balkancluster.members.directory_people import role_label
from balkancluster.web.pages import render

LANGUAGES = [(locale.tag, locale.own_name) for locale in LOCALES]
"""The languages under their own names, for menus."""


def show(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """Return a page; `done` is what the form before it has carried out."""
    return render(
        request,
        template,
        status,
        done=request.query_params.get("done", ""),
        language_choices=LANGUAGES,
        role_label=role_label,
        **context,
    )
