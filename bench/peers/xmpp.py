"""XMPP over TCP: members of a room (XEP-0045) whose server keeps an archive of it (XEP-0313)."""

import re

from bench.clients import Client, Member
from bench.process import ServerProcess
from bench.tally import CLIENT_ID, Tally, body

HOST, ROOM = "bench.local", "room@rooms.bench.local"
HELLO = (
    f"<?xml version='1.0'?><stream:stream to='{HOST}' xmlns='jabber:client' "
    "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
)
SIGN_IN = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"
BIND = "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
ENTER = (
    "<presence to='{room}/member{number}'><x xmlns='http://jabber.org/protocol/muc'>"
    "<history maxstanzas='0'/></x></presence>"
)
POST = "<message to='{room}' type='groupchat' id='m{number}'><body>{mark} {words}</body></message>"
ARCHIVE = (
    "<iq type='set' id='archive' to='{room}'><query xmlns='urn:xmpp:mam:2' queryid='missed'>"
    "<set xmlns='http://jabber.org/protocol/rsm'><max>50</max><after>{place}</after></set></query></iq>"
)
ARCHIVE_ID = b"<stanza-id"
ITSELF = b"code='110'"
"""The status with which a room shows somebody their own presence, after that of all others."""
ANY_MARK = re.compile(rb"00000000-0000-4000-8000-(\d{12})")


class XmppMember(Member):
    """Somebody in the room; posts are counted by the mark in their body."""

    mark = ANY_MARK
    last = b""

    def _take_apart(self, data: bytes, now: float) -> bytes:
        end = data.rfind(b"</message>")
        if end < 0:
            return data
        end += len(b"</message>")
        before = len(self.order)
        self.take_marks(data[:end], now)
        if len(self.order) > before:
            self.last = data[:end]
            self.frame_length = end // (len(self.order) - before)
        return data[end:]


class XmppRoom:
    """The room of a server that speaks XMPP."""

    def __init__(self, process: ServerProcess) -> None:
        self.process = process
        self._members: dict[int, XmppMember] = {}

    async def open(self) -> None:
        """Let somebody make the room and leave it."""
        maker = Client()
        await self._enter(maker, 1_000_000)
        maker.close()

    async def join(self, number: int, tally: Tally) -> Member:
        """Sign in without a name, and enter the room."""
        member = self._members[number] = XmppMember(tally)
        await self._enter(member, number)
        member.listen()
        return member

    async def post(self, poster: int, number: int) -> None:
        """Post as the member with this number."""
        mark = CLIENT_ID % number
        words = POST.format(room=ROOM, number=number, mark=mark, words=body(number))
        self._members[poster].transport.write(words.encode())

    def place_of(self, member: Member) -> str:
        """Return the archive's id of what a member heard last."""
        assert isinstance(member, XmppMember)
        _before, _tag, after = member.last.rpartition(ARCHIVE_ID)
        text = after.partition(b">")[0].replace(b'"', b"'")
        return text.partition(b" id='")[2].partition(b"'")[0].decode()

    async def come_back(self, number: int, tally: Tally, place: str) -> Member:
        """Enter again, and ask the archive of the room for what came after."""
        member = await self.join(number, tally)
        member.transport.write(ARCHIVE.format(room=ROOM, place=place).encode())
        return member

    async def _enter(self, client: Client, number: int) -> None:
        await client.connect(self.process.port)
        for words, answer in (
            (HELLO, b"</stream:features>"),
            (SIGN_IN, b"<success"),
            (HELLO, b"</stream:features>"),
        ):
            client.transport.write(words.encode())
            await client.expect(answer)
        client.transport.write(BIND.encode())
        await client.expect(b"</iq>")
        client.transport.write(ENTER.format(room=ROOM, number=number).encode())
        await client.expect(ITSELF)
        await client.expect(b"<subject")
        await client.expect(b"</message>")
