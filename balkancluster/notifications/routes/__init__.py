"""The pages of notifications: what one was told, and the end of letters about it."""

from balkancluster.notifications.routes import centre, letters

routes = [*centre.routes, *letters.routes]
