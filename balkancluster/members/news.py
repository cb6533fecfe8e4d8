"""What members announce: others take part in it, registered by app.py."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Somebody takes part no more: by themselves, or let go by a coordinator."""

    person_id: int


@dataclass(frozen=True, slots=True)
class RequestMade:
    """Somebody asks for an organisation: to claim it, or to take it off the list."""

    request_id: int


@dataclass(frozen=True, slots=True)
class RequestDecided:
    """A coordinator approved or refused such a request."""

    request_id: int


@dataclass(frozen=True, slots=True)
class RoleChanged:
    """Somebody was given a role in the network, or it was taken from them."""

    person_id: int
    role: str
    is_granted: bool
    actor_id: int
