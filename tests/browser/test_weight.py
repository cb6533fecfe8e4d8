"""A room can be read on a slow line: its HTML and its one stylesheet together stay small as they are sent."""

import gzip
import re
from collections.abc import AsyncIterator

import httpx2
import pytest

from balkancluster.database import new_id
from balkancluster.i18n.locales import TAGS
from tests.services.demo import signed_in_to_demo
from tests.services.program import Program

LIMIT = 100_000
MESSAGES = 50
WORDS = (
    "Imamo 180 kg vunene pređe, boja **prirodna bela**, finoća 2/28. Ko želi, neka se javi do petka.",
    "Здравейте! Можем да вземем половината, ако транспортът през Калотина се уреди до края на месеца.",
    "Можемо да одвојимо два разбоја за ову поруџбину; рок је три недеље, а цена по договору.",
)


@pytest.fixture(scope="module")
async def ana(demo: Program) -> AsyncIterator[httpx2.AsyncClient]:
    """Ana's browser, which counts bytes."""
    async with signed_in_to_demo(demo.url, "ana") as client:
        yield client


@pytest.fixture(scope="module")
async def full_room(ana: httpx2.AsyncClient) -> str:
    """The address of the one topic of a room in which so many messages were posted."""
    made = await ana.post("/rooms", data={"kind": "private", "name-sr-Cyrl": "Вуна и пређа"})
    room = str(made.headers["location"])
    for number in range(MESSAGES):
        message = {"client_id": new_id(), "body": f"{number}. {WORDS[number % len(WORDS)]}"}
        posted = await ana.post(f"/api/v1{room}/messages", json=message)
        assert posted.status_code == httpx2.codes.CREATED, posted.text
    return str((await ana.get(room)).headers["location"]).partition("#")[0]


async def _download(client: httpx2.AsyncClient, address: str) -> tuple[int, str]:
    """Return how many bytes came over the wire, and the text in them."""
    async with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == httpx2.codes.OK
        assert answer.headers["content-encoding"] == "gzip"
        sent = b"".join([part async for part in answer.aiter_raw()])
    return len(sent), gzip.decompress(sent).decode()


@pytest.mark.parametrize("locale", TAGS)
async def test_a_room_of_50_messages_is_light(ana: httpx2.AsyncClient, full_room: str, locale: str) -> None:
    await ana.post("/language", data={"locale": locale})
    page, html = await _download(ana, full_room)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    weights = [page] + [(await _download(ana, sheet))[0] for sheet in sheets]
    assert len(re.findall(r'<article[^>]* data-seq="\d', html)) == MESSAGES
    assert f'<html lang="{locale}"' in html
    assert len(sheets) == 1
    assert sum(weights) < LIMIT, weights
