"""The documents that an organisation keeps on its page: its own people add them, every member reads them."""

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.access import Actor, ensure_visible
from balkancluster.database import database_now
from balkancluster.errors import Invalid, NotFound
from balkancluster.files.claiming import claim_files, read_files, release_files
from balkancluster.files.views import FileView
from balkancluster.i18n.messages import _
from balkancluster.members.organisation_models import REMOVED, Organisation, OrganisationFile

MOST = 30


async def list_documents(session: AsyncSession, organisation_id: int) -> list[FileView]:
    """Return the documents of an organisation, the newest first."""
    ids = select(OrganisationFile.file_id).where(OrganisationFile.organisation_id == organisation_id)
    newest = ids.order_by(OrganisationFile.added_at.desc(), OrganisationFile.file_id)
    listed = list(await session.scalars(newest))
    files = await read_files(session, listed)
    return [files[id_] for id_ in listed if id_ in files]


async def add_document(session: AsyncSession, actor: Actor, organisation_id: int, file_id: str) -> None:
    """Put a file of this person on the page. Raises NotFound for somebody else's organisation, or Invalid."""
    ensure_visible(actor, "manage.organisation", organisation_id)
    await ensure_place(session, organisation_id)
    await claim_files(session, actor.id, [file_id])
    session.add(
        OrganisationFile(
            organisation_id=organisation_id,
            file_id=file_id,
            added_at=await database_now(session),
            added_by=actor.id,
        )
    )
    await session.flush()
    await audit.record(session, actor.id, "document.added", "organisation", organisation_id, file=file_id)


async def ensure_place(session: AsyncSession, organisation_id: int) -> None:
    """Refuse one more than there may be. Raises Invalid."""
    listed = select(func.count()).select_from(OrganisationFile)
    mine = listed.where(OrganisationFile.organisation_id == organisation_id)
    if (await session.execute(mine)).scalar_one() >= MOST:
        raise Invalid(
            _("There is room for %(most)s documents. Remove one that is no longer needed.", most=MOST),
            field="file",
        )


async def remove_document(session: AsyncSession, actor: Actor, organisation_id: int, file_id: str) -> None:
    """Take a document off the page, for good. Raises NotFound."""
    ensure_visible(actor, "manage.organisation", organisation_id)
    this = (OrganisationFile.organisation_id == organisation_id, OrganisationFile.file_id == file_id)
    if await session.scalar(select(OrganisationFile.file_id).where(*this)) is None:
        raise NotFound
    await session.execute(delete(OrganisationFile).where(*this))
    await release_files(session, [file_id])
    await audit.record(session, actor.id, "document.removed", "organisation", organisation_id, file=file_id)


async def holds_document(session: AsyncSession, _actor: Actor, file_id: str) -> bool:
    """Let every member read what an organisation shows, as long as the organisation is shown."""
    shown = (
        select(OrganisationFile.file_id)
        .join(Organisation, Organisation.id == OrganisationFile.organisation_id)
        .where(OrganisationFile.file_id == file_id, Organisation.standing != REMOVED)
    )
    return await session.scalar(shown) is not None
