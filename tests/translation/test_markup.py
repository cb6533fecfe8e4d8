"""What must not change in a text: sent as little as possible, and in its place again when it comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from balkancluster.rooms.markdown import render
from balkancluster.rooms.mentions import Candidate
from balkancluster.translation.failures import Failure
from balkancluster.translation.markup import pack, unpack

ANA = Candidate(7, "Ana Stojanović", "sr-Latn", (("ana", "stojanovic"),))


def test_code_links_and_names_of_people_do_not_leave() -> None:
    html = render(
        "@Ana Stojanović, v. [cenovnik](https://vuna.example/tajna) i `lozinka`, ana@vuna.example", [ANA]
    )
    packed = pack(html, {})
    assert [secret for secret in ("Stojanović", "tajna", "lozinka") if secret in packed.html] == []
    assert "cenovnik" in packed.html
    assert unpack(packed.html, packed) == html


def test_a_term_is_put_in_and_a_name_stays() -> None:
    packed = pack("<p>Vuna i «Vunena nit» iz vune.</p>", {"Vunena nit": "Vunena nit", "vune": "вълна"})
    assert packed.html.count('<span translate="no"') == 2
    assert unpack(packed.html, packed) == "<p>Vuna i «Vunena nit» iz вълна.</p>"


def test_only_words_that_are_left_count() -> None:
    assert pack("<p><code>abc</code> https://vuna.example</p>", {}).letters == 0
    assert pack("<p>dva <strong>tri</strong></p>", {}).letters == 6


@given(some.text(alphabet="ab*_`[]()<>&\"' \n-1.@#:/šђщ", max_size=80))
def test_whatever_is_written_comes_back_as_it_was(body: str) -> None:
    html = render(body)
    packed = pack(html, {})
    if packed.letters:
        assert unpack(packed.html, packed) == html.strip()


@pytest.mark.parametrize(
    "answer", ["<p>", "<p></p>", '<p><span translate="no" id="k0">x</p>', "&lt;p&gt;" * 99]
)
def test_nothing_is_made_of_what_is_not_whole(answer: str) -> None:
    with pytest.raises(Failure):
        unpack(answer, pack("<p>Cena je <code>7</code></p>", {}))
