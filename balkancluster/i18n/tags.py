"""Language and script as they are stored beside a text, and as one BCP 47 tag."""

from collections.abc import Mapping

from babel.core import get_global

from balkancluster.i18n.locales import TAGS

# The script a language of ours is written in when its tag does not say so (CLDR, likely subtags).
_LIKELY: Mapping[str, str] = get_global("likely_subtags")
USUAL_SCRIPT = {tag: _LIKELY[tag].split("_")[1] for tag in TAGS if "-" not in tag}
UNKNOWN_SCRIPT = "Zyyy"


def split_tag(tag: str) -> tuple[str, str]:
    """Return language and script of a tag: "sr-Latn" gives ("sr", "Latn"), "bg" gives ("bg", "Cyrl")."""
    language, _, script = tag.partition("-")
    return language, script or USUAL_SCRIPT.get(language, UNKNOWN_SCRIPT)


def join_tag(language: str, script: str) -> str:
    """Return the tag of a language and a script, without the script where it goes without saying."""
    return language if USUAL_SCRIPT.get(language, UNKNOWN_SCRIPT) == script else f"{language}-{script}"
