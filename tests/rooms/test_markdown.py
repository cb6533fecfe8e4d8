"""Markdown of messages: what people mean by it, and nothing that could harm a reader."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis.strategies import text

from balkancluster.rooms import markdown
from balkancluster.rooms.drafts import clean_body
from balkancluster.rooms.markdown import excerpt, has_words, is_plain, render
from balkancluster.rooms.mentions import Candidate, Names, find_namings, folded_forms, folded_words


def candidate(person_id: int, name: str, lang: str) -> Candidate:
    return Candidate(person_id, name, lang, (folded_words(name),))


VESNA = candidate(1, "Весна Ђорђевић", "sr-Cyrl")
ELENA = candidate(2, "Елена Петрова", "bg")
OTHER_ELENA = candidate(3, "Elena Ilić", "sr-Latn")


def test_what_people_use_is_shown() -> None:
    html = render("**5.000** komada\nod *marta*\n\n- vuna\n- `finoća 12`\n\n> citat ~~staro~~")
    for part in ("<strong>5.000</strong>", "<br>", "<li>vuna</li>", "<code>finoća 12</code>", "<s>staro</s>"):
        assert part in html


def test_links_go_to_the_web_and_to_mail_only() -> None:
    html = render("www.neki-klaster.rs i [pismo](mailto:ana@primer.example) i [x](javascript:alert(1))")
    assert 'href="http://www.neki-klaster.rs"' in html
    assert 'href="mailto:ana@primer.example"' in html
    assert "javascript:" not in html.replace("(javascript:alert(1))", "")
    assert 'rel="nofollow noopener noreferrer"' in html


@pytest.mark.parametrize(
    "body",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        '[a](https://x.example/"onmouseover="alert(1))',
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](&#106;avascript:alert(1))",
        "[a](java\tscript:alert(1))",
        "[a](vbscript:msgbox)",
        "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    ],
)
def test_attacks_stay_inert_text(body: str) -> None:
    html = render(body)
    assert "<img" not in html
    assert "<script" not in html
    assert "<svg" not in html
    assert not re.search(r"<[^>]*\son\w+\s*=", html)
    for scheme in ("javascript:", "data:", "vbscript:"):
        assert f'href="{scheme}' not in html


def test_headings_and_tables_stay_as_typed() -> None:
    assert "<h1" not in render("# Rok je petak")
    assert "# Rok je petak" in render("# Rok je petak")


def test_an_image_becomes_a_link_to_it() -> None:
    html = render("Evo: ![uzorak](https://primer.example/a.png)")
    assert "<img" not in html
    assert '<a href="https://primer.example/a.png"' in html
    assert not has_words("![uzorak](https://primer.example/a.png)")
    assert has_words("Evo ![uzorak](https://primer.example/a.png)")


def test_a_name_after_an_at_is_found_in_any_spelling() -> None:
    for typed in ("@Vesna Djordjevic", "@весна ђорђевић", "@Vesna", "@VESNA ĐORĐEVIĆ"):
        assert [naming.candidate for naming in find_namings(typed, [VESNA, ELENA])] == [VESNA]


def test_a_first_name_that_two_people_have_names_nobody() -> None:
    assert find_namings("@Elena, molim te", [ELENA, OTHER_ELENA]) == []
    assert [n.candidate for n in find_namings("@Elena Ilic, molim te", [ELENA, OTHER_ELENA])] == [OTHER_ELENA]


def test_a_surname_names_whoever_has_it_alone() -> None:
    dragan = candidate(7, "Драган Ђорђевић", "sr-Cyrl")
    for typed in ("@djordjevic", "@Ђорђевић", "@Đorđević", "@dragan Djordjevic"):
        assert [n.candidate for n in find_namings(f"{typed}, molim te", [dragan, ELENA])] == [dragan]
    brother = candidate(8, "Marko Đorđević", "sr-Latn")
    assert find_namings("@djordjevic, molim te", [dragan, brother]) == []


def test_the_beginning_of_a_name_goes_before_the_end_of_another() -> None:
    marko, petar = candidate(1, "Marko Ilić", "sr-Latn"), candidate(2, "Petar Marko", "sr-Latn")
    assert [n.candidate for n in find_namings("@Marko, molim te", [petar, marko])] == [marko]


def test_either_form_of_a_name_names_its_bearer() -> None:
    michael = Candidate(3, "Michael Adams", "en", folded_forms("Michael Adams", "Мајкл Адамс"))
    for typed in ("@Мајкл", "@majkl adams", "@Michael", "@Адамс", "@adams"):
        assert [n.candidate for n in find_namings(f"{typed}!", [michael])] == [michael]


def test_an_address_or_code_names_nobody() -> None:
    assert find_namings("pisi na ana@vesna.example", [VESNA]) == []
    assert "mention" not in render("`@Vesna`", [VESNA])
    assert "mention" not in render("[@Vesna](https://primer.example)", [VESNA])


def test_an_excerpt_is_the_words_without_markup() -> None:
    assert excerpt(render("**Rok** je <petak> & kraj\n\nDrugi red")) == "Rok je <petak> & kraj Drugi red"
    assert excerpt("<p>" + "reč " * 100 + "</p>", 20).endswith("…")


@pytest.mark.parametrize("unit", ["[", "![[", "*", ">", "`", "@a ", "http://", "\\", "1. "])
def test_eight_thousand_characters_of_one_kind_are_rendered(unit: str) -> None:
    assert render((unit * 8_000)[:8_000])


SPOKEN = "abčšЂђщъ1 9,;!?()„“”‚‘’–—….:-"
MEANINGFUL = "*_`~[]<>&#/\\@\"'\n\t+=|\u00a0\u200b\u0301"


@given(text(alphabet=SPOKEN + MEANINGFUL, max_size=40).map(str.strip))
@example("Zdravo: http://klaster.rs")
@example("www.klaster.rs")
@example("Vidi klaster.rs.")
@example("Vidi mailto:ana")
@example("Ana. Elena: da…")
@settings(max_examples=500)
def test_plain_words_are_rendered_as_the_parser_would(body: str) -> None:
    if is_plain(body):
        parsed = markdown._cleaner.clean(markdown._markdown.render(body, {markdown.NAMES: Names(())})).strip()
        assert render(body) == parsed
        assert clean_body(body) == body


MEANING = [
    "*da*",
    "a*b*",
    "- da",
    "1. da",
    "12) da",
    "ana.rs",
    "http://a",
    "a_b_",
    "`a`",
    "da\nne",
    "<b>",
    "a & b",
]


@pytest.mark.parametrize("body", [*MEANING, "a & b", "@Ana", "", "\u3164", "a\u200b", "a\u0301"])
def test_what_may_mean_something_is_left_to_the_parser(body: str) -> None:
    assert not is_plain(body)
