"""One line and one catalogue make a locale: everything that the others have, it has as well."""

import json
import os
import re
import subprocess
import sys

import httpx2
import pytest

from balkancluster.i18n.locales import LOCALES, is_locale
from tests.realtime.sockets import message, open_socket
from tests.services.toy_locale import LINE, OWN_NAME, TAG, mark
from tests.toy.conftest import Toy

MIRA = {"email": "mira@predivo.example", "organisation_name": "Predivo", "kind": "sme", "country": "RS"}


def run(toy: Toy, *words: str, lines: str = "") -> list[str]:
    """Run a command of the toy checkout and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "balkancluster", *words],
        env=os.environ | toy.environment,
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        cwd=toy.program.data,
    )
    return done.stdout.splitlines()


def test_the_toy_is_not_one_of_ours() -> None:
    assert not is_locale(TAG)
    assert LINE.count("Locale(") == 1


async def test_pages_speak_it(toy: Toy) -> None:
    page = await toy.read("/settings")
    assert f'<html lang="{TAG}"' in page
    assert mark("Settings") in page


@pytest.mark.parametrize("header", [TAG, f"{TAG}-MK, en;q=0.8", f"de, {TAG};q=0.9, sr;q=0.5"])
async def test_a_browser_that_asks_for_it_gets_it(toy: Toy, header: str) -> None:
    async with httpx2.AsyncClient(base_url=toy.url, timeout=60) as visitor:
        answer = await visitor.get("/sign-in", headers={"Accept-Language": header, "Accept": "text/html"})
    assert answer.headers["content-language"] == TAG


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
async def test_everybody_can_switch_to_it(toy: Toy, locale: object) -> None:
    async with httpx2.AsyncClient(base_url=toy.url, timeout=60) as visitor:
        cookie = {"Cookie": f"locale={getattr(locale, 'tag', '')}", "Accept": "text/html"}
        page = (await visitor.get("/sign-in", headers=cookie)).text
    assert re.search(rf'lang="{TAG}"[^<]*>[^<]*{OWN_NAME}', page)


async def test_a_form_asks_for_names_in_it(toy: Toy) -> None:
    assert f'name="name-{TAG}"' in await toy.read("/rooms/new", "vesna")


async def test_mail_is_written_in_it(toy: Toy) -> None:
    vesna = await toy.reader("vesna")
    letter = MIRA | {"locale": TAG, "lang": TAG}
    answer = await vesna.post("/coordination", data=letter)
    assert answer.status_code == httpx2.codes.OK, answer.text
    outbox = await toy.read("/outbox", "vesna")
    assert mark("Invitation to %(site)s") % {"site": "BalkanCluster"} in outbox
    assert mark("Good day") in outbox


async def test_dates_are_written_as_its_readers_write_them(toy: Toy) -> None:
    page = await toy.read("/settings/sessions")
    assert re.search(
        r"\d{1,2} (?:јануари|февруари|март|април|мај|јуни|јули|август|септември|октомври|ноември|декември)",
        page,
    )


async def test_scripts_have_its_words_its_dates_and_its_way_to_count(toy: Toy) -> None:
    page = await toy.read("/settings")
    address = re.findall(r'data-catalog="([^"]+)"', page)[0]
    words = json.loads(await toy.read(address))
    assert words["locale"] == TAG
    assert words["messages"]["Draft"] == [mark("Draft")]
    assert words["dates"]["months"][4] == "мај"
    assert words["plural"].startswith("1011")


async def test_the_socket_speaks_it(toy: Toy) -> None:
    ana = await toy.reader("ana")
    made = await ana.post("/rooms", data={"kind": "private", "name-en": "Toy"}, follow_redirects=False)
    number = made.headers["location"].rpartition("/")[2]
    rooms = (await ana.get("/api/v1/rooms")).json()["items"]
    room = next(room for room in rooms if room["id"] == number)
    cookies = "; ".join(f"{name}={value}" for name, value in ana.cookies.items())
    async with open_socket(toy.url, {"Origin": toy.url, "Cookie": cookies}) as socket:
        await socket.greet(locale=TAG)
        await socket.follow(room)
        posted = await ana.post(f"/api/v1/rooms/{number}/messages", json=message("Dobar dan."))
        (event,) = await socket.hear_events(posted.json()["seq"])
    assert mark("Reply") in json.dumps(event, ensure_ascii=False)


async def test_its_words_are_sorted_by_its_alphabet(toy: Toy) -> None:
    assert run(toy, "text", "sort", TAG, lines="ѕид\nиго\nѓон\nзид\nеж\nдом\n") == [
        "дом", "ѓон", "еж", "зид", "ѕид", "иго",
    ]  # fmt: skip


async def test_commands_know_it(toy: Toy) -> None:
    assert run(toy, "text", "negotiate", lines=f"{TAG}-MK\nmk;q=0.1, bg\n") == [TAG, "bg"]


async def test_what_it_lacks_is_said_in_the_nearest_language(toy: Toy) -> None:
    page = await toy.read("/rooms")
    assert re.search(r'lang="sr-Cyrl"[^>]*>\s*Текстил и одећа', page)
