"""The pages of docs/operate fit the files there: what they exchange is there, what they run can be read."""

import re
import subprocess
from pathlib import Path

import pytest

from balkancluster.files.api import allowances as allow_files
from balkancluster.members.routes.documents import allowances as allow_documents
from balkancluster.settings import Settings
from balkancluster.web.request_limits import ADDRESS_BYTES, FORM_BYTES, HEADER_BYTES
from tests.operate.proxies import OPERATE
from tests.services.house import ROOT

PAGES = sorted(OPERATE.glob("*.md"))
SCRIPTS = sorted(OPERATE.glob("*.sh"))
SETTINGS = Settings("")
ALLOWANCES = [*allow_files(SETTINGS), *allow_documents(SETTINGS)]
SAMPLE = re.compile(r"docs/operate/([\w.-]+)")


def read_blocks(page: Path) -> list[str]:
    """Return the commands that a page asks for."""
    return re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)


def exchange(page: Path, sample: str) -> list[str]:
    """Return what the `sed` commands of a page make of a sample."""
    text = "\n".join(read_blocks(page)).replace("\\\n", " ")
    commands = re.findall(rf"^sed .*docs/operate/{re.escape(sample)}(?= *>)", text, re.M)
    return [
        subprocess.run(
            ["sh", "-c", f"name=soba.example.net\n{command}"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for command in commands
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_shell_can_read_what_a_page_asks_for(page: Path) -> None:
    for block in read_blocks(page):
        subprocess.run(["sh", "-n", "-c", block], check=True)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_shell_can_read_a_script(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)
    assert script.stat().st_mode & 0o111


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_files_that_are_there(page: Path) -> None:
    named = SAMPLE.findall(page.read_text(encoding="utf-8"))
    assert [name for name in named if not (OPERATE / name).exists()] == []


@pytest.mark.parametrize("page", ["one-process.md", "one-machine.md"])
@pytest.mark.parametrize("sample", ["Caddyfile", "nginx.conf"])
def test_a_page_leads_the_proxy_to_this_machine(page: str, sample: str) -> None:
    for written in exchange(OPERATE / page, sample):
        assert "127.0.0.1:8000" in written
        assert "soba.example.net" in written
        assert not re.search(r"10\.0\.0\.|rooms\.example\.org", written)


def test_both_proxies_are_exchanged_by_the_first_page() -> None:
    assert exchange(OPERATE / "one-process.md", "Caddyfile")
    assert exchange(OPERATE / "one-process.md", "nginx.conf")


@pytest.mark.parametrize(
    ("page", "options"),
    [("one-machine.md", "--workers 2"), ("several-machines.md", "--host 10.0.0.11 --workers 2")],
)
def test_a_page_serves_with_workers(page: str, options: str) -> None:
    (unit,) = exchange(OPERATE / page, "balkancluster.service")
    assert f"/balkancluster serve {options}\n" in unit


def test_the_proxies_let_through_what_the_program_may_take() -> None:
    nginx, caddy = [(OPERATE / name).read_text(encoding="utf-8") for name in ("nginx.conf", "Caddyfile")]
    body, files = re.findall(r"client_max_body_size (\d+);", nginx)
    (of_caddy,), (files_of_caddy,) = (re.findall(rf"max_size (\d+){unit}", caddy) for unit in ("KB", "MB"))
    assert int(body) == int(of_caddy) * 1_000 > 2 * FORM_BYTES
    assert int(files) == int(files_of_caddy) * 1_000_000 > 10 * SETTINGS.file_bytes + FORM_BYTES


def test_the_proxies_let_files_through_where_they_come() -> None:
    nginx, caddy = [(OPERATE / name).read_text(encoding="utf-8") for name in ("nginx.conf", "Caddyfile")]
    (place,) = re.findall(r'location ~ "([^"]+)"', nginx)
    assert re.findall(r"path_regexp (\S+)", caddy) == [place] * 3
    paths = ("/api/v1/files", "/api/v1/uploads/aB-_", "/organisations/RS001/documents")
    for path in paths:
        assert re.fullmatch(place, path)
        assert any(one.path.fullmatch(path) for one in ALLOWANCES)
    assert not re.fullmatch(place, "/api/v1/rooms/1/messages")


def test_the_proxies_let_headers_through_that_the_program_takes() -> None:
    nginx, caddy = [(OPERATE / name).read_text(encoding="utf-8") for name in ("nginx.conf", "Caddyfile")]
    ((count, size),) = re.findall(r"large_client_header_buffers (\d+) (\d+)k;", nginx)
    assert int(size) * 1_024 > ADDRESS_BYTES
    assert int(count) * int(size) * 1_024 > HEADER_BYTES
    (headers,) = re.findall(r"max_header_size (\d+)KB", caddy)
    assert int(headers) * 1_000 > HEADER_BYTES + ADDRESS_BYTES
