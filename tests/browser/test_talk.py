"""Ana and Elena talk, each in her own language, without a reload."""

import re

from playwright.async_api import expect

from balkancluster.database import new_id
from tests.browser.windows import Window

Talk = tuple[Window, Window]


async def test_elena_sees_the_message_in_her_window_and_her_language(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Dobar dan, Elena!")
    await elena.sees("Dobar dan, Elena!")
    message = elena.message("Dobar dan, Elena!")
    await expect(message.locator(".body")).to_have_attribute("lang", "sr-Latn")
    await expect(message.locator(".name")).to_have_text("Ana Đorđević")
    await expect(message.locator("[data-reply]")).to_have_text("Отговори")
    await expect(ana.message("Dobar dan, Elena!").locator("[data-reply]")).to_have_text("Odgovori")
    await expect(ana.message("Dobar dan, Elena!")).to_have_class(re.compile("mine"))
    await expect(message).not_to_have_class(re.compile("mine"))


async def test_an_edit_appears_where_the_message_stands(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Nudimo 500 komada.")
    await elena.post("Приемаме.")
    await ana.edit("Nudimo 500 komada.", "Nudimo 600 komada.")
    await elena.sees("Nudimo 600 komada.")
    await expect(elena.message("Nudimo 500 komada.")).to_have_count(0)
    assert await elena.said() == ["Nudimo 600 komada.", "Приемаме."]


async def test_a_message_taken_back_leaves_only_a_note(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Ovo nisam smela da napišem.")
    await elena.sees("Ovo nisam smela da napišem.")
    await ana.take_back("Ovo nisam smela da napišem.")
    await expect(elena.page.locator("article.gone")).to_have_count(1)
    await expect(elena.page.locator("body")).not_to_contain_text("nisam smela")


async def test_elena_sees_that_ana_writes_until_the_message_is_there(talk: Talk) -> None:
    ana, elena = talk
    # Typing is in no log: it reaches who listens already, so both must be seen to listen first.
    topic = ana.page.url.removeprefix(ana.url).partition("#")[0]
    await ana.submit(f"{topic}/messages", body="Jeste li tu?", client_id=new_id())
    for window in (ana, elena):
        await window.sees("Jeste li tu?")
    await ana.composer.press_sequentially("Pišem vam")
    typing = elena.page.locator("[data-typing]")
    await expect(typing).to_contain_text("Ana Đorđević")
    await ana.composer.press("Enter")
    await elena.sees("Pišem vam")
    await expect(typing).to_have_text("")


async def test_an_answer_quotes_what_it_answers(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Kada stiže pređa?")
    await elena.sees("Kada stiže pređa?")
    await elena.use("Kada stiže pređa?", "reply")
    await elena.say("Във вторник.")
    await ana.sees("Във вторник.")
    await expect(ana.message("Във вторник.").locator(".quote")).to_contain_text("Kada stiže pređa?")


async def test_a_name_after_an_at_is_suggested_across_scripts_and_marks_the_message(talk: Talk) -> None:
    ana, elena = talk
    await ana.composer.press_sequentially("Hvala @elen")
    await expect(ana.page.locator("[role=option]")).to_have_text("Елена Дончева")
    await ana.composer.press("Enter")
    await expect(ana.composer).to_have_value("Hvala @Елена Дончева ")
    await ana.composer.press("Enter")
    await elena.sees("Hvala @Елена Дончева")
    await expect(elena.message("Hvala @Елена Дончева")).to_have_class(re.compile("to-me"))
    await expect(elena.message("Hvala @Елена Дончева").locator(".mention.me")).to_have_count(1)


async def test_a_surname_in_any_spelling_finds_and_names_its_bearer(talk: Talk) -> None:
    ana, elena = talk
    await elena.composer.press_sequentially("Здравей @djordjevic")
    await expect(elena.page.locator("[role=option]")).to_have_text("Ana Đorđević")
    await elena.composer.press("Escape")
    await elena.composer.press("Enter")
    await elena.sees("Здравей @Ana Đorđević")
    await elena.say("А @Ђорђевић знае ли?")
    for words in ("Здравей @Ana Đorđević", "А @Ana Đorđević знае ли?"):
        await expect(ana.message(words)).to_have_class(re.compile("to-me"))
        await expect(ana.message(words).locator(".mention.me")).to_have_count(1)


async def test_the_newest_message_stays_in_sight_while_the_composer_grows(talk: Talk) -> None:
    ana, _elena = talk
    for number in range(12):
        await ana.post(f"Red {number}")
    await ana.composer.fill("jedan\n" * 9)
    await expect(ana.message("Red 11")).to_be_in_viewport(ratio=1)
    box, field = await ana.message("Red 11").bounding_box(), await ana.composer.bounding_box()
    assert box
    assert field
    assert box["y"] + box["height"] <= field["y"]


async def test_what_the_server_refuses_keeps_its_words_and_says_why(talk: Talk) -> None:
    ana, _elena = talk
    await ana.say("a" * 8001)
    bubble = ana.page.locator("[data-pending].failed")
    await expect(bubble).to_contain_text("8000")
    await bubble.locator("[data-pending-act=edit]").click()
    await expect(ana.composer).to_have_value("a" * 8001)
    await expect(ana.pending).to_have_count(0)


async def test_a_new_topic_appears_in_the_list_of_the_other(talk: Talk, room: str) -> None:
    ana, elena = talk
    await ana.submit(f"{room}/topics", title="Rokovi za mart", body="Kada?", client_id=CLIENT_ID)
    line = elena.page.locator("[data-topics] li", has_text="Rokovi za mart")
    await expect(line.locator("[data-badge]")).to_contain_text("1")


async def test_another_title_is_there_in_heading_and_window_title(talk: Talk, room: str) -> None:
    ana, elena = talk
    topic = await ana.page.locator("[data-talk]").get_attribute("data-topic")
    await ana.submit(f"{room}/topics/{topic}/title", title="Ponuda za Grac")
    await expect(elena.page.locator("h1")).to_have_text("Ponuda za Grac")
    await expect(elena.page).to_have_title(re.compile("Ponuda za Grac"))


async def test_who_is_taken_out_is_told_and_hears_nothing_more(talk: Talk, room: str) -> None:
    ana, elena = talk
    await ana.post("Pre odlaska")
    await elena.sees("Pre odlaska")
    person = await elena.page.locator("body").get_attribute("data-person")
    await ana.submit(f"{room}/members/{person}/remove")
    await expect(elena.notice.locator("a[href='/rooms']")).to_be_visible()
    await ana.post("Posle odlaska")
    assert "Posle odlaska" not in await elena.said()
    await elena.open(room)
    await expect(elena.page.locator("[data-talk]")).to_have_count(0)


CLIENT_ID = "0b7e4ab0-9d0b-4c52-8a3e-2f5c1f6f0f11"
