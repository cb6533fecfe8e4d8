"""The judge itself is judged: every kind of broken history is named, and a whole one passes."""

from dataclasses import replace

import pytest

from tests.faults.checker import Logs, ensure_no_fault, find_faults
from tests.faults.history import POSTED, Answer, Badge, Happened, History, Said, Watch

ROOM = "7"


def said_by_ana(count: int) -> History:
    """Return what Ana said, one after the other, and that each was answered."""
    history = History()
    for number in range(1, count + 1):
        said = Said(f"c{number}", "Ana", ROOM, f"Poruka {number}", "Ana's")
        history.said[said.client_id] = said
        history.note(Answer(said.client_id, ROOM, number, f"m{number}", False, 0.01))
    return history


def log_of(history: History) -> list[Happened]:
    """Return the log in which all of it stands."""
    return [
        Happened(number, POSTED, f"m{number}", said.client_id, said.body, "1")
        for number, said in enumerate(history.said.values(), 1)
    ]


@pytest.fixture
def history() -> History:
    """Five messages that Ana said and Elena heard."""
    history = said_by_ana(5)
    history.watches.append(Watch("Elena", ROOM, "e", 0, log_of(history)))
    history.badges.append(Badge("Elena", ROOM, 5, 5))
    return history


@pytest.fixture
def log(history: History) -> list[Happened]:
    """The log of those five."""
    return log_of(history)


def both(log: list[Happened]) -> Logs:
    """Return this log as two nodes have it."""
    return {ROOM: {"node 1": log, "node 2": list(log)}}


def test_a_whole_history_has_no_fault(history: History, log: list[Happened]) -> None:
    assert find_faults(history, both(log)) == []
    ensure_no_fault(history, both(log))


def test_a_message_that_was_answered_and_is_not_there_is_lost(history: History, log: list[Happened]) -> None:
    assert "answered and lost: c5" in find_faults(history, both(log[:4]))[0]


def test_a_message_that_is_there_twice_is_doubled(history: History, log: list[Happened]) -> None:
    twice = [*log, replace(log[2], seq=6, message="m6")]
    assert any("doubled: c3" in fault for fault in find_faults(history, both(twice)))


def test_an_answer_with_another_id_is_seen(history: History, log: list[Happened]) -> None:
    history.note(Answer("c2", ROOM, 6, "m6", False, 0.01))
    longer = [*log, Happened(6, POSTED, "m6", "c9", "?", "1")]
    faults = find_faults(history, both(longer))
    assert any("answered in two ways: c2" in fault for fault in faults)
    assert any("answered as new twice: c2" in fault for fault in faults)
    assert any("said by nobody: c9" in fault for fault in faults)


def test_an_answer_with_another_number_is_seen(history: History, log: list[Happened]) -> None:
    history.answers[1] = replace(history.answers[1], seq=3)
    assert any("another number: c2" in fault for fault in find_faults(history, both(log)))


def test_a_gap_in_the_numbers_is_seen(history: History, log: list[Happened]) -> None:
    gap = [*log[:4], replace(log[4], seq=9)]
    assert any("not contiguous, from 9" in fault for fault in find_faults(history, both(gap)))


def test_words_of_one_person_in_another_order_are_seen(history: History, log: list[Happened]) -> None:
    swapped = [*log[:2], replace(log[3], seq=3), replace(log[2], seq=4), log[4]]
    assert any("of Ana are reordered at 4" in fault for fault in find_faults(history, both(swapped)))


def test_nodes_that_disagree_are_seen(history: History, log: list[Happened]) -> None:
    logs: Logs = {ROOM: {"node 1": log, "node 2": log[:4]}}
    assert any("node 2 reads another log" in fault for fault in find_faults(history, logs))


def test_a_window_that_misses_something_is_seen(history: History, log: list[Happened]) -> None:
    del history.watches[0].taken[3]
    assert find_faults(history, both(log)) == [f"room {ROOM}: Elena misses 1 events, from 4 on"]


def test_what_the_server_declared_as_not_sent_is_not_missing(history: History, log: list[Happened]) -> None:
    history.watches[0].taken[1:3] = []
    history.watches[0].gaps.append((1, 3))
    assert find_faults(history, both(log)) == []


def test_a_window_that_was_sent_something_twice_is_seen(history: History, log: list[Happened]) -> None:
    history.watches[0].again.append(log[1])
    assert any("sent 1 events twice" in fault for fault in find_faults(history, both(log)))


def test_a_window_that_took_another_order_is_seen(history: History, log: list[Happened]) -> None:
    taken = history.watches[0].taken
    taken[1], taken[2] = taken[2], taken[1]
    assert any("in another order" in fault for fault in find_faults(history, both(log)))


def test_a_window_that_saw_something_else_is_seen(history: History, log: list[Happened]) -> None:
    history.watches[0].taken[2] = replace(log[2], message="m9")
    assert any("saw something else at 3" in fault for fault in find_faults(history, both(log)))


def test_words_that_come_after_their_removal_are_seen(history: History, log: list[Happened]) -> None:
    removed = Happened(6, "message.removed", "m2", "", None, "1")
    late = Happened(7, "message.edited", "m2", "", "Poruka 2", "1")
    history.watches[0].taken += [removed, late]
    faults = find_faults(history, both([*log, removed, late]))
    assert faults == [f"room {ROOM}: Elena was sent removed words at 7"]


def test_a_badge_that_is_not_what_a_count_gives_is_seen(history: History, log: list[Happened]) -> None:
    history.badges.append(Badge("Boris", ROOM, 4, 5))
    assert any("badge of Boris shows 4" in fault for fault in find_faults(history, both(log)))


def test_who_did_not_converge_in_time_is_seen(history: History, log: list[Happened]) -> None:
    history.late.append("room 7: Elena stands at 3")
    assert find_faults(history, both(log)) == ["room 7: Elena stands at 3"]


def test_a_history_in_which_nothing_happened_proves_nothing(log: list[Happened]) -> None:
    with pytest.raises(AssertionError, match="proves nothing"):
        ensure_no_fault(History(), {ROOM: {"node 1": []}})
