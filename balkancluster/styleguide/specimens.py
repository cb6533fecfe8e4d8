"""Which components there are to see, and the values that their templates are given."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from balkancluster.errors import NotFound
from balkancluster.i18n.formats import Formats
from balkancluster.i18n.locales import LOCALES
from balkancluster.i18n.messages import _
from balkancluster.members.directory import DirectoryFilter, Listing
from balkancluster.members.directory_people import role_label
from balkancluster.members.organisation_profiles import kind_label
from balkancluster.members.organisation_reading import other_name, own_name, prose
from balkancluster.rooms.catch_up import News
from balkancluster.rooms.palette import GROUPS, OFTEN
from balkancluster.rooms.routes.presence import Here
from balkancluster.sectors.labels import label
from balkancluster.styleguide import found, people, talk, told
from balkancluster.web.bell import Bell
from balkancluster.web.forms import Form
from balkancluster.web.ornaments import icon_names
from balkancluster.web.tile import DYES, weave


@dataclass(frozen=True, slots=True)
class Specimen:
    """A group of components, drawn by templates/styleguide/<name>.html; a wide one needs a whole row."""

    name: str
    heading: str
    is_wide: bool = False


SPECIMENS = (
    Specimen("actions", "Buttons and links"),
    Specimen("marks", "Marks, people and houses"),
    Specimen("notices", "Notices"),
    Specimen("forms", "Forms, also with errors"),
    Specimen("messages", "Messages and their states"),
    Specimen("acts", "What to do with a message"),
    Specimen("composer", "Writing"),
    Specimen("reading", "What is new, keys and the tour"),
    Specimen("topics", "Topics and rooms"),
    Specimen("lists", "Lists"),
    Specimen("told", "Notifications"),
    Specimen("search", "What was found"),
    Specimen("directory", "Directory and organisations"),
    Specimen("frame", "Around every page", is_wide=True),
    Specimen("empty", "Nothing here yet"),
)


def example_values(locale: str, now: datetime) -> dict[str, Any]:
    """Return what the templates of all specimens are given in one locale."""
    return (
        _of_rooms(now)
        | _of_members(locale)
        | _of_forms()
        | found.values(now)
        | {"actor": people.ME, "site_name": "BalkanCluster"}
    )


def _of_rooms(now: datetime) -> dict[str, Any]:
    rooms, topics = talk.rooms(), talk.topics(now)
    return {
        "rooms": rooms,
        "room": rooms[0],
        "topics": topics,
        "topic": topics[0],
        "current": topics[0],
        "lines": talk.lines(now),
        "day": now - timedelta(days=1),
        "may": {"open.topic", "react.messages", "pin.messages"},
        "palette": GROUPS,
        "often": OFTEN,
        "pins": [talk.lines(now)[state].message for state in ("reacted", "plain")],
        "presence": {room.id: Here({2: people.ELENA.name, 5: people.DRAGAN.name}) for room in rooms},
        "shut": "",
        "item": News(rooms[0], topics[1], talk.glimpses(now)),
        "is_full": False,
        "joinable": rooms[1:2],
        "told": True,
        "unread_total": 14,
        "bell": Bell("guide", 0, 3),
        "days": told.days(now),
        "section": "rooms",
        "attached": talk.FILES[:1],
        "may_attach": True,
        "kept": (),
        "reply": talk.lines(now)["plain"].message,
        "count": 3,
    }


def _of_members(locale: str) -> dict[str, Any]:
    return {
        "marks": people.MARKS,
        "tiles": [next(str(seed) for seed in range(99) if weave(str(seed))[0] == dye) for dye in DYES],
        "entry": people.HOUSE,
        "profile": people.WEAVERS,
        "person": people.PERSON,
        "doors": people.DOORS,
        "people": Listing([people.PERSON], 77, 1),
        "listing": Listing([people.HOUSE], 61, 2),
        "wanted": DirectoryFilter(text="вуница", country="RS"),
        "shown": "organisations",
        "chosen": [("country", "RS")],
        "organisations": Listing([people.HOUSE], 61, 1),
        "choices": {
            "country": [("RS", Formats(locale).country("RS"))],
            "sector": [("13", label("13", locale))],
            "kind": [("sme", kind_label("sme"))],
        },
        "address_of": lambda **_changes: "/members",
        "kind_label": kind_label,
        "role_label": role_label,
        "sector_label": partial(label, locale=locale),
        "own_name": own_name,
        "other_name": partial(other_name, locale=locale),
        "prose": partial(prose, locale=locale),
    }


def _of_forms() -> dict[str, Any]:
    wrong = Form({"name": "", "email": "ana@", "locale": "sr-Latn", "about": "Predivo"})
    wrong.refuse("", _("E-mail and password do not match. Check the keyboard layout."))
    wrong.refuse("wrong-name", _("Please fill this in."))
    wrong.refuse("email", _("This is not an e-mail address."))
    return {
        "form": Form(
            {
                "name": people.ANA.name,
                "locale": "bg",
                "remember": "1",
                "body": "Узорци стижу сутра до 14 часова.",
            }
        ),
        "wrong": wrong,
        "language_choices": [(locale.tag, locale.own_name) for locale in LOCALES],
        "onward": "/styleguide",
        "here": "/styleguide",
        "theme": "auto",
        "demo": True,
        "icons": sorted(icon_names()),
        "problem": NotFound(),
    }
