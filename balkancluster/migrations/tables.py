"""Every table of every feature, for Alembic to compare with."""

from typing import Any

from sqlalchemy import MetaData

from balkancluster import audit, database
from balkancluster.database import Base
from balkancluster.files import models as files
from balkancluster.mail import models as mail
from balkancluster.members import models as members
from balkancluster.members import organisation_models as organisations
from balkancluster.notifications import models as notifications
from balkancluster.realtime import models as realtime
from balkancluster.rooms import models as rooms
from balkancluster.rooms import translation_models as room_translations
from balkancluster.textindex.indexes import is_index_table
from balkancluster.translation import models as translation
from balkancluster.web import kept_tries

FEATURES = (
    audit,
    database,
    files,
    mail,
    members,
    organisations,
    notifications,
    realtime,
    rooms,
    kept_tries,
    translation,
    room_translations,
)
TABLES: MetaData = Base.metadata


def is_modelled(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether something in a database is described by the models: all but the tables of the text index."""
    return not (kind == "table" and name and is_index_table(name))
