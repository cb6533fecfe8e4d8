"""A file goes out as it came in, to who may read it, in a way that a browser never runs it."""

import httpx2

from tests.files.conftest import OpenClient
from tests.files.pictures import draw, photograph
from tests.people import Network

NAME = "Списак — цене 2026.csv"


async def test_a_form_and_a_plain_body_make_the_same_file(network: Network, open_client: OpenClient) -> None:
    ana = await open_client(network.ana)
    content = "Вуна;400\n".encode()
    by_form = await ana.post("/api/v1/files", files={"file": (NAME, content, "text/html")})
    by_body = await ana.post("/api/v1/files", params={"name": NAME}, content=content)
    assert by_form.status_code == by_body.status_code == httpx2.codes.CREATED
    assert {**by_form.json(), "id": "", "address": ""} == {**by_body.json(), "id": "", "address": ""}
    assert (by_form.json()["name"], by_form.json()["media_type"]) == (NAME, "text/csv")
    assert (await ana.get(by_form.json()["address"])).content == content


async def test_only_its_owner_finds_a_file_that_nothing_holds(
    network: Network, open_client: OpenClient
) -> None:
    ana, elena = await open_client(network.ana), await open_client(network.elena)
    file = (await ana.post("/api/v1/files", params={"name": "a.jpg"}, content=photograph())).json()
    for address in (file["address"], file["thumbnail"]):
        assert (await ana.get(address)).status_code == httpx2.codes.OK
        missing = await elena.get(address)
        assert missing.status_code == httpx2.codes.NOT_FOUND


async def test_a_picture_is_shown_and_all_else_is_saved(network: Network, open_client: OpenClient) -> None:
    ana = await open_client(network.ana)
    for content, name, how, media_type in (
        (draw("PNG"), "a.png", "inline", "image/png"),
        (b"<!doctype html><script>alert(1)</script>", "a.html", "attachment", "application/octet-stream"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", "attachment", None),
    ):
        sent = (await ana.post("/api/v1/files", params={"name": name}, content=content)).json()
        got = await ana.get(sent["address"])
        assert got.headers["content-disposition"].startswith(how)
        assert got.headers["content-type"] == (media_type or "application/octet-stream")
        assert got.headers["x-content-type-options"] == "nosniff"
        assert any("sandbox" in one for one in got.headers.get_list("content-security-policy"))


async def test_a_browser_keeps_a_file_but_asks_each_time(network: Network, open_client: OpenClient) -> None:
    ana = await open_client(network.ana)
    file = (await ana.post("/api/v1/files", params={"name": "a.png"}, content=draw("PNG"))).json()
    for address in (file["address"], file["thumbnail"]):
        first = await ana.get(address)
        assert first.headers["cache-control"] == "private, no-cache"
        again = await ana.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


async def test_a_part_of_a_file_can_be_asked_for(network: Network, open_client: OpenClient) -> None:
    ana = await open_client(network.ana)
    file = (await ana.post("/api/v1/files", params={"name": "a.txt"}, content=b"0123456789")).json()
    for asked, status, content in (
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=20-", 416, b""),
        ("bytes=0-1,3-4", 200, b"0123456789"),
        ("bytes=a-b", 200, b"0123456789"),
    ):
        got = await ana.get(file["address"], headers={"Range": asked})
        assert (got.status_code, got.content) == (status, content), asked
