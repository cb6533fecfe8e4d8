"""Translation as a part of one serving process: opened with it, and the work beside the requests."""

from functools import partial

from balkancluster.database import Database
from balkancluster.jobs import Work
from balkancluster.settings import Settings
from balkancluster.translation.budget import FORGET_EVERY, forget_old_use
from balkancluster.translation.providers import find_provider
from balkancluster.translation.translator import LOOK_AT_LANGUAGES_EVERY
from balkancluster.translation.translator import Translator as Translator


def open_translator(settings: Settings) -> Translator:
    """Return the way to the service that the settings name, if any."""
    return Translator(find_provider(settings))


def works_of(translator: Translator, database: Database) -> dict[str, tuple[float, Work]]:
    """Return what is done again and again; without a service nothing is."""
    if not translator.is_on:
        return {}
    return {
        "languages of translation": (LOOK_AT_LANGUAGES_EVERY, translator.refresh),
        "use of translation": (FORGET_EVERY, partial(forget_old_use, database)),
    }
