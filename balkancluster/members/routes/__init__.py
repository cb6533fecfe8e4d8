"""The pages of members, one subject per file; the application serves `routes`."""

from starlette.routing import Route

from balkancluster.members.routes import (
    coordination,
    decisions,
    demo,
    directory,
    documents,
    invitations,
    leaving,
    my_organisation,
    passwords,
    pending_invitations,
    people,
    profile,
    requests,
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
    *leaving.routes,
    *my_organisation.routes,
    *profile.routes,
    *coordination.routes,
    *pending_invitations.routes,
    *decisions.routes,
    *people.routes,
    *requests.routes,
    *directory.routes,
    *documents.routes,
]
