"""The pages of translation: what the coordinator decides and sees, and the languages that one reads."""

from balkancluster.translation.routes import coordination, settings

routes = [*coordination.routes, *settings.routes]
