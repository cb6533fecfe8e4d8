"""Words that hide, swell, run or count: in names, topics, messages, letters and spreadsheets."""

import time
from html import unescape
from pathlib import Path

import httpx2
import pytest

from balkancluster.database import Database, new_id
from balkancluster.members.organisation_export import export_organisations
from balkancluster.members.organisation_file import MembersFile
from balkancluster.members.organisation_import import import_organisations
from balkancluster.rooms import markdown
from balkancluster.rooms.mentions import Candidate
from tests.attacks.houses import Demo
from tests.attacks.language import speaks_bulgarian
from tests.attacks.markup import find_dangers
from tests.attacks.visitors import Visitor
from tests.members.members_files import members_file, row

LIMIT = 8_000
INVISIBLE = {
    "right to left": "Ел\u202eена",
    "isolate": "Ел\u2067ена",
    "zero width": "Ел\u200bена",
    "joiner": "Ел\u200dена",
    "byte order mark": "\ufeffЕлена",
    "soft hyphen": "Ел\u00adена",
    "tag letters": "Елена\U000e0041",
}
NAMES = pytest.mark.parametrize("name", [pytest.param(text, id=kind) for kind, text in INVISIBLE.items()])


async def first_topic(who: Visitor, room: str) -> str:
    return str((await who.get(f"/api/v1/rooms/{room}/topics")).json()["items"][-1]["id"])


async def send(who: Visitor, room: str, body: str) -> httpx2.Response:
    """Send a message with the form of a page."""
    address = f"/rooms/{room}/topics/{await first_topic(who, room)}/messages"
    return await who.send_form(address, client_id=new_id(), body=body)


def ensure_comes_back(answer: httpx2.Response, typed: str) -> None:
    """The form comes back in Bulgarian, with what was typed and a reason beside it."""
    assert answer.status_code == 422
    assert answer.headers["content-language"] == "bg"
    assert typed in unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert 'class="error"' in answer.text


@NAMES
async def test_row_13_a_name_with_something_unseen_comes_back(demo: Demo, name: str) -> None:
    elena = await demo.newcomer("Елена Петрова", "bg")
    answer = await elena.send_form("/settings", name=name, locale="bg", time_zone="Europe/Sofia")
    ensure_comes_back(answer, name)


async def test_row_13_so_does_one_with_a_letter_of_the_other_alphabet(demo: Demo) -> None:
    elena = await demo.newcomer("Елена Петрова", "bg")
    name = "\u0045лена Петрова"
    answer = await elena.send_form("/settings", name=name, locale="bg", time_zone="Europe/Sofia")
    ensure_comes_back(answer, name)
    assert "В думата „Eлена“" in unescape(answer.text)


@NAMES
async def test_row_13_so_do_the_names_of_rooms_and_topics(elena: Visitor, room: str, name: str) -> None:
    ensure_comes_back(await elena.send_form("/rooms", kind="private", **{"name-bg": name}), name)
    topic = {"title": name, "body": "Здравейте", "client_id": new_id()}
    ensure_comes_back(await elena.send_form(f"/rooms/{room}/topics", **topic), name)


async def test_row_13_in_a_message_it_turns_nothing_around_it(elena: Visitor, room: str) -> None:
    said = "Изпратете цената \u202e007 днес"
    answer = await send(elena, room, said)
    assert answer.status_code == 303
    page = (await elena.get(answer.headers["location"])).text
    # Blocks are isolated by every browser (HTML, 15.3.5); in a line only <bdi> is.
    assert f'<div class="body" lang="bg"><p>{said}</p></div>' in page
    assert f'<bdi class="excerpt" lang="bg">{said}</bdi>' in page


async def test_row_14_8001_characters_come_back_with_the_limit(elena: Visitor, room: str) -> None:
    typed = "Ж" * (LIMIT + 1)
    ensure_comes_back(await send(elena, room, typed), typed)
    problem = (await elena.say(room, typed)).json()
    assert (problem["status"], problem["code"]) == (422, "too_long")
    assert str(LIMIT) in problem["detail"]
    assert speaks_bulgarian(problem["detail"])


async def test_row_14_8000_characters_are_said(elena: Visitor, room: str) -> None:
    assert (await elena.say(room, "Ж" * LIMIT)).status_code == 201


async def test_row_14_500_marks_on_one_letter_come_back_with_the_limit(elena: Visitor, room: str) -> None:
    typed = "Z" + "\u0338" * 500
    ensure_comes_back(await send(elena, room, typed), typed)
    problem = (await elena.say(room, typed)).json()
    assert (problem["status"], problem["code"]) == (422, "too_many_marks")
    assert "8" in problem["detail"]
    assert speaks_bulgarian(problem["detail"])


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n\t ",
        "\u200b\u200d\ufeff",
        "\u3164",
        "![](https://example.org/x.png)",
        "![ ](https://example.org/x.png)",
        "> ",
        "- \n- ",
        "[](https://example.org)",
        "```\n```",
        "```\n\u200b\n```",
        "` `",
        "&#8203;",
        "&nbsp;&#x2800;",
        "&zwnj;",
    ],
)
async def test_row_15_what_shows_nothing_is_not_said(elena: Visitor, room: str, body: str) -> None:
    problem = (await elena.say(room, body)).json()
    assert (problem["status"], problem["code"]) == (422, "blank")
    assert speaks_bulgarian(problem["detail"])


@pytest.mark.parametrize(
    "body",
    [
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6a;&#x61;vascript&colon;alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](\x20javascript:alert(1))",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
        "[x](vbscript:msgbox)",
        f"[x]({Path('/etc/passwd').as_uri()})",
        '[x](https://example.org/"onmouseover="alert(1))',
        "[x](https://example.org \"a' onmouseover='alert(1)\")",
        'Slika: ![x" onerror="alert(1)](https://example.org/x.png)',
        "[x](//evil.example)",
        "[x](/sign-out)",
        "[x]: javascript:alert(1)\n\n[x]",
        "https://example.org/'onclick='alert(1)",
    ],
)
async def test_row_16_what_would_run_is_inert_text(ana: Visitor, room: str, body: str) -> None:
    await ensure_inert(ana, room, body)


@pytest.mark.parametrize(
    "body",
    [
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<template><script>alert(1)</script></template>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=a()&gt;'>",
        "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<form action=/sign-out><button>x</button></form>",
        "<base href=//evil.example/>",
        "<!--><img src=x onerror=alert(1)>-->",
        "```\n</code></pre><script>alert(1)</script>\n```",
    ],
)
async def test_row_17_what_would_mutate_is_removed(ana: Visitor, room: str, body: str) -> None:
    await ensure_inert(ana, room, body)


async def ensure_inert(who: Visitor, room: str, body: str) -> None:
    """Say it, and look at it as the API and the page show it."""
    seq = (await who.say(room, body)).json()["seq"]
    shown = (await who.get(f"/api/v1/rooms/{room}/messages?before={seq + 1}&limit=1")).json()["items"][0]
    assert shown["body"] == body.strip()
    assert find_dangers(markdown.render(body)) == []
    assert markdown.render(body) in shown["html"]


@pytest.mark.parametrize(
    "piece",
    ["[", "![[", "*", ">", "*a_", "`", "[a](", "~~", "<", "&", "\\", "@a ", "- ", "1.\n", "www.", "a@a."],
)
async def test_row_18_a_text_made_to_swell_is_read_at_once(ana: Visitor, room: str, piece: str) -> None:
    body = (piece * LIMIT)[:LIMIT] + "."
    problem = (await ana.say(room, body)).json()
    assert problem["code"] == "too_long"
    began = time.process_time()
    markdown.has_words(body[1:])
    html = markdown.render(body[1:])
    assert time.process_time() - began < 1.0
    assert find_dangers(html) == []


@pytest.mark.parametrize("piece", ["@a ", "@a b c d e ", "*@a* "])
def test_row_18_a_crowd_to_name_swells_nothing(piece: str) -> None:
    crowd = [Candidate(number, f"A {number}", "bg", (("a", str(number)),)) for number in range(5_000)]
    began = time.process_time()
    html = markdown.render((piece * LIMIT)[:LIMIT], crowd)
    assert time.process_time() - began < 1.0
    assert "mention" not in html


TEMPLATES = "{{7*7}} ${7*7} %s %(name)s %n {0} {name!r}"


async def test_row_19_marks_of_templates_in_a_name_stay_what_they_are(demo: Demo) -> None:
    vesna = await demo.coordinator()
    name = f"Весна {TEMPLATES}"
    kept = await vesna.send_form("/settings", name=name, locale="bg", time_zone="Europe/Sofia")
    assert kept.status_code == 303, kept.text
    assert name in unescape((await vesna.get("/settings")).text)
    assert name in unescape((await vesna.get(f"/people/{vesna.id}")).text)
    room = await vesna.open_room()
    said = await send(vesna, room, f"@{name}")
    assert name in unescape((await vesna.get(said.headers["location"])).text)
    invited = {"email": f"{new_id()}@klaster.example", "locale": "bg", "organisation_name": TEMPLATES}
    house = {"kind": "sme", "country": "BG", "lang": "bg"}
    assert (await vesna.send_form("/coordination", **invited, **house)).status_code == 303
    letters = unescape((await vesna.get("/outbox")).text)
    assert name in letters
    assert letters.count(TEMPLATES) >= 2


async def test_row_19_marks_of_templates_in_a_topic_and_a_message_stay_what_they_are(
    elena: Visitor, room: str
) -> None:
    topic = {"title": TEMPLATES, "body": TEMPLATES, "client_id": new_id()}
    answer = await elena.send_form(f"/rooms/{room}/topics", **topic)
    assert answer.status_code == 303, answer.text
    page = unescape((await elena.get(answer.headers["location"])).text)
    assert page.count(TEMPLATES) >= 4


async def test_row_20_what_a_spreadsheet_would_run_leaves_quoted(database_url: str) -> None:
    database = Database(database_url)
    cells = {"name_own": "=цмд()", "summary_own": "+1", "offers_own": "-1+1", "seeks_own": "@СУМ(1)"}
    quoted = {name: f"'{text}" for name, text in cells.items()}
    report = await import_organisations(database, MembersFile(members_file(row(**quoted))))
    assert report.created == 1
    exported = b"".join([piece async for piece in export_organisations(database)]).decode()
    await database.close()
    for text in quoted.values():
        assert f",{text}," in exported
