"""The directory from a file and back, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from balkancluster.database import Database
from balkancluster.members import organisation_import
from balkancluster.members.organisation_export import export_organisations
from balkancluster.members.organisation_file import MembersFile
from balkancluster.members.organisation_import import ImportReport, import_organisations
from balkancluster.members.organisation_models import LISTED, REMOVED, Organisation
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisations import create_organisation, find_organisation
from tests.members.members_files import REAL, members_file, row

FAULTS = [
    {"kind": "guild"},
    {"name_own": ""},
    {"lang_own": "fr"},
    {"name_en": ""},
    {"country": "XX"},
    {"founded": "soon"},
    {"members_count": "-3"},
    {"nace": "04"},
    {"website": "not a domain"},
    {"summary_own": "\0"},
    {"source_url": "javascript:alert(1)"},
    {"id": "RS901"},
]


async def take(database: Database, content: bytes, dry_run: bool = False) -> ImportReport:
    return await import_organisations(database, MembersFile(content), dry_run=dry_run)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.rejected


async def export(database: Database) -> bytes:
    return b"".join([piece async for piece in export_organisations(database)])


async def count(database: Database) -> int:
    async with database.read() as session:
        return (await session.execute(select(func.count()).select_from(Organisation))).scalar_one()


async def test_the_77_come_in_once_and_go_out_as_they_came(database: Database) -> None:
    assert counts(await take(database, REAL)) == (77, 0, 0, 0)
    assert counts(await take(database, REAL)) == (0, 0, 77, 0)
    assert await export(database) == REAL


async def test_twelve_planted_faults_give_twelve_reasons_and_the_rest_are_in(database: Database) -> None:
    rows = [row(id="RS901"), *(row(**{"id": f"RS8{n:02d}"} | fault) for n, fault in enumerate(FAULTS))]
    report = await take(database, members_file(*rows) + REAL.split(b"\r\n", 1)[1])
    assert counts(report) == (78, 0, 0, 12)
    assert [(fault.line, fault.column) for fault in report.faults] == [
        (line, next(iter(planted))) for line, planted in enumerate(FAULTS, start=3)
    ]


async def test_a_dry_run_reports_the_same_and_writes_nothing(database: Database) -> None:
    content = members_file(row(), row(id="RS902", kind="guild"))
    assert counts(await take(database, content, dry_run=True)) == (1, 0, 0, 1)
    assert await count(database) == 0
    await take(database, content)
    changed = members_file(row(city="Ниш"))
    assert counts(await take(database, changed, dry_run=True)) == (0, 1, 0, 0)
    assert counts(await take(database, changed)) == (0, 1, 0, 0)


async def test_a_second_run_completes_one_that_was_interrupted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organisation_import, "BATCH", 20)

    def pull_the_plug(line: int) -> None:
        if line > 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await import_organisations(database, MembersFile(REAL), on_line=pull_the_plug)
    assert await count(database) == 60
    assert counts(await take(database, REAL)) == (17, 0, 60, 0)
    assert await export(database) == REAL


async def test_a_changed_cell_changes_that_organisation_only(database: Database) -> None:
    await take(database, members_file(row(), row(id="RS902")))
    changed = members_file(row(nace="14;13", founded=""), row(id="RS902"))
    assert counts(await take(database, changed)) == (0, 1, 1, 0)
    assert await export(database) == changed


async def test_a_search_text_by_older_rules_is_made_anew(database: Database) -> None:
    await take(database, members_file(row()))
    async with database.write() as session:
        await session.execute(update(Organisation).values(fold_version=0, search_text=""))
    assert counts(await take(database, members_file(row()))) == (0, 1, 0, 0)
    assert counts(await take(database, members_file(row()))) == (0, 0, 1, 0)


async def test_a_formula_is_quoted_in_the_export_and_comes_back_as_it_was(database: Database) -> None:
    names = ["=cmd()", "+1", "-1", "@sum", "'=cmd()", "'Ниш'"]
    written = ["'=cmd()", "'+1", "'-1", "'@sum", "''=cmd()", "'Ниш'"]
    rows = [row(id=f"RS90{n}", short_name=name) for n, name in enumerate(written)]
    await take(database, members_file(*rows))
    async with database.read() as session:
        stored = await session.scalars(select(Organisation.short_name).order_by(Organisation.id))
        assert list(stored) == names
    assert await export(database) == members_file(*rows)


async def test_a_file_never_changes_who_is_a_member(database: Database) -> None:
    await take(database, members_file(row()))
    async with database.read() as session:
        assert (await find_organisation(session, "RS901")).organisation.standing == LISTED
    ana = Profile(
        "", "sme", "sr-Latn", "RS", {"sr-Latn": Words(name="Anina radionica"), "bg": Words(name="Ана")}
    )
    async with database.write() as session:
        await create_organisation(session, ana)
        vesna = await create_organisation(
            session, replace(ana, texts={"sr-Latn": Words(name="Vesna d.o.o.")})
        )
        assert vesna.code == "M002"
    exported = await export(database)
    assert b"\r\nM001,sme,Anina radionica,sr-Latn,,,RS," in exported
    assert counts(await take(database, exported)) == (0, 0, 3, 0)
    assert counts(await take(database, exported.replace(b"Anina", b"Nova"))) == (0, 1, 2, 0)
    async with database.read() as session:
        changed = await find_organisation(session, "M001")
    assert changed.organisation.standing == "member"
    assert changed.profile.texts == {"sr-Latn": Words(name="Nova radionica"), "bg": Words(name="Ана")}


async def test_an_import_does_not_bring_back_what_was_taken_off_the_list(database: Database) -> None:
    await take(database, members_file(row(id="RS901"), row(id="RS902")))
    async with database.write() as session:
        off = update(Organisation).where(Organisation.code == "RS901").values(standing=REMOVED)
        await session.execute(off)
    report = await take(database, members_file(row(id="RS901", city="Pirot"), row(id="RS902")))
    assert (counts(report), report.removed) == ((0, 0, 1, 0), ["RS901"])
    async with database.read() as session:
        assert (await find_organisation(session, "RS901")).organisation.standing == REMOVED
    assert b"RS901" not in await export(database)
