"""Answers whoever greets or names it: TOKEN=… python echo_bot.py https://network.example"""

import json
import os
import sys
import time
from uuid import NAMESPACE_OID, uuid5

import httpx2
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

SERVER, TOKEN = sys.argv[1].rstrip("/"), {"Authorization": f"Bearer {os.environ['TOKEN']}"}
GREETINGS = ("zdravo", "здраво", "здравей", "hello")


def answer(room, said, me):
    is_meant = f'data-person="{me}"' in said["html"] or said["body"].lower().startswith(GREETINGS)
    if said["author"]["id"] != me and is_meant:
        # An id made from the message: whatever breaks and is tried again, it is answered once.
        reply = {"client_id": str(uuid5(NAMESPACE_OID, said["id"])), "reply_to": said["id"]}
        reply |= {"topic": said["topic"], "body": f"{said['author']['name']}: {said['body']}"}
        answered = api.post(f"/api/v1/rooms/{room}/messages", json=reply)
        if answered.status_code == 429 or answered.is_server_error:
            answered.raise_for_status()


def listen(live):
    live.send('{"t": "hello", "v": 1}')
    for room, place in rooms.items():
        live.send(json.dumps({"t": "sub", "room": room, "epoch": place["epoch"], "after": place["head"]}))
    for frame in live:
        match json.loads(frame):
            case {"t": "welcome", "person": me}:
                print("Listening.", flush=True)
            case {"t": "reset", "room": room, "epoch": epoch, "head": head}:
                rooms[room] = {"epoch": epoch, "head": head}
            case {"t": "events", "room": room, "events": events}:
                for event in events:
                    if event["kind"] == "message.posted" and event["message"]["body"]:
                        answer(room, event["message"], me)
                    rooms[room]["head"] = event["seq"]


api = httpx2.Client(base_url=SERVER, headers=TOKEN)
rooms = {room["id"]: room for room in api.get("/api/v1/rooms").json()["items"]}
while True:
    try:
        with connect(SERVER.replace("http", "ws", 1) + "/live", additional_headers=TOKEN) as live:
            listen(live)
    except (ConnectionClosed, httpx2.HTTPError, OSError) as error:
        if getattr(error, "rcvd", None) and error.rcvd.code >= 4500:
            raise
    time.sleep(2)
