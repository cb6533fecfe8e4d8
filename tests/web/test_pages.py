"""A page in its reader's language, with everything a feature may put on it."""

import re

import pytest
from jinja2 import DictLoader, UndefinedError

from balkancluster.i18n.locales import TAGS
from balkancluster.i18n.messages import _
from balkancluster.web.ornaments import avatar, icon
from balkancluster.web.pages import environment, render_fragment
from tests.web.conftest import Visit


@pytest.mark.parametrize(("person", "lang"), [("ana", "sr-Latn"), ("elena", "bg"), ("vesna", "sr-Cyrl")])
def test_each_reads_the_page_in_their_own_language_and_script(visit: Visit, person: str, lang: str) -> None:
    response = visit(person).get("/")
    assert f'<html lang="{lang}">' in response.text
    assert response.headers["content-language"] == lang


def test_a_stranger_is_spoken_to_as_the_browser_asks(visit: Visit) -> None:
    assert '<html lang="bg">' in visit(None, **{"Accept-Language": "bg-BG,bg;q=0.9,en;q=0.5"}).get("/").text


def test_every_page_offers_each_language_under_its_own_name(visit: Visit) -> None:
    page = visit("elena").get("/?tab=2").text
    for lang, name in zip(TAGS, ("Српски", "Srpski", "Български", "English"), strict=True):
        assert re.search(rf'value="{lang}" lang="{lang}"[^>]*>{name}</button>', page)
    assert 'name="next" value="/?tab=2"' in page


def test_elena_is_marked_on_the_page_for_its_scripts(visit: Visit) -> None:
    page = visit("elena").get("/").text
    assert 'data-person="2"' in page
    assert 'data-time-zone="Europe/Sofia"' in page
    assert 'data-live-url="/live"' in page


def test_nothing_on_a_page_is_inline(visit: Visit) -> None:
    page = visit("ana").get("/").text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)


def test_the_appearance_chosen_before_is_there_before_anything_is_drawn(visit: Visit) -> None:
    browser = visit("ana")
    browser.cookies.set("theme", "dark")
    page = browser.get("/").text
    assert 'data-theme="dark"' in page
    assert 'value="dark" checked' in page


def test_a_made_up_appearance_is_taken_for_the_devices_own(visit: Visit) -> None:
    browser = visit("ana")
    browser.cookies.set("theme", "x%22onload=")
    assert "data-theme=" not in browser.get("/").text


def test_a_name_is_never_markup() -> None:
    assert "<b" not in avatar("<b> &", 3).replace("<span", "")
    shown = environment("en").from_string("{{ name }}").render(name="<script>{{ 7*7 }}")
    assert shown == "&lt;script&gt;{{ 7*7 }}"


def test_a_late_message_is_said_in_the_language_of_the_page() -> None:
    message = _("Skip to content")
    expected = message.in_locale("bg")
    assert environment("bg").from_string("{{ message }}").render(message=message) == expected


def test_a_forgotten_value_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(UndefinedError):
        environment("en").from_string("{{ forgotten }}").render()


def test_a_fragment_needs_no_request() -> None:
    assert "Добре дошли" in render_fragment("_cloth.html", "bg", site_name="BalkanCluster")


def test_plain_text_for_mail_is_not_dressed_as_markup() -> None:
    bulgarian = environment("bg").overlay(loader=DictLoader({"a.txt": "{{ name }}", "a.html": "{{ name }}"}))
    assert bulgarian.get_template("a.txt").render(name="„Руно & лист“") == "„Руно & лист“"
    assert bulgarian.get_template("a.html").render(name="<b>") == "&lt;b&gt;"


def test_an_icon_that_does_not_exist_is_noticed_by_its_author() -> None:
    with pytest.raises(KeyError):
        icon("unicorn")
    assert "#i-send" in icon("send", small=True)
