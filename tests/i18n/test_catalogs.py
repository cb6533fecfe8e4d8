"""The catalogues as they load: Latin made from Cyrillic, and the part that scripts are given."""

import json
from pathlib import Path

import jinja2
import pytest

from balkancluster import resources
from balkancluster.i18n import catalogs
from balkancluster.i18n.locales import TAGS

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && '
    '(n%100<10 || n%100>=20) ? 1 : 2);\\n"\n'
)
ENTRIES = """
#: balkancluster/web/static/js/live.js
msgid "%(num)s message from %(name)s"
msgid_plural "%(num)s messages from %(name)s"
msgstr[0] "%(num)s порука од %(name)s"
msgstr[1] "%(num)s поруке од %(name)s"
msgstr[2] "%(num)s порука од %(name)s"

#: balkancluster/web/static/js/live.js templates/base.html
msgctxt "button"
msgid "Open"
msgstr "Отвори <a href=\\"/порука\\">њиву</a>"

#: templates/base.html
msgid "Script"
msgstr "ћирилица"
"""
OVERRIDES = '\nmsgid "Script"\nmsgstr "latinica"\n'


@pytest.fixture
def small_catalogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sr_Cyrl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(HEADER + ENTRIES, encoding="utf-8")
    (tmp_path / "sr_Latn.override.po").write_text(HEADER + OVERRIDES, encoding="utf-8")
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path)
    monkeypatch.setattr(catalogs, "find_translations", catalogs.find_translations.__wrapped__)
    monkeypatch.setattr(catalogs, "find_script_catalog", catalogs.find_script_catalog.__wrapped__)


@pytest.mark.usefixtures("small_catalogs")
def test_serbian_in_latin_is_made_from_serbian_in_cyrillic() -> None:
    latin = catalogs.find_translations("sr-Latn")
    counted = [
        latin.ngettext("%(num)s message from %(name)s", "%(num)s messages from %(name)s", number)
        for number in (1, 3, 5)
    ]
    assert counted == [
        "%(num)s poruka od %(name)s",
        "%(num)s poruke od %(name)s",
        "%(num)s poruka od %(name)s",
    ]


@pytest.mark.usefixtures("small_catalogs")
def test_links_and_placeholders_survive_the_change_of_script() -> None:
    assert (
        catalogs.find_translations("sr-Latn").pgettext("button", "Open")
        == 'Otvori <a href="/порука">njivu</a>'
    )


@pytest.mark.usefixtures("small_catalogs")
def test_an_override_says_what_must_differ() -> None:
    assert catalogs.find_translations("sr-Cyrl").gettext("Script") == "ћирилица"
    assert catalogs.find_translations("sr-Latn").gettext("Script") == "latinica"


@pytest.mark.usefixtures("small_catalogs")
def test_scripts_are_given_only_what_they_ask_for() -> None:
    content = json.loads(catalogs.find_script_catalog("sr-Latn").body)
    assert content["locale"] == "sr-Latn"
    assert content["plural"][:12] == "201112222222"
    assert (content["plural"][21], content["plural"][111]) == ("0", "2")
    assert set(content["messages"]) == {"%(num)s message from %(name)s", "button\u0004Open"}
    assert len(content["messages"]["%(num)s message from %(name)s"]) == 3


def test_the_address_of_a_script_catalogue_changes_with_its_content() -> None:
    digests = {catalogs.find_script_catalog(tag).digest for tag in TAGS}
    assert len(digests) == len(TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_templates_speak_with_the_same_translations(tag: str) -> None:
    environment = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.install_gettext_translations(catalogs.find_translations(tag), newstyle=True)  # type: ignore[attr-defined]
    page = environment.from_string('{{ _("Today") }} {{ ngettext("%(num)s hour", "%(num)s hours", 2) }}')
    today = {"sr-Cyrl": "Данас", "sr-Latn": "Danas", "bg": "Днес", "en": "Today"}[tag]
    assert page.render() == f"{today} 2 hours"
