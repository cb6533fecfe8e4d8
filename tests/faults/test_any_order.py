"""Any order of anything: Hypothesis drives the real log and hub, and every reader ends with the same."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from balkancluster.access import Actor
from balkancluster.realtime.hub import Hub
from balkancluster.rooms.memberships import invite_to_room, leave_room, remove_member
from balkancluster.rooms.posting import Posted, edit_message, remove_message
from tests.faults import in_process
from tests.faults.in_process import House, Reader, make_template
from tests.faults.rows import row

Result = TypeVar("Result")

INDEX = st.integers(0, 1_000)
PEOPLE = st.sampled_from(["ana", "elena", "boris"])
OTHERS = st.sampled_from(["elena", "boris"])
WAYS = st.sampled_from(["through", "lost", "twice", "late"])
MOST_READERS = 6


class AnyOrder(RuleBasedStateMachine):
    """`said` are all messages: author, answer, words of today, revision, and whether they are removed."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self.house: House
        self.present = {"ana", "elena", "boris"}
        self.said: list[dict[str, Any]] = []

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._loop.run_until_complete(work)

    def now(self, work: Callable[..., None], *arguments: Any) -> None:
        """Do within the loop what starts work of its own."""

        async def do() -> None:
            work(*arguments)

        self.run(do())

    def actor(self, name: str) -> Actor:
        found: Actor = getattr(self.house.network, name)
        return found

    @initialize()
    def begin(self) -> None:
        self.house = self.run(House.open(self.template))
        self.run(self.house.connect(self.actor("ana"), 0))

    # Saying

    @rule(name=PEOPLE)
    def post(self, name: str) -> None:
        if name in self.present:
            body = f"reč-{len(self.said)}-"
            posted = self.run(self.house.post(self.actor(name), body))
            self.said.append({"name": name, "posted": posted, "body": body, "rev": 1, "removed": False})

    @precondition(lambda self: self.said)
    @rule(index=INDEX)
    def repeat(self, index: int) -> None:
        said = self.said[index % len(self.said)]
        if said["rev"] == 1 and not said["removed"] and said["name"] in self.present:
            first: Posted = said["posted"]
            client_id = self._client_id(first)
            again = self.run(self.house.post(self.actor(said["name"]), said["body"], client_id))
            assert again.duplicate
            assert (again.seq, again.id) == (first.seq, first.id)

    def _client_id(self, posted: Posted) -> str:
        log = self.run(self.house.read_log())
        found = next(event.message for event in log if event.message and event.message.id == posted.id)
        return str(found.client_id)

    @precondition(lambda self: self.said)
    @rule(index=INDEX)
    def edit(self, index: int) -> None:
        said = self.said[index % len(self.said)]
        if not said["removed"] and said["name"] in self.present:
            said["body"] = f"bolje-{said['rev']}-{index}-"
            place = (self.house.network.database, self.house.log, self.actor(said["name"]), self.house.room)
            said["rev"] = self.run(edit_message(*place, said["posted"].id, said["body"], said["rev"]))

    @precondition(lambda self: self.said)
    @rule(index=INDEX)
    def remove(self, index: int) -> None:
        said = self.said[index % len(self.said)]
        if said["name"] in self.present:
            actor = self.actor(said["name"])
            self.run(remove_message(self.house.log, actor, self.house.room, said["posted"].id))
            said["removed"] = True

    # Coming and going

    @rule(name=OTHERS, by_ana=st.booleans())
    def go(self, name: str, by_ana: bool) -> None:
        if name in self.present:
            self.present.discard(name)
            actor, room = self.actor(name), self.house.room
            work = (
                remove_member(self.house.log, self.actor("ana"), room, actor.id)
                if by_ana
                else leave_room(self.house.log, actor, room)
            )
            self.run(work)
            # Those of the room's log who have not heard of it yet hear up to this, and then nothing more.
            self.run(self.house.hub.sweep())
            self.run(self._until_gone(actor))

    async def _until_gone(self, actor: Actor) -> None:
        await self.house.settle_others(actor)
        for reader in [one for one in self.house.readers if one.actor is actor]:
            reader.may_hear = False

    @rule(name=OTHERS)
    def come(self, name: str) -> None:
        if name not in self.present:
            self.present.add(name)
            ana, room = self.actor("ana"), self.house.room
            self.run(invite_to_room(self.house.log, ana, room, self.actor(name).id))

    @rule(name=PEOPLE, after=INDEX)
    def connect(self, name: str, after: int) -> None:
        if name in self.present and len(self.house.readers) < MOST_READERS:
            _epoch, head = self.run(self.house.head())
            self.run(self.house.connect(self.actor(name), after % (head + 1)))

    @precondition(lambda self: self.house.readers)
    @rule(index=INDEX)
    def disconnect(self, index: int) -> None:
        self.now(self.house.disconnect, self._reader(index))

    @precondition(lambda self: self.house.readers)
    @rule(index=INDEX, stalls=st.booleans())
    def stall(self, index: int, stalls: bool) -> None:
        listener = self._reader(index).listener
        self.now(listener.pause if stalls else listener.resume)

    def _reader(self, index: int) -> Reader:
        return self.house.readers[index % len(self.house.readers)]

    # Hints

    @rule(way=WAYS)
    def choose_way(self, way: str) -> None:
        self.house.way = way

    @rule(head=st.integers(0, 2**53))
    def hint(self, head: int) -> None:
        self.now(self.house.tell_late)
        self.now(self.house.hub.hint, {self.house.room: head, head: head})

    # Judging

    @rule()
    def settle(self) -> None:
        self.run(self.house.settle())
        log = self.run(self.house.read_log())
        assert [event.seq for event in log] == list(range(1, len(log) + 1))
        posted = [event.message.id for event in log if event.kind == "message.posted"]
        assert posted == [said["posted"].id for said in self.said]
        for reader in self.house.readers:
            wanted = [event.kind for event in log if reader.start < event.seq <= reader.position]
            assert [event["kind"] for event in reader.events] == wanted
        self._ensure_removed_is_nowhere()

    def _ensure_removed_is_nowhere(self) -> None:
        reader = self.run(self.house.connect(self.actor("ana"), 0))
        self.run(self.house.settle())
        shown = repr(reader.events)
        assert [said["body"] for said in self.said if said["removed"] and said["body"] in shown] == []
        assert [said["body"] for said in self.said if not said["removed"] and said["body"] not in shown] == []
        self.now(self.house.disconnect, reader)

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            self.run(self.house.close())
            self._loop.close()


def drive(template: Path, examples: int, steps: int) -> None:
    AnyOrder.template = template
    choices = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AnyOrder, settings=choices)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    folder = tmp_path_factory.mktemp("template")
    loop = asyncio.new_event_loop()
    loop.run_until_complete(make_template(folder))
    loop.close()
    return folder


@row(22, 25, 26)
def test_whatever_happens_in_whatever_order_everybody_ends_with_the_same(template: Path) -> None:
    drive(template, examples=8, steps=25)


@row(22, 25, 26)
@pytest.mark.slow
def test_a_thousand_orders_end_with_the_same(template: Path) -> None:
    drive(template, examples=300, steps=50)


def test_a_hub_that_never_sweeps_is_seen(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "_sweep_heads", _look_at_nothing)
    monkeypatch.setattr(in_process, "SETTLED_SECONDS", 0.5)
    AnyOrder.template = template
    machine = AnyOrder()
    machine.begin()
    machine.choose_way("lost")
    machine.post("ana")
    with pytest.raises(AssertionError, match="not settled"):
        machine.teardown()


async def _look_at_nothing(_hub: Hub, *_details: object) -> None:
    """Believe that no hint was ever lost."""
