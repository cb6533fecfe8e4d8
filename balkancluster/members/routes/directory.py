"""The member directory, the page of an organisation, the page of a person."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import can
from balkancluster.errors import NotFound
from balkancluster.files.api import keeper_of
from balkancluster.files.errors import megabytes
from balkancluster.i18n.locales import language_of
from balkancluster.members.countries import sorted_countries
from balkancluster.members.directory import DirectoryFilter, read_filter
from balkancluster.members.directory_organisations import Choices, find_choices, list_organisations
from balkancluster.members.directory_people import (
    find_person_entry,
    list_people,
    list_people_of,
    role_label,
)
from balkancluster.members.organisation_files import list_documents
from balkancluster.members.organisation_models import REMOVED
from balkancluster.members.organisation_profiles import KINDS, kind_label
from balkancluster.members.organisation_reading import other_name, own_name, prose
from balkancluster.members.organisations import find_organisation
from balkancluster.members.request_lists import list_own_requests, request_state_label
from balkancluster.members.routes.ids import path_id
from balkancluster.sectors.labels import label, sorted_labels
from balkancluster.web.arrival import locale_of, reading_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form
from balkancluster.web.pages import render
from balkancluster.web.services import actor, services

ORGANISATIONS, PEOPLE = "organisations", "people"


@signed_in
async def show_directory(request: Request) -> Response:
    """List organisations or people; the address is the filter."""
    wanted = read_filter(request.query_params)
    shown = PEOPLE if request.query_params.get("show") == PEOPLE else ORGANISATIONS
    async with services(request).database.read() as session:
        organisations = await list_organisations(session, wanted)
        people = await list_people(session, wanted)
        choices = await find_choices(session)
    offered = _choices(choices, locale_of(request))
    return render(
        request,
        "members/directory.html",
        wanted=wanted,
        shown=shown,
        organisations=organisations,
        people=people,
        listing=people if shown == PEOPLE else organisations,
        choices=offered,
        chosen=_chosen(wanted, offered),
        address_of=partial(_address, wanted, shown),
        **_words(request),
    )


@signed_in
async def show_organisation(request: Request) -> Response:
    """Show what an organisation is, what it offers and seeks, and its people. Raises NotFound."""
    return await organisation_page(request, Form())


async def organisation_page(request: Request, form: Form, status: int = 200) -> Response:
    """Return the page of an organisation, with the form for its documents. Raises NotFound."""
    async with services(request).database.read() as session:
        found = await find_organisation(session, request.path_params["code"])
        people = await list_people_of(session, found.organisation.id)
        mine = await list_own_requests(session, actor(request).id, found.organisation.id)
        documents = await list_documents(session, found.organisation.id)
    if found.organisation.standing == REMOVED and not can(actor(request), "decide.request"):
        raise NotFound
    may_edit = can(actor(request), "manage.organisation", found.organisation.id)
    return render(
        request,
        "members/organisation.html",
        status,
        form=form,
        documents=documents,
        may_add_documents=may_edit and keeper_of(request).is_open,
        most_megabytes=megabytes(services(request).settings.file_bytes),
        organisation=found.organisation,
        profile=found.profile,
        people=people,
        my_requests=mine,
        request_state_label=request_state_label,
        may_edit=may_edit,
        done=request.query_params.get("done", ""),
        **_words(request),
    )


@signed_in
async def show_person(request: Request) -> Response:
    """Show who somebody is, and the way to write to them."""
    async with services(request).database.read() as session:
        person = await find_person_entry(session, path_id(request, "person"))
    return render(
        request,
        "members/person.html",
        person=person,
        is_me=person.id == actor(request).id,
        **_words(request),
    )


def _words(request: Request) -> dict[str, Any]:
    """Return what templates put into the reader's words."""
    locale = locale_of(request)
    return {
        "kind_label": kind_label,
        "role_label": role_label,
        "sector_label": partial(label, locale=locale),
        "language_of": language_of,
        "own_name": partial(own_name, reading=reading_of(request)),
        "other_name": partial(other_name, locale=locale),
        "prose": partial(prose, locale=locale),
    }


def _choices(choices: Choices, locale: str) -> dict[str, list[tuple[str, Any]]]:
    return {
        "country": sorted_countries(choices.countries, locale),
        "kind": [(kind, kind_label(kind)) for kind in KINDS if kind in choices.kinds],
        "sector": sorted_labels(choices.sectors, locale),
    }


def _chosen(wanted: DirectoryFilter, offered: dict[str, list[tuple[str, Any]]]) -> list[tuple[str, Any]]:
    """Return each part of the filter that is in use, with its words; a value of nobody stands for itself."""
    values = {name: getattr(wanted, name) for name in offered}
    return [(name, dict(offered[name]).get(value, value)) for name, value in values.items() if value]


def _address(wanted: DirectoryFilter, shown: str, **changes: str | int) -> str:
    """Return the address of the directory with parts of the filter changed, from its first page."""
    parts: dict[str, str | int] = {
        "show": shown if shown == PEOPLE else "",
        "q": wanted.text,
        "country": wanted.country,
        "kind": wanted.kind,
        "sector": wanted.sector,
        "page": "",
    }
    chosen = {name: value for name, value in (parts | changes).items() if value not in ("", 1, ORGANISATIONS)}
    return f"/members?{urlencode(chosen)}" if chosen else "/members"


routes = [
    Route("/members", show_directory, methods=["GET"]),
    Route("/organisations/{code}", show_organisation, methods=["GET"]),
    Route("/people/{person}", show_person, methods=["GET"]),
]
