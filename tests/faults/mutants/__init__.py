"""The product with one promise broken on purpose: a test of the promise that passes on it proves nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.mutants.badges import count_up_and_down
from tests.faults.mutants.nets import go_on_hearing, keep_ghosts, never_cut, send_no_heartbeat
from tests.faults.mutants.news import hear_hints_only, never_sweep
from tests.faults.mutants.numbers import number_by_identity
from tests.faults.mutants.writing import answer_before_commit, forget_repeats


@dataclass(frozen=True, slots=True)
class Mutant:
    """What a mutant does wrong in words, and the function that puts it into the classes of the product."""

    does: str
    breaks: Callable[[], None]


MUTANTS = {
    "answer-before-commit": Mutant("tells the sender that it is safe, then commits", answer_before_commit),
    "no-dedupe": Mutant("takes a repeated client id for a new message", forget_repeats),
    "identity-cursor": Mutant(
        "numbers events by one identity for all rooms, without a lock", number_by_identity
    ),
    "hint-only": Mutant("believes that no hint is ever lost: no sweep, no look after a gap", hear_hints_only),
    "no-sweep": Mutant("never looks by itself whether a room moved", never_sweep),
    "unread-counter": Mutant("counts the badge up and down instead of counting messages", count_up_and_down),
    "never-cut": Mutant("keeps the socket of who never reads", never_cut),
    "keep-ghosts": Mutant("shows people as present whose node has died", keep_ghosts),
    "deaf-to-removal": Mutant("goes on sending to who was removed from a room", go_on_hearing),
    "no-heartbeat": Mutant("never says how far rooms are", send_no_heartbeat),
}
