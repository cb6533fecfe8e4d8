"""Caddy and nginx, started with the very files of docs/operate; addresses and certificates are exchanged."""

import asyncio
import os
import shutil
import ssl
import subprocess
from collections.abc import Sequence
from pathlib import Path

import httpx2

from tests.services.house import DOCS
from tests.services.ports import free_port

OPERATE = DOCS / "operate"
NAME = "rooms.example.org"
URL = f"https://{NAME}"
PATIENCE = 30

NGINX_AROUND = """
{user}
daemon off;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Certificate:
    """A certificate for the name of the samples, signed by itself."""

    def __init__(self, folder: Path) -> None:
        self.chain, self.key = folder / "fullchain.pem", folder / "privkey.pem"
        subject = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}")
        kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
        files = ("-keyout", self.key, "-out", self.chain)
        subprocess.run(["openssl", "req", "-x509", *kind, *subject, *files], check=True, capture_output=True)

    def trust(self) -> ssl.SSLContext:
        """Return the trust of a browser that knows this certificate and no other."""
        return ssl.create_default_context(cafile=str(self.chain))


def exchange(sample: str, exchanged: dict[str, str]) -> str:
    """Return a sample with other values; each must be in it."""
    for there, here in exchanged.items():
        assert there in sample, f"the sample has no {there}"
        sample = sample.replace(there, here)
    return sample


class Proxy:
    """A running proxy before two nodes."""

    def __init__(self, kind: str, folder: Path, certificate: Certificate, nodes: Sequence[int]) -> None:
        self.kind, self.port, self.certificate = kind, free_port(), certificate
        self._folder, self._nodes = folder, nodes
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, changes: dict[str, str]) -> None:
        """Start it, with these `changes` of the sample besides; returns when it answers."""
        program = find_proxy(self.kind)
        assert program
        arguments = {"caddy": self._write_caddy, "nginx": self._write_nginx}[self.kind](changes)
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                program, *arguments, stdout=log, stderr=log, env=os.environ | {"HOME": str(self._folder)}
            )
        async with asyncio.timeout(PATIENCE):
            while not await self._answers():
                assert self._process.returncode is None, self.output()
                # A process offers nothing to await before it listens.
                await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """End it."""
        if self._process and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    def output(self) -> str:
        """Return what it has printed."""
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    async def _answers(self) -> bool:
        async with self.client() as client:
            try:
                # Only a node has this page: before the first check of health a proxy may know of none.
                return (await client.get("/sign-in")).status_code == httpx2.codes.OK
            except httpx2.TransportError:
                return False

    def client(self, address: str = "127.0.0.1", headers: dict[str, str] | None = None) -> httpx2.AsyncClient:
        """Return a browser that visits from an address of this machine."""
        return browser(f"https://127.0.0.1:{self.port}", address, headers, self.certificate)

    def _nodes_and(self, changes: dict[str, str]) -> dict[str, str]:
        nodes = {
            f"10.0.0.1{number}:8000": f"127.0.0.1:{port}" for number, port in enumerate(self._nodes, start=1)
        }
        return nodes | {"/etc/balkancluster": str(OPERATE)} | changes

    def _write_nginx(self, changes: dict[str, str]) -> list[str | Path]:
        addresses = {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen [::]:80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "listen [::]:443": f"listen 127.0.0.1:{free_port()}",
            f"/etc/letsencrypt/live/{NAME}": str(self.certificate.chain.parent),
        }
        sample = (OPERATE / "nginx.conf").read_text(encoding="utf-8")
        (self._folder / "site.conf").write_text(exchange(sample, self._nodes_and(addresses | changes)))
        # Otherwise its workers are nobody, who may not read what belongs to whoever runs the tests.
        user = "user root;" if os.geteuid() == 0 else ""
        main = self._folder / "nginx.conf"
        main.write_text(NGINX_AROUND.format(user=user, folder=self._folder))
        return ["-p", self._folder, "-c", main, "-e", "stderr"]

    def _write_caddy(self, changes: dict[str, str]) -> list[str | Path]:
        certificate = f"tls {self.certificate.chain} {self.certificate.key}"
        addresses = {
            f"\n{NAME} {{\n": f"\n{URL}:{self.port} {{\n\t{certificate}\n",
            "\n{\n\tservers {": f"\n{{\n\tadmin off\n\thttp_port {free_port()}\n\tservers {{",
        }
        sample = (OPERATE / "Caddyfile").read_text(encoding="utf-8")
        path = self._folder / "Caddyfile"
        path.write_text(exchange(sample, self._nodes_and(addresses | changes)))
        return ["run", "--config", path, "--adapter", "caddyfile"]


def find_proxy(kind: str) -> str | None:
    """Return the program of a proxy, or None."""
    return shutil.which(kind, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def browser(
    url: str, address: str, headers: dict[str, str] | None = None, certificate: Certificate | None = None
) -> httpx2.AsyncClient:
    """Return somebody who visits the name of the samples from `address`."""
    transport = httpx2.AsyncHTTPTransport(
        local_address=address, verify=certificate.trust() if certificate else False
    )

    async def name_it(request: httpx2.Request) -> None:
        request.extensions["sni_hostname"] = NAME

    return httpx2.AsyncClient(
        base_url=url,
        transport=transport,
        headers={"Host": NAME, "Origin": URL} | (headers or {}),
        timeout=PATIENCE,
        event_hooks={"request": [name_it]},
    )
