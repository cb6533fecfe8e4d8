"""The pages of members, one subject per file; the application serves `routes`."""

from starlette.routing import Route

from balkancluster.members.routes import (
    coordination,
    demo,
    directory,
    invitations,
    my_organisation,
    passwords,
    pending_invitations,
    people,
    sessions,
    settings,
    sign_in,
)

routes: list[Route] = [
    *sign_in.routes,
    *demo.routes,
    *passwords.routes,
    *invitations.routes,
    *settings.routes,
    *sessions.routes,
    *my_organisation.routes,
    *coordination.routes,
    *pending_invitations.routes,
    *people.routes,
    *directory.routes,
]
