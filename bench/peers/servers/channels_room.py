"""Django Channels by the book: a model for what was said, a group in Redis, a consumer for each member."""

import json
import os
import time

import django
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"

settings.configure(
    SECRET_KEY="bench",  # noqa: S106 - signs nothing here
    INSTALLED_APPS=["channels"],
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["DATABASE"],
            "OPTIONS": {"init_command": PRAGMAS},
        }
    },
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [("127.0.0.1", int(os.environ["REDIS_PORT"]))]},
        }
    },
)
django.setup()

from django.db import connection, models  # noqa: E402 - only after the settings
from django.urls import path  # noqa: E402


class Message(models.Model):
    """One post."""

    room = models.CharField(max_length=100, db_index=True)
    person = models.CharField(max_length=100)
    at = models.FloatField()
    body = models.TextField()

    class Meta:
        """Belongs to no application of its own."""

        app_label = "bench"


with connection.schema_editor() as editor:
    editor.create_model(Message)
connection.close()


class Room(AsyncJsonWebsocketConsumer):
    """One member's socket."""

    async def connect(self) -> None:
        """Let a member in."""
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()
        await self.send("welcome")

    async def disconnect(self, code: int) -> None:
        """Let a member go."""
        await self.channel_layer.group_discard("room", self.channel_name)

    async def receive_json(self, content: dict[str, str]) -> None:
        """Keep a post and tell everybody."""
        at = time.time()
        kept = await Message.objects.acreate(room="room", person="person", at=at, body=json.dumps(content))
        heard = {"id": kept.id, "room": "room", "person": "person", "at": at, "message": content}
        await self.channel_layer.group_send("room", {"type": "room.message", "heard": heard})

    async def room_message(self, event: dict[str, object]) -> None:
        """Pass on what somebody said."""
        await self.send_json(event["heard"])


application = ProtocolTypeRouter({"websocket": URLRouter([path("", Room.as_asgi())])})
