"""Pages and fragments from templates: one Jinja environment per reading, ready before anybody asks.

For authors of features:

    return render(request, "members/settings.html", form=form)            # 200
    return render(request, "members/settings.html", status=422, form=form)
    html = render_fragment("mail/invited.txt", "bg", person=person)       # mail, commands
    html = remembered("rooms/_message.html", "bg", message=message)       # the same for many readers

A reader is a Reading (balkancluster.i18n.reading), or a locale for who reads as its pages do.
Every template has: `_`, `ngettext`, `pgettext`, `npgettext`, `{% trans %}`; `static(name)`,
`icon(name, small=False)`, `tile(seed, size="")`, `avatar(name, house, size="")`, `mark()`, `loom()`;
`locales` (tag, own_name), `locale` (the tag), `own_name`, `formats` (balkancluster.i18n.formats) and `now`;
for what people wrote `written`, `read` and `reading` (balkancluster.web.written).
Pages also have: `actor` (None for a visitor), `bell` (balkancluster.web.bell, or None), `theme`, `here` (path
and query), `site_name`, `demo`, `translates` (a translation service is set).
A lazy Message is said in the page's locale wherever it is printed. A name that is not there is an error.
Macros that use `formats` or `actor` are imported `with context`. Templates named `.txt` (mail) are not
escaped.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from balkancluster import clock, resources
from balkancluster.i18n.catalogs import find_translations
from balkancluster.i18n.formats import Formats
from balkancluster.i18n.locales import LOCALES, find_locale
from balkancluster.i18n.messages import Message
from balkancluster.i18n.reading import Reading, as_reading
from balkancluster.settings import NO_TRANSLATION
from balkancluster.web.arrival import actor_of, reading_of, settings_of, theme_of
from balkancluster.web.bell import bell_of
from balkancluster.web.compiled import Compiled
from balkancluster.web.connections import address, header
from balkancluster.web.ornaments import avatar, icon, loom, mark
from balkancluster.web.redirects import safe_next
from balkancluster.web.script_messages import catalog_address
from balkancluster.web.static_files import static_files
from balkancluster.web.tile import tile
from balkancluster.web.words import install_words
from balkancluster.web.written import install_written

VISITORS_TIME_ZONE = "Europe/Belgrade"
"""Before somebody signs in we only know that both countries' offices are near this clock."""

REMEMBERED = 4_096
"""So many fragments are kept, at most: a message takes 2 to 4 kB."""

READINGS = 24
"""Four locales, three choices of script, with and without the aid."""

_compiled = Compiled()


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page in the reader's locale and time zone."""
    reading, actor, settings = reading_of(request), actor_of(request), settings_of(request)
    html = render_fragment(
        template,
        reading,
        time_zone=actor.time_zone if actor else VISITORS_TIME_ZONE,
        actor=actor,
        bell=bell_of(request),
        theme=theme_of(request),
        site_name=settings.site_name,
        demo=settings.demo,
        translates=settings.translation != NO_TRANSLATION,
        **{"here": _address_to_return_to(request), **context},
    )
    return HTMLResponse(html, status, headers={"Content-Language": reading.locale})


def render_fragment(template: str, reader: str | Reading, time_zone: str = "UTC", **context: Any) -> str:
    """Return a template for a reader, without a request: for live events, mail and commands."""
    reading = as_reading(reader)
    found = environment(reading).get_template(template)
    return found.render(formats=Formats(reading.locale, time_zone), now=clock.now(), **context)


def remembered(template: str, reader: str | Reading, time_zone: str = "UTC", **values: Hashable) -> str:
    """Return a fragment that depends on nothing but these values: rendered once for everybody who sees it.

    What it shows is its key, so that it can never be out of date. It has no `now`. In templates it is
    `remembered(template, time_zone, **values)`.
    """
    reading = as_reading(reader)
    render_it = _remembered.__wrapped__ if environment(reading).auto_reload else _remembered
    return render_it(template, reading, time_zone, tuple(values.items()))


@lru_cache(maxsize=REMEMBERED)
def _remembered(
    template: str, reading: Reading, time_zone: str, values: tuple[tuple[str, Hashable], ...]
) -> str:
    found = environment(reading).get_template(template)
    return found.render(formats=Formats(reading.locale, time_zone), **dict(values))


def _remembering(reading: Reading) -> Callable[..., Markup]:
    def find(template: str, time_zone: str = "UTC", **values: Hashable) -> Markup:
        return Markup(remembered(template, reading, time_zone, **values))  # noqa: S704 - made by a template

    return find


def environment(reader: str | Reading) -> Environment:
    """Return the templates of one kind of reader."""
    return _environment(as_reading(reader))


@lru_cache(maxsize=READINGS)
def _environment(reading: Reading) -> Environment:
    locale, usual = reading.locale, as_reading(reading.locale)
    made = Environment(
        loader=FileSystemLoader(resources.folder("templates")),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        auto_reload=reading != usual and environment(usual).auto_reload,
        bytecode_cache=_compiled,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        finalize=lambda value: value.to(reading) if isinstance(value, Message) else value,
    )
    install_words(made, find_translations(locale))
    install_written(made, reading)
    made.globals.update(
        static=static_files().address,
        catalog=catalog_address,
        icon=icon,
        tile=tile,
        avatar=avatar,
        mark=mark,
        loom=loom,
        remembered=_remembering(reading),
        locale=locale,
        locales=LOCALES,
        own_name=find_locale(locale).own_name,
    )
    return made


def prepare(watch_templates: bool = False) -> None:
    """Read catalogues and static files before the first person asks.

    With `watch_templates` a changed template is read again: for the people who write them.
    """
    for locale in LOCALES:
        environment(locale.tag).auto_reload = watch_templates
        catalog_address(locale.tag)


def _address_to_return_to(request: Request) -> str:
    """A form that failed is shown at its own address, which cannot be opened: go back to the page before."""
    if request.method == "GET":
        return safe_next(address(request))
    came_from = urlsplit(header(request.scope, b"referer") or "")
    return safe_next(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
