"""One row of a members file: read whole or refused with every reason, and written back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from balkancluster.errors import Invalid
from balkancluster.i18n.locales import SOURCE
from balkancluster.i18n.messages import Message, _
from balkancluster.members.organisation_columns import COLUMNS, read_cell
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisation_wording import ensure_language
from balkancluster.members.spreadsheets import quote_cell, unquote_cell

LANGUAGES = {
    "summary_own": "lang_own",
    "offers_own": "lang_own",
    "seeks_own": "lang_own",
    "name_en": "",
    "summary_en": "",
}
"""The cells whose words must be in the language of the row, or in English."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is not taken: the line where it begins, the column (empty for the whole row), the reason."""

    line: int
    column: str
    reason: Message


@dataclass(slots=True)
class Row:
    """A row as read: the organisation it describes, or the faults for which it is refused.

    `gaps` are faults only where the organisation is not a member that speaks for itself.
    """

    line: int
    profile: Profile | None = None
    faults: list[Fault] = field(default_factory=list)
    gaps: list[Fault] = field(default_factory=list)


def read_row(line: int, cells: Mapping[str, str]) -> Row:
    """Read the cells of a row that begins at this line of the file, by column."""
    row = Row(line)
    values = {name: _read(row, name, unquote_cell(cells[name])) for name in COLUMNS}
    if not row.faults:
        _check_languages(row, values)
    if not row.faults:
        row.profile = _profile(values)
        row.gaps = [
            Fault(line, name, _("This must not be empty."))
            for name, column in COLUMNS.items()
            if column.asked and not values[name]
        ]
    return row


def _read(row: Row, name: str, cell: str) -> Any:
    try:
        return read_cell(name, cell)
    except Invalid as problem:
        row.faults.append(Fault(row.line, name, problem.message))
        return None


def _check_languages(row: Row, values: Mapping[str, Any]) -> None:
    for name, source in LANGUAGES.items():
        try:
            ensure_language(values[name], values[source] if source else SOURCE)
        except Invalid as problem:
            row.faults.append(Fault(row.line, name, problem.message))
    if values["lang_own"] == SOURCE:
        for name in ("name", "summary"):
            if values[f"{name}_en"] not in ("", values[f"{name}_own"]):
                reason = _("This must be the same as in %(column)s.", column=f"{name}_own")
                row.faults.append(Fault(row.line, f"{name}_en", reason))


def _profile(values: Mapping[str, Any]) -> Profile:
    english = Words(values["name_en"], values["summary_en"])
    own = Words(values["name_own"], values["summary_own"], values["offers_own"], values["seeks_own"])
    return Profile(
        code=values["id"],
        kind=values["kind"],
        lang=values["lang_own"],
        country=values["country"],
        texts={SOURCE: english, values["lang_own"]: own} if english != Words() else {values["lang_own"]: own},
        short_name=values["short_name"],
        city=values["city"],
        founded=values["founded"],
        members_count=values["members_count"],
        divisions=values["nace"],
        website=values["website"],
        source_url=values["source_url"],
    )


def write_row(profile: Profile) -> list[str]:
    """Return the cells of an organisation in the order of the columns."""
    own, english = profile.own, profile.english
    cells = {
        "id": profile.code,
        "kind": profile.kind,
        "name_own": own.name,
        "lang_own": profile.lang,
        "name_en": english.name,
        "short_name": profile.short_name,
        "country": profile.country,
        "city": profile.city,
        "founded": _number(profile.founded),
        "members_count": _number(profile.members_count),
        "nace": ";".join(profile.divisions),
        "website": profile.website,
        "summary_own": own.summary,
        "summary_en": english.summary,
        "offers_own": own.offers,
        "seeks_own": own.seeks,
        "source_url": profile.source_url,
    }
    return [quote_cell(cells[name]) for name in COLUMNS]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
