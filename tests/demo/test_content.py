"""The demo's people, organisations and talk fit together."""

import re
from collections import Counter

import msgspec
import pytest

from balkancluster.demo import content
from balkancluster.demo.content import FOLDER, Content, Message, Person, Room
from balkancluster.rooms.palette import clean_emoji


@pytest.fixture(scope="module")
def demo() -> Content:
    return content.load()


def find_room(demo: Content, slug: str) -> Room:
    return next(room for room in demo.rooms if room.slug == slug)


def unread(room: Room, reader: str) -> list[Message]:
    """What others said after the reader's mark and did not take back."""
    said = room.messages()
    mark = room.read.get(reader, "all")
    if mark == "all":
        return []
    after = next(place for place, message in enumerate(said) if message.id == mark) + 1
    return [message for message in said[after:] if message.author != reader and not message.removed]


def test_keys_are_unique(demo: Content) -> None:
    for keys in (
        [house.key for house in demo.organisations],
        [person.key for person in demo.people],
        [person.email for person in demo.people],
        [person.name for person in demo.people],
        [room.slug for room in demo.rooms],
    ):
        assert len(keys) == len(set(keys))


def test_the_house_is_as_full_as_promised(demo: Content) -> None:
    assert len(demo.organisations) >= 14
    assert len(demo.people) >= 28
    assert Counter(room.kind for room in demo.rooms) == {"open": 14, "private": 1, "direct": 2}
    assert 320 <= sum(len(room.messages()) for room in demo.rooms) <= 450


def test_everybody_works_somewhere_and_every_organisation_has_an_admin(demo: Content) -> None:
    houses = {house.key for house in demo.organisations if not house.listed}
    assert {person.organisation for person in demo.people} == houses
    assert {person.organisation for person in demo.people if person.organisation_role == "admin"} == houses


def test_people_live_in_the_time_zone_of_their_organisation(demo: Content) -> None:
    zones = {"RS": "Europe/Belgrade", "BG": "Europe/Sofia"}
    countries = {house.key: house.country for house in demo.organisations}
    assert all(person.time_zone == zones[countries[person.organisation]] for person in demo.people)


def test_an_organisation_speaks_its_own_language_first(demo: Content) -> None:
    for house in demo.organisations:
        assert house.lang in house.names, house.key
        assert house.lang in house.summaries, house.key


def test_ids_are_unique_in_their_room(demo: Content) -> None:
    for room in demo.rooms:
        ids = [message.id for message in room.messages()]
        assert len(ids) == len(set(ids)), room.slug
        assert len({topic.id for topic in room.topics}) == len(room.topics), room.slug


def test_only_members_speak_moderate_and_read(demo: Content) -> None:
    known = {person.key for person in demo.people}
    for room in demo.rooms:
        members = set(room.members)
        assert len(members) == len(room.members), room.slug
        assert members <= known, room.slug
        assert {message.author for message in room.messages()} <= members, room.slug
        assert {topic.opened_by for topic in room.topics} <= members, room.slug
        assert set(room.moderators) <= members, room.slug
        assert set(room.read) <= members, room.slug


def test_a_topic_is_opened_by_its_first_author_and_time_only_runs_forward(demo: Content) -> None:
    for room in demo.rooms:
        for topic in room.topics:
            assert topic.messages[0].author == topic.opened_by, (room.slug, topic.id)
            times = [message.minutes_ago for message in topic.messages]
            assert times == sorted(set(times), reverse=True), (room.slug, topic.id)
        moments = Counter(message.minutes_ago for message in room.messages())
        assert max(moments.values()) == 1, (room.slug, moments.most_common(2))


def test_a_reply_answers_an_earlier_message_of_its_topic(demo: Content) -> None:
    for room in demo.rooms:
        for topic in room.topics:
            said: dict[str, Message] = {}
            for message in topic.messages:
                if message.reply_to is not None:
                    assert message.reply_to in said, (room.slug, message.id)
                    assert not said[message.reply_to].removed, (room.slug, message.id)
                said[message.id] = message


def test_an_edit_changed_something(demo: Content) -> None:
    edited = [message for room in demo.rooms for message in room.messages() if message.edited_from]
    assert len(edited) >= 8
    assert all(message.edited_from != message.body for message in edited)


def test_a_few_messages_were_taken_back(demo: Content) -> None:
    assert 3 <= sum(message.removed for room in demo.rooms for message in room.messages()) <= 8


def test_people_react_to_what_others_said_and_they_have_read(demo: Content) -> None:
    for room in demo.rooms:
        places = {message.id: place for place, message in enumerate(room.messages())}
        for message in room.messages():
            for emoji, people in message.reactions.items():
                assert clean_emoji(emoji) == emoji, (room.slug, message.id)
                assert len(people) == len(set(people)), (room.slug, message.id)
                assert set(people) <= set(room.members) - {message.author}, (room.slug, message.id)
                for reader in people:
                    mark = room.read.get(reader, "all")
                    assert mark == "all" or places[mark] >= places[message.id], (
                        room.slug,
                        message.id,
                        reader,
                    )
            assert not (message.removed and (message.reactions or message.pinned_by)), (room.slug, message.id)


def test_reactions_are_many_and_not_everywhere(demo: Content) -> None:
    counts = [
        [len(people) for people in message.reactions.values()]
        for room in demo.rooms
        for message in room.messages()
        if message.reactions
    ]
    assert 60 <= len(counts) <= 85
    assert sum(max(people) >= 3 for people in counts) >= 20


def test_who_runs_a_room_pins_closes_moves_and_archives(demo: Content) -> None:
    moderators = {room.slug: set(room.moderators) for room in demo.rooms}
    for room in demo.rooms:
        here = moderators[room.slug]
        assert {message.pinned_by for message in room.messages()} <= here | {None}, room.slug
        assert room.archived is None or room.archived.by in here, room.slug
        for topic in room.topics:
            assert topic.closed is None or topic.closed.by in here, (room.slug, topic.id)
            assert topic.moved is None or topic.moved.by in here & moderators[topic.moved.from_room]


def test_nothing_is_said_where_nothing_may_be_said_any_more(demo: Content) -> None:
    for room in demo.rooms:
        ends = [deed.minutes_ago for deed in [room.archived] if deed]
        for topic in room.topics:
            ends_here = [*ends, *(deed.minutes_ago for deed in [topic.closed] if deed)]
            assert all(message.minutes_ago > end for message in topic.messages for end in ends_here)


def test_the_four_of_the_front_door_follow_and_mute_a_topic_each(demo: Content) -> None:
    levels = Counter(
        (person, level)
        for room in demo.rooms
        for topic in room.topics
        for person, level in topic.levels.items()
        if person in room.members
    )
    people = ("ana", "elena", "boris", "vesna")
    assert levels == {(person, level): 1 for person in people for level in ("followed", "muted")}


def test_requests_are_about_organisations_that_are_only_listed(demo: Content) -> None:
    listed = {house.key for house in demo.organisations if house.listed}
    assert {request.organisation for request in demo.requests} == listed
    assert sorted(request.kind for request in demo.requests) == ["claim", "removal"]
    assert {request.by for request in demo.requests} <= {person.key for person in demo.people}


def test_mentioned_people_are_members_of_the_room(demo: Content) -> None:
    for room in demo.rooms:
        for message in room.messages():
            mentioned = set(re.findall(r"\{@([^}]*)\}", message.body))
            assert mentioned <= set(room.members), (room.slug, message.id)


def test_messages_keep_to_the_markdown_that_rooms_show(demo: Content) -> None:
    unseen = re.compile(r"^\s*([|#>]|!\[|-{3,}$)|<\w", re.MULTILINE)
    for room in demo.rooms:
        for message in room.messages():
            assert not unseen.search(message.body), (room.slug, message.id)


def test_rooms_have_two_to_six_titled_topics_unless_direct(demo: Content) -> None:
    for room in demo.rooms:
        if room.kind == "direct":
            assert len(room.members) == 2
            assert [topic.title for topic in room.topics] == [None]
            assert room.names == {}
        else:
            assert 2 <= len(room.topics) <= 6, room.slug
            assert all(topic.title for topic in room.topics), room.slug


def test_one_room_lacks_a_language_so_that_the_fallback_can_be_seen(demo: Content) -> None:
    spoken = [set(room.names) for room in demo.rooms if room.kind != "direct"]
    assert sum(languages != {"sr-Cyrl", "bg", "en"} for languages in spoken) == 1


def test_ana_elena_boris_and_vesna_talk_in_one_long_topic(demo: Content) -> None:
    textile = find_room(demo, "textile-and-clothing")
    longest = max(textile.topics, key=lambda topic: len(topic.messages))
    assert len(longest.messages) >= 60
    assert {"ana", "elena", "boris", "vesna"} <= {message.author for message in longest.messages}


def test_the_four_who_sign_in_with_one_click_are_who_they_should_be(demo: Content) -> None:
    people = {person.key: person for person in demo.people}
    ana, elena, boris, vesna = (people[key] for key in ("ana", "elena", "boris", "vesna"))
    assert (ana.locale, ana.organisation_role) == ("sr-Latn", "admin")
    assert elena.locale == "bg"
    assert (boris.network_role, vesna.network_role) == ("moderator", "coordinator")
    assert vesna.locale == "sr-Cyrl"
    cities = {house.key: house.city for house in demo.organisations}
    assert [cities[person.organisation] for person in (ana, elena, vesna)] == ["Leskovac", "Пловдив", "Ниш"]
    assert [person.email for person in (ana, elena, boris, vesna)] == [
        f"{key}@demo.example" for key in ("ana", "elena", "boris", "vesna")
    ]


def test_ana_and_elena_have_something_new_to_read_in_several_rooms(demo: Content) -> None:
    for reader in ("ana", "elena"):
        counts = {room.slug: len(unread(room, reader)) for room in demo.rooms}
        assert sum(count > 0 for count in counts.values()) >= 4, (reader, counts)
        assert counts["textile-and-clothing"] > 0


def test_nobody_has_spoken_after_their_read_mark(demo: Content) -> None:
    for room in demo.rooms:
        said = room.messages()
        places = {message.id: place for place, message in enumerate(said)}
        for reader, mark in room.read.items():
            own = [place for place, message in enumerate(said) if message.author == reader]
            if mark != "all":
                assert places[mark] >= max(own, default=-1), (room.slug, reader)


def test_the_real_directory_keeps_its_line_ends() -> None:
    raw = (FOLDER / "members.csv").read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") == 78


def test_a_field_nobody_knows_is_refused() -> None:
    ana = next(person for person in content.load().people if person.key == "ana")
    known = msgspec.json.encode(ana)
    with pytest.raises(msgspec.ValidationError, match="unknown field `nickname`"):
        msgspec.json.decode(known[:-1] + b',"nickname":"Anka"}', type=Person)
