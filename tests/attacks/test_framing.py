"""A page of ours in a page of others, and a page that stays behind when its reader has gone."""

import pytest

from tests.attacks.houses import Demo, House
from tests.attacks.production import Production
from tests.attacks.visitors import Visitor

PASSWORD = "vuna i pamuk 2026"


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/", "/rooms", "/rooms/{room}", "/members", "/settings", "/nowhere", "/outbox", "/sign-out"],
)
async def test_row_54_no_page_may_be_framed_or_kept(elena: Visitor, room: str, path: str) -> None:
    headers = (await elena.get(path.format(room=room))).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["frame-ancestors"] == "'none'"
    assert policy["default-src"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


async def test_row_54_what_programs_get_is_not_kept_either(elena: Visitor, room: str) -> None:
    for path in ("/api/v1/rooms", f"/api/v1/rooms/{room}/messages", f"/api/v1/rooms/{room}/nowhere"):
        headers = (await elena.get(path)).headers
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_row_54_going_back_after_signing_out_leads_to_the_way_in(demo: Demo) -> None:
    ana = await demo.newcomer("Ana Jovanović")
    assert (await ana.get("/settings")).headers["cache-control"] == "no-store"
    await ana.send_form("/sign-out", x="1")
    answer = await ana.get("/settings")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/settings")
    assert answer.headers["cache-control"] == "no-store"


async def test_row_54_over_https_the_session_is_of_this_host_and_no_script(production: Production) -> None:
    ana = await production.newcomer("Ana Jovanović", password=PASSWORD)
    answer = await production.visit().send_form("/sign-in", email=ana.email, password=PASSWORD, remember="1")
    cookies = answer.headers.get_list("set-cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("__Host-session="))
    attributes = {part.strip().lower() for part in session.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= attributes
    assert not any(part.startswith("domain") for part in attributes)
    assert all("secure" in cookie.lower() for cookie in cookies)
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


@pytest.mark.parametrize("path", ["/demo/sign-in", "/outbox"])
async def test_the_doors_of_the_demo_are_not_there_in_production(production: House, path: str) -> None:
    visitor = production.visit()
    answers = (await visitor.get(path), await visitor.send_form(path, person="vesna@demo.example"))
    assert {answer.status_code for answer in answers} <= {404, 405}
