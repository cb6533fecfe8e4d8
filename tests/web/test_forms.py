"""Forms: what Ana typed comes back to her, and what nobody can type is refused."""

import pytest

from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.web.forms import Form
from balkancluster.web.pages import environment
from tests.web.conftest import Visit

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_form_arrives_as_it_was_typed(visit: Visit) -> None:
    response = visit("ana").post("/form", data={"name": " Ćuprija ", "body": "prvi\r\ndrugi"})
    assert response.json() == {"values": {"name": " Ćuprija ", "body": "prvi\r\ndrugi"}, "errors": {}}


def test_a_form_of_a_script_arrives_the_same(visit: Visit) -> None:
    response = visit("ana").post("/form", files={"name": (None, "Ана"), "body": (None, "текст")})
    assert response.json() == {"values": {"name": "Ана", "body": "текст"}, "errors": {}}


def test_lines_are_trimmed_and_normalised() -> None:
    form = Form({"name": "  C\u030cačak \t"})
    assert form.line("name") == "Čačak"


@pytest.mark.parametrize("typed", ["dva\nreda", "dva\r\nreda", "ana\u2028elena"])
def test_a_line_has_no_line_breaks(typed: str) -> None:
    form = Form({"name": typed})
    assert form.line("name") == ""
    assert form.error("name")


@pytest.mark.parametrize("typed", ["a\0b", "a\ud800b", "a\x1bb"])
def test_characters_that_cannot_be_kept_are_refused(typed: str) -> None:
    form = Form({"body": typed})
    form.text("body")
    assert form.error("body")


def test_too_long_names_the_limit() -> None:
    form = Form({"body": "x" * 8001})
    form.text("body")
    assert "8000" in str(form.error("body"))
    assert form.value("body") == "x" * 8001


def test_a_missing_field_says_what_to_do_and_the_first_reason_stands() -> None:
    form = Form()
    form.line("name", _("Write a name."))
    form.note(Invalid(_("Another reason."), field="name"))
    form.note(Invalid(_("The whole form.")))
    assert str(form.error("name")) == "Write a name."
    assert str(form.error("")) == "The whole form."


def test_only_what_was_offered_can_be_chosen() -> None:
    form = Form({"locale": "de", "zone": ""})
    assert form.choice("locale", {"bg", "en"}) == ""
    assert form.error("locale")
    assert form.choice("zone", {"a"}, required=False) == ""
    assert not form.error("zone")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), ("", None), ("-1", None), ("٣", None), ("1" * 40, None), (str(2**53), None), ("1e3", None)],
)
def test_a_number_is_a_number_of_ours(typed: str, number: int | None) -> None:
    assert Form({"id": typed}).whole("id") == number


def test_a_password_is_taken_as_typed() -> None:
    assert Form({"password": " tajna reč "}).secret("password") == " tajna reč "


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"&".join(b"f%d=1" % number for number in range(1001)), "application/x-www-form-urlencoded"),
        (b"body=" + b"x" * 70_000, "application/x-www-form-urlencoded"),
        (b"name=%ff%fe", "application/x-www-form-urlencoded"),
        (b"name=\xff", "application/x-www-form-urlencoded"),
        (b"--b\r\n\r\n", "multipart/form-data"),
        (b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nAna', "multipart/form-data; boundary=b"),
        (b"nothing of the kind", "multipart/form-data; boundary=b"),
        (
            b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n'.join([b""] * 1002) + b"--b--",
            "multipart/form-data; boundary=b",
        ),
        (
            b'--b\r\nContent-Disposition: form-data; name="f"\r\n'
            + b"X-A: 1\r\n" * 2000
            + b"\r\nAna\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
        ),
        (
            b'--b\r\nContent-Disposition: form-data; name="name"; filename="x"\r\n\r\nAna\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
        ),
    ],
)
def test_a_form_that_no_browser_sends_is_refused(visit: Visit, content: bytes, media_type: str) -> None:
    response = visit("ana").post("/form", content=content, headers={"Content-Type": media_type})
    assert response.status_code == 400


def test_json_is_no_form(visit: Visit) -> None:
    response = visit("ana").post("/form", content=b"{}", headers={"Content-Type": "application/json"})
    assert response.status_code == 415


def test_an_error_is_tied_to_its_field_for_every_reader() -> None:
    form = Form({"name": '"><script>'})
    form.refuse("name", _("Write a name."))
    template = '{% import "_field.html" as fields with context %}{{ fields.text(form, "name", "Name") }}'
    shown = environment("en").from_string(template).render(form=form)
    assert 'aria-invalid="true" aria-describedby="name-note"' in shown
    assert 'id="name-note"' in shown
    assert "<script>" not in shown


def test_a_password_never_comes_back() -> None:
    template = (
        '{% import "_field.html" as fields with context %}{{ fields.text(form, "p", "P", type="password") }}'
    )
    assert "tajna" not in environment("en").from_string(template).render(form=Form({"p": "tajna"}))
