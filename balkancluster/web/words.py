"""The words of templates: Jinja's own functions, and a short way for texts that are always the same.

Jinja translates, marks and fills in a text each time it is printed. Most texts have nothing to be filled in,
and a page has hundreds of them: those are made once for each locale.
"""

import gettext as catalogs
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

Words = Callable[..., str]


def install_words(environment: Environment, translations: catalogs.GNUTranslations) -> None:
    """Give the templates of an environment `_`, `gettext`, `ngettext`, `pgettext` and `npgettext`."""
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    given: dict[str, Any] = environment.globals
    plain = _shortened(given["gettext"], translations.gettext)
    given |= {
        "_": plain,
        "gettext": plain,
        "pgettext": _shortened(given["pgettext"], translations.pgettext),
    }


def _shortened(usual: Words, translate: Callable[..., str]) -> Words:
    @cache
    def fixed(*texts: str) -> Markup:
        return Markup(translate(*texts)) % {}  # noqa: S704 - a text of ours

    @pass_context
    def words(context: Context, *texts: str, **values: object) -> str:
        if values or not context.eval_ctx.autoescape:
            return usual(context, *texts, **values)
        return fixed(*texts)

    return words
