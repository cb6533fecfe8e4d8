"""The pages of rooms: forms in, pages out, one file a subject."""

from balkancluster.rooms.routes import (
    away,
    home,
    members,
    messages,
    moving,
    reactions,
    reading,
    rooms,
    shortcuts,
    told,
    topic_states,
    topics,
    tour,
    translations,
)

routes = [
    *home.routes,
    *away.routes,
    *rooms.routes,
    *members.routes,
    *topics.routes,
    *moving.routes,
    *reading.routes,
    *messages.routes,
    *reactions.routes,
    *shortcuts.routes,
    *told.routes,
    *topic_states.routes,
    *tour.routes,
    *translations.routes,
]
