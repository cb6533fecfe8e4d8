"""The pages of rooms: forms in, pages out, one file a subject."""

from balkancluster.rooms.routes import home, members, messages, rooms, topics

routes = [*home.routes, *rooms.routes, *members.routes, *topics.routes, *messages.routes]
