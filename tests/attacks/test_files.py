"""Files that are not what they say: names that climb, scripts dressed as pictures, bombs, told places."""

import time

import httpx2
import pytest

from balkancluster.files.views import SHOWN
from tests.attacks.houses import Demo
from tests.attacks.language import speaks_bulgarian
from tests.attacks.visitors import Visitor
from tests.attacks.wire import ask, request
from tests.files.pictures import animation, claim_pixels, draw, photograph, zipped

FILES = "/api/v1/files"
SCRIPT = b"<script>alert(document.domain)</script>"
MEGABYTE = 1_000_000


@pytest.fixture
async def sender(demo: Demo) -> Visitor:
    """Somebody whom only this test knows, who reads Bulgarian."""
    return await demo.newcomer("Елена Ненова", "bg")


async def send(who: Visitor, content: bytes, name: str, media_type: str = "image/png") -> httpx2.Response:
    return await who.client.post(FILES, files={"file": (name, content, media_type)})


def refuses(answer: httpx2.Response, code: str, status: int = 422) -> None:
    """Check that a file was refused, in the reader's words."""
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert speaks_bulgarian(answer.json()["detail"])


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.txt", "x.txt"),
        ("..\\..\\windows\\x.txt", "x.txt"),
        ("/etc/passwd", "passwd"),
        ("Ценовник „вуна“ 2026.txt", "Ценовник „вуна“ 2026.txt"),
        ("gpj.\u202eexe.txt", "gpj.exe.txt"),
        ("ш" * 300 + ".txt", "ш" * 196 + ".txt"),
        ("%2e%2e%2fx.txt", "%2e%2e%2fx.txt"),
        ("{{7*7}}.txt", "{{7_7}}.txt"),
        ("'; DROP TABLE file; --", "'; DROP TABLE file; --"),
        (".", "file"),
    ],
)
async def test_row_31_a_name_is_only_a_name(sender: Visitor, name: str, kept: str) -> None:
    sent = await sender.client.post(FILES, params={"name": name}, content=b"Vuna")
    assert (sent.status_code, sent.json()["name"]) == (201, kept)
    address = sent.json()["address"]
    assert ".." not in address.split("/")
    got = await sender.get(address)
    assert (got.status_code, got.content) == (200, b"Vuna")
    header = got.headers["content-disposition"]
    assert header.isascii()
    assert header.startswith("attachment; filename=")
    assert "filename*=UTF-8''" in header


async def test_row_31_a_line_break_in_a_name_breaks_no_header(sender: Visitor) -> None:
    sent = await sender.client.post(FILES, params={"name": "a\r\nSet-Cookie: x=y\r\n.txt"}, content=b"Vuna")
    got = await sender.get(sent.json()["address"])
    assert "set-cookie" not in got.headers
    assert sent.json()["name"] == "aSet-Cookie_ x=y.txt"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<!DOCTYPE html><html>" + SCRIPT, id="HTML"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", id="SVG"),
        pytest.param(b"#!/bin/sh\nrm -rf /\n", id="script"),
        pytest.param(b"MZ\x90\0\x03\0\0\0", id="program"),
        pytest.param(b"GIF89b" + SCRIPT, id="nearly a GIF"),
    ],
)
@pytest.mark.parametrize("name", ["slika.png", "slika.jpg", "slika.svg.webp", "slika.GIF"])
async def test_row_32_what_is_no_picture_is_refused_as_one(
    sender: Visitor, content: bytes, name: str
) -> None:
    refuses(await send(sender, content, name), "not_an_image")


POLYGLOTS = {
    "GIF and script": (animation() + SCRIPT, "a.gif"),
    "PNG and ZIP": (draw("PNG") + zipped("x"), "a.png"),
    "JPEG with a script for a comment": (draw("JPEG", comment=SCRIPT), "a.jpg"),
    "PDF and HTML": (b"%PDF-1.7\n" + SCRIPT, "a.html"),
    "text and script": ("Здравейте\n".encode() * 99 + SCRIPT, "a.txt"),
    "SVG under its own name": (b"<svg>" + SCRIPT + b"</svg>", "a.svg"),
    "XML with a style sheet": (b"<?xml version='1.0'?><?xml-stylesheet href='x'?><a/>", "a.xml"),
}


@pytest.mark.parametrize(
    ("content", "name"), [pytest.param(*attack, id=kind) for kind, attack in POLYGLOTS.items()]
)
async def test_row_32_nothing_that_is_kept_runs_in_a_browser(
    sender: Visitor, content: bytes, name: str
) -> None:
    sent = await send(sender, content, name, "text/html")
    assert sent.status_code == 201
    got = await sender.get(sent.json()["address"])
    media_type = got.headers["content-type"].partition(";")[0]
    assert got.headers["x-content-type-options"] == "nosniff"
    assert any(one.startswith("sandbox") for one in got.headers.get_list("content-security-policy"))
    assert not media_type.startswith(("text/html", "image/svg", "application/xml", "text/xml"))
    if media_type in SHOWN:
        assert SCRIPT not in got.content
    else:
        assert got.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("size", [(50_000, 50_000), (65_535, 65_535), (9_000, 9_000)])
async def test_row_33_a_picture_that_bursts_is_refused_before_it_is_decoded(
    sender: Visitor, size: tuple[int, int]
) -> None:
    began = time.monotonic()
    refuses(await send(sender, claim_pixels(*size), "a.png"), "too_many_pixels")
    assert time.monotonic() - began < 5


async def test_row_33_an_archive_that_bursts_is_not_unpacked(sender: Visitor) -> None:
    bomb = zipped("[Content_Types].xml", "word/document.xml", content=bytes(25 * MEGABYTE))
    began = time.monotonic()
    sent = await send(sender, bomb, "a.docx")
    assert sent.status_code == 201
    assert sent.json()["size"] == len(bomb) < MEGABYTE
    assert time.monotonic() - began < 5


async def test_row_33_a_photograph_does_not_say_where_it_was_taken(sender: Visitor) -> None:
    content = photograph(orientation=8)
    assert b"Telefon iz Leskovca" in content
    sent = (await send(sender, content, "a.jpg")).json()
    assert (sent["width"], sent["height"]) == (400, 640)
    for address in (sent["address"], sent["thumbnail"]):
        got = (await sender.get(address)).content
        assert not any(secret in got for secret in (b"Exif", b"GPS", b"Telefon", b"tajna"))


@pytest.mark.parametrize(
    "ranges", ["bytes=" + ",".join(f"{n}-{n}" for n in range(2_000)), "bytes=" + "0-," * 2_000, "bytes=-"]
)
async def test_row_27_two_thousand_ranges_are_the_whole_file_at_once(sender: Visitor, ranges: str) -> None:
    sent = (await send(sender, b"Vuna " * 1_000, "a.txt")).json()
    began = time.monotonic()
    got = await sender.get(sent["address"], headers={"Range": ranges})
    assert (got.status_code, len(got.content)) == (200, 5_000)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("way", ["said", "chunked"])
async def test_row_29_a_file_over_the_limit_is_413(sender: Visitor, way: str) -> None:
    headers = [*sender.headers, ("Accept-Language", "bg"), ("Content-Type", "application/octet-stream")]
    if way == "said":
        raw = request("POST", FILES, [*headers, ("Content-Length", str(10**12))])
    else:
        raw = request("PATCH", "/api/v1/uploads/x", [*headers, ("Transfer-Encoding", "chunked")])
        raw += b"200001\r\n" + bytes(0x200001) + b"\r\n0\r\n\r\n"
    answer = await ask(sender.port, raw)
    # Whether there is such an upload is asked before its piece is read.
    assert answer.status in ({413} if way == "said" else {404, 413, 422})
    assert answer.header("content-language") == "bg"


async def test_row_29_only_files_may_be_as_long_as_files(sender: Visitor) -> None:
    long = b'{"client_id": "' + b"x" * 100_000 + b'"}'
    headers = [*sender.headers, ("Content-Type", "application/json")]
    for path in ("/api/v1/rooms/1/messages", "/api/v1/uploads", "/api/v1/files/x"):
        answer = await ask(sender.port, request("POST", path, headers, long))
        assert answer.status in {404, 405, 413}, path
        assert path == "/api/v1/files/x" or answer.status == 413


async def test_row_30_a_form_that_is_cut_off_keeps_nothing(sender: Visitor) -> None:
    part = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nVuna\r\n'
    kind = ("Content-Type", "multipart/form-data; boundary=cut")
    for body in (part, part + b"--cut", part * 3 + b"--cut--\r\n", b"--cut--\r\n", b""):
        answer = await ask(sender.port, request("POST", FILES, [*sender.headers, kind], body))
        assert answer.status in {400, 422}, body


async def test_row_38_a_stranger_finds_no_file(demo: Demo, sender: Visitor) -> None:
    file = (await send(sender, draw("PNG"), "a.png")).json()
    upload = (await sender.client.post("/api/v1/uploads", json={"name": "a", "size": 9})).json()["id"]
    stranger, nobody = await demo.newcomer("Стојан Илић", "sr-Cyrl"), demo.visit()
    for address in (file["address"], file["thumbnail"], "/files/x/a.png", "/files/x/thumbnail"):
        assert (await stranger.get(address)).status_code == 404
        assert (await nobody.get(address)).status_code == 303
    assert (await stranger.client.delete(f"{FILES}/{file['id']}")).status_code == 404
    for call in (stranger.client.head, stranger.client.delete):
        assert (await call(f"/api/v1/uploads/{upload}")).status_code == 404
    assert (await sender.get(file["address"])).status_code == 200


async def test_row_50_files_without_end_are_slowed_down(demo: Demo) -> None:
    flood = await demo.newcomer("Flood")
    codes = [(await send(flood, b"x", "a.txt")).status_code for _ in range(70)]
    assert set(codes) == {201, 429}
    assert codes.index(429) == 60
