"""In which script a socket hears: what the client asked for, else what the person chose."""

import json
from dataclasses import replace

from balkancluster.i18n.reading import Reading
from balkancluster.realtime.channel import Happening, Variant
from balkancluster.realtime.hub import Hub
from tests.people import Network
from tests.realtime.test_hub import NumbersOnly, Window, nobody_ended, subscribe


class Scripts(NumbersOnly):
    """A channel that says in which script somebody hears."""

    def present(self, happening: Happening, variant: Variant) -> bytes:
        return json.dumps({"seq": happening.seq, "script": variant.reading.script}).encode()


async def test_who_chose_another_script_elsewhere_is_told_and_hears_so_from_then_on(network: Network) -> None:
    hub = Hub(network.database, Scripts(), nobody_ended)
    room_id = await network.open_room(network.ana, network.elena)
    window = Window(network.elena)
    await subscribe(hub, network, window, room_id)
    async with network.database.read() as session:
        await hub.readmit(session, window.listener, replace(network.elena, shows_presence=False))
        await hub.readmit(session, window.listener, replace(network.elena, script="Latn"))
    assert window.frames == [{"t": "reading", "script": "Latn", "bulgarian_in_latin": False}]
    window.frames.clear()
    said = await network.say(network.ana, room_id, "Posle")
    hub.hint({room_id: said.seq})
    await window.until(said.seq)
    assert [event["script"] for frame in window.frames for event in frame["events"]] == ["Latn"]
    await hub.close()


async def test_what_the_client_asks_for_goes_before_the_settings(network: Network) -> None:
    listener = Window(replace(network.elena, script="Latn")).listener
    assert listener.reading == Reading("bg", "Latn")
    listener.script, listener.bulgarian_in_latin = "as-written", True
    assert listener.reading == Reading("bg", "as-written", bulgarian_in_latin=True)
    listener.locale = "sr-Cyrl"
    assert listener.reading == Reading("sr-Cyrl", "as-written", bulgarian_in_latin=True)
