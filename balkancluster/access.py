"""Who may do what: can(actor, action, object), closed unless a feature opened it by a rule."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from balkancluster.errors import Forbidden, NotFound
from balkancluster.i18n.reading import Reading, choose_reading

MODERATOR = "moderator"
COORDINATOR = "coordinator"
OPERATOR = "operator"
ROLES = (MODERATOR, COORDINATOR, OPERATOR)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person on whose behalf something is done, as known when the request or socket began.

    `roles` are network roles beyond plain member. `scopes` is None for a browser session, which may do all
    that its person may; a token may do only what its scopes name. `shows_presence` is the person's choice to
    let others see that they are here. `is_toured` says that a newcomer's tour was ended. `script` is that in
    which the person wants Serbian, or None without a choice; `bulgarian_in_latin` asks for the aid.
    """

    id: int
    name: str
    locale: str | None = None
    time_zone: str = "Europe/Belgrade"
    shows_presence: bool = True
    is_toured: bool = True
    script: str | None = None
    bulgarian_in_latin: bool = False
    email: str = ""
    roles: frozenset[str] = frozenset()
    admin_of: frozenset[int] = frozenset()
    organisation_id: int | None = None
    organisation_code: str = ""
    session_id: int | None = None
    token_id: int | None = None
    scopes: frozenset[str] | None = field(default=None)

    def has_role(self, *roles: str) -> bool:
        """Whether the person holds at least one of these network roles."""
        return not self.roles.isdisjoint(roles)

    def reading_in(self, locale: str) -> Reading:
        """Return how the person wants texts shown beside pages in this locale."""
        return choose_reading(locale, self.script, self.bulgarian_in_latin)

    def has_scope(self, scope: str) -> bool:
        """Whether this is a person at a browser, or a token that was given this scope."""
        return self.scopes is None or scope in self.scopes


RulePredicate = TypeVar("RulePredicate", bound=Callable[..., bool])
_rules: dict[str, Callable[..., bool]] = {}


def rule(action: str) -> Callable[[RulePredicate], RulePredicate]:
    """Register the predicate that decides `action`; each action has exactly one rule."""

    def register(predicate: RulePredicate) -> RulePredicate:
        if action in _rules:
            raise ValueError(f"{action} has a rule already")
        _rules[action] = predicate
        return predicate

    return register


def can(actor: Actor | None, action: str, subject: Any = None) -> bool:
    """Whether this actor may do this to that object. Without a rule nobody may."""
    predicate = _rules.get(action)
    return actor is not None and predicate is not None and predicate(actor, subject)


def ensure_can(actor: Actor | None, action: str, subject: Any = None) -> None:
    """Refuse with 403 what the actor may see but not do. Raises Forbidden."""
    if not can(actor, action, subject):
        raise Forbidden


def ensure_visible(actor: Actor | None, action: str, subject: Any = None) -> None:
    """Refuse with 404 what the actor may not know of. Raises NotFound."""
    if not can(actor, action, subject):
        raise NotFound
