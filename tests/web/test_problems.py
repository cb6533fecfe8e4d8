"""What people and programs are told when something is refused or breaks."""

import logging

import pytest

from balkancluster.errors import Problem
from balkancluster.web.refusals import TITLES
from tests.web.conftest import Visit


def all_problems(kind: type[Problem] = Problem) -> list[type[Problem]]:
    return [kind, *(found for child in kind.__subclasses__() for found in all_problems(child))]


@pytest.mark.parametrize("kind", all_problems())
def test_every_problem_has_a_heading_and_a_sentence(kind: type[Problem]) -> None:
    assert TITLES[kind.status].in_locale("en")
    assert kind.default_message().in_locale("en").endswith(".")


def test_a_visitor_is_shown_the_way_in_and_comes_back(visit: Visit) -> None:
    response = visit().get("/private?topic=3&from=mail")
    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?next=/private%3Ftopic%3D3%26from%3Dmail"


def test_a_form_sent_after_the_session_ended_is_not_lost_in_a_redirect(visit: Visit) -> None:
    response = visit().post("/private", data={"body": "a long text"})
    assert response.status_code == 401
    assert "/sign-in" in response.text


def test_a_program_gets_a_problem_document(visit: Visit) -> None:
    response = visit(None, **{"Accept": "application/json", "Accept-Language": "en"}).get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"
    assert response.json()["status"] == 404


def test_an_unsigned_program_is_told_how_to_sign_in(visit: Visit) -> None:
    response = visit().get("/api/v1/notes")
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["code"] == "unauthorized"


def test_a_mistake_of_ours_is_told_calmly_and_logged(visit: Visit, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "balkancluster.web"):
        response = visit("ana").get("/broken")
    assert response.status_code == 500
    assert "the secret of the house" not in response.text
    assert "the secret of the house" in caplog.text
    assert response.headers["content-security-policy"]


def test_a_wrong_method_is_refused_with_those_that_are_right(visit: Visit) -> None:
    response = visit("ana").get("/language")
    assert response.status_code == 405
    assert "POST" in response.headers["allow"]
    assert "<html" in response.text


def test_what_is_not_there_is_a_page_in_the_readers_language(visit: Visit) -> None:
    response = visit("elena").get("/nowhere")
    assert response.status_code == 404
    assert '<html lang="bg">' in response.text
