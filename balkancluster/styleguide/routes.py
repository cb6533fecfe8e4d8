"""The style guide as a page. In a real installation it does not exist."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster import clock
from balkancluster.errors import NotFound
from balkancluster.styleguide.distinct import distinct
from balkancluster.styleguide.specimens import SPECIMENS, Specimen, example_values
from balkancluster.styleguide.tokens import tokens
from balkancluster.web.doors import public
from balkancluster.web.pages import VISITORS_TIME_ZONE, render, render_fragment
from balkancluster.web.services import services


@public
async def show_styleguide(request: Request) -> Response:
    """Show every token and component. Raises NotFound outside the demo and development."""
    settings = services(request).settings
    if not (settings.demo or settings.development):
        raise NotFound
    return render(request, "styleguide/index.html", tokens=tokens(), specimens=SPECIMENS, drawn=draw)


def draw(specimen: Specimen, locale: str, place: str) -> Markup:
    """Return a group of components in a locale, as it stands at one place of the page."""
    template = f"styleguide/{specimen.name}.html"
    values = example_values(locale, clock.now())
    return distinct(
        render_fragment(template, locale, VISITORS_TIME_ZONE, **values), f"{specimen.name}-{place}-{locale}"
    )


routes = [Route("/styleguide", show_styleguide)]
