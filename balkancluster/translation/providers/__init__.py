"""Services that translate: what is asked of each, and the one that the settings name."""

from balkancluster.settings import DEEPL, LIBRETRANSLATE, Settings
from balkancluster.translation.providers.calls import Calls
from balkancluster.translation.providers.deepl import DeepL
from balkancluster.translation.providers.libretranslate import LibreTranslate
from balkancluster.translation.providers.provider import Provider


def find_provider(settings: Settings) -> Provider | None:
    """Return the service of an installation, or None where none is named: then no line is ever opened."""
    if settings.translation == LIBRETRANSLATE:
        return LibreTranslate(Calls(settings.translation_url), settings.translation_key)
    if settings.translation == DEEPL:
        headers = {"Authorization": f"DeepL-Auth-Key {settings.translation_key}"}
        return DeepL(Calls(settings.translation_url, headers))
    return None
